"""A package as a stranger gets it: whole, proven, told in both languages, and without a trace of where it came from."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest

from handovers import MARKER, PICTURES, RECEIVER, Handover, told
from isnad.verify import package as checking

PYTHON = [sys.executable, "-I"]


def findings(package: Path, *options: str) -> list[tuple[str, str, str]]:
    """What the package's own program finds, run by itself."""
    done = subprocess.run([*PYTHON, str(package / "verify.py"), "--json", *options], capture_output=True, text=True)
    assert done.stderr == ""
    found = json.loads(done.stdout)
    assert done.returncode == (0 if found["sound"] else 1)
    return [(each["what"], each["where"], each["why"]) for each in found["bad"]]


def test_it_is_sound_by_its_own_program(handover: Handover) -> None:
    assert findings(handover.package) == []
    found = checking.check(handover.package)
    assert set(found.held) == {"bag", "signature", "checkpoint", "items", "claims", "terms"}
    assert found.notices == {"withheld": {"count": 4}}


def test_a_zip_is_as_good(handover: Handover) -> None:
    packed = handover.folder / "package.zip"
    assert checking.check_path(packed).bad == []
    with zipfile.ZipFile(packed) as opened:
        assert {each.compress_type for each in opened.infolist()} == {zipfile.ZIP_STORED}
        assert {each.filename.split("/")[0] for each in opened.infolist()} == {"package"}


def test_what_leaves_and_what_does_not_is_counted(handover: Handover) -> None:
    package = told(handover.package)
    assert [each["entry"] for each in package["items"]] == sorted(handover.items)
    assert len(list((handover.package / "data/items").iterdir())) == PICTURES
    assert package["withheld"] == {
        "items": {"no-evidence-copy": 1},
        "claims": {"label": 1, "condition": 1, "rests-elsewhere": 1},
    }
    assert json.loads((handover.package / "withheld.json").read_bytes()) == package["withheld"]
    leaving = [handover.claims["leaves"], handover.claims["imported"]]
    assert [each["entry"] for each in package["claims"]] == leaving
    (line,) = (handover.package / "claims.ftm.jsonl").read_bytes().splitlines()
    assert json.loads(line)["properties"]["name"] == ["Samir", "Samira"]


def test_only_the_fields_chosen_are_opened(handover: Handover) -> None:
    for each in told(handover.package)["items"]:
        shown = json.loads((handover.package / each["disclosure"]).read_bytes())["opened"]
        assert {field["name"] for field in shown} == {"format", "media_type", "width", "height", "copy"}


def test_what_was_given_before_stands_in_it(handover: Handover) -> None:
    given = json.loads((handover.package / "given.json").read_bytes())
    assert [(each["receiver"], each["form"]) for each in given] == [(RECEIVER, "package")]
    assert given[0]["items"] == sorted(handover.items)


def test_conditions_are_told_in_both_languages(handover: Handover) -> None:
    english = (handover.package / "conditions.en.txt").read_text()
    arabic = (handover.package / "conditions.ar.txt").read_text()
    assert str(handover.condition) in english
    assert "only for: justice" in english
    assert "ask the family first" in english
    assert str(handover.condition) in arabic
    assert "العدالة" in arabic
    assert [each["entry"] for each in told(handover.package)["conditions"]] == [handover.condition]


def test_an_anchor_from_outside_is_part_of_its_history(handover: Handover, tmp_path: Path) -> None:
    anchor = tmp_path / "anchor"
    anchor.write_bytes(handover.older_note)
    assert findings(handover.package, "--against", str(anchor)) == []
    digest = hashlib.sha256((handover.package / "policy").read_bytes()).hexdigest()
    assert findings(handover.package, "--policy-digest", digest) == []


def everything(path: Path) -> bytes:
    """Every byte that the package shows to whoever looks: names, contents, and what is packed inside PDFs."""
    parts = []
    for file in sorted(path.rglob("*")):
        parts.append(str(file.relative_to(path)).encode())
        if file.is_file():
            data = file.read_bytes()
            parts.append(data)
            parts += [inflated(each) for each in re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL)]
    return b"\n".join(parts)


def inflated(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data)
    except zlib.error:
        return b""


@pytest.mark.parametrize("name", ["package", "package.zip"])
def test_no_marker_is_anywhere_in_it(handover: Handover, name: str, tmp_path: Path) -> None:
    path = handover.folder / name
    if path.is_file():
        with zipfile.ZipFile(path) as packed:
            packed.extractall(tmp_path)
        path = tmp_path
    shown = everything(path).lower()
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        assert MARKER.encode(encoding) not in shown
    assert str(handover.data).encode() not in shown


def test_the_markers_are_seen_where_they_are(handover: Handover) -> None:
    drive = next(handover.folder.glob(f"{MARKER}*"))
    assert everything(drive).count(MARKER.encode()) >= 4 * PICTURES


def test_no_digest_of_an_original_leaves(handover: Handover) -> None:
    shown = everything(handover.package)
    for path in next(handover.folder.glob(f"{MARKER}*")).rglob("*.jpg"):
        assert hashlib.sha256(path.read_bytes()).hexdigest().encode() not in shown


# The field's own tools -----------------------------------------------------------------------------------------------


def run(*line: str, at: Path) -> str:
    if shutil.which(line[0]) is None:
        pytest.skip(f"{line[0]} is not installed")
    done = subprocess.run(line, cwd=at, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_bagit_py_finds_it_valid(handover: Handover) -> None:
    import bagit

    assert "is valid" in run(sys.executable, bagit.__file__, "--validate", ".", at=handover.package)


def test_sha256sum_and_openssl_are_enough(handover: Handover) -> None:
    run("sha256sum", "--strict", "-c", "manifest-sha256.txt", "tagmanifest-sha256.txt", at=handover.package)
    line = "openssl pkeyutl -verify -pubin -inkey package-key.pem -rawin -in tagmanifest-sha256.txt -sigfile"
    assert "Verified Successfully" in run(*line.split(), "tagmanifest-sha256.txt.sig", at=handover.package)
    assert line.split(" -sigfile")[0] in (handover.package / "HOW-TO-VERIFY.txt").read_text()


def test_openssl_sees_a_changed_list(handover: Handover, tmp_path: Path) -> None:
    package = handover.copy(tmp_path)
    (package / "tagmanifest-sha256.txt").write_bytes((package / "tagmanifest-sha256.txt").read_bytes() + b"\n")
    line = "openssl pkeyutl -verify -pubin -inkey package-key.pem -rawin -in tagmanifest-sha256.txt -sigfile"
    done = subprocess.run([*line.split(), "tagmanifest-sha256.txt.sig"], cwd=package, capture_output=True)
    assert done.returncode != 0


def test_the_index_opens_in_both_languages(handover: Handover) -> None:
    english = run("pdftotext", "index.en.pdf", "-", at=handover.package)
    assert "What is in this package" in english
    assert "What this does not show" in english
    assert RECEIVER in english
    arabic = run("pdftotext", "index.ar.pdf", "-", at=handover.package)
    assert "الملفات" in arabic
    assert run("pdfinfo", "index.ar.pdf", at=handover.package).count("PDF") >= 1


def test_the_crate_describes_every_file(handover: Handover) -> None:
    graph = json.loads((handover.package / "ro-crate-metadata.json").read_bytes())["@graph"]
    by_id = {each["@id"]: each for each in graph}
    assert by_id["ro-crate-metadata.json"]["conformsTo"]["@id"] == "https://w3id.org/ro/crate/1.1"
    for part in by_id["./"]["hasPart"]:
        path = handover.package / part["@id"]
        assert path.is_file()
        if "sha256" in by_id[part["@id"]]:
            assert by_id[part["@id"]]["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
