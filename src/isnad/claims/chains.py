"""The chain beneath a claim, link by link, each with the proof that its entry stands in the log.

 1. What a claim stands on and cites, and what that stands on, down to the source: all of it, each entry once.
 2. What was said of any of it: verdicts, withdrawals, custody events.
 3. The tool that wrote each, and the checkpoint that covers all.

What is gone is a link too: it says when it was erased, and no more. A chain proves that these things were said, in
this order, and have not been changed since; it does not prove that they are true.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from isnad.claims import telling
from isnad.claims.models import ReviewRow, WithdrawalRow
from isnad.custody.models import Event
from isnad.ledger.proof import Proof
from isnad.ledger.reader import Reader
from isnad.record.desk import desk
from isnad.record.models import Said, Stands
from isnad.record.tables import WIDTH, key
from isnad.words import Refusal

DEEPEST = 400  # links; a longer chain says that it was cut


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of a chain: what it is, what it tells, on which entries it rests, and its ``.tlog-proof``."""

    entry: int
    kind: str
    at: str
    by: str
    rests_on: tuple[int, ...]
    tells: dict[str, Any]
    gone: int | None = None
    proof: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Chain:
    """Everything beneath one claim, the claim first; ``concerns`` are the links that say something of these."""

    claim: int
    standing: str
    links: tuple[Link, ...]
    concerns: tuple[Link, ...]
    checkpoint: dict[str, Any]
    whole: bool = True


def of(claim: int, standing: str) -> Chain:
    """The chain of the entry ``claim``."""
    reader = Reader(desk().folder.ledger)
    beneath = _beneath(claim)
    whole = len(beneath) <= DEEPEST
    numbers = list(beneath)[:DEEPEST]
    concerning = sorted(_concerning(numbers) - beneath.keys())[:DEEPEST]
    resting = {**beneath, **dict.fromkeys(concerning, ())}
    links = {link.entry: link for link in _links(reader, [*numbers, *concerning], resting)}
    checkpoint = {
        "origin": reader.checkpoint.origin,
        "size": reader.size,
        "root": str(reader.checkpoint.root),
        "note": reader.note.encode().decode(),
    }
    return Chain(
        claim, standing, tuple(links[each] for each in numbers), tuple(links[each] for each in concerning),
        checkpoint, whole,
    )  # fmt: skip


def _beneath(claim: int) -> dict[int, tuple[int, ...]]:
    """Every entry the claim rests on, nearest first, and what each of them rests on."""
    found: dict[int, tuple[int, ...]] = {}
    fresh = [claim]
    while fresh and len(found) <= DEEPEST:
        below = _standing_on(fresh)
        found.update((number, tuple(below.get(number, ()))) for number in fresh)
        fresh = sorted({each for entries in below.values() for each in entries} - found.keys(), reverse=True)
    return found


def _standing_on(numbers: Iterable[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for number in numbers:
        rows = Stands.objects.filter(pk__gte=key(number), pk__lt=key(number + 1)).order_by("pk")
        found[number] = list(rows.values_list("on", flat=True))
    return found


def _concerning(numbers: list[int]) -> set[int]:
    """The entries that say something of these: verdicts, withdrawals, events of custody, erasures, tools."""
    found: set[int] = set()
    for model in (ReviewRow, WithdrawalRow, Event):
        rows = model._default_manager.filter(subject__in=numbers).values_list("pk", flat=True)
        found.update(pk // WIDTH for pk in rows)
    gone = Said.objects.filter(pk__in=[key(each) for each in numbers], gone__isnull=False)
    found.update(number for number in gone.values_list("gone", flat=True) if number is not None)
    return found


def _links(reader: Reader, numbers: list[int], resting: dict[int, tuple[int, ...]]) -> Iterator[Link]:
    said = {row.entry: row for row in Said.objects.filter(pk__in=[key(each) for each in numbers])}
    told = telling.of(said.values())
    for number in numbers:
        if number >= reader.size:
            raise Refusal("ledger.no-such-entry", size=reader.size)
        row = said[number]
        proof = Proof.of(reader, number).encode().decode()
        yield Link(
            number, row.kind, row.at, row.by, resting[number], told.get(number, {}), row.gone, proof,
        )  # fmt: skip
