"""What reading is asked: what waits for a reader, which photograph an item is, what was firm. Asks, never writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from isnad.claims.folds import foreign_key
from isnad.claims.models import EntityRow
from isnad.custody.models import Item
from isnad.reading.entries import Read
from isnad.record.bodies import Bodies
from isnad.record.desk import desk
from isnad.record.models import Said, Stands
from isnad.record.tables import WIDTH
from isnad.words import Digest, Label, canonical

DATASET, SCHEMA = "#photograph", "Photograph"  # no import can have a name with # in it
CHUNK = 900


@dataclass(frozen=True, slots=True)
class Waiting:
    """An item as a reader needs it: entry, payload, kind, the accession's label, and what its path says."""

    entry: int
    payload: Digest
    media_type: str
    label: Label
    path_codes: str


def waiting(reader: str, version: str) -> list[Waiting]:
    """Every item that this reader of this version has not read, in the order of their entries."""
    done = read_already(reader, version)
    rows = Item.objects.order_by("pk").values_list("pk", "payload", "media_type", "accession__label", "path_codes")
    return [
        Waiting(pk // WIDTH, Digest(bytes(payload)), media_type, Label(label), codes)
        for pk, payload, media_type, label, codes in rows
        if pk // WIDTH not in done
    ]


def read_already(reader: str, version: str) -> set[int]:
    """The items that this reader of this version has read."""
    found: set[int] = set()
    for number in runs(reader, version):
        rows = Stands.objects.filter(pk__gte=number * WIDTH, pk__lt=(number + 1) * WIDTH, cites=False)
        found.update(rows.values_list("on", flat=True))
    return found


def runs(reader: str, version: str) -> list[int]:
    """The entries that say which items a reader has read."""
    traits = canonical({"reader": reader, "version": version}).decode()
    rows = Said.objects.filter(kind=Read.KIND, traits=traits, gone=None).order_by("pk")
    return [pk // WIDTH for pk in rows.values_list("pk", flat=True)]


def versions(reader: str) -> list[str]:
    """The versions of a reader that have read here, the latest last."""
    import orjson

    found: dict[str, None] = {}
    for text in Said.objects.filter(kind=Read.KIND, gone=None).order_by("pk").values_list("traits", flat=True):
        traits = orjson.loads(text)
        if traits["reader"] == reader:
            found.pop(traits["version"], None)
            found[traits["version"]] = None
    return list(found)


def readings(reader: str, version: str) -> Iterator[dict[str, object]]:
    """What a reader said beside its claims, claim by claim: whether it is firm, script, reasons, doubts, runner-up."""
    at = desk()
    bodies = Bodies(at.folder, at.holder)
    for number in runs(reader, version):
        record = bodies.saying(number).record
        assert isinstance(record, Read)
        yield from record.readings


def photographs(items: Iterable[int]) -> dict[int, int]:
    """For each item that was met as a photograph, the entity that its claims are about."""
    keys = {foreign_key(DATASET, str(each)): each for each in items}
    found: dict[int, int] = {}
    listed = list(keys)
    for start in range(0, len(listed), CHUNK):
        rows = EntityRow.objects.filter(key__in=listed[start : start + CHUNK]).order_by("-pk")
        found.update((keys[row.key], row.entry) for row in rows if row.key)
    return found


def items_of_photographs() -> dict[int, int]:
    """For each photograph's entity, its item."""
    rows = EntityRow.objects.filter(schema=SCHEMA, key__isnull=False).order_by("pk")
    found = {}
    for pk, foreign, key in rows.values_list("pk", "foreign", "key"):
        if foreign and foreign.isdecimal() and key == foreign_key(DATASET, foreign):
            found[pk // WIDTH] = int(foreign)
    return found
