"""What a claim's conditions allow. What is not understood forbids: a condition is a promise to whoever set it.

A room below may understand a condition of its own: it says so when it wakes, and is asked each time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from isnad.words import Answer, When

KNOWN = ("purposes", "receivers", "until")
UNNAMED = ""
"""The receiver of what leaves for nobody in particular; None is somebody in the house."""

Understood = Callable[[Any, str, str | None, When], bool]
"""Whether a condition's value allows a purpose and a receiver on a day."""

_rooms: dict[str, Understood] = {}


def understand(name: str, answer: Understood) -> None:
    """From here on ``answer`` says what conditions of that name allow."""
    _rooms[name] = answer


def allow(conditions: Mapping[str, Any] | None, purpose: str, receiver: str | None, today: When) -> bool:
    """Whether something under these conditions may be given to ``receiver`` for ``purpose`` today."""
    if not conditions:
        return True
    for name, value in conditions.items():
        if name not in KNOWN and not (name in _rooms and _rooms[name](value, purpose, receiver, today)):
            return False
    purposes, receivers, until = (conditions.get(name) for name in KNOWN)
    if purposes is not None and purpose not in purposes:
        return False
    if receivers is not None and (receiver is None or receiver not in receivers):
        return False
    return until is None or When.parse(until).before(today) is Answer.NO
