"""What access is asked. Asks, never writes."""

from __future__ import annotations

from typing import Any

import orjson

from isnad.access.entries import ProvedAgain, QuotaReached
from isnad.access.grants import standing
from isnad.access.models import Credential, Factor, Removal, User
from isnad.record.models import Said


def people() -> list[dict[str, Any]]:
    """Who works here now: name, the roles that count today, and how they can prove who they are."""
    gone = Removal.objects.values_list("user_id", flat=True)
    proved = set(Credential.objects.values_list("name", flat=True))
    factors = Factor.objects.exclude(kind="recovery").order_by("kind").values_list("name", "kind").distinct()
    return [
        {
            "name": row.name,
            "roles": list(standing(row.entry).roles),
            "has_passphrase": row.name in proved,
            "factors": [kind for name, kind in factors if name == row.name],
        }
        for row in User.objects.exclude(pk__in=gone).order_by("name")
    ]


def notices() -> list[dict[str, Any]]:
    """What the auditor is told, the newest first: quotas that were reached, proofs before grave acts."""
    rows = Said.objects.filter(kind__in=(QuotaReached.KIND, ProvedAgain.KIND), gone=None).order_by("-pk")
    return [
        {"entry": row.entry, "kind": row.kind, "by": row.by, "at": row.at, **orjson.loads(row.traits)} for row in rows
    ]
