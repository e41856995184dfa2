"""A point in time that everybody reads alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from isnad.words.errors import Refusal


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """An instant in UTC, to the microsecond. A time without an offset is a reading, not a Moment, and is refused."""

    at: datetime

    def __post_init__(self) -> None:
        if self.at.utcoffset() is None:
            raise Refusal("words.time-without-offset")
        object.__setattr__(self, "at", self.at.astimezone(UTC))

    @classmethod
    def now(cls) -> Moment:
        """This machine's clock; the order of entries never comes from it."""
        return cls(datetime.now(UTC))

    @classmethod
    def parse(cls, text: str) -> Moment:
        """From ISO 8601 with an offset or ``Z``; converted to UTC, never relabelled."""
        try:
            return cls(datetime.fromisoformat(text))
        except ValueError as error:
            raise Refusal("words.not-a-time") from error

    def __str__(self) -> str:
        return _written(self.at)


@lru_cache(maxsize=64)  # many entries are said at one moment
def _written(at: datetime) -> str:
    timespec = "microseconds" if at.microsecond else "seconds"
    return at.isoformat(timespec=timespec).replace("+00:00", "Z")
