"""Chance that repeats: what is drawn for a name is always the same, wherever and in whatever order it is asked for."""

from __future__ import annotations

import random


def chance_of(name: str) -> random.Random:
    """The chance that belongs to ``name``."""
    return random.Random(name)  # noqa: S311  it decides how a picture looks, and keeps no secret
