"""Tells Django of this room, which has one record and no tables."""

from __future__ import annotations

from django.apps import AppConfig


class RoomConfig(AppConfig):
    """What the room's records are."""

    name = "isnad.sanctions"
    label = "sanctions"

    def ready(self) -> None:
        """Registers records."""
        from isnad.sanctions import dossiers_entries  # noqa: F401
