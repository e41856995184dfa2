"""``isnad registers``, ``inquiries`` and ``search`` as a user runs them: one JSON value, words, exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer import Typer
from typer.testing import CliRunner

from isnad.families.commands import commands as inquiries
from isnad.families.models import AskingRow
from isnad.families.search_commands import search
from isnad.record.desk import Desk
from isnad.registers.commands import commands as registers
from isnad.words import Refusal

FORM = """
person: {name: ["سامر الحداد", Samer Haddad], detaineeNumber: "6841"}
asker: {name: SECRET-MOTHER, phone: "+963 1"}
consent: {purposes: [publication], receivers: [icrc]}
risk: none seen
"""


@dataclass
class Told:
    """What a command printed, and how it ended."""

    code: int
    out: str
    refusal: str | None

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def run(demo_archive: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Told]:
    """Runs a command of these rooms in a demo's archive, with files in the folder of the test."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "form.yaml").write_text(FORM, "utf-8")
    (tmp_path / "list.csv").write_text("name,number\nسامر الحداد,6841\n12,\n", "utf-8")
    (tmp_path / "list.yaml").write_text("name: a list\ncolumns: {name: name, number: detaineeNumber}", "utf-8")
    (tmp_path / "asked.yaml").write_text("columns: {name: name, number: detaineeNumber}", "utf-8")
    (tmp_path / "people.jsonl").write_text(
        '{"id": "a", "schema": "Person", "properties": {"name": ["X Y"], "phone": ["+963 11 222 3333"]}}\n'
        '{"id": "b", "schema": "Vessel", "properties": {"name": ["Ship"]}}\n'
        "{broken\n",
        "utf-8",
    )
    alone = Typer()
    alone.command("search")(search)
    rooms = {"inquiries": inquiries, "registers": registers, "search": alone}

    def over(word: str, *given: str) -> Told:
        done = CliRunner().invoke(rooms[word], list(given))
        error = done.exception
        assert error is None or isinstance(error, SystemExit | Refusal), repr(error)
        code = error.exit_code if isinstance(error, Refusal) else done.exit_code
        return Told(code, done.stdout, error.code if isinstance(error, Refusal) else None)

    return over


def test_a_list_is_tried_out_taken_over_and_found(run: Callable[..., Told]) -> None:
    tried = run("registers", "import", "list.csv", "--map", "list.yaml", "--dry-run", "--json").json
    assert (tried["dry_run"], tried["rows"], tried["refused_rows"]) == (True, 2, 1)
    done = run("registers", "import", "list.csv", "--map", "list.yaml", "--json").json
    assert (done["claims"], done["refused"], done["problems"][0]["line"]) == (3, 1, 3)
    assert [each["name"] for each in run("registers", "list", "--json").json] == ["a list"]
    found = run("search", "٦٨٤١", "--json").json
    assert [each["kind"] for each in found["results"]] == ["register-row"]
    assert "a list" in run("registers", "list").out


def test_an_inquiry_is_taken_down_shown_given_and_taken_back(run: Callable[..., Told], tmp_path: Path) -> None:
    number = str(run("inquiries", "add", "form.yaml", "--channel", "voice", "--json").json["inquiry"])
    shown = run("inquiries", "show", number, "--json")
    assert shown.json["names"] == ["سامر الحداد", "Samer Haddad"]
    assert "SECRET" not in shown.out + run("inquiries", "show", number).out + run("inquiries", "list").out
    assert run("inquiries", "asker", number, "--reason", "to call", "--json").json["name"] == "SECRET-MOTHER"
    given = run("inquiries", "export", "--pfif", "out.xml", "--json").json
    assert (given["inquiries"], given["withheld"]) == (1, 0)
    assert "SECRET" not in (tmp_path / "out.xml").read_text("utf-8")
    assert run("inquiries", "export", "--ftm", "out.jsonl", "--for", "icrc", "--json").json["inquiries"] == 1
    assert run("inquiries", "allow", number).code == 0
    assert run("inquiries", "export", "--pfif", "more.xml", "--json").json["withheld"] == 1
    back = run("inquiries", "withdraw", number, "--reason", "they asked", "--json").json
    assert back["decision"] == "erase-all"
    assert run("inquiries", "show", number).refusal == "families.no-such-inquiry"


def test_people_of_another_house_come_in_and_what_is_none_is_told(run: Callable[..., Told]) -> None:
    done = run("inquiries", "import", "people.jsonl", "--json").json
    assert (done["form"], done["inquiries"], done["refused"]) == ("ftm", 1, 2)
    assert [each["line"] for each in done["problems"]] == [2, 3]
    assert AskingRow.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        (("inquiries", "import", "list.csv"), "families.map-needed"),
        (("inquiries", "import", "nowhere.csv"), "claims.no-such-file"),
        (("inquiries", "import", "list.csv", "--map", "list.yaml"), None),
        (("inquiries", "import", "list.csv", "--map", "asked.yaml", "--liaison", "nobody"), "families.unknown-liaison"),
        (("inquiries", "export"), "families.one-form"),
        (("inquiries", "export", "--pfif", "form.yaml"), "families.out-exists"),
        (("inquiries", "export", "--pfif", "o.xml", "--for", "mars"), "families.unknown-receiver"),
        (("inquiries", "export", "--pfif", "o.xml", "--domain", "x"), "families.not-a-domain"),
        (("inquiries", "add", "list.csv", "--channel", "voice"), "families.form-no-person"),
        (("inquiries", "add", "form.yaml", "--channel", "pigeon"), "families.unknown-channel"),
        (("inquiries", "show", "999"), "families.no-such-inquiry"),
        (("inquiries", "allow", "999"), "families.no-such-inquiry"),
        (("inquiries", "list", "--purpose", "curiosity"), "access.unknown-purpose"),
        (("registers", "import", "list.csv", "--map", "form.yaml"), "registers.map-unknown"),
        (("registers", "import", "list.csv", "--map", "nowhere.yaml"), "registers.no-such-map"),
        (("registers", "import", "people.jsonl", "--map", "list.yaml"), "registers.no-such-column"),
        (("search", ""), "search.nothing-typed"),
        (("search", "x", "--purpose", "curiosity"), "access.unknown-purpose"),
    ],
)
def test_wrong_use_is_refused_in_words(run: Callable[..., Told], given: tuple[str, ...], refusal: str | None) -> None:
    told = run(*given)
    assert told.refusal == refusal
    assert told.code == (2 if refusal else 0)
