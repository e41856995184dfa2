"""A checkpoint stamped by files; pictures that look alike; a vault in a bucket."""

from __future__ import annotations

import io
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from conftest import reopen
from isnad.custody import stamping
from isnad.custody.checking import Ask, check
from isnad.custody.similar import similar
from isnad.house import opening
from isnad.intake.actions import Request, take_in
from isnad.record.desk import Desk
from isnad.record.models import Said
from isnad.verify.keyless import check_archive
from isnad.words import Broken, Digest, Refusal


def take(path: Path) -> None:
    take_in(Request(path, "one", "north wind", "owner"), lambda files, size: lambda more, more_bytes: None)


@pytest.fixture
def authority(tmp_path: Path) -> Callable[[Path, Path], Path]:
    """A stamping authority made with OpenSSL: answers a request file with a response file; gives its certificate."""
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl")
    home = tmp_path / "authority"
    home.mkdir()
    (home / "ext").write_text("extendedKeyUsage=critical,timeStamping\nbasicConstraints=CA:FALSE\n")
    run = lambda *line: subprocess.run(["openssl", *line], check=True, capture_output=True, cwd=home)  # noqa: E731
    run("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=root", "-days", "9",
        "-keyout", "ca.key", "-out", "ca.pem")  # fmt: skip
    run("req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=stamper", "-keyout", "tsa.key", "-out", "tsa.csr")
    run("x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "9",
        "-extfile", "ext", "-out", "tsa.pem")  # fmt: skip
    (home / "serial").write_text("01\n")
    (home / "tsa.cnf").write_text(
        "[tsa]\ndefault_tsa=t\n[t]\nserial=serial\ncrypto_device=builtin\nsigner_cert=tsa.pem\nsigner_key=tsa.key\n"
        "certs=ca.pem\nsigner_digest=sha256\ndefault_policy=1.2.3.4\ndigests=sha256,sha384,sha512\n"
        "ess_cert_id_chain=no\ness_cert_id_alg=sha256\n"
    )

    def stamp(request: Path, response: Path) -> Path:
        run("ts", "-reply", "-config", "tsa.cnf", "-queryfile", str(request), "-out", str(response))
        return home / "ca.pem"

    return stamp


def test_a_checkpoint_is_stamped_by_files(
    archive: Desk, tmp_path: Path, authority: Callable[[Path, Path], Path]
) -> None:
    number = stamping.request(archive, tmp_path / "ask.tsq")
    roots = authority(tmp_path / "ask.tsq", tmp_path / "answer.tsr").read_bytes()
    answer = (tmp_path / "answer.tsr").read_bytes()
    stamping.keep(archive, number, answer, roots, by="owner")
    assert Said.objects.filter(kind="anchor").count() == 1
    assert check_archive(archive.folder.root).clean
    with pytest.raises(Broken, match=r"sealing\.stamp-does-not-hold"):
        stamping.keep(archive, number + 1, answer, roots, by="owner")
    kept = next((archive.folder.ledger / "stamps").iterdir())
    kept.write_bytes(kept.read_bytes()[:-1] + b"x")
    assert [finding.what for finding in check_archive(archive.folder.root).bad] == ["stamp"]


def a_scene(seed: int, size: tuple[int, int] = (320, 240), quality: int = 95) -> bytes:
    chance = np.random.default_rng(seed)
    small = chance.integers(0, 255, (12, 16, 3), dtype=np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(small).resize(size, Image.Resampling.BICUBIC).save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def test_pictures_that_look_alike_are_found_and_others_are_not(archive: Desk, tmp_path: Path) -> None:
    drive = tmp_path / "drive"
    drive.mkdir()
    original, smaller, other = a_scene(1), a_scene(1, (200, 150), 70), a_scene(2)
    for name, data in (("a.jpg", original), ("b.jpg", smaller), ("c.jpg", other)):
        (drive / name).write_bytes(data)
    take(drive)
    assert [each.digest for each in similar(str(Digest.of(original)))] == [str(Digest.of(smaller))]
    outside = tmp_path / "asked.jpg"
    outside.write_bytes(a_scene(2, (100, 75), 60))
    assert [each.digest for each in similar(str(outside))] == [str(Digest.of(other))]
    with pytest.raises(Refusal, match=r"custody\.within-what"):
        similar(str(outside), 40)


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A bucket of moto's server, as an address for ``ISNAD_VAULT``."""
    pytest.importorskip("moto.server")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    line = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    endpoint = f"http://127.0.0.1:{port}"
    for _ in range(300):
        try:
            urllib.request.urlopen(urllib.request.Request(f"{endpoint}/kept", method="PUT"), timeout=2)
            break
        except OSError:
            time.sleep(0.1)
    for name, value in (
        ("AWS_ENDPOINT_URL", endpoint),
        ("AWS_ACCESS_KEY_ID", "testing"),
        ("AWS_SECRET_ACCESS_KEY", "testing"),
        ("AWS_REGION", "us-east-1"),
    ):
        monkeypatch.setenv(name, value)
    yield "s3://kept/house"
    server.terminate()
    server.wait()


def test_the_same_house_with_its_vault_in_a_bucket(
    make_archive: Callable[..., Desk], bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ISNAD_VAULT", bucket)
    desk = make_archive()
    drive = tmp_path / "drive"
    drive.mkdir()
    for number in range(3):
        (drive / f"{number}.txt").write_bytes(os.urandom(100 + number))
    take(drive)
    assert not any(path.is_file() for path in desk.folder.vault.rglob("*"))
    outcome = check(desk, Ask())
    assert (outcome.bad, outcome.items) == ([], 3)
    victim = next(desk.vault.store.payloads())
    desk.vault.store.erase(victim)
    assert [(f.what, f.why) for f in check(reopen(desk.folder.root), Ask(quick=True)).bad] == [("payload", "missing")]
    opening.close()
