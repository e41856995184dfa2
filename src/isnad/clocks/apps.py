"""Tells Django of this room."""

from __future__ import annotations

from django.apps import AppConfig


class RoomConfig(AppConfig):
    """The room's models, and how its records become rows."""

    name = "isnad.clocks"
    label = "clocks"

    def ready(self) -> None:
        """Registers records and folds."""
        from isnad.clocks import entries, folds, models  # noqa: F401
