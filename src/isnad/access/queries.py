"""What access is asked. Asks, never writes."""

from __future__ import annotations

from typing import Any

import orjson

from isnad.access.models import Credential, Removal, User


def people() -> list[dict[str, Any]]:
    """Who works here now: name, roles, and whether they can prove who they are."""
    gone = Removal.objects.values_list("user_id", flat=True)
    proved = set(Credential.objects.values_list("name", flat=True))
    rows = User.objects.exclude(pk__in=gone).order_by("name")
    return [{"name": row.name, "roles": orjson.loads(row.roles), "has_passphrase": row.name in proved} for row in rows]
