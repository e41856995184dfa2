"""Tells Django of this room, which has no records, and tables that can be made again at any time."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import pre_delete


class RoomConfig(AppConfig):
    """The room's tables, and that they go when anything goes from which they were worked out."""

    name = "isnad.actors"
    label = "actors"

    def ready(self) -> None:
        """Rows are deleted by erasures alone: what was worked out from them goes with them."""
        from isnad.actors.bodies import forget
        from isnad.claims.models import ClaimRow, EntityRow
        from isnad.custody.models import Item

        for model in (ClaimRow, EntityRow, Item):
            pre_delete.connect(forget, sender=model, dispatch_uid=f"actors-forget-{model.__name__}")
