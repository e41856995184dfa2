"""From a draft to what is said: two entities, an asking, a sealed asker, a consent, and a claim for each thing told.

What a claim cannot say is said first, in one transaction for many drafts; the claims then cite their asking.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from isnad.claims.entries import Entity
from isnad.claims.folds import foreign_key
from isnad.claims.lines import Problem, Read, Value
from isnad.claims.models import EntityRow
from isnad.claims.queries import named_elsewhere
from isnad.claims.schemata import schema
from isnad.families.consent import FAMILY, MISSING, condition
from isnad.families.entries import Asker, Asking, Consent
from isnad.families.inquiries_drafts import HEARSAY, Chosen, Draft, Remark
from isnad.families.models import AskerRow, AskingRow, ConsentRow, InquiryWithdrawalRow
from isnad.families.queries import INQUIRY, MISSING_PERSON, NOTE
from isnad.record.desk import desk
from isnad.record.pen import Pen, pen
from isnad.record.shape import Sealed
from isnad.registers.cells import Said
from isnad.words import Label, canonical

AT_ONCE = 100  # drafts of one transaction: six records each at most
LABEL = Label.RESTRICTED


@dataclass(frozen=True, slots=True)
class Taker:
    """Who takes inquiries in, for which liaison, by which channel, and under which name of the data."""

    by: str
    liaison: str
    channel: str
    dataset: str
    risk: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A draft and the entries that it has: of its inquiry, the missing person, and the asking."""

    draft: Draft
    inquiry: int
    person: int
    asking: int
    new: bool


def person_id(inquiry: str) -> str:
    """What the missing person of an inquiry is called in the same data."""
    return f"{inquiry}#person"


def begin(drafts: Sequence[Draft], taker: Taker, problems: list[Problem]) -> list[Told]:
    """Says of each draft what no claim says; one that was said before is found again, one taken back is refused."""
    with desk().alone():
        known = _known(drafts, taker.dataset)
        withdrawn = set(
            InquiryWithdrawalRow.objects.filter(
                inquiry__in=[each for each, _ in known.values()], decision="erase-all"
            ).values_list("inquiry", flat=True)
        )
        found: list[Told] = []
        fresh: dict[str, Told] = {}
        with pen(taker.by) as held:
            for draft in drafts:
                inquiry, row = known.get(draft.id, (None, None))
                if inquiry in withdrawn:
                    problems.append(Problem(draft.line, "families.was-withdrawn"))
                elif draft.id in fresh:  # the same id twice in one file: one inquiry that says more
                    found.append(replace(fresh[draft.id], draft=draft, new=False))
                elif row is not None:
                    found.append(_again(held, draft, row))
                else:
                    found.append(_anew(held, draft, taker, inquiry))
                    fresh[draft.id] = found[-1]
    return found


def _known(drafts: Sequence[Draft], dataset: str) -> dict[str, tuple[int, AskingRow | None]]:
    keys = {foreign_key(dataset, each.id): each.id for each in drafts}
    rows = {keys[row.key]: row.entry for row in EntityRow.objects.filter(key__in=list(keys)) if row.key}
    askings = {row.inquiry: row for row in AskingRow.objects.filter(inquiry__in=list(rows.values()))}
    return {name: (entry, askings.get(entry)) for name, entry in rows.items()}


def _again(held: Pen, draft: Draft, row: AskingRow) -> Told:
    """An inquiry that is here: what it says of consent and of who asks is said where it was not, or is other now."""
    if draft.contact and not AskerRow.objects.filter(asking=row.entry).exists():
        held.say(_asker(row.entry, draft.contact))
    if draft.consent is not None and not _is_latest(row.entry, draft.consent):
        held.say(_consent(row.entry, draft.consent))
    return Told(draft, row.inquiry, row.person, row.entry, new=False)


def _anew(held: Pen, draft: Draft, taker: Taker, inquiry: int | None) -> Told:
    """A new asking; ``inquiry`` is the entity it had before, where its time was over and it comes again."""
    person = None if inquiry is None else named_elsewhere(taker.dataset, person_id(draft.id))
    inquiry = held.say(Entity(INQUIRY, taker.dataset, draft.id)) if inquiry is None else inquiry
    person = held.say(Entity(MISSING_PERSON, taker.dataset, person_id(draft.id))) if person is None else person
    risk = draft.risk or taker.risk
    asking = held.say(
        Asking(inquiry, person, taker.channel, taker.liaison, risk, draft.child, draft.domain, draft.expires)
    )
    if draft.contact:
        held.say(_asker(asking, draft.contact))
    if draft.consent is not None:
        held.say(_consent(asking, draft.consent))
    return Told(draft, inquiry, person, asking, new=True)


def _asker(asking: int, contact: dict[str, str]) -> Asker:
    return Asker(asking, Sealed(canonical(contact).decode()))


def _consent(asking: int, given: Chosen) -> Consent:
    return Consent(asking, given.purposes, given.receivers, given.until, given.given_by, given.language, None)


def _is_latest(asking: int, given: Chosen) -> bool:
    row = ConsentRow.objects.filter(asking=asking).order_by("-pk").first()
    return row is not None and (row.purposes, row.receivers, row.until) == (
        canonical(list(given.purposes)).decode(),
        canonical(list(given.receivers)).decode(),
        None if given.until is None else str(given.until),
    )


def reads(told: Told, dataset_origin: str) -> Iterator[Read]:
    """The claims of a draft, as lines of a file are read: they take the path of all claims that come in from files."""
    draft, line = told.draft, told.draft.line
    of_person = tuple(_value(each, told.asking, MISSING) for each in draft.person)
    yield Read(line, person_id(draft.id), schema(MISSING_PERSON), of_person, dataset_origin)
    sought = Value("person", person_id(draft.id), _terms(told.asking, MISSING))
    of_inquiry = tuple(_value(each, told.asking, FAMILY) for each in draft.inquiry)
    yield Read(line, draft.id, schema(INQUIRY), (sought, *of_inquiry), dataset_origin)
    for remark in draft.remarks:
        yield remark_read(remark, draft.id, told.asking, line, dataset_origin)


def remark_read(remark: Remark, inquiry: str, asking: int, line: int, origin: str) -> Read:
    """A note on an inquiry; who wrote it is sealed."""
    values = [Value("inquiry", inquiry, _terms(asking, MISSING))]
    values += [_value(each, asking, MISSING) for each in remark.says]
    if remark.linked is not None:
        values.append(Value("linked", remark.linked, _terms(asking, MISSING)))
    if remark.author is not None:
        values.append(Value("authorName", remark.author, _terms(asking, FAMILY) | {"label": "sealed"}))
    return Read(line, remark.id, schema(NOTE), tuple(values), origin)


def _value(each: Said, asking: int, about: str) -> Value:
    told = _terms(asking, about)
    if each.target in HEARSAY:
        told["kind"] = "hearsay"
    return Value(each.target, each.value, told, each.normal)


def _terms(asking: int, about: str) -> dict[str, object]:
    return {
        "citations": [{"entry": asking}],
        "label": str(LABEL),
        "conditions": condition(asking, about),
    }
