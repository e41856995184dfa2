"""Which criterion of which programme the facts speak to, on a day.

1. The criterion's own life: *not_yet* or *ended* ends the matter before any fact is looked at.
2. What was confirmed from no public source answers *unknown*.
3. The facts, without what begins after the day, against the criterion's needs.
4. Where they meet them and a waiver or suspension covers the criterion on that day: *waived*.
5. Warnings: how old the conduct is, existing designations, whether the data is due for review.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from isnad.cases.law.facts import Facts, Interval, Kind
from isnad.sanctions.programmes import vocabulary
from isnad.sanctions.programmes.answers import (
    Answered,
    Grade,
    Row,
    Told,
    Verdict,
    depends,
    every,
    first_of,
    met,
    not_met,
    some,
    unknown,
)
from isnad.sanctions.programmes.asked import Asked, used_on
from isnad.sanctions.programmes.circumstances import ATOMS
from isnad.sanctions.programmes.library import library
from isnad.sanctions.programmes.programme import Criterion, Needs, Period, Programme, Waiver
from isnad.words import Answer


def which(facts: Facts, day: date, programmes: Iterable[Programme] | None = None) -> list[Row]:
    """One row for each criterion of ``programmes`` (all that Isnad knows), in their order."""
    asked = used_on(facts, day)
    chosen = library().values() if programmes is None else programmes
    return [_row(asked, programme, criterion) for programme in chosen for criterion in programme.criteria]


def _row(asked: Asked, programme: Programme, criterion: Criterion) -> Row:
    about = Told.of("criterion-words", words=criterion.words)
    sources = _sources(programme, criterion)
    state = life(criterion, asked.day)
    if state is not None:
        answer, told = state
        warnings = (*_age(asked, programme), *_designations(asked, programme.key))
        return Row(programme.key, criterion.key, answer, (told, about), (), warnings, sources)
    verdict = judged(asked, criterion)
    answer, because = verdict.grade.answer(), (about, *verdict.because)
    waiver = _waiver(programme, criterion, asked) if verdict.grade is Grade.MET else None
    if waiver is not None:
        answer, because = Answered.WAIVED, (*because, _waived(waiver))
    warnings = (*_age(asked, programme), *_warnings(asked, programme, criterion, verdict.grade))
    return Row(programme.key, criterion.key, answer, because, verdict.missing, warnings, sources)


def life(criterion: Criterion, day: date) -> tuple[Answered, Told] | None:
    """*not_yet* or *ended* with the reason; None where the criterion is in force on ``day``."""
    if any(period.holds(day) for period in criterion.periods):
        return None
    first = criterion.periods[0].since
    if day < first:
        return Answered.NOT_YET, Told.of("not-yet", first=first)
    past = [period for period in criterion.periods if period.until is not None and period.until <= day]
    return Answered.ENDED, _ended(past[-1], criterion, day)


def _ended(period: Period, criterion: Criterion, day: date) -> Told:
    again = next((each.since for each in criterion.periods if each.since > day), None)
    if again is not None:
        return Told.of("lapsed", end=period.until, by=period.ended_by or "..", again=again)
    return Told.of("ended", end=period.until, by=period.ended_by or "..")


def judged(asked: Asked, criterion: Criterion) -> Verdict:
    """What the facts say of the criterion's needs; unknown where the criterion itself is not established."""
    if not criterion.confirmed:
        return Verdict(Grade.UNKNOWN, (Told.of("unconfirmed"),), (Told.of("missing-wording"),))
    kind = asked.facts.suspect.kind
    if criterion.who == "person" and kind is Kind.ENTITY:
        return not_met("persons-only")
    if criterion.who == "entity" and kind is Kind.PERSON:
        return not_met("entities-only")
    verdict = weigh(asked, criterion.needs)
    doubt = next((each.doubt for each in criterion.periods if each.holds(asked.day)), None)
    if doubt is None or verdict.grade is Grade.NOT_MET:
        return verdict
    because = (*verdict.because, Told.of("data-warning", words=doubt))
    return Verdict(Grade.UNKNOWN, because, (*verdict.missing, Told.of("missing-wording")))


def weigh(asked: Asked, needs: Needs) -> Verdict:
    """The verdict on ``{all: […]}``, ``{any: […]}``, ``{first: […]}``, ``{follows: …}`` or one atom."""
    ((name, needed),) = needs.items()
    if name == "all":
        return every(weigh(asked, each) for each in needed)
    if name == "any":
        return some(weigh(asked, each) for each in needed)
    if name == "first":
        return first_of(weigh(asked, each) for each in needed)
    if name == "follows":
        return _follows(asked, needed)
    return ATOMS[name](asked, needed)


def _follows(asked: Asked, key: str) -> Verdict:
    """A programme that lists whom another lists, and nobody else."""
    listed = [each.time.on(asked.day) for each in asked.facts.designated_under or () if each.programme == key]
    if Answer.YES in listed:
        return met("follows-listed", programme=key)
    if Answer.CANNOT_TELL in listed:
        return unknown("follows-vague", "designated_under", programme=key)
    leading = library()[key].criteria
    grade = max((judged(asked, each).grade for each in leading if life(each, asked.day) is None), default=Grade.NOT_MET)
    if grade is Grade.NOT_MET:
        return not_met("follows-nothing", programme=key)
    if grade is Grade.UNKNOWN:
        return unknown("follows-open", "designated_under", programme=key)
    return depends("follows-decision", programme=key)


def _waiver(programme: Programme, criterion: Criterion, asked: Asked) -> Waiver | None:
    for waiver in programme.waivers:
        covered = not waiver.criteria or criterion.key in waiver.criteria
        if not covered or not waiver.period.holds(asked.day):
            continue
        if waiver.unless is None or weigh(asked, waiver.unless).grade is not Grade.MET:
            return waiver
    return None


def _waived(waiver: Waiver) -> Told:
    period = waiver.period
    return Told.of(f"{waiver.kind}-covers", first=period.since, end=period.until or "..", scope=waiver.scope)


def _warnings(asked: Asked, programme: Programme, criterion: Criterion, grade: Grade) -> Iterator[Told]:
    if grade is not Grade.MET and "support" in criterion.asks:
        yield from _unknown_words(asked)
    if grade is Grade.NOT_MET:
        return
    for words in criterion.warnings:
        yield Told.of("data-warning", words=words)
    for licence in programme.licences:
        if licence.period.holds(asked.day):
            yield Told.of("licence", words=licence.words, first=licence.period.since)
    yield from _recency(asked, programme)
    if asked.facts.suspect.alive is False:
        yield Told.of("dead")
    yield from _designations(asked)


def _unknown_words(asked: Asked) -> Iterator[Told]:
    """Words for support that no programme knows: a slip of the pen must not look like an answer."""
    for each in asked.facts.support or ():
        if not vocabulary.knows_receiver(vocabulary.folded(each.to)):
            yield Told.of("unknown-word", key="support.to", word=each.to)
        if each.kind is not None and not vocabulary.knows_kind(vocabulary.folded(each.kind)):
            yield Told.of("unknown-word", key="support.kind", word=each.kind)


def _designations(asked: Asked, under: str | None = None) -> Iterator[Told]:
    """The designations stated, all or those ``under`` one programme: their life is their own."""
    for each in asked.facts.designated_under or ():
        if under in (None, each.programme):
            last = _end_shown(each.time, asked.day)
            yield Told.of("designated", programme=each.programme, first=each.time.start or "..", last=last)


def _end_shown(time: Interval, day: date) -> object:
    """The end of ``time``, unless it is later than the day asked."""
    return time.end if time.end is not None and time.first <= day and time.last <= day else ".."


def _recency(asked: Asked, programme: Programme) -> Iterator[Told]:
    recency = programme.recency
    last = last_conduct(asked)
    if recency.years is None or last is None:
        return
    limit = _years_before(asked.day, recency.years)
    if last < limit:
        yield Told.of(f"old-{recency.kind}", last=last, years=recency.years)


def last_conduct(asked: Asked) -> date | None:
    """The latest day on which conduct can have happened by the day asked; None where no date is stated."""
    days = [min(act.last, asked.day) for act in asked.facts.acts or ()]
    days.extend(min(each.date.ends[1] or asked.day, asked.day) for each in asked.facts.support or () if each.date)
    return max(days, default=None)


def _years_before(day: date, years: int) -> date:
    year = max(1, day.year - years)
    return day.replace(year=year, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=year)


def _age(asked: Asked, programme: Programme) -> Iterator[Told]:
    """How far the data can be trusted on the day asked."""
    if asked.day > programme.review_by:
        yield Told.of("not-reviewed", review_by=programme.review_by, as_of=programme.as_of)
    elif asked.day > programme.as_of:
        yield Told.of("after-as-of", as_of=programme.as_of)


def _sources(programme: Programme, criterion: Criterion) -> tuple[tuple[str, str], ...]:
    keys: dict[str, None] = dict.fromkeys(criterion.sources)
    keys.update(dict.fromkeys(key for period in criterion.periods for key in period.sources))
    return tuple((programme.sources[key].citation, programme.sources[key].as_of) for key in keys)
