"""Tells Django of this room."""

from __future__ import annotations

from django.apps import AppConfig


class RoomConfig(AppConfig):
    """The room's models, and how its records become rows."""

    name = "isnad.custody"
    label = "custody"

    def ready(self) -> None:
        """Registers records and folds."""
        from isnad.custody import entries, folds, models, sights  # noqa: F401
