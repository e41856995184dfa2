"""Tells Django of this room, which has one record and no tables."""

from __future__ import annotations

from django.apps import AppConfig


class RoomConfig(AppConfig):
    """What the room's records are."""

    name = "isnad.cases"
    label = "cases"

    def ready(self) -> None:
        """Registers records."""
        from isnad.cases import entries  # noqa: F401
