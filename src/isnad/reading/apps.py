"""Tells Django of this room, which has records and no tables."""

from __future__ import annotations

from django.apps import AppConfig


class RoomConfig(AppConfig):
    """What the room's records are."""

    name = "isnad.reading"
    label = "reading"

    def ready(self) -> None:
        """Registers records."""
        from isnad.reading import entries  # noqa: F401
