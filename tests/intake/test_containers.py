"""Archives, bags, disk images, web archives: the container is an item, what is in it cites it, nothing climbs out."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import shutil
import subprocess
import tarfile
import zipfile
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from PIL import Image

from isnad.custody import queries
from isnad.custody.models import Arrival, Item
from isnad.intake.actions import Request, Taken, take_in
from isnad.intake.archives import in_zip
from isnad.intake.bags import BROKEN, KEPT, MISSING, UNPROMISED, promises
from isnad.intake.web import auto_archiver_promises, wacz_promises
from isnad.record.bodies import Bodies
from isnad.record.desk import Desk
from isnad.words import Digest, Refusal


def a_picture(shade: int) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (64, 48), (shade * 40, 50, 30)).save(buffer, "JPEG")
    return buffer.getvalue()


def take(path: Path, title: str = "one") -> Taken:
    return take_in(Request(path, title, "north wind", "owner"), lambda files, size: lambda more, more_bytes: None)


def noted(taken: Taken) -> set[str]:
    return {each.code for each in taken.noted}


@pytest.fixture
def a_zip(tmp_path: Path) -> Path:
    path = tmp_path / "source.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("photos/a.jpg", a_picture(1))
        archive.writestr("../../etc/b.jpg", a_picture(2))
        archive.writestr("inner.zip", b"PK\x05\x06" + bytes(18))
        link = zipfile.ZipInfo("link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("zeros.bin", bytes(50_000_000))
    return path


def test_a_zip_is_an_item_and_its_members_cite_it(archive: Desk, a_zip: Path, tmp_path: Path) -> None:
    before = {path for path in tmp_path.rglob("*") if archive.folder.root not in path.parents}
    taken = take(a_zip)
    container = queries.item(Digest.of(a_zip.read_bytes()))
    assert (taken.received, taken.unreadable) == (4, 2)
    for shade in (1, 2):
        assert queries.item(Digest.of(a_picture(shade))).found_in == container.entry
    assert noted(taken) >= {"intake.name-climbs-out", "intake.nested-archive", "intake.symbolic-link", "intake.bomb"}
    after = {path for path in tmp_path.rglob("*") if archive.folder.root not in path.parents}
    assert after == before


def test_a_second_run_of_a_zip_adds_nothing(archive: Desk, a_zip: Path) -> None:
    take(a_zip)
    size = Bodies(archive.folder, archive.holder).reader.size
    taken = take(a_zip)
    assert taken.received == taken.already_held == 0
    assert Bodies(archive.folder, archive.holder).reader.size == size


def test_a_broken_zip_is_refused_with_advice(archive: Desk, tmp_path: Path) -> None:
    path = tmp_path / "broken.zip"
    path.write_bytes(b"PK\x03\x04" + bytes(100) + b"PK\x01\x02" + bytes(60) + b"PK\x05\x06" + bytes(18))
    with pytest.raises(Refusal, match=r"intake\.broken-archive"):
        list(in_zip(tmp_path / "nothing.zip"))


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_a_tar_of_any_compression(archive: Desk, tmp_path: Path, mode: str) -> None:
    path = tmp_path / "source.tar"
    with tarfile.open(path, mode) as opened:  # type: ignore[call-overload]
        for name, data in (("a.jpg", a_picture(1)), ("sub/b.jpg", a_picture(2))):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            opened.addfile(info, io.BytesIO(data))
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        opened.addfile(link)
    taken = take(path)
    assert (taken.received, taken.unreadable, taken.damaged) == (3, 1, 0)
    row = queries.item(Digest.of(a_picture(2)))
    assert b"".join(archive.vault.open(Digest(bytes(row.payload)), archive.holder)) == a_picture(2)


def test_a_tar_cut_short_is_reported_and_kept(archive: Desk, tmp_path: Path) -> None:
    path = tmp_path / "source.tar"
    with tarfile.open(path, "w") as opened:
        for number in range(3):
            info = tarfile.TarInfo(f"{number}.bin")
            info.size = 40_000
            opened.addfile(info, io.BytesIO(bytes([number]) * 40_000))
    path.write_bytes(path.read_bytes()[:90_000])
    taken = take(path)
    assert "intake.unreadable" in noted(taken)
    assert queries.item(Digest.of(path.read_bytes())).size == 90_000


@pytest.fixture
def a_bag(tmp_path: Path) -> Path:
    bagit = pytest.importorskip("bagit")
    folder = tmp_path / "bag"
    folder.mkdir()
    (folder / "a.jpg").write_bytes(a_picture(1))
    (folder / "b.jpg").write_bytes(a_picture(2))
    bagit.make_bag(str(folder), checksums=["sha256", "md5"])
    return folder


def test_a_sound_bag_keeps_every_promise(archive: Desk, a_bag: Path) -> None:
    assert {promise.came_to for promise in promises(a_bag)} == {KEPT}
    taken = take(a_bag)
    assert set(taken.promises) == {("manifest", KEPT)}
    assert taken.received == 8


def test_a_broken_bag_is_taken_in_and_its_broken_promises_are_incidents(archive: Desk, a_bag: Path) -> None:
    (a_bag / "data/a.jpg").write_bytes(a_picture(3))
    (a_bag / "data/b.jpg").unlink()
    (a_bag / "data/c.jpg").write_bytes(a_picture(4))
    taken = take(a_bag)
    assert {came for _, came in taken.promises} == {KEPT, BROKEN, MISSING, UNPROMISED}
    assert noted(taken) >= {"intake.manifest-broken", "intake.manifest-missing", "intake.manifest-unpromised"}
    assert queries.item(Digest.of(a_picture(3)))


def test_a_manifest_that_names_what_lies_outside_opens_nothing(a_bag: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"secret")
    line = f"{hashlib.sha256(b'secret').hexdigest()}  ../secret\n"
    (a_bag / "manifest-sha256.txt").open("a").write(line)
    assert [p.came_to for p in promises(a_bag) if p.about == "../secret"] == [BROKEN]


def an_image(tmp_path: Path) -> Path:
    if shutil.which("mke2fs", path="/sbin:/usr/sbin:/bin:/usr/bin") is None:
        pytest.skip("needs mke2fs")
    tree = tmp_path / "tree"
    (tree / "DCIM").mkdir(parents=True)
    (tree / "DCIM/a.jpg").write_bytes(a_picture(1))
    (tree / "DCIM/gone.jpg").write_bytes(a_picture(2) * 20)
    image = tmp_path / "card.dd"
    image.write_bytes(bytes(4 * 2**20))
    for line in (
        ["mke2fs", "-q", "-t", "ext2", "-d", str(tree), str(image)],
        ["debugfs", "-w", "-R", "rm /DCIM/gone.jpg", str(image)],
    ):
        subprocess.run(line, check=True, capture_output=True, env={"PATH": "/sbin:/usr/sbin:/bin:/usr/bin"})
    return image


def test_files_in_a_raw_image_cite_it_with_partition_and_offset(archive: Desk, tmp_path: Path) -> None:
    image = an_image(tmp_path)
    taken = take(image)
    container = queries.item(Digest.of(image.read_bytes()))
    found = queries.item(Digest.of(a_picture(1)))
    assert found.found_in == container.entry
    record = Bodies(archive.folder, archive.holder).saying(found.entry).record
    assert record.found_in.offset > 0  # type: ignore[attr-defined]
    assert record.found_in.partition == 0  # type: ignore[attr-defined]
    assert taken.received >= 2
    deleted = [
        row.entry
        for row in Item.objects.filter(found_in=container.entry)
        if Bodies(archive.folder, archive.holder).saying(row.entry).record.found_in.deleted  # type: ignore[attr-defined]
    ]
    assert deleted or Arrival.objects.filter(outcome="unreadable").exists()


def test_an_e01_image_is_read_and_its_stated_hash_known(archive: Desk, tmp_path: Path) -> None:
    if shutil.which("ewfacquire") is None:
        pytest.skip("needs ewfacquire")
    image = an_image(tmp_path)
    line = ["ewfacquire", "-u", "-q", "-t", str(tmp_path / "card"), str(image)]
    subprocess.run(line, check=True, capture_output=True)
    made = tmp_path / "card.E01"
    taken = take(made)
    assert taken.promises["hash", KEPT] >= 1
    assert queries.item(Digest.of(a_picture(1))).found_in == queries.item(Digest.of(made.read_bytes())).entry
    assert taken.received >= 2


def a_wacz(tmp_path: Path, *, tamper: bool = False) -> Path:
    warc = b"WARC/1.1\r\n\r\n"
    description = json.dumps(
        {"resources": [{"path": "archive/data.warc", "hash": "sha256:" + hashlib.sha256(warc).hexdigest()}]}
    ).encode()
    key = ec.generate_private_key(ec.SECP256R1())
    stated = "sha256:" + hashlib.sha256(description).hexdigest()
    public = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    signed = {
        "hash": stated,
        "signature": base64.b64encode(key.sign(stated.encode(), ec.ECDSA(hashes.SHA256()))).decode(),
        "publicKey": base64.b64encode(public).decode(),
    }
    path = tmp_path / "page.wacz"
    with zipfile.ZipFile(path, "w") as opened:
        opened.writestr("archive/data.warc", warc + (b"x" if tamper else b""))
        opened.writestr("datapackage.json", description)
        opened.writestr(
            "datapackage-digest.json", json.dumps({"path": "datapackage.json", "hash": stated, "signedData": signed})
        )
    return path


def test_a_wacz_has_its_hashes_and_signature_checked(archive: Desk, tmp_path: Path) -> None:
    path = a_wacz(tmp_path)
    assert {(p.what, p.came_to) for p in wacz_promises(path)} == {("hash", KEPT), ("signature", KEPT)}
    taken = take(path)
    assert taken.received == 4


def test_a_wacz_that_was_changed_is_an_incident(archive: Desk, tmp_path: Path) -> None:
    taken = take(a_wacz(tmp_path, tamper=True))
    assert "intake.hash-broken" in noted(taken)


def test_what_auto_archiver_leaves_has_its_hashes_checked(tmp_path: Path) -> None:
    (tmp_path / "video.mp4").write_bytes(b"film")
    (tmp_path / "timestamped_hashes.txt").write_text(hashlib.sha256(b"film").hexdigest() + "\n" + "0" * 64)
    (tmp_path / "timestamp_token_example").write_bytes(b"no token")
    found = {(p.what, p.came_to) for p in auto_archiver_promises(tmp_path)}
    assert found == {("hash", KEPT), ("hash", MISSING), ("stamp", "not-checked")}
