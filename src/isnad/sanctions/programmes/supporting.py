"""What the facts say of support: to whom, of what kind, when, how significant, with what knowledge.

Support that is not stated was not given. Of stated support, a missing quality is unknown; where several are stated,
the one that speaks to the criterion best counts.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from isnad.cases.law.facts import Support
from isnad.sanctions.programmes import vocabulary
from isnad.sanctions.programmes.answers import Grade, Verdict, depends, every, met, not_met, some, unknown
from isnad.sanctions.programmes.asked import Asked


def support(asked: Asked, needed: dict[str, Any]) -> Verdict:
    """Support to one of ``to`` (perhaps to one of ``perhaps``), of a ``kind``, with the qualities asked."""
    given = asked.facts.support
    if not given:
        return not_met("no-support")
    return some(_one_support(asked, each, needed) for each in given)


def _one_support(asked: Asked, given: Support, needed: dict[str, Any]) -> Verdict:
    parts = [_to(given, needed), _kind(given, needed.get("kind")), _when_given(asked, given, needed)]
    if needed.get("significant"):
        parts.append(_quality(given.significant, "significant"))
    if needed.get("knowing"):
        parts.append(_quality(given.knowing, "knowing"))
    if needed.get("room"):
        parts.append(depends(needed["room"]))
    return every(parts)


def _to(given: Support, needed: dict[str, Any]) -> Verdict:
    receiver = vocabulary.folded(given.to)
    if vocabulary.is_receiver(receiver, needed["to"]):
        return met("support-to", to=given.to)
    if vocabulary.is_receiver(receiver, needed.get("perhaps") or []):
        return unknown("support-receiver-open", "support.to", to=given.to)
    return not_met("support-other", to=given.to)


def _kind(given: Support, needed: list[str] | None) -> Verdict:
    if needed is None:
        return Verdict(Grade.MET)
    if given.kind is None:
        return unknown("support-kind-open", "support.kind")
    if vocabulary.is_kind(vocabulary.folded(given.kind), needed):
        return met("support-kind", kind=given.kind)
    return not_met("support-kind-other", kind=given.kind)


def _when_given(asked: Asked, given: Support, needed: dict[str, Any]) -> Verdict:
    """Whether it was given by the day asked, on or after ``since`` and before ``until``."""
    since, until = needed.get("since") or date.min, needed.get("until") or date.max
    when = given.date
    if when is None:
        bounded = since > date.min or until <= asked.day
        return unknown("support-undated", "support.date") if bounded else Verdict(Grade.MET)
    begins, surely_begun = when.starts[0] or date.min, when.starts[1] or date.min
    surely_going, ends = when.ends[0] or date.max, when.ends[1] or date.max
    if min(ends, asked.day) < since:
        return not_met("support-before", date=str(when), first=since)
    if begins >= until:
        return not_met("support-after", date=str(when), end=until)
    # A period counts when part of it lies inside; a single day somewhere in the span must lie inside whole.
    latest = surely_begun if when.interval else ends
    if latest <= asked.day and latest < until and min(surely_going, asked.day) >= since:
        return met("support-dated", date=str(when))
    return unknown("support-date-vague", "support.date", date=str(when))


def _quality(value: bool | None, name: str) -> Verdict:
    if value is None:
        return unknown(f"{name}-open", f"support.{name}")
    return met(f"{name}-yes") if value else not_met(f"{name}-no")
