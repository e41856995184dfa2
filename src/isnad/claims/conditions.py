"""What a claim's conditions allow. What is not understood forbids: a condition is a promise to whoever set it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from isnad.words import Answer, When

KNOWN = ("purposes", "receivers", "until")


def allow(conditions: Mapping[str, Any] | None, purpose: str, receiver: str | None, today: When) -> bool:
    """Whether something under these conditions may be given to ``receiver`` for ``purpose`` today."""
    if not conditions:
        return True
    if any(name not in KNOWN for name in conditions):
        return False
    purposes, receivers, until = (conditions.get(name) for name in KNOWN)
    if purposes is not None and purpose not in purposes:
        return False
    if receivers is not None and (receiver is None or receiver not in receivers):
        return False
    return until is None or When.parse(until).before(today) is Answer.NO
