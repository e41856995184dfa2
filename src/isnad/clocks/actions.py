"""The verbs of promises: promise, keep, let go. Each returns the number of the entry it made."""

from __future__ import annotations

from collections.abc import Sequence

from isnad.clocks import queries
from isnad.clocks.entries import KEPT, LET_GO, Ended, Promise
from isnad.record.pen import pen
from isnad.words import Refusal, When


def promise(what: str, *, owner: str, due: When, concerns: Sequence[int], by: str) -> int:
    """Somebody is promised something until a day; ``owner`` sees to it."""
    with pen(by) as held:
        return held.say(Promise(what, owner, due, tuple(concerns)))


def keep(number: int, how: str, *, by: str) -> int:
    """A promise was kept; refused where it ended already."""
    return _end(number, KEPT, how, by)


def let_go(number: int, why: str, *, by: str) -> int:
    """A promise is let go; refused where it ended already."""
    return _end(number, LET_GO, why, by)


def _end(number: int, ending: str, reason: str, by: str) -> int:
    if not queries.clock(number).runs:
        raise Refusal("clocks.ended-already")
    with pen(by) as held:
        return held.say(Ended(number, ending, reason))
