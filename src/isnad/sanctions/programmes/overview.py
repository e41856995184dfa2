"""A programme as it stands on a day: which of its criteria are in force, who decides, who may ask, what follows.

A programme is *in_force* where one of its criteria is, *waived* where a waiver or suspension covers all that are, else
*ended* or *not_yet*. No facts are asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from isnad import speech
from isnad.sanctions.programmes.answers import Answered
from isnad.sanctions.programmes.programme import Criterion, Period, Programme, Texts
from isnad.sanctions.programmes.which import life


def overview(programme: Programme, day: date) -> dict[str, Any]:
    """Everything that is known of ``programme``, as JSON, in the reader's language."""
    criteria = {criterion.key: _state(programme, criterion, day) for criterion in programme.criteria}
    return {
        "programme": programme.key,
        "title": str(programme.title),
        "issuer": programme.issuer,
        "state": state_on(programme, day),
        "joins": programme.joins,
        "bases": [_basis(programme, number) for number in range(len(programme.bases))],
        "criteria": [
            {"criterion": each.key, "words": str(each.words), "state": criteria[each.key], "who": each.who}
            for each in programme.criteria
        ],
        "waivers": [{"kind": each.kind, **_dated(each.period, each.scope)} for each in programme.waivers],
        "licences": [{"licence": each.key, **_dated(each.period, each.words)} for each in programme.licences],
        "decides": str(programme.decides.who),
        "may_ask": str(programme.decides.may_ask),
        "duty_to_answer": programme.decides.duty_to_answer,
        "effects": list(programme.effects),
        "recency": {"kind": programme.recency.kind, "years": programme.recency.years},
        "ownership_rule": programme.ownership_rule,
        "notes": [str(note) for note in programme.notes],
        "sources": [
            {"citation": each.citation, "as_of": each.as_of, "seen": each.seen} for each in programme.sources.values()
        ],
        "as_of": programme.as_of.isoformat(),
        "review_by": programme.review_by.isoformat(),
    }


def state_on(programme: Programme, day: date) -> str:
    """*in_force*, *waived*, *ended* or *not_yet*."""
    states = {_state(programme, criterion, day) for criterion in programme.criteria}
    return next(state for state in ("in_force", "waived", "ended", "not_yet") if state in states)


def _state(programme: Programme, criterion: Criterion, day: date) -> str:
    found = life(criterion, day)
    if found is not None:
        return found[0].value
    covered = any(
        waiver.period.holds(day) and (not waiver.criteria or criterion.key in waiver.criteria)
        for waiver in programme.waivers
    )
    return Answered.WAIVED.value if covered else "in_force"


def _basis(programme: Programme, number: int) -> dict[str, Any]:
    basis = programme.bases[number]
    return {
        "act": basis.act,
        "citation": basis.citation,
        "from": basis.period.since.isoformat(),
        "to": basis.period.until and basis.period.until.isoformat(),
        "ended_by": basis.period.ended_by and str(basis.period.ended_by),
    }


def _dated(period: Period, words: Texts) -> dict[str, Any]:
    return {
        "from": period.since.isoformat(),
        "to": period.until and period.until.isoformat(),
        "words": str(words),
    }


def told_overview(programme: Programme, day: date) -> Iterator[str]:
    """The lines that a person reads of one programme."""
    seen = overview(programme, day)
    yield told_line(programme, day)
    yield speech.phrase("sanctions.about-decides", who=seen["decides"], may_ask=seen["may_ask"])
    for basis in seen["bases"]:
        yield speech.phrase(
            "sanctions.about-basis",
            act=basis["act"], citation=basis["citation"], first=basis["from"], end=basis["to"] or "..",
        )  # fmt: skip
    for criterion in seen["criteria"]:
        state = speech.phrase(f"sanctions.state-{criterion['state']}")
        yield speech.phrase(
            "sanctions.about-criterion", state=state, key=criterion["criterion"], words=criterion["words"]
        )
    for each in (*seen["waivers"], *seen["licences"]):
        yield speech.phrase(
            "sanctions.about-dated", first=each["from"], end=each["to"] or "..", words=each["words"]
        )  # fmt: skip
    for note in seen["notes"]:
        yield f"  {note}"
    for source in seen["sources"]:
        yield speech.phrase("sanctions.about-source", citation=source["citation"], as_of=source["as_of"])
    yield speech.phrase("sanctions.about-review", as_of=seen["as_of"], review_by=seen["review_by"])


def told_line(programme: Programme, day: date) -> str:
    """One line: its name, title and state."""
    state = speech.phrase(f"sanctions.state-{state_on(programme, day)}")
    return speech.phrase("sanctions.about-line", key=programme.key, title=programme.title, state=state)
