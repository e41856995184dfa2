"""The commands, as somebody at a terminal uses them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from isnad.access.actions import add_user
from isnad.claims import actions
from isnad.claims.actions import claim
from isnad.cli import main
from isnad.house import waking
from isnad.record.desk import Desk
from isnad.words import Citation

from .conftest import MakeItem

Run = Callable[..., tuple[int, str, str]]
PERSON = {"id": "p1", "schema": "Person", "properties": {"name": ["Sami"], "nmae": ["x"]}}


@pytest.fixture
def run(archive: Desk, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in the archive that is open, as the door would."""
    from isnad.house import opening

    monkeypatch.setattr(waking, "wake", lambda data: None)
    monkeypatch.setattr(opening, "close", lambda: None)

    def go(*given: str) -> tuple[int, str, str]:
        capfd.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(list(given))
        out, err = capfd.readouterr()
        return int(ended.value.code or 0), out, err

    return go


def a_file(tmp_path: Path, *lines: Any) -> str:
    path = tmp_path / "claims.jsonl"
    path.write_text("\n".join(each if isinstance(each, str) else json.dumps(each) for each in lines))
    return str(path)


def test_import_export_and_chain_print_one_json_value(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("claims", "import", a_file(tmp_path, PERSON, "broken"), "--json")
    taken = json.loads(out)
    assert (code, taken["claims"], taken["refused"]) == (0, 1, 2)
    assert [(each["line"], each["code"]) for each in taken["problems"]] == [
        (1, "claims.unknown-property"),
        (2, "claims.line-not-json"),
    ]
    code, out, _ = run("claims", "export", str(tmp_path / "out"), "--label", "internal", "--json")
    assert (code, json.loads(out)["entities"]) == (0, 1)
    number = json.loads((tmp_path / "out").read_text())["isnad"]["claims"][0]["entry"]
    code, out, _ = run("chain", str(number), "--json")
    chain = json.loads(out)
    assert (code, chain["claim"], chain["links"][0]["kind"]) == (0, number, "claim")
    code, out, _ = run("chain", str(number))
    assert code == 0
    assert "It does not prove that they are true." in out


def test_what_cannot_be_read_at_all_ends_with_two(run: Run, tmp_path: Path) -> None:
    assert run("claims", "import", str(tmp_path / "nothing"))[0] == 2
    code, out, _ = run("claims", "import", a_file(tmp_path, "broken", "too"), "--json")
    assert (code, json.loads(out)["refused"]) == (2, 2)
    assert run("chain", "999999")[0] == 2
    assert run("claims", "show", "999999")[0] == 2
    assert run("claims", "export", str(tmp_path / "out"), "--label", "secret")[0] == 2


def test_a_reviewer_proves_who_they_are(
    run: Run, person: int, make_item: MakeItem, monkeypatch: pytest.MonkeyPatch
) -> None:
    (number,) = actions.state([claim(person, "Person", "name", "x", [Citation(make_item())])], by="owner")
    add_user("layla", "her passphrase", by="owner")
    monkeypatch.setenv("ISNAD_SECOND_PASSPHRASE", "not hers")
    asked = ("claims", "review", str(number), "accepted", "--reason", "seen", "--by", "layla")
    code, _, err = run(*asked)
    assert code == 2
    assert "Traceback" not in err
    monkeypatch.setenv("ISNAD_SECOND_PASSPHRASE", "her passphrase")
    assert run(*asked)[0] == 0
    code, out, _ = run("claims", "show", str(person), "--json")
    shown = json.loads(out)
    assert (shown["proposed"], shown["properties"]["name"][0]["standing"]) == (False, "accepted")


def test_a_claim_is_stated_and_corrected(run: Run, person: int, make_item: MakeItem) -> None:
    item = make_item()
    place = f"{item}#xywh=pixel:1,2,3,4"
    given = ("claims", "state", str(person), "Person", "idNumber", "6841")
    code, out, _ = run(*given, "--cites", place, "--cites", str(item))
    assert code == 0
    number = next(word.strip("();") for word in out.split() if word.strip("();").isdigit())
    assert run("claims", "correct", number, "6847")[0] == 0
    shown = json.loads(run("claims", "show", str(person), "--json")[1])
    (claimed,) = shown["properties"]["idNumber"]
    assert (claimed["value"], claimed["supersedes"]) == ("6847", int(number))
    assert claimed["citations"][0]["selector"]["value"] == "xywh=pixel:1,2,3,4"
    for cited in (f"{item}#xywh=pixel:0,0,9999,1", f"{item}#page=2", "x", "999999"):
        assert run(*given, "--cites", cited)[0] == 2
    assert run(*given)[0] == 2
    assert run("claims", "introduce", "Remains")[0] == 0
    assert run("claims", "introduce", "Spaceship")[0] == 2


def test_two_are_merged_and_parted(run: Run, person: int) -> None:
    other = actions.introduce("Person", by="owner")
    code, out, _ = run("claims", "merge", str(person), str(other), "--reason", "the same card")
    assert code == 0
    identity = next(word.strip("(),;:") for word in out.split() if word.strip("(),;:").isdigit())
    assert run("claims", "merge", str(person), str(other), "--reason", "again")[0] == 2
    assert run("claims", "unmerge", identity, "--reason", "another card")[0] == 0


def test_help_is_there_in_arabic(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for word in ("claims", "chain"):
        code, out, _ = run(word, "--help")
        assert code == 0
        assert word in out
