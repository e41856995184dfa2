"""What remains are asked: every one with its photographs, numbers and score. Asks, never writes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from isnad.access.gate import Gate
from isnad.claims import queries as claims
from isnad.claims import yielding
from isnad.claims.conditions import allow
from isnad.claims.models import IdentityRow
from isnad.claims.queries import Stated
from isnad.claims.standing import Standing
from isnad.reading import queries as reading
from isnad.remains.gathering import PROPERTIES, SHOWS, about_photographs
from isnad.words import Label, When


@dataclass(frozen=True, slots=True)
class Asked:
    """Up to which label, for what and for whom; with a gate, only what that yields."""

    label: Label = Label.SEALED
    purpose: str = "tracing"
    receiver: str | None = None
    gate: Gate | None = None

    def yields(self, found: list[Stated]) -> list[Stated]:
        """Those of these claims that the gate lets through."""
        return found if self.gate is None else yielding.through(self.gate, found)


EVERYTHING = Asked()


@dataclass
class Body:
    """One remains: ``members`` are its entities that accepted identities made one; items with their memberships."""

    entry: int
    members: tuple[int, ...]
    items: dict[int, Stated] = field(default_factory=dict)
    numbers: dict[str, Stated] = field(default_factory=dict)
    claims: list[Stated] = field(default_factory=list)

    @property
    def proposed(self) -> bool:
        """Whether no person has accepted that any photograph shows it."""
        return all(each.standing is not Standing.ACCEPTED for each in self.items.values())

    @property
    def score(self) -> float:
        """From 0 to 1: how well its photographs fit on the whole, as the grouping says."""
        sure = [1000 if m.standing is Standing.ACCEPTED else m.confidence for m in self.items.values()]
        return round(sum(sure) / len(sure) / 1000, 3)


def bodies(asked: Asked = EVERYTHING) -> list[Body]:
    """Every remains that at least one photograph is said to show, as introduced."""
    today, item_of = When.on(datetime.now(UTC).date()), reading.items_of_photographs()
    joined, found = _joined(), dict[int, Body]()
    shown = (each for each in about_photographs() if each.property == SHOWS and each.entity in item_of)
    for each in asked.yields([each for each in shown if _may(each, asked, today)]):
        if each.refers is None:
            continue
        members = joined.get(each.refers, (each.refers,))
        found.setdefault(members[0], Body(members[0], members)).items[item_of[each.entity]] = each
    owner = {member: body for body in found.values() for member in body.members}
    about = claims.about(sorted(owner), up_to=asked.label)
    for each in asked.yields([each for each in about if _may(each, asked, today)]):
        _add(owner[each.entity], each)
    return [found[entry] for entry in sorted(found)]


def _add(body: Body, each: Stated) -> None:
    """What counts of one property: what was accepted before what was not, and the surest."""
    body.claims.append(each)
    role = PROPERTIES.get(each.property)
    if role is not None and each.value:
        before = body.numbers.get(role)
        if before is None or _worth(each) > _worth(before):
            body.numbers[role] = each


def _worth(each: Stated) -> tuple[bool, int, int]:
    return (each.standing is Standing.ACCEPTED, each.confidence, -each.entry)


def _may(each: Stated, asked: Asked, today: When) -> bool:
    seen = each.standing.holds and each.label <= asked.label
    return seen and allow(each.conditions, asked.purpose, asked.receiver, today)


def _joined() -> dict[int, tuple[int, ...]]:
    """For each entity that accepted identities join with others: all of them, the first introduced first."""
    groups: dict[int, set[int]] = defaultdict(set)
    for row in claims.accepted(list(IdentityRow.objects.order_by("pk"))):
        group = {row.one, row.other} | groups[row.one] | groups[row.other]
        groups.update((each, group) for each in group)
    return {number: tuple(sorted(group)) for number, group in groups.items()}


def lines(asked: Asked = EVERYTHING) -> Iterator[dict[str, object]]:
    """One value for each remains, as ``isnad remains export`` writes it."""
    for body in bodies(asked):
        numbers = {role: each.normal or each.value for role, each in sorted(body.numbers.items())}
        yield {
            "id": body.entry, "items": sorted(body.items), "numbers": numbers, "score": body.score,
            "proposed": body.proposed,
        }  # fmt: skip
