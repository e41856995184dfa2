"""Findings: what a person sees of remains in photographs, field by field of a form.

1. Four answers and never a blank: present, absent, not visible, not assessed. Each cites what was looked at; what is
   present cites its region in the picture, and where it has a place on the body, its part of the chart too (MP-4).
2. *Absent* is said of a part of the body only where a view that shows it is on record (MP-3).
3. No measure without a scale in the picture (MP-2).
4. An opinion (cause, manner, consistency) names its expert and is a claim of that kind (MP-5); a grade of consistency
   names what is alleged. A machine states none of these.
5. What shows sexual parts is sealed, and no statistic counts it (MC-5).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from isnad.access.gate import Gate
from isnad.claims import actions, queries, yielding
from isnad.claims.entries import Claim, Terms
from isnad.claims.queries import Stated
from isnad.claims.standing import Standing
from isnad.remains import forms
from isnad.remains.forms import ABSENT, ANSWERS, NOT_ASSESSED, PRESENT, Field, Form
from isnad.words import Citation, Label, Refusal, Region

_MEASURE = re.compile(r"\d\s*(?:mm|cm|مم|سم|millimet|centimet)", re.IGNORECASE)
_NO_SCALE = "none"


@dataclass(frozen=True, slots=True)
class Finding:
    """One answer on a form, about one remains, with the places in pictures it rests on."""

    remains: int
    field: str
    answer: str
    places: tuple[Citation, ...]
    value: str = ""
    part: str = ""
    expert: str = ""
    allegation: str = ""
    alternatives: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A finding as it stands: its entity, its claims that count, by property, and whether somebody accepted one."""

    entity: int
    claims: dict[str, Stated]

    @property
    def accepted(self) -> bool:
        """Whether another person has accepted the answer."""
        answer = self.claims.get("answer")
        return answer is not None and answer.standing is Standing.ACCEPTED

    def said(self, name: str) -> str:
        """The value of one property, empty where nothing is said or it is sealed."""
        return self.claims[name].value if name in self.claims else ""


def state(finding: Finding, *, by: str, form: Form | None = None) -> tuple[int, list[int]]:
    """States a finding; returns its entity and the entries of its claims. Refused where the form forbids it."""
    form = form or forms.photographs()
    asked = form.field(finding.field)
    _refuse(asked, finding)
    if finding.answer == ABSENT and finding.part:
        _refuse_unseen(finding, of(finding.remains))
    if _MEASURE.search(finding.value) and not _has_scale(of(finding.remains)):
        raise Refusal("findings.no-scale")
    entity = actions.introduce("Finding", by=by)
    return entity, actions.state(_claims(entity, form, asked, finding), by=by)


def of(remains: int, gate: Gate | None = None) -> list[Found]:
    """The findings about one remains, in the order in which they were stated; with a gate, only what that yields."""
    pointing = [each for each in queries.referring(remains) if each.schema == "Finding" and each.property == "about"]
    by_entity: dict[int, dict[str, Stated]] = defaultdict(dict)
    held = queries.about(each.entity for each in pointing)
    for each in held if gate is None else yielding.through(gate, held):
        if each.standing.holds:
            by_entity[each.entity][each.property] = each
    return [Found(entity, claims) for entity, claims in sorted(by_entity.items()) if "answer" in claims]


def views(found: Iterable[Found], form: Form | None = None) -> dict[str, str]:
    """Of each view the form asks for, the last answer; *not assessed* where nobody has looked (MP-1)."""
    form = form or forms.photographs()
    answers = {name: NOT_ASSESSED for name, each in form.fields.items() if each.group == "views"}
    for each in found:
        if each.said("field") in answers:
            answers[each.said("field")] = each.said("answer")
    return answers


def _refuse(asked: Field, finding: Finding) -> None:
    if finding.answer not in ANSWERS:
        raise Refusal("findings.no-such-answer", known=", ".join(ANSWERS))
    if asked.values and finding.answer == PRESENT and finding.value not in asked.values:
        raise Refusal("findings.no-such-value", known=", ".join(asked.values))
    if finding.part and finding.part not in asked.chart:
        raise Refusal("findings.no-such-part", known=", ".join(asked.chart) or "—")
    if not finding.places:
        raise Refusal("findings.nothing-looked-at")
    if asked.opinion:
        _refuse_opinion(asked, finding)
    elif finding.answer == PRESENT:
        _refuse_nowhere(asked, finding)


def _refuse_opinion(asked: Field, finding: Finding) -> None:
    if not finding.expert.strip():
        raise Refusal("findings.no-expert")
    if asked.graded and not finding.allegation.strip():
        raise Refusal("findings.no-allegation")


def _refuse_nowhere(asked: Field, finding: Finding) -> None:
    if asked.group != "views" and not all(isinstance(each.selector, Region) for each in finding.places):
        raise Refusal("findings.no-region")
    if asked.chart and not finding.part:
        raise Refusal("findings.no-part", known=", ".join(asked.chart))


def _refuse_unseen(finding: Finding, found: list[Found]) -> None:
    seen = {each.said("field") for each in found if each.said("answer") == PRESENT}
    needed = forms.chart()[finding.part].seen_in
    if not seen & set(needed):
        raise Refusal("findings.not-seen", views=", ".join(needed))


def _has_scale(found: list[Found]) -> bool:
    return any(
        each.said("field") == "scale" and each.said("answer") == PRESENT and each.said("value") != _NO_SCALE
        for each in found
    )


def _claims(entity: int, form: Form, asked: Field, finding: Finding) -> list[Claim]:
    terms = Terms(
        kind="opinion" if asked.opinion else "fact", label=Label.RESTRICTED if asked.sealed else Label.INTERNAL
    )
    hidden = Terms(kind=terms.kind, label=Label.SEALED) if asked.sealed else terms
    told: list[tuple[str, str | int, Terms]] = [
        ("about", finding.remains, terms),
        ("form", form.title, terms),
        ("field", asked.name, terms),
        ("answer", finding.answer, hidden),
    ]
    told += [
        (name, value, hidden)
        for name in ("value", "part", "expert", "allegation", "alternatives")
        if (value := getattr(finding, name).strip())
    ]
    stated = [actions.claim(entity, "Finding", name, value, finding.places, terms=each) for name, value, each in told]
    if asked.feeds and finding.answer == PRESENT:
        value = " ".join(filter(None, (finding.value, finding.part))) or asked.name
        stated.append(actions.claim(finding.remains, "Remains", asked.feeds, value, finding.places, terms=terms))
    return stated
