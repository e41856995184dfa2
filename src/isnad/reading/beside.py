"""What a reader said beside a claim and no field of the claim holds: the corners, the runner-up, the reasons."""

from __future__ import annotations

from typing import Any

from isnad.reading.entries import Read
from isnad.record.bodies import Bodies
from isnad.record.desk import desk
from isnad.record.models import Said
from isnad.record.tables import WIDTH, key


def beside(claim: int) -> dict[str, Any]:
    """What stands beside a machine's claim in the entry that ends its batch; empty where there is none."""
    row = Said.objects.filter(kind=Read.KIND, pk__gt=key(claim), gone=None).order_by("pk").first()
    if row is None:
        return {}
    at = desk()
    record = Bodies(at.folder, at.holder).saying(row.pk // WIDTH).record
    assert isinstance(record, Read)
    return next((dict(each) for each in record.readings if each["claim"] == claim), {})
