"""Tells Django of this room, which has records and no tables."""

from __future__ import annotations

from django.apps import AppConfig


class RoomConfig(AppConfig):
    """What the room's records are."""

    name = "isnad.registers"
    label = "registers"

    def ready(self) -> None:
        """Registers records."""
        from isnad.registers import entries  # noqa: F401
