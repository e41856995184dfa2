"""``isnad cases where``: the JSON that others rely on, its exit codes, and that it needs neither archive nor Django."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from isnad import speech
from isnad.cli import main

FACTS = """
offence: [crimes_against_humanity, torture]
place: SY
from: 2014-01-01
to: 2014-12-31
suspect: {nationality: [SY], present: [SE], capacity: official}
victim: {nationality: [SY]}
"""


class Done(NamedTuple):
    """What a command left behind."""

    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Done]


@pytest.fixture(name="run")
def _run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs ``isnad`` in this process, as the console script does."""

    def run(*arguments: str, language: speech.Language = "en") -> Done:
        with speech.spoken_in(language), pytest.raises(SystemExit) as ended:
            main(list(arguments))
        told = capsys.readouterr()
        return Done(int(ended.value.code or 0), told.out, told.err)

    return run


@pytest.fixture(name="facts")
def _facts(tmp_path: Path) -> str:
    path = tmp_path / "facts.yaml"
    path.write_text(FACTS)
    return str(path)


def rows(done: Done) -> list[dict[str, Any]]:
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def test_one_row_for_each_country_and_offence_in_the_shape_agreed(run: Run, facts: str) -> None:
    done = run("cases", "where", facts, "--on", "2024-05-01", "--json")
    found = rows(done)
    assert len(found) == 26
    assert len({(row["country"], row["offence"]) for row in found}) == 26
    for row in found:
        assert {"country", "offence", "answer", "because", "needs", "missing", "sources", "doors"} <= set(row)
        assert row["answer"] in ("open", "closed", "depends", "contested", "unknown")
        assert row["because"]
        assert all(isinstance(each, str) for key in ("because", "needs", "missing") for each in row[key])
        assert all(source["citation"] and source["as_of"] for source in row["sources"])
        assert row["sources"]
        assert set(row["conditions"]) == {"in_absentia", "death_penalty"}
    assert "not advice" in done.stderr


def test_acts_across_a_boundary_are_answered_in_parts(run: Run, facts: str) -> None:
    found = rows(run("cases", "where", facts, "--on", "2024-05-01", "--json"))
    (sweden,) = [row for row in found if (row["country"], row["offence"]) == ("SE", "crimes_against_humanity")]
    assert sweden["answer"] == "depends"
    first, second = sweden["parts"]
    assert (first["from"], first["to"], first["answer"]) == ("2014-01-01", "2014-06-30", "closed")
    assert (second["from"], second["to"], second["answer"]) == ("2014-07-01", "2014-12-31", "open")
    assert first["because"]
    assert second["because"]


def test_it_answers_in_arabic(run: Run, facts: str) -> None:
    found = rows(run("cases", "where", facts, "--json", language="ar"))
    assert all(any("\u0600" <= letter <= "\u06ff" for letter in " ".join(row["because"])) for row in found)


def test_for_people_it_tells_the_answer_the_reasons_and_what_is_missing(run: Run, facts: str) -> None:
    done = run("cases", "where", facts)
    assert done.returncode == 0
    assert "Sweden, crimes against humanity: depends" in done.stdout
    assert "Missing: context.armed_conflict" in done.stdout


@pytest.mark.parametrize(
    ("text", "arguments", "said"),
    [
        ("offence: theft", [], "theft"),
        ("from: someday", [], "someday"),
        (FACTS, ["--on", "2024-13-01"], "not one day"),
        (FACTS, ["--on", "2024"], "not one day"),
        (FACTS, ["--on", "2024-01-01/2024-02-01"], "not one day"),
        ("place: SY\nplace: SY", [], "twice"),
    ],
)
def test_wrong_input_ends_with_2_and_words(
    run: Run, tmp_path: Path, text: str, arguments: list[str], said: str
) -> None:
    path = tmp_path / "facts.yaml"
    path.write_text(text)
    done = run("cases", "where", str(path), *arguments, "--json")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert said in done.stderr


def test_a_file_that_is_not_there_ends_with_2(run: Run) -> None:
    done = run("cases", "where", "/nowhere/facts.yaml", "--json")
    assert (done.returncode, done.stdout) == (2, "")


def test_facts_without_an_offence_ask_no_court(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "facts.yaml"
    path.write_text("place: SY")
    assert rows(run("cases", "where", str(path), "--json")) == []


def test_warrants_by_person_across_all_countries_on_a_day(run: Run) -> None:
    found = rows(run("cases", "warrants", "--on", "2025-10-15", "--json"))
    assert [row["issued"] for row in found if row["person"] == "Bashar al-Assad"] == [
        "2025-01-20",
        "2025-07-29",
        "2025-08",
    ]
    assert all(row["source"]["citation"] and row["stands"] in ("yes", "cannot_tell") for row in found)
    told = run("cases", "warrants", "--on", "2023-11-15", language="ar")
    assert "ربما" in told.stdout
    assert "2026-11-24" in told.stderr


def test_neither_django_nor_an_archive_is_loaded(facts: str, tmp_path: Path) -> None:
    code = (
        "import sys\nfrom isnad.cli import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        "sys.exit(3 if [m for m in sys.modules if m.split('.')[0] == 'django' or m == 'isnad.record'] else 0)"
    )
    empty = tmp_path / "data"
    empty.mkdir()
    environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "ISNAD_DATA": str(empty)}
    done = subprocess.run(
        [sys.executable, "-c", code, "cases", "where", facts, "--json"],
        capture_output=True,
        env=environment,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert list(empty.iterdir()) == []
