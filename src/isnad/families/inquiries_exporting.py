"""Gives inquiries out: as PFIF 1.4 or as FollowTheMoney, each only where its asker allowed it.

1. Without a receiver the scope is public, and what leaves is what askers let be published; a receiver gets what askers
   chose them for, and no more than that (FD-9). What is held back is counted.
2. What is sealed never leaves; a child's exact place never leaves (PFIF-7); no status of a machine leaves, and
   *believed_dead* only as our own word, once the family was told (PFIF-6, ``inquiries_pfif_deaths``).
3. A record that has expired leaves as a placeholder; somebody else's that has expired does not leave (PFIF-4).
4. Names of ours start with our domain; another's keeps theirs, and its dates (PFIF-2, PFIF-3). A link leads both ways
   (PFIF-5).
5. It is an entry first, with count, scope and the basis on which data of the missing leaves (DP-1).
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from isnad.access.actions import Second
from isnad.claims import exporting as claims_out
from isnad.claims import queries as claims
from isnad.claims.conditions import UNNAMED
from isnad.claims.models import ClaimRow, EntityRow
from isnad.claims.queries import Stated
from isnad.custody import actions as custody
from isnad.custody.entries import Disclosure
from isnad.families import consent, inquiries_pfif_deaths, inquiries_pfif_fields, pfif_writing, queries
from isnad.families.consent import Allowed
from isnad.families.entries import BASES, PUBLICATION, RECEIVERS, TRACING, InquiriesGiven
from isnad.families.models import AskingRow
from isnad.families.pfif_writing import Person
from isnad.families.queries import INQUIRY, MISSING_PERSON, NOTE, Asked
from isnad.instruments.durable import disk, sync_folder
from isnad.record.pen import say
from isnad.record.tables import key
from isnad.words import Digest, Label, Refusal

NAMED_AT_ONCE = 900  # entries one disclosure can name
PFIF, FTM = "pfif", "ftm"


@dataclass(frozen=True, slots=True)
class Request:
    """What is to leave: where to, in which form, to whom (None: to anybody), under which domain, on what basis."""

    out: Path
    form: str
    by: str
    own: str
    receiver: str | None = None
    basis: str = BASES[0]

    @property
    def label(self) -> Label:
        """Public where it goes to anybody; else as families' data is."""
        return Label.PUBLIC if self.receiver is None else Label.RESTRICTED

    @property
    def asked(self) -> Asked:
        """What may be read for it."""
        if self.receiver is None:
            return Asked(Label.RESTRICTED, PUBLICATION, UNNAMED)
        return Asked(Label.RESTRICTED, TRACING, self.receiver)


@dataclass
class Given:
    """What left: inquiries, placeholders among them, how many were held back, the file's digest, the entries."""

    inquiries: list[int] = field(default_factory=list)
    placeholders: int = 0
    withheld: int = 0
    digest: Digest | None = None
    disclosure: int = 0
    entry: int = 0


@dataclass
class Leaving:
    """One inquiry that leaves: its asking, what holds of it, and the claims that may leave, by entity."""

    row: AskingRow
    allowed: Allowed
    record_id: str
    claims: dict[int, list[Stated]] = field(default_factory=lambda: defaultdict(list))
    notes: dict[int, list[Stated]] = field(default_factory=dict)
    told_dead: str | None = None  # when its asker was told of the death that may be written

    def of_person(self) -> list[Stated]:
        """What may be said of the missing person."""
        return self.claims.get(self.row.person, [])


def give(request: Request, *, second: Second | None) -> Given:
    """Writes ``request.out``; refuses a name already taken, a receiver nobody can choose, and no basis."""
    if request.out.exists():
        raise Refusal("families.out-exists")
    if request.receiver is not None and request.receiver not in RECEIVERS:
        raise Refusal("families.unknown-receiver", known=", ".join(RECEIVERS))
    if request.basis not in BASES:
        raise Refusal("families.not-a-basis", known=", ".join(BASES))
    given, passing = Given(), request.out.with_name(f".{secrets.token_hex(8)}.part")
    try:
        _write(request, passing, given)
        _disclose(request, given, second)
        with disk():
            os.link(passing, request.out)
            sync_folder(request.out.parent)
    finally:
        passing.unlink(missing_ok=True)
    return given


def _write(request: Request, passing: Path, given: Given) -> None:
    hasher = hashlib.sha256()
    texts = _pfif(request, given) if request.form == PFIF else _ftm(request, given)
    with disk(), os.fdopen(os.open(passing, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        for text in texts:
            hasher.update(text)
            out.write(text)
        out.flush()
        os.fsync(out.fileno())
    given.digest = Digest(hasher.digest())


def _disclose(request: Request, given: Given, second: Second | None) -> None:
    numbers = []
    count = len(given.inquiries)
    for start in range(0, max(count, 1), NAMED_AT_ONCE):
        part = tuple(given.inquiries[start : start + NAMED_AT_ONCE])
        told = Disclosure(
            part, "inquiries", request.label, request.receiver, request.asked.purpose, None, count, given.digest
        )
        numbers.append(custody.disclose(told, by=request.by, second=second))
    given.disclosure = numbers[0]
    scope = "public" if request.receiver is None else request.receiver
    record = InquiriesGiven(given.disclosure, request.form, scope, request.basis, count, given.withheld)
    given.entry = say([record], by=request.by)[0]


def _pfif(request: Request, given: Given) -> Iterator[bytes]:
    yield pfif_writing.HEAD.encode()
    found = list(leaving(request, given))
    ids = {each.row.inquiry: each.record_id for each in found}
    linked = inquiries_pfif_fields.links(found)
    dead = inquiries_pfif_deaths.told_dead([each.row for each in found], public=request.receiver is None)
    for each in found:
        each.told_dead = dead.get(each.row.inquiry)
        person = inquiries_pfif_fields.person(each, request.own, public=request.receiver is None)
        if each.allowed.expired(queries.this_day()):
            given.placeholders += 1
            person = pfif_writing.placeholder(person)
        else:
            person.notes = inquiries_pfif_fields.notes(each, ids, linked, request.own)
        yield from _lines(person)
    yield pfif_writing.TAIL.encode()


def _lines(person: Person) -> Iterator[bytes]:
    for line in pfif_writing.lines(person):
        yield line.encode()


def _ftm(request: Request, given: Given) -> Iterator[bytes]:
    for each in leaving(request, given):
        for entity, schema in ((each.row.person, MISSING_PERSON), (each.row.inquiry, INQUIRY)):
            held = each.claims.get(entity, [])
            if held:
                yield claims_out.entity_line(claims.add_up([entity], [schema], held))


def leaving(request: Request, given: Given) -> Iterator[Leaving]:
    """Every inquiry of which something may leave; the others are counted."""
    rows, today = queries.running(), queries.this_day()
    allowed = consent.of_all()
    ids = _record_ids(rows, request.own)
    told, noted = _told(rows, request.asked), _notes(rows, request.asked)
    for row in rows:
        found = Leaving(row, allowed[row.entry], ids[row.inquiry], notes=noted.get(row.inquiry, {}))
        for entity in (row.inquiry, row.person):
            if entity in told:
                found.claims[entity] = told[entity]
        if found.allowed.expired(today):
            if row.domain is None and request.form == PFIF and _was_given(found.allowed, request):
                given.inquiries.append(row.inquiry)
                yield found
            continue
        if not found.claims:
            given.withheld += 1
            continue
        given.inquiries.append(row.inquiry)
        yield found


def _was_given(allowed: Allowed, request: Request) -> bool:
    """Whether it left in this scope before it expired, so that its readers must be told that it has."""
    return PUBLICATION in allowed.purposes if request.receiver is None else request.receiver in allowed.receivers


def _told(rows: list[AskingRow], asked: Asked) -> dict[int, list[Stated]]:
    today = queries.this_day()
    found: dict[int, list[Stated]] = defaultdict(list)
    entities = [entity for row in rows for entity in (row.inquiry, row.person)]
    for each in claims.about(entities, up_to=asked.label):
        if asked.lets(each, today):
            found[each.entity].append(each)
    return found


def _record_ids(rows: list[AskingRow], own: str) -> dict[int, str]:
    """What each inquiry is called outside: a clone as its owner calls it, ours by our domain and its entry."""
    theirs = {row.inquiry for row in rows if row.domain is not None}
    listed = sorted(theirs)
    found = {}
    for start in range(0, len(listed), NAMED_AT_ONCE):
        part = EntityRow.objects.filter(pk__in=[key(each) for each in listed[start : start + NAMED_AT_ONCE]])
        found.update({row.entry: row.foreign for row in part if row.foreign is not None})
    return {row.inquiry: found.get(row.inquiry, f"{own}/{row.inquiry}") for row in rows}


def _notes(rows: list[AskingRow], asked: Asked) -> dict[int, dict[int, list[Stated]]]:
    """What may be read of the notes on inquiries: by inquiry, then by note."""
    today, wanted = queries.this_day(), {row.inquiry for row in rows}
    named = ClaimRow.objects.filter(schema=NOTE, property="inquiry").values_list("about", "refers")
    on = {note: inquiry for note, inquiry in named if inquiry in wanted}
    found: dict[int, dict[int, list[Stated]]] = defaultdict(lambda: defaultdict(list))
    for each in claims.about(sorted(on), up_to=asked.label):
        if asked.lets(each, today):
            found[on[each.entity]][each.entity].append(each)
    return found
