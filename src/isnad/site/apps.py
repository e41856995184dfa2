"""Tells Django of this room."""

from __future__ import annotations

import logging

from django.apps import AppConfig


class RoomConfig(AppConfig):
    """The room's templates. It has no tables."""

    name = "isnad.site"
    label = "site"

    def ready(self) -> None:
        """Keeps Django from writing addresses and requests to standard error."""
        for name in ("django.request", "django.security", "django.server"):
            logger = logging.getLogger(name)
            logger.addHandler(logging.NullHandler())
            logger.propagate = False
