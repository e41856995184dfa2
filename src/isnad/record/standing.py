"""What stands on what, asked of the tables: the ground of what is to go, and the bars that forbid it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator

from django.db.models import F

from isnad.record.models import Said, Stands
from isnad.record.records import kinds
from isnad.record.tables import WIDTH, key

_AT_ONCE = 900


def standing_of(numbers: Collection[int]) -> dict[int, tuple[int, ...]]:
    """What each of these entries stands on; citing is not standing."""
    found: dict[int, list[int]] = defaultdict(list)
    for number in numbers:
        rows = Stands.objects.filter(pk__gte=key(number), pk__lt=key(number + 1), cites=False)
        found[number] += rows.values_list("on", flat=True)
    return {number: tuple(on) for number, on in found.items()}


def running_bars(subjects: Collection[int]) -> Iterator[Stands]:
    """What bars the erasure of these entries and was not lifted, one row for each that it stands on."""
    bars = list(_standing_on(subjects, [cls.KIND for cls in kinds().values() if cls.BARS]))
    lifting = [cls.KIND for cls in kinds().values() if cls.LIFTS]
    lifted = {row.on for row in _standing_on([bar.entry for bar in bars], lifting)}
    yield from (bar for bar in bars if bar.entry not in lifted)


def _standing_on(subjects: Collection[int], of_kinds: Collection[str]) -> Iterator[Stands]:
    """The rows of entries of these kinds that stand on one of ``subjects``; thousands may stand on an accession."""
    said = Said.objects.filter(kind__in=of_kinds, gone=None).values("pk")
    rows = Stands.objects.annotate(said=F("id") / WIDTH * WIDTH).filter(said__in=said, cites=False)
    listed = sorted(subjects)
    for start in range(0, len(listed), _AT_ONCE):
        yield from rows.filter(on__in=listed[start : start + _AT_ONCE])
