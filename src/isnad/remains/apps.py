"""Tells Django of this room, which has records and no tables."""

from __future__ import annotations

from django.apps import AppConfig


class RoomConfig(AppConfig):
    """What the room's records are."""

    name = "isnad.remains"
    label = "remains"

    def ready(self) -> None:
        """Registers records."""
        from isnad.remains import arranging, entries  # noqa: F401
