"""``isnad read numbers``: one line a photograph, whatever the photograph is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from instruments.numerals.cards import a_number, on_ground

KEYS = {"text", "as_written", "letter", "script", "role", "quad", "confidence", "accepted"}


def isnad(*words: object) -> subprocess.CompletedProcess[str]:
    """The program, with no data folder and no Django settings in sight."""
    given = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    code = "import sys; from isnad.cli import main; main(sys.argv[1:])"
    command = [sys.executable, "-c", code, *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, env=given, check=False)


@pytest.fixture(name="folder", scope="module")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two cards, one of them stored on its side; one picture without a number; broken files; other files."""
    folder = tmp_path_factory.mktemp("photographs")
    (folder / "deep/er").mkdir(parents=True)
    card = on_ground([a_number("6841", high=70), a_number("215", high=70)])
    Image.fromarray(card).save(folder / "deep/er/card.jpg", quality=92)
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.fromarray(np.ascontiguousarray(np.rot90(card))).save(folder / "onside.jpg", quality=92, exif=exif)
    Image.new("L", (640, 480), 0).save(folder / "black.png")
    (folder / "broken.jpg").write_bytes((folder / "onside.jpg").read_bytes()[:900])
    (folder / "empty.JPG").write_bytes(b"")
    (folder / "notes.txt").write_text("no photograph")
    return folder


@pytest.fixture(name="lines", scope="module")
def _lines(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    out = tmp_path_factory.mktemp("out") / "readings.jsonl"
    done = isnad("read", "numbers", folder, "--out", out)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert "5" in done.stderr
    return {line["file"]: line for line in map(json.loads, out.read_text("utf-8").splitlines())}


def test_every_photograph_has_a_line_and_nothing_else_does(lines: dict[str, Any]) -> None:
    assert set(lines) == {"deep/er/card.jpg", "onside.jpg", "black.png", "broken.jpg", "empty.JPG"}
    assert all(line["seconds"] >= 0 for line in lines.values())


def test_the_numbers_of_a_card_are_read(lines: dict[str, Any]) -> None:
    readings = lines["deep/er/card.jpg"]["readings"]
    assert {"6841", "215"} <= {each["text"] for each in readings}
    for each in readings:
        assert set(each) >= KEYS
        assert 0 <= each["confidence"] <= 1
        assert len(each["quad"]) == 4
        assert each["script"] in ("western", "arabic-indic")


def test_a_known_branch_is_told_as_one(lines: dict[str, Any]) -> None:
    roles = {each["text"]: each["role"] for each in lines["deep/er/card.jpg"]["readings"]}
    assert roles["215"] == "branch"


def test_a_picture_stored_on_its_side_is_read_and_placed_where_it_is_stored(lines: dict[str, Any]) -> None:
    readings = {each["text"]: each for each in lines["onside.jpg"]["readings"]}
    assert {"6841", "215"} <= set(readings)
    upright = {each["text"]: each for each in lines["deep/er/card.jpg"]["readings"]}
    for text in ("6841", "215"):
        there, here = (np.array(each[text]["quad"]).mean(0) for each in (upright, readings))
        # turned a quarter to the left: x becomes y, and the old right edge (900) is the new top
        assert here == pytest.approx([there[1], 900 - there[0]], abs=12)


def test_broken_photographs_have_a_code_and_no_readings(lines: dict[str, Any]) -> None:
    assert (lines["broken.jpg"]["error"], lines["broken.jpg"]["readings"]) == ("reading.broken", [])
    assert (lines["empty.JPG"]["error"], lines["empty.JPG"]["readings"]) == ("reading.empty", [])


def test_a_black_frame_has_no_number(lines: dict[str, Any]) -> None:
    assert lines["black.png"]["readings"] == []
    assert "error" not in lines["black.png"]


def test_one_photograph_may_be_asked_for_and_the_lines_may_go_to_standard_output(folder: Path) -> None:
    done = isnad("read", "numbers", folder / "black.png", "--out", "-")
    assert [json.loads(each)["file"] for each in done.stdout.splitlines()] == ["black.png"]


def test_what_is_not_there_is_refused_in_words(tmp_path: Path) -> None:
    done = isnad("read", "numbers", tmp_path / "nowhere", "--out", tmp_path / "out")
    assert done.returncode == 2
    assert "nowhere" in done.stderr
    assert "Traceback" not in done.stderr


def test_where_nothing_can_be_written_the_answer_is_unavailable(folder: Path, tmp_path: Path) -> None:
    done = isnad("read", "numbers", folder / "black.png", "--out", tmp_path / "no/such/folder/out.jsonl")
    assert done.returncode == 4
    assert "Traceback" not in done.stderr


def test_an_unknown_series_is_refused(folder: Path, tmp_path: Path) -> None:
    done = isnad("read", "numbers", folder, "--out", tmp_path / "out", "--series", "none")
    assert done.returncode == 2


def test_a_folder_without_photographs_gives_an_empty_file(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    (tmp_path / "empty").mkdir()
    assert isnad("read", "numbers", tmp_path / "empty", "--out", out).returncode == 0
    assert out.read_text() == ""


def test_a_name_that_is_no_text_is_told_in_escapes(tmp_path: Path) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    Image.new("L", (64, 64), 9).save(folder / "picture.png")
    os.rename(os.fsencode(folder / "picture.png"), os.fsencode(folder) + b"/\xff\xfe.png")
    out = tmp_path / "out.jsonl"
    assert isnad("read", "numbers", folder, "--out", out).returncode == 0
    assert json.loads(out.read_text())["file"] == "\\udcff\\udcfe.png"


def test_no_django_is_loaded_for_it(folder: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom isnad.reading.numbers import read_file\n"
        "from isnad.instruments.numerals import Numerals\nimport isnad.reading.commands\n"
        f"read_file(Path({str(folder / 'black.png')!r}), Numerals())\n"
        "sys.exit(any(name.partition('.')[0] in ('django', 'torch', 'rapidocr') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
