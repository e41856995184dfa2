"""Tells Django of this room."""

from __future__ import annotations

from django.apps import AppConfig


class RoomConfig(AppConfig):
    """The room's models, and how its records become rows."""

    name = "isnad.families"
    label = "families"

    def ready(self) -> None:
        """Registers records and folds, and what the conditions of families allow."""
        from isnad.claims.conditions import understand
        from isnad.families import consent, deciding_folds, door_entries, entries, folds, models  # noqa: F401
        from isnad.families.identifications_queries import objection
        from isnad.families.inquiries_withdrawing import objections

        understand(consent.NAME, consent.answer)
        objections.append(objection)
