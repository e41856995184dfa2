"""Looks through programmes for what would make an answer wrong in silence.

 * periods of one line of legal bases, and of one criterion, follow each other: no gap that no source explains, no
   overlap, none that ends before it begins; a criterion is in force only while a legal basis is
 * every basis, criterion, period, waiver and clock cites a source that stands in the file and was seen somewhere
 * every need is one that Isnad knows, with groups that exist
 * keys stand once, and are those of the file and of the contract

It reports and repairs nothing. The tests run it over every programme that comes with Isnad, so a fault fails the build.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise

from isnad.cases.law.states import PROGRAMMES
from isnad.sanctions.ownership.rules import RULES
from isnad.sanctions.programmes import vocabulary
from isnad.sanctions.programmes.answers import Told
from isnad.sanctions.programmes.circumstances import ATOMS
from isnad.sanctions.programmes.programme import Criterion, Gap, Needs, Period, Programme

_SEEN = ("text", "outline", "secondary")
_WHO = ("person", "entity", "any")
_GROUPS = {
    "act": {
        "of": "offences",
        "by_officials": "offences",
        "perhaps": "offences",
        "in_attack": "offences",
        "unclear": "offences",
    },
    "support": {"to": "receivers", "perhaps": "receivers", "kind": "kinds"},
    "official": {"kinds": "offices"},
    "family": {"of": "kin", "perhaps": "kin"},
}
_REQUIRED = {"act": "of", "support": "to", "official": "of", "family": "relation"}


def faults(programmes: Iterable[Programme]) -> list[Told]:
    """Everything that is wrong, programme by programme."""
    found: list[Told] = []
    seen: set[str] = set()
    for programme in programmes:
        if programme.key in seen:
            found.append(Told.of("fault-twice", programme="*", line=programme.key))
        seen.add(programme.key)
        found.extend(_programme(programme))
    return found


def _programme(programme: Programme) -> Iterator[Told]:
    if programme.key not in PROGRAMMES:
        yield Told.of("fault-key", programme=programme.key)
    if programme.review_by < programme.as_of:
        yield Told.of("fault-review", programme=programme.key, review_by=programme.review_by, as_of=programme.as_of)
    if programme.ownership_rule not in (*RULES, "none"):
        yield Told.of("fault-rule", programme=programme.key, rule=programme.ownership_rule)
    recency = programme.recency
    if recency.kind not in ("hard", "practice", "none") or (recency.kind != "none") != (recency.years is not None):
        yield Told.of("fault-recency", programme=programme.key)
    for source in programme.sources.values():
        if source.seen not in _SEEN or not source.citation.strip():
            yield Told.of("fault-seen", programme=programme.key, source=source.key)
    yield from _bases(programme)
    yield from _criteria(programme)
    yield from _citations(programme)


def _bases(programme: Programme) -> Iterator[Told]:
    lines: dict[str, list[Period]] = {}
    for basis in programme.bases:
        lines.setdefault(basis.line, []).append(basis.period)
    for line, periods in lines.items():
        yield from _sequence(programme.key, line, periods, programme.gaps)
    if not lines:
        yield Told.of("fault-no-source", programme=programme.key, line="bases")


def _sequence(programme: str, line: str, periods: list[Period], gaps: Iterable[Gap]) -> Iterator[Told]:
    explained = {(gap.period.since, gap.period.until) for gap in gaps if gap.period.sources}
    for period in periods:
        if period.until is not None and period.until <= period.since:
            yield Told.of("fault-backward", programme=programme, line=line)
    for earlier, later in pairwise(periods):
        if earlier.until is None or later.since < earlier.until:
            yield Told.of("fault-overlap", programme=programme, line=line, begin=later.since, end=earlier.until or "..")
        elif later.since > earlier.until and (earlier.until, later.since) not in explained:
            yield Told.of("fault-gap", programme=programme, line=line, end=earlier.until, begin=later.since)


def _criteria(programme: Programme) -> Iterator[Told]:
    keys: set[str] = set()
    for criterion in programme.criteria:
        if criterion.key in keys:
            yield Told.of("fault-twice", programme=programme.key, line=criterion.key)
        keys.add(criterion.key)
        if criterion.who not in _WHO:
            yield Told.of("fault-who", programme=programme.key, line=criterion.key)
        yield from _sequence(programme.key, criterion.key, list(criterion.periods), programme.gaps)
        if any(not _covered(period, programme) for period in criterion.periods):
            yield Told.of("fault-outside", programme=programme.key, line=criterion.key)
        for word in unknown_needs(criterion.needs):
            yield Told.of("fault-needs", programme=programme.key, line=criterion.key, word=word)
    if not keys:
        yield Told.of("fault-no-source", programme=programme.key, line="criteria")


def _covered(period: Period, programme: Programme) -> bool:
    """Whether some legal basis holds on every day of ``period``: walk from basis to basis."""
    day, end = period.since, period.until or date.max
    while day < end:
        reach = max((_end(basis.period) for basis in programme.bases if basis.period.holds(day)), default=day)
        if reach <= day:
            return False
        day = reach
    return True


def _end(period: Period) -> date:
    return period.until or date.max


def _citations(programme: Programme) -> Iterator[Told]:
    cited: list[tuple[str, tuple[str, ...]]] = [(basis.act, basis.period.sources) for basis in programme.bases]
    cited.extend((waiver.kind, waiver.period.sources) for waiver in programme.waivers)
    cited.extend((clock.key, clock.sources) for clock in programme.clocks)
    cited.extend((licence.key, licence.period.sources) for licence in programme.licences)
    for criterion in programme.criteria:
        cited.extend(_criterion_citations(criterion))
    if programme.recency.source:
        cited.append(("recency", (programme.recency.source,)))
    for line, keys in cited:
        if not keys:
            yield Told.of("fault-no-source", programme=programme.key, line=line)
        for key in keys:
            if key not in programme.sources:
                yield Told.of("fault-unknown-source", programme=programme.key, line=line, source=key)


def _criterion_citations(criterion: Criterion) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield criterion.key, criterion.sources
    for period in criterion.periods:
        yield criterion.key, period.sources
    if not criterion.periods:
        yield criterion.key, ()


def unknown_needs(needs: Needs) -> Iterator[str]:
    """The words in ``needs`` that no need, group or programme has."""
    if not isinstance(needs, dict) or len(needs) != 1:
        yield str(needs)[:40]
        return
    ((name, needed),) = needs.items()
    if name in ("all", "any", "first"):
        for each in needed:
            yield from unknown_needs(each)
    elif name == "follows":
        if needed not in PROGRAMMES:
            yield str(needed)
    elif name not in ATOMS:
        yield name
    else:
        yield from _unknown_groups(name, needed)


def _unknown_groups(name: str, needed: object) -> Iterator[str]:
    known = vocabulary.known_groups()
    required = _REQUIRED.get(name)
    if required is not None and (not isinstance(needed, dict) or required not in needed):
        yield required
        return
    for key, sort in _GROUPS.get(name, {}).items():
        groups = needed.get(key) or [] if isinstance(needed, dict) else [str(needed)]
        for group in groups:
            if group not in known[sort]:
                yield str(group)
