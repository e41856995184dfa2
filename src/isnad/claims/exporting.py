"""Writes what is claimed out, as FollowTheMoney JSON lines: an entity a line, whole, with the chain of each value.

 * Only what counts now, at or under the label, and allowed by its own conditions. What is withheld is counted.
 * ``properties`` holds values as FollowTheMoney reads them; ``isnad`` holds every claim as it was read, with its
   citations, method, confidence and standing, so that nothing is lost in another's form.
 * Our own schemata leave as the nearest one that others know.
 * Nothing says who stated, reviewed or read anything for us.

It is written under a passing name; the disclosure is an entry; then it gets its own name.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from isnad.access.actions import Second
from isnad.access.gate import Gate
from isnad.claims import queries, values, yielding
from isnad.claims.conditions import UNNAMED, allow
from isnad.claims.models import EntityRow, IdentityRow
from isnad.claims.naming import exported
from isnad.claims.queries import Stated, Whole
from isnad.claims.schemata import Property, Schema, schema, schemata
from isnad.claims.standing import Standing
from isnad.custody import actions as custody
from isnad.custody.entries import Disclosure
from isnad.custody.models import Item
from isnad.instruments.durable import disk, sync_folder
from isnad.record.desk import desk
from isnad.record.tables import key
from isnad.words import Digest, Label, Refusal, When

FORMAT = "isnad/ftm/1"
AT_ONCE = 400  # entities asked for in one question
NAMED_AT_ONCE = 900  # entries one disclosure can name

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Request:
    """What is to leave: where to, up to which label, for whom and what, and whether only what was accepted."""

    out: Path
    label: Label
    purpose: str
    by: str
    receiver: str | None = None
    accepted: bool = False


@dataclass
class Given:
    """What left: lines, claims, what was withheld, the digest of the file, and the entry that says so."""

    entities: list[int] = field(default_factory=list)
    claims: int = 0
    withheld: int = 0
    size: int = 0
    digest: Digest | None = None
    entry: int = 0


def give(request: Request, *, second: Second | None, progress: Progress = lambda _: None) -> Given:
    """Writes ``request.out``; refuses a name already taken."""
    if request.out.exists():
        raise Refusal("claims.out-exists")
    given, passing = Given(), request.out.with_name(f".{secrets.token_hex(8)}.part")
    try:
        _write(request, passing, given, progress)
        given.entry = _disclose(request, given, second)
        with disk():
            os.link(passing, request.out)
            sync_folder(request.out.parent)
    finally:
        passing.unlink(missing_ok=True)
    return given


def _write(request: Request, passing: Path, given: Given, progress: Progress) -> None:
    hasher = hashlib.sha256()
    with disk(), os.fdopen(os.open(passing, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        for line in entity_lines(request, given):
            hasher.update(line)
            given.size += out.write(line)
            progress(len(given.entities))
        out.flush()
        os.fsync(out.fileno())
    given.digest = Digest(hasher.digest())


def _disclose(request: Request, given: Given, second: Second | None) -> int:
    """Says what leaves. One entry names so many others; more are said in several, each counting all."""
    numbers = []
    for start in range(0, max(len(given.entities), 1), NAMED_AT_ONCE):
        part = tuple(given.entities[start : start + NAMED_AT_ONCE])
        said = Disclosure(
            part, "claims", request.label, request.receiver, request.purpose, None, len(given.entities), given.digest
        )
        numbers.append(custody.disclose(said, by=request.by, second=second))
    return numbers[0]


def entity_lines(request: Request, given: Given) -> Iterator[bytes]:
    """One line for each entity of which something may leave, in the order in which they were introduced."""
    joined = _joined()
    writer = _Writer(desk().folder.config.origin)
    today, gate = When.on(datetime.now(UTC).date()), yielding.asked_by_owner(request.purpose)
    for part in _parts():
        members = {number: joined.get(number, (number,)) for number, _ in part}
        whole = [number for number, _ in part if members[number][0] == number]
        about = _about([each for number in whole for each in members[number]], request.label)
        yielded = _yielded(gate, about)
        for number in whole:
            mine = [each for member in members[number] for each in about.get(member, ())]
            leaving = [each for each in mine if each.entry in yielded and _may_leave(each, request, today)]
            given.withheld += sum(each.standing.holds for each in mine) - len(leaving)
            if leaving:
                given.entities.append(number)
                given.claims += len(leaving)
                schemas = [name for entry, name in part if entry == number]
                yield writer.line(queries.add_up(members[number], schemas, leaving))


def entity_line(whole: Whole) -> bytes:
    """One entity as a line, with the claims that it is given with: for whoever chose them."""
    return _Writer(desk().folder.config.origin).line(whole)


def _parts() -> Iterator[list[tuple[int, str]]]:
    last = -1
    while rows := list(EntityRow.objects.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        yield [(row.entry, row.schema) for row in rows]
        last = rows[-1].pk


def _about(entities: Sequence[int], label: Label) -> dict[int, list[Stated]]:
    found: dict[int, list[Stated]] = {}
    for each in queries.about(entities, up_to=label):
        found.setdefault(each.entity, []).append(each)
    return found


def _yielded(gate: Gate, about: dict[int, list[Stated]]) -> set[int]:
    """The claims among these that may be used for the purpose asked, with all that they rest on."""
    return {each.entry for each in yielding.through(gate, [each for claims in about.values() for each in claims])}


def _joined() -> dict[int, tuple[int, ...]]:
    """For each entity that accepted identities join with others: all of them, the first introduced first."""
    groups: dict[int, set[int]] = {}
    for row in queries.accepted(list(IdentityRow.objects.order_by("pk"))):
        group = groups.get(row.one, {row.one}) | groups.get(row.other, {row.other})
        groups.update((each, group) for each in group)
    return {number: tuple(sorted(group)) for number, group in groups.items()}


def _may_leave(each: Stated, request: Request, today: When) -> bool:
    counts = each.standing is Standing.ACCEPTED if request.accepted else each.standing.holds
    receiver = request.receiver or UNNAMED
    return counts and each.label < Label.SEALED and allow(each.conditions, request.purpose, receiver, today)


@dataclass
class _Writer:
    """Writes entities as lines."""

    origin: str
    _copies: dict[int, str | None] = field(default_factory=dict)

    def line(self, whole: Whole) -> bytes:
        ours = schema(whole.schema)
        leaves = schema(ours.leaves_as or ours.name)
        properties: dict[str, list[str]] = {}
        for each in (each for claims in whole.properties.values() for each in claims):
            placed = _placed(each, self._foreign(each), leaves)
            if placed is not None and placed[1] not in properties.setdefault(placed[0], []):
                properties[placed[0]].append(placed[1])
        found: dict[str, Any] = {
            "id": exported(self.origin, whole.entry),
            "schema": leaves.name,
            "properties": properties,
            "isnad": self._ours(whole),
        }
        if len(whole.members) > 1:
            found["referents"] = [exported(self.origin, each) for each in whole.members[1:]]
        return orjson.dumps(found) + b"\n"

    def _ours(self, whole: Whole) -> dict[str, Any]:
        claims = [self._claim(each) for claims in whole.properties.values() for each in claims]
        return {
            "format": FORMAT,
            "origin": self.origin,
            "entry": whole.entry,
            "schema": whole.schema,
            "proposed": whole.proposed,
            "claims": claims,
        }

    def _claim(self, each: Stated) -> dict[str, Any]:
        found = {
            "entry": each.entry,
            "property": each.property,
            "value": each.value if each.refers is None else exported(self.origin, each.refers),
            "normal": each.normal,
            "language": each.language,
            "standing": str(each.standing),
            "confidence": each.confidence / 1000,
            "kind": each.kind,
            "label": str(each.label),
            "method": each.method,
            "reader": each.reader if each.method == "machine" else None,
            "version": each.version if each.method == "machine" else None,
            "conditions": each.conditions,
            "citations": [citation.as_json() | self._item(citation.entry) for citation in each.citations],
        }
        return {name: value for name, value in found.items() if value is not None}

    def _foreign(self, each: Stated) -> str | None:
        """The value as others write it; another entity by the id under which it leaves."""
        return each.normal if each.refers is None else exported(self.origin, each.refers)

    def _item(self, entry: int) -> dict[str, str]:
        """An item is also named by its evidence copy, which others may hold; never by the original's digest."""
        if entry not in self._copies:
            raw = Item.objects.filter(pk=key(entry)).values_list("copy_digest", flat=True).first()
            self._copies[entry] = None if raw is None else str(Digest(bytes(raw)))
        copy = self._copies[entry]
        return {} if copy is None else {"item": copy}


def _placed(each: Stated, value: str | None, leaves: Schema) -> tuple[str, str] | None:
    """The property and the value under which a claim leaves; None where another's form has no place for it."""
    own = schemata().get(each.schema)
    prop = own.properties.get(each.property) if own else None
    if prop is None or value is None or not values.plain(prop, value):
        return None
    target = each.property if each.property in leaves.properties else prop.leaves_as
    if target is not None and target in leaves.properties:
        return target, value
    return ("notes", _note(prop, each, value)) if "notes" in leaves.properties else None


def _note(prop: Property, each: Stated, value: str) -> str:
    return f"{prop.labels['en']}: {each.value if each.refers is None else value}"
