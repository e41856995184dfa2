"""The demonstration's archive: what CONTRACTS.md promises of it, on what is really written."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
import yaml
from PIL import Image

from isnad.instruments.imaging import kinds, pictures, values
from isnad.instruments.imaging.examination import examine
from isnad.testing.demo.archive import make_archive
from isnad.words import Refusal, When

pictures.ready()
KEYS = ["file", "series", "body", "numbers", "name", "script", "duplicate_of", "broken", "taken"]
Line = dict[str, object]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("demo") / "archive"
    make_archive(out, bodies=5, seed=3, workers=1)
    return out


@pytest.fixture(scope="module")
def lines(made: Path) -> list[Line]:
    return [json.loads(line) for line in (made / "truth.jsonl").read_text("utf-8").splitlines()]


def files(drive: Path) -> dict[str, bytes]:
    return {str(path.relative_to(drive)): path.read_bytes() for path in drive.rglob("*") if path.is_file()}


def test_the_same_seed_gives_the_same_bytes_however_many_make_them(made: Path, tmp_path: Path) -> None:
    make_archive(tmp_path / "again", bodies=5, seed=3, workers=2)
    assert files(tmp_path / "again/drive") == files(made / "drive")
    for beside in ("truth.jsonl", "carrier.yaml"):
        assert (tmp_path / "again" / beside).read_bytes() == (made / beside).read_bytes()


def test_another_seed_gives_other_bytes(made: Path, tmp_path: Path) -> None:
    make_archive(tmp_path / "other", bodies=1, seed=4, workers=1)
    ours = {hashlib.sha256(data).digest() for data in files(made / "drive").values() if len(data) > 50_000}
    assert not ours & {hashlib.sha256(data).digest() for data in files(tmp_path / "other/drive").values()}


def test_each_file_has_one_line_of_truth_with_these_keys(made: Path, lines: list[Line]) -> None:
    assert all(list(line) == KEYS for line in lines)
    told = [str(line["file"]) for line in lines]
    assert len(told) == len(set(told))
    assert set(told) == set(files(made / "drive"))


def test_one_name_is_no_utf_8_and_comes_back_as_its_bytes(lines: list[Line]) -> None:
    odd = [name for name in (str(line["file"]) for line in lines) if any("\ud800" <= c <= "\udfff" for c in name)]
    assert len(odd) == 1
    assert os.fsencode(odd[0]).rpartition(b"/")[2] == "صورة 3.JPG".encode("cp1256")


def test_duplicates_are_the_same_bytes_elsewhere(made: Path, lines: list[Line]) -> None:
    drive, by_name = files(made / "drive"), {line["file"]: line for line in lines}
    copies = [line for line in lines if line["duplicate_of"]]
    assert copies
    for copy in copies:
        assert drive[str(copy["file"])] == drive[str(copy["duplicate_of"])]
        assert {**by_name[copy["duplicate_of"]], "file": copy["file"], "duplicate_of": copy["duplicate_of"]} == copy


def test_what_is_called_broken_does_not_open_whole_and_all_else_does(made: Path, lines: list[Line]) -> None:
    found = set()
    for line in lines:
        examined = examine((made / "drive" / str(line["file"])).read_bytes())
        assert (examined.finding is None) != line["broken"], line["file"]
        found.add(examined.finding)
    assert found == {None, values.EMPTY, values.NOT_A_PICTURE, values.DAMAGED}


def test_one_file_has_a_wrong_ending(made: Path) -> None:
    wrong = [name for name, data in files(made / "drive").items() if kinds.media_type(data) == kinds.PNG]
    assert len(wrong) == 1
    assert wrong[0].lower().endswith(".jpg")


def test_the_series_have_their_own_habits(lines: list[Line]) -> None:
    for line in lines:
        if not line["numbers"]:
            assert line["name"] is None
            assert line["script"] is None
        elif line["series"] == "A":
            assert list(line["numbers"]) == ["detainee", "branch", "examination"]  # type: ignore[call-overload]
            assert line["name"] is None
        else:
            assert list(line["numbers"]) == ["detainee"]  # type: ignore[call-overload]
            assert line["name"]
    named = [
        str(line["file"]) for line in lines if line["series"] == "B" and str(line["file"]).startswith("archive 2015/")
    ]
    for name in named:
        folder, _, file = name.removeprefix("archive 2015/").partition("/")
        branch, day, photographer, _ = file.split("_")
        assert branch == folder
        assert datetime.strptime(day, "%Y%m%d")
        assert photographer in ("RS", "MK")


def test_the_cameras_clock_says_when_it_was_taken(made: Path, lines: list[Line]) -> None:
    seen = 0
    for line in lines:
        if line["broken"]:
            continue
        with Image.open(made / "drive" / str(line["file"])) as picture:
            written = picture.getexif().get_ifd(0x8769)[0x9003]
            seen += picture.getexif()[274] != 1
        assert datetime.strptime(written, "%Y:%m:%d %H:%M:%S").isoformat() == line["taken"]
    assert seen, "some are stored lying, with an orientation"


def test_no_picture_holds_more_than_grey_shapes(made: Path, lines: list[Line]) -> None:
    """Grey: nowhere are the colours of skin. The means of picture blocks stay close to the grey axis."""
    import numpy as np

    for line in lines:
        if line["broken"] or line["duplicate_of"]:
            continue
        with Image.open(io.BytesIO((made / "drive" / str(line["file"])).read_bytes())) as picture:
            small = np.asarray(picture.convert("RGB").resize((24, 24), Image.Resampling.BOX)).astype(int)
        assert np.percentile(small.max(axis=2) - small.min(axis=2), 90) < 40, line["file"]


def test_the_carriers_sheet_can_be_read_and_its_dates_are_dates(made: Path) -> None:
    sheet = yaml.safe_load((made / "carrier.yaml").read_text("utf-8"))
    assert {"make", "model", "capacity", "serial", "seal", "write_blocker", "earlier_holders"} <= set(sheet)
    for holder in sheet["earlier_holders"]:
        assert When.parse(holder["from"])
        assert When.parse(holder["to"])


def test_a_folder_with_something_in_it_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("kept")
    with pytest.raises(Refusal, match=r"demo\.not-empty"):
        make_archive(tmp_path, bodies=1)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


@pytest.mark.parametrize("bodies", [0, -1, 10**9])
def test_an_impossible_number_of_bodies_is_refused(tmp_path: Path, bodies: int) -> None:
    with pytest.raises(Refusal, match=r"demo\.how-many-bodies"):
        make_archive(tmp_path / "out", bodies=bodies)
    assert not (tmp_path / "out").exists()


def test_the_command_prints_one_value_and_refuses_with_two(tmp_path: Path) -> None:
    program = str(Path(sys.executable).with_name("isnad"))
    command = [program, "demo", "archive", str(tmp_path / "out"), "--bodies", "1", "--json"]
    first = subprocess.run(command, capture_output=True, text=True, check=False)
    assert first.returncode == 0
    told = json.loads(first.stdout)
    assert told["bodies"] == 1
    assert told["files"] == len(files(tmp_path / "out/drive"))
    again = subprocess.run(command, capture_output=True, text=True, check=False)
    assert again.returncode == 2
    assert again.stdout == ""
    assert "Traceback" not in again.stderr
