"""The queries behind the pages of remains. Each passes the gate, as all in ``finding``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from isnad.access.gate import Aspect
from isnad.access.sessions import Reader
from isnad.claims import queries
from isnad.claims.models import ClaimRow, EntityRow, ReviewRow, WithdrawalRow
from isnad.claims.queries import Stated
from isnad.custody.models import Item, Sight
from isnad.record.tables import WIDTH, key
from isnad.remains.actions import REMAINS
from isnad.remains.arranging import Membership
from isnad.remains.gathering import PROPERTIES, SHOWS
from isnad.site import finding
from isnad.site.errors import NotHere
from isnad.site.finding import gate_claims, readable
from isnad.site.finding_claims import authors, worth
from isnad.words import Label

A_PAGE = 24  # remains
MOST_TILES = 240  # photographs of one remains on its page
MOST_LOOKED = 400  # remains looked at for one page
NUMBERS = tuple(PROPERTIES)


@dataclass
class Tile:
    """One photograph of a remains: how it came to be there, and the numbers read on it."""

    item: Item
    membership: Membership
    numbers: list[Stated] = field(default_factory=list)
    differs: bool = False


@dataclass
class Body:
    """One remains as its readable claims add up."""

    entry: int
    members: tuple[int, ...]
    tiles: list[Tile] = field(default_factory=list)
    numbers: dict[str, Stated] = field(default_factory=dict)
    hidden: int = 0
    cut: bool = False

    @property
    def proposed(self) -> bool:
        """Whether no person accepted any photograph of it."""
        return not any(tile.membership.claim.standing == "accepted" for tile in self.tiles)

    @property
    def differing(self) -> int:
        """How many photographs bear another number than it has."""
        return sum(tile.differs for tile in self.tiles)


def listed(reader: Reader, after: int) -> tuple[list[Body], int | None]:
    """A page of remains that at least one readable photograph shows, behind an entry; and where to go on."""
    rows = EntityRow.objects.filter(schema=REMAINS, pk__gte=key(after + 1)).order_by("pk")
    numbers = [row.entry for row in rows[:MOST_LOOKED]]
    found: list[Body] = []
    for start in range(0, len(numbers), A_PAGE):
        part = numbers[start : start + A_PAGE]
        for body in _bodies(reader, {each: (each,) for each in part}, MOST_TILES):
            found.append(body)
            if len(found) == A_PAGE:
                return found, body.entry
    return found, numbers[-1] if len(numbers) == MOST_LOOKED else None


def body(reader: Reader, number: int) -> Body:
    """One remains, with those that accepted identities made one with it."""
    members = queries.same(number)
    found = _bodies(reader, {min(members): members}, MOST_TILES)
    if not found:
        raise NotHere
    return found[0]


def _bodies(reader: Reader, wanted: dict[int, tuple[int, ...]], most: int) -> list[Body]:
    owner = {member: entry for entry, members in wanted.items() for member in members}
    rows = gate_claims(reader.gate).filter(refers__in=owner)  # the property is asked below: its index holds far more
    found_there = readable(reader.gate, in_order(rows))
    shown = [each for each in found_there if each.property == SHOWS and each.standing.holds]
    tiles = _tiles(reader, shown)
    bodies = {entry: Body(entry, members) for entry, members in wanted.items()}
    for each in shown:
        entry = owner[each.refers or 0]
        if each.entry in tiles:
            bodies[entry].tiles.append(tiles[each.entry])
        else:
            bodies[entry].hidden += 1
    found = [body for body in bodies.values() if body.tiles]
    _number(reader, {body.entry: body for body in found}, owner)
    for body in found:
        body.cut, body.tiles = len(body.tiles) > most, body.tiles[:most]
    return found


def _tiles(reader: Reader, shown: Sequence[Stated]) -> dict[int, Tile]:
    """By membership: its photograph, where its item passes; of several claims about one item, the one worth most."""
    entities = EntityRow.objects.filter(pk__in=[key(each.entity) for each in shown]).values_list("pk", "foreign")
    item_of = {pk // WIDTH: int(foreign) for pk, foreign in entities if foreign and foreign.isdecimal()}
    items = finding.items_among(reader.gate, set(item_of.values()))
    by = authors(each.entry for each in shown)
    best: dict[tuple[int, int], Stated] = {}
    for each in shown:
        place = (each.entity, each.refers or 0)
        if place not in best or worth(each) > worth(best[place]):
            best[place] = each
    tiles = {}
    for each in best.values():
        item = items.get(item_of.get(each.entity, -1))
        if item is not None:
            member = Membership(item.entry, Label(item.accession.label), each, by.get(each.entry, ""))
            tiles[each.entry] = Tile(item, member)
    _read(reader, {tile.membership.claim.entity: tile for tile in tiles.values()})
    return tiles


def _read(reader: Reader, tiles: dict[int, Tile]) -> None:
    """What is read on each photograph, of each property what is worth most."""
    rows = gate_claims(reader.gate).filter(about__in=tiles)
    best: dict[tuple[int, str], Stated] = {}
    for each in readable(reader.gate, in_order(rows)):
        place = (each.entity, each.property)
        if each.property not in NUMBERS:
            continue
        if each.standing.holds and (place not in best or worth(each) > worth(best[place])):
            best[place] = each
    for each in best.values():
        tiles[each.entity].numbers.append(each)


def _number(reader: Reader, bodies: dict[int, Body], owner: dict[int, int]) -> None:
    """The numbers of each remains, and which of its photographs bear another."""
    members = [member for member, entry in owner.items() if entry in bodies]
    rows = gate_claims(reader.gate).filter(about__in=members)
    found: dict[int, dict[str, Stated]] = defaultdict(dict)
    for each in readable(reader.gate, in_order(rows)):
        held = found[owner[each.entity]]
        if (
            each.property in NUMBERS
            and each.standing.holds
            and (each.property not in held or worth(each) > worth(held[each.property]))
        ):
            held[each.property] = each
    for entry, body in bodies.items():
        body.numbers = found[entry]
        for tile in body.tiles:
            tile.differs = any(
                each.property in body.numbers and _value(each) != _value(body.numbers[each.property])
                for each in tile.numbers
                if each.property != "fileNumber"
            )


def in_order(rows: QuerySet[ClaimRow]) -> list[ClaimRow]:
    """Claims in the order in which they were said, put in order here: asked to, a database may walk its whole table."""
    return sorted(rows, key=lambda row: row.pk)


def _value(each: Stated) -> str:
    return each.normal or each.value


def freshly_seen(reader: Reader, items: Iterable[int], since: str) -> set[int]:
    """Those of these items of which this reader was shown something since a moment, as far as the gate still lets."""
    rows = Sight.objects.filter(item__in=list(items), by=reader.name, at__gte=since).values_list("item", flat=True)
    seen = set(rows)
    passed = reader.gate.through(
        Item.objects.filter(pk__in=[key(each) for each in seen]), Aspect.PICTURES, "accession__label"
    )
    return {row.entry for row in passed}


def state() -> tuple[int, ...]:
    """Changes whenever a claim is said, reviewed or taken back: what was counted before is counted anew."""
    newest = (
        model.objects.order_by("-pk").values_list("pk", flat=True) for model in (ClaimRow, ReviewRow, WithdrawalRow)
    )
    return tuple(each.first() or 0 for each in newest)
