"""Grants, compartments and purposes at the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from isnad.cli import main
from isnad.house import waking
from isnad.record.desk import Desk
from isnad.words import Label
from visits import fill

Run = Callable[..., tuple[int, str, str]]
TOMORROW = (datetime.now(UTC) + timedelta(days=1)).date().isoformat()


@pytest.fixture
def run(archive: Desk, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in the archive that is open, as the door would."""
    from isnad.house import opening

    monkeypatch.setattr(waking, "wake", lambda data: None)
    monkeypatch.setattr(opening, "close", lambda: None)
    monkeypatch.setenv("ISNAD_USER_PASSPHRASE", "her own")

    def go(*given: str) -> tuple[int, str, str]:
        capfd.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(list(given))
        out, err = capfd.readouterr()
        return int(ended.value.code or 0), out, err

    return go


def test_a_grant_is_given_shown_narrowed_ended_and_taken(run: Run) -> None:
    assert run("user", "add", "layla", "--role", "analyst")[0] == 0
    given = ("user", "grant", "layla", "--role", "investigator", "--until", TOMORROW, "--reason", "one case")
    assert run(*given)[0] == 0
    narrowed = ("user", "grant", "layla", "--role", "analyst", "--purpose", "tracing", "--reason", "fewer")
    assert run(*narrowed)[0] == 0
    found = json.loads(run("user", "grants", "--json")[1])
    assert [(each["role"], each["purposes"], each["until"]) for each in found] == [
        ("analyst", None, None),
        ("investigator", None, TOMORROW),
        ("analyst", ["tracing"], None),
    ]
    assert "investigator" in run("user", "grants")[1]
    assert run("user", "revoke", "layla", "--role", "analyst", "--reason", "moved")[0] == 0
    assert json.loads(run("user", "list", "--json")[1])[0]["roles"] == ["investigator"]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (("grant", "nobody", "--role", "analyst"), "Nobody of that name"),
        (("grant", "layla"), "either a role or a compartment"),
        (("grant", "layla", "--role", "king"), "no role"),
        (("grant", "layla", "--role", "analyst", "--compartment", "inner"), "no such compartment"),
        (("grant", "layla", "--compartment", "nowhere"), "no such compartment"),
        (("grant", "layla", "--role", "auditor", "--purpose", "justice"), "never more"),
        (("grant", "layla", "--role", "counsel", "--purpose", "tracing"), "never more"),
        (("grant", "layla", "--role", "counsel", "--until", "2020-01-01"), "last day"),
        (("grant", "layla", "--role", "counsel", "--until", "tomorrow"), "last day"),
        (("grant", "layla", "--role", "counsel", "--until", "20991231"), "last day"),
        (("revoke", "layla", "--role", "counsel"), "not granted"),
    ],
)
def test_what_cannot_be_granted_is_refused_in_words(
    run: Run, monkeypatch: pytest.MonkeyPatch, given: tuple[str, ...], says: str
) -> None:
    monkeypatch.setenv("ISNAD_LANGUAGE", "en")
    run("user", "add", "layla")
    code, out, err = run("user", *given, "--reason", "why")
    assert (code, out) == (2, "")
    assert says in err


def test_a_compartment_is_made_filled_listed_and_emptied_by_two(run: Run, archive: Desk) -> None:
    held = fill(archive)
    item = str(held.items[Label.INTERNAL])
    run("user", "add", "layla")
    assert run("compartment", "make", "inner", "--reason", "it could name him")[0] == 0
    assert run("compartment", "make", "inner", "--reason", "again")[0] == 2
    assert run("compartment", "place", "inner", item, "--reason", "it could")[0] == 0
    assert run("compartment", "place", "inner", "999999", "--reason", "nothing")[0] == 2
    assert run("user", "grant", "layla", "--compartment", "inner", "--reason", "she must")[0] == 0
    (found,) = json.loads(run("compartment", "list", "--json")[1])
    assert (found["name"], found["members"], found["placed"]) == ("inner", ["layla"], [int(item)])
    assert run("compartment", "take-out", "inner", item, "--reason", "no longer")[0] == 2
    assert "inner" in run("compartment", "list")[1]


def test_the_owner_is_bound_by_the_purpose_too(run: Run, archive: Desk) -> None:  # DP-4
    held = fill(archive)
    tracing = str(held.tracing)
    assert run("chain", tracing, "--json")[0] == 2
    code, out, _ = run("chain", tracing, "--purpose", "tracing", "--json")
    assert (code, json.loads(out)["claim"]) == (0, held.tracing)
    nothing = run("chain", "999999")
    assert run("chain", tracing) == nothing
    assert run("chain", tracing, "--purpose", "curiosity")[0] == 2
    seen = {}
    for purpose in ("tracing", "justice", "publication"):
        entity = str(json.loads(out)["links"][1]["entry"])
        whole = json.loads(run("claims", "show", entity, "--purpose", purpose, "--json")[1])
        seen[purpose] = {each["entry"] for claims in whole["properties"].values() for each in claims}
    assert held.tracing in seen["tracing"]
    assert held.tracing not in seen["justice"] | seen["publication"]
    assert seen["justice"] < seen["tracing"]


def test_the_table_is_printed_in_both_languages(run: Run) -> None:
    assert run("user", "table")[1].startswith("# Who sees what")
    assert run("user", "table", "ar")[1].startswith("# من يرى ماذا")
    assert run("user", "notices", "--json")[1].strip() == "[]"
