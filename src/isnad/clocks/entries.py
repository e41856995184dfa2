"""The records of promises: made, kept, or let go.

 * A promise says what, to be done by whom, until which day; it stands on what it concerns.
 * It ends once: kept, with how; or let go, with why. A new day is a new promise.

Traits: none. What was promised is told in words, and goes with an erasure of the entry.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from isnad.record.records import Ground, Record, Traits, kept_as
from isnad.words import When

KEPT, LET_GO = "kept", "let-go"
ENDINGS = (KEPT, LET_GO)
LONGEST = 2_000  # characters
_NAME = re.compile(r"[\w][\w .'-]{0,79}")


def _is_text(text: str) -> bool:
    return bool(text.strip()) and "\0" not in text and len(text) <= LONGEST


@kept_as("isnad/promise/1")
@dataclass(frozen=True, slots=True)
class Promise(Record):
    """Somebody is promised something until a day; ``owner`` sees to it."""

    what: str
    owner: str
    due: When
    concerns: tuple[int, ...]

    SIGNED: ClassVar[bool] = True

    def stands_on(self) -> tuple[int, ...]:
        return self.concerns

    def flaws(self) -> tuple[str, ...]:
        dated = self.due.latest is not None
        return () if dated and _is_text(self.what) and _NAME.fullmatch(self.owner) else ("clocks.not-a-promise",)


@kept_as("isnad/promise-ended/1")
@dataclass(frozen=True, slots=True)
class Ended(Record):
    """A promise was kept, or let go; how, or why."""

    promise: int
    ending: str
    reason: str

    SIGNED: ClassVar[bool] = True

    def stands_on(self) -> tuple[int, ...]:
        return (self.promise,)

    def admits(self, ground: Ground) -> bool:
        return ground.kind == "promise"

    def traits(self) -> Traits:
        return {"ending": self.ending}

    def flaws(self) -> tuple[str, ...]:
        return () if self.ending in ENDINGS and _is_text(self.reason) else ("clocks.reason-needed",)
