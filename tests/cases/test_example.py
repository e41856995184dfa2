"""The public proceedings as a file: taken over like any other, with their sources and contradictions."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from isnad import cli
from isnad.actors import importing
from isnad.actors.importing import Request
from isnad.cases.exporting import lines
from isnad.cases.proceedings import example, warrants
from isnad.cases.standing_warrants import in_archive
from isnad.record.desk import Desk


def test_taken_over_they_give_the_same_warrants_on_every_day(demo_archive: Desk, tmp_path: Path) -> None:
    path = tmp_path / "public.jsonl"
    path.write_text("\n".join(lines(example())) + "\n", "utf-8")
    taken = importing.take_over(Request(path, "owner", dataset="public"))
    assert taken.refused == 0, taken.problems
    own = in_archive()
    for day in (date(2019, 1, 1), date(2024, 1, 1), date(2025, 6, 1), date(2025, 10, 15)):
        told = [
            sorted((each.proceedings.name, each.proceedings.country, each.event.on.text, each.stands)
                   for each in warrants(collection, day))
            for collection in (own, example())
        ]  # fmt: skip
        assert told[0] == told[1], day


def test_every_contradiction_is_there_with_every_saying_and_its_source() -> None:
    notes = [each for each in map(json.loads, lines(example())) if each["schema"] == "Note"]
    assert len(notes) == len(example().contradictions) > 0
    assert all(len(each["properties"]["description"]) > 1 for each in notes)


def test_at_the_command_line_it_needs_no_archive(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["cases", "example"])
    assert not ended.value.code
    assert len(capsys.readouterr().out.splitlines()) == len(list(lines(example())))
