"""What a custodian wrote of a carrier, and what a series says file names mean."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isnad.intake.carriers import read
from isnad.intake.series import PathReading, path_reading
from isnad.words import Refusal, canonical


def a_carrier(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "carrier.yaml"
    path.write_text(text, "utf-8")
    return path


def test_everything_written_is_kept(tmp_path: Path) -> None:
    found = read(
        a_carrier(
            tmp_path,
            "kind: usb-drive\nmake: Kingston\ncapacity: 7.5\nunheard: {of: [1, 2.5, 2013-05-14]}\n"
            "holders: [{who: a friend, from: 2013-08~, to: 2014-01}]\nمفتاح: قيمة\n",
        )
    )
    assert found.title == "usb-drive Kingston"
    assert found.text("capacity") == "7.5"
    assert found.holders[0]["when"] == "2013-08~/2014-01"
    assert found.more["unheard"] == {"of": [1, "2.5", "2013-05-14"]}
    canonical(found.facts)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "intake.carrier-not-yaml"),
        ("- a list", "intake.carrier-not-yaml"),
        ("a: [", "intake.carrier-not-yaml"),
        ("a: &x [*x]", "intake.carrier-not-yaml"),
        ("photographs: [nowhere.jpg]", "intake.carrier-file-missing"),
        ("holders: [{when: 2013}]", "intake.carrier-not-understood"),
        ("holders: [{who: x, when: yesterday}]", "words.not-a-date"),
        ("a: !!python/object/apply:os.system [ls]", "intake.carrier-not-yaml"),
    ],
)
def test_what_cannot_be_understood_is_refused(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(a_carrier(tmp_path, text))
    assert refused.value.code == code


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"intake\.carrier-unreadable"):
        read(tmp_path / "nothing.yaml")


def test_parts_of_a_path_are_read_and_the_photographer_stays_sealed() -> None:
    codes, sealed = path_reading("demo").read("archive 2015/248/248_20150210_MK_029-3.jpg")
    assert {(each["part"], each["meaning"], each["value"]) for each in codes} == {
        (2, "branch", "248"),
        (2, "date", "20150210"),
        (2, "number", "029"),
    }
    assert [(each["meaning"], each["value"]) for each in sealed] == [("photographer", "MK")]


@given(st.text())
def test_paths_of_no_series_say_nothing(path: str) -> None:
    assert PathReading().read(path) == ([], [])


def test_an_unknown_series_is_refused() -> None:
    with pytest.raises(Refusal, match=r"intake\.unknown-series"):
        path_reading("nobody's")
