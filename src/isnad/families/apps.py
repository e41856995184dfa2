"""Tells Django of this room."""

from __future__ import annotations

from django.apps import AppConfig


class RoomConfig(AppConfig):
    """The room's models, and how its records become rows."""

    name = "isnad.families"
    label = "families"

    def ready(self) -> None:
        """Registers records and folds, and what the conditions of families allow."""
        from isnad.families import entries, folds, models  # noqa: F401
