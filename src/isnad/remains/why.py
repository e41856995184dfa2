"""Why a machine placed photographs where it did: the reasons that stand beside its claims, as codes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from isnad.record.bodies import Bodies
from isnad.record.desk import desk
from isnad.record.models import Said
from isnad.record.tables import WIDTH, key
from isnad.remains.entries import Grouped


def reasons(claims: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """For each of these claims of the grouping, the codes of its reasons (``remains.<code>``)."""
    found: dict[int, tuple[str, ...]] = {}
    for claim in sorted(claims):
        if claim not in found:
            row = Said.objects.filter(kind=Grouped.KIND, pk__gt=key(claim), gone=None).order_by("pk").first()
            if row is not None:
                found.update(_beside(row.pk // WIDTH, desk().folder.config.origin))
    return found


@lru_cache(maxsize=64)
def _beside(entry: int, archive: str) -> dict[int, tuple[str, ...]]:
    at = desk()
    record = Bodies(at.folder, at.holder).saying(entry).record
    assert isinstance(record, Grouped)
    return {claim: tuple(codes) for claim, codes in record.reasons}
