"""Every query behind a page. Each passes the gate here, and what does not pass is as if it were not there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypedDict, TypeVar

import orjson
from django.db.models import Count, Model, QuerySet, Sum

from isnad.access.gate import Aspect, Gate
from isnad.access.sessions import Reader
from isnad.claims import yielding
from isnad.claims.models import ClaimRow
from isnad.claims.queries import Stated, stated
from isnad.custody.models import AccessionRow, Arrival, Event, Item, Run, Sight
from isnad.record.desk import desk
from isnad.record.models import Said, Stands
from isnad.record.tables import WIDTH, key
from isnad.site.errors import NotHere
from isnad.words import Label, Moment

Row = TypeVar("Row", bound=Model)

A_PAGE = 60  # items
NEWEST = 12  # claims on the first page
MOST_CLAIMS = 200  # citing one item
MOST_STANDING = 5000  # entries on one item among which its returns are looked for
BINDING = ("condition", "condition-lifted", "placed", "taken-out", "received-again")


class Kind(TypedDict):
    """How many items of one media type there are, and their bytes."""

    media_type: str
    count: int
    size: int


@dataclass(frozen=True, slots=True)
class Page:
    """Some items in the order of their entries, and after which entry the next page begins."""

    items: list[Item]
    more_after: int | None


def accessions(gate: Gate) -> QuerySet[AccessionRow]:
    """Every accession that passes, with its source and carrier."""
    rows = AccessionRow.objects.select_related("source", "carrier").order_by("pk")
    return gate.through(rows, Aspect.ITEMS)


def accession(gate: Gate, number: int) -> AccessionRow:
    """One accession."""
    return _only(accessions(gate).filter(pk=key(number)))


def items(gate: Gate) -> QuerySet[Item]:
    """Every item that passes: an item has the label of its accession."""
    return gate.through(Item.objects.select_related("accession"), Aspect.ITEMS, "accession__label")


def item(gate: Gate, number: int) -> Item:
    """One item."""
    return _only(items(gate).filter(pk=key(number)))


def shows(gate: Gate, row: Item, aspect: Aspect) -> bool:
    """Whether this aspect of an item passes, which is asked for each by itself."""
    return gate.shows(row, aspect, "accession__label")


def items_of(gate: Gate, row: AccessionRow, after: int) -> Page:
    """A page of an accession's items, after an entry."""
    found = list(items(gate).filter(accession=row, pk__gte=key(after + 1)).order_by("pk")[: A_PAGE + 1])
    more = len(found) > A_PAGE
    return Page(found[:A_PAGE], found[A_PAGE - 1].entry if more else None)


def beside(gate: Gate, row: Item) -> tuple[int | None, int | None]:
    """The items before and after this one in its accession."""
    same = items(gate).filter(accession_id=row.accession_id)
    before, after = (
        same.filter(pk__lt=row.pk).order_by("-pk").first(),
        same.filter(pk__gt=row.pk).order_by("pk").first(),
    )
    return (before.entry if before else None), (after.entry if after else None)


def counts(gate: Gate, accession_entries: Iterable[int]) -> dict[int, dict[str, int]]:
    """What the runs of an intake counted, added up, by accession."""
    found: dict[int, dict[str, int]] = {}
    for row in intakes(gate, accession_entries):
        total = found.setdefault(row.accession or 0, {})
        for name, count in orjson.loads(row.counts).items():
            total[name] = total.get(name, 0) + count
    return found


def intakes(gate: Gate, accession_entries: Iterable[int]) -> list[Run]:
    """The runs of intakes into accessions that passed, in order."""
    passed = accessions(gate).filter(pk__in=[key(each) for each in accession_entries]).values_list("pk", flat=True)
    numbers = [pk // WIDTH for pk in passed]
    return list(Run.objects.filter(kind="taken-in", accession__in=numbers).order_by("pk"))


def kinds(gate: Gate) -> list[Kind]:
    """Items by media type, the most frequent first; counted anew when an item came or went, or is bound otherwise."""
    if gate.up_to(Aspect.ITEMS) is None:
        return []
    newest = Item.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    acts = Said.objects.filter(kind__in=("erased", *BINDING)).order_by("-pk").values_list("pk", flat=True)
    return list(_kinds(_Counted(gate), newest, acts.first() or 0, today(), desk().folder.config.origin))


@dataclass(frozen=True)
class _Counted:
    """A gate as it tells one count from another."""

    gate: Gate

    def __hash__(self) -> int:
        return hash((self.gate.roles, self.gate.purpose, self.gate.compartments))


@lru_cache(maxsize=64)
def _kinds(counted: _Counted, newest: int, acts: int, day: str, archive: str) -> tuple[Kind, ...]:
    rows = counted.gate.through(Item.objects.all(), Aspect.ITEMS, "accession__label").values("media_type")
    found = rows.annotate(count=Count("pk"), bytes=Sum("size")).order_by("-count", "media_type")
    return tuple({"media_type": row["media_type"], "count": row["count"], "size": row["bytes"]} for row in found)


def checks(gate: Gate) -> list[Run]:
    """The last check of each tier, the newest first. That a check was made is no secret to anyone who may see items."""
    if gate.up_to(Aspect.ITEMS) is None:
        return []
    names = ("checked-full", "checked-rolling", "checked-sample", "checked-quick")
    found = [Run.objects.filter(kind=name).order_by("-pk").first() for name in names]
    return sorted((row for row in found if row is not None), key=lambda row: -row.pk)


def events(gate: Gate, label: Label, subjects: Iterable[int]) -> list[Event]:
    """The custody of some entries that have this label."""
    if not gate.opens(Aspect.CUSTODY, label):
        return []
    return list(Event.objects.filter(subject__in=list(subjects)).order_by("pk"))


def came_again(gate: Gate, number: int) -> list[Arrival]:
    """When else an item came, in accessions that pass."""
    standing = Stands.objects.filter(on=number, cites=False).values_list("pk", flat=True)[:MOST_STANDING]
    keys = [key(pk // WIDTH) for pk in standing]  # what came again stands on what was there: found by its index
    rows = Arrival.objects.filter(pk__in=keys, outcome="already-held").select_related("accession")
    return list(gate.through(rows, Aspect.ITEMS, "accession__label").order_by("pk")[:A_PAGE])


def claim(reader: Reader, number: int) -> Stated:
    """One claim, if its label and its conditions let it be read."""
    found = readable(reader.gate, [_only(gate_claims(reader.gate).filter(pk=key(number)))])
    if not found:
        raise NotHere
    return found[0]


def claims_citing(gate: Gate, number: int) -> list[Stated]:
    """The claims that cite an item."""
    keys = Stands.objects.filter(on=number, cites=True).order_by("pk").values_list("pk", flat=True)[:MOST_CLAIMS]
    return readable(gate, gate_claims(gate).filter(pk__in=[key(pk // WIDTH) for pk in keys]).order_by("pk"))


def read_on(gate: Gate, number: int) -> list[Stated]:
    """What machines read on an item, for a house in which whoever types sees it."""
    return [each for each in claims_citing(gate, number) if each.reader and each.standing.holds and not each.refers]


def newest_claims(gate: Gate) -> list[Stated]:
    """The newest claims about something."""
    return readable(gate, gate_claims(gate).order_by("-pk")[:NEWEST])


def gate_claims(gate: Gate) -> QuerySet[ClaimRow]:
    """Every claim whose label passes; conditions are asked after that."""
    return gate.through(ClaimRow.objects.all(), Aspect.CLAIMS)


def sights(row: Item, reader: Reader) -> tuple[int, Sight | None]:
    """How many people were shown an item's picture, and when this reader last was."""
    seen = Sight.objects.filter(item=row.entry)
    mine = seen.filter(by=reader.name).order_by("-pk").first()
    return seen.values("by").distinct().count(), mine


def sight(reader: Reader, row: Item, number: int) -> Sight:
    """The entry under which this reader was shown this item."""
    return _only(Sight.objects.filter(pk=key(number), item=row.entry, by=reader.name))


def own_sight(reader: Reader, number: int) -> Sight:
    """The entry under which this reader was shown something."""
    return _only(Sight.objects.filter(pk=key(number), by=reader.name))


def was_shown(reader: Reader, number: int) -> bool:
    """Whether this reader was shown a picture under this entry."""
    return Sight.objects.filter(pk=key(number), by=reader.name).exists()


def shown_today(reader: Reader, today: str) -> int:
    """How many pictures this reader was shown on a day, ``2026-11-24``."""
    return Sight.objects.filter(by=reader.name, at__startswith=today).count()


def readable(gate: Gate, rows: Iterable[ClaimRow]) -> list[Stated]:
    """Those of these rows, which passed the gate, whose conditions of other rooms let them be read too."""
    return stated(yielding.understood(gate, list(rows)))


def said(gate: Gate, label: Label, numbers: Iterable[int]) -> dict[int, Said]:
    """When and by whom entries were said that have this label."""
    if not gate.opens(Aspect.CUSTODY, label):
        return {}
    return {row.entry: row for row in Said.objects.filter(pk__in=[key(each) for each in numbers])}


def items_among(gate: Gate, numbers: Iterable[int]) -> dict[int, Item]:
    """Those of these entries that are items and pass."""
    return {row.entry: row for row in items(gate).filter(pk__in=[key(each) for each in numbers])}


def claims_among(gate: Gate, numbers: Iterable[int]) -> list[Stated]:
    """Those of these entries that are claims and may be read."""
    return readable(gate, gate_claims(gate).filter(pk__in=[key(each) for each in numbers]).order_by("pk"))


def today() -> str:
    """This day in UTC, ``2026-11-24``."""
    return str(Moment.now())[:10]


def _only(rows: QuerySet[Row]) -> Row:
    found = rows.first()
    if found is None:
        raise NotHere
    return found
