"""What can be said: records, the ground they stand on, and the formats in which they are kept for ever.

A body's format (``isnad/received/1``) is never rewritten: an old one is read through pure upcasters. The part in the
middle is the record's *kind*, which its tombstone keeps.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, ClassVar, TypeVar

from isnad.record.shape import shape_of
from isnad.words import Broken, Citation, Digest, Moment, Refusal

Traits = Mapping[str, str | int | bool]


@dataclass(frozen=True, slots=True)
class Ground:
    """What the law sees of an earlier entry: no more than outlives its erasure."""

    number: int
    kind: str
    traits: Traits = field(default_factory=dict)
    gone: bool = False
    on: tuple[int, ...] = ()
    """What it stands on; looked up only where an erasure asks."""


@dataclass(frozen=True, slots=True)
class Holding:
    """Bytes taken in: the payload as it lies in the vault, and the digest of what it holds."""

    payload: Digest
    digest: Digest


class Who(Enum):
    """Who may say something that stands on a ground, compared with who said the ground."""

    ANYONE = auto()
    SOMEBODY_ELSE = auto()
    THE_SAME = auto()


class Record:
    """Something said. Subclasses are frozen dataclasses, registered with :func:`kept_as`."""

    FORMAT: ClassVar[str]
    KIND: ClassVar[str]
    SIGNED: ClassVar[bool] = False
    """Whether its author, a pseudonym, is one of its traits (``by``), so that the law can ask for somebody else."""
    BARS: ClassVar[bool] = False
    """Whether what it stands on, and all that stands on that, must not be erased until it is lifted."""
    LIFTS: ClassVar[bool] = False
    """Whether it ends the bar on which it stands."""

    def stands_on(self) -> tuple[int, ...]:
        """The earlier entries without which this could not be said."""
        return ()

    def admits(self, ground: Ground) -> bool:
        """Whether this may stand on ``ground``; asked for each entry of ``stands_on`` and of ``cites``."""
        return not ground.gone

    def who_may(self, ground: Ground) -> Who:
        """Whether this may stand on ``ground`` whoever says it; asked for each entry of ``stands_on``."""
        return Who.ANYONE

    def needs_two(self) -> bool:
        """Whether one person alone may not do this; in an archive founded as a demo one may."""
        return False

    def agreed(self) -> str | None:
        """The second person, where there is one."""
        return None

    def flaws(self) -> tuple[str, ...]:
        """The codes of what is wrong with it, whatever it stands on."""
        return ()

    def cites(self) -> tuple[Citation, ...]:
        """The places in items on which it rests."""
        return ()

    def traits(self) -> Traits:
        """The few open facts that the law asks of it later. They outlive its erasure: no personal data."""
        return {}

    def holds(self) -> tuple[Holding, ...]:
        """The bytes that it brings into the archive, or says were received again."""
        return ()

    def gone(self) -> tuple[int, ...]:
        """The entries that it erases."""
        return ()


class ByTwo(Record):
    """What one person alone may not do: ``second`` is who agreed, None only in an archive founded as a demo."""

    second: str | None

    def needs_two(self) -> bool:
        return True

    def agreed(self) -> str | None:
        return self.second


R = TypeVar("R", bound=Record)
Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Saying:
    """An entry as it was said: its number, when, by whom, with which tool, and the record."""

    number: int
    at: Moment
    by: str
    tool: int | None
    record: Record
    signature: bytes = b""
    """The author's own over its commitment, where they signed."""


_kinds: dict[str, type[Record]] = {}
_upcasters: dict[str, tuple[str, Callable[[Fields], Fields]]] = {}

ENVELOPE = ("format", "at", "by", "tool")


def traits_of(record: Record, by: str) -> Traits:
    """The traits of ``record`` said by ``by``: what the law sees of it from then on."""
    return {**record.traits(), "by": by} if record.SIGNED else record.traits()


def kept_as(format_name: str) -> Callable[[type[R]], type[R]]:
    """Registers a class of records under the format in which it is written now."""

    def register(cls: type[R]) -> type[R]:
        cls.FORMAT, cls.KIND = format_name, format_name.split("/")[1]
        assert format_name not in _kinds, format_name
        assert not set(cls.__annotations__) & set(ENVELOPE), cls
        _kinds[format_name] = cls
        return cls

    return register


def upcasts(old: str, new: str) -> Callable[[Callable[[Fields], Fields]], Callable[[Fields], Fields]]:
    """Registers the pure function that turns the fields of format ``old`` into those of ``new``."""

    def register(function: Callable[[Fields], Fields]) -> Callable[[Fields], Fields]:
        _upcasters[old] = (new, function)
        return function

    return register


def kinds() -> dict[str, type[Record]]:
    """Every class of records by its format."""
    return dict(_kinds)


def write(record: Record, at: Moment, by: str, tool: int | None) -> tuple[Fields, Fields]:
    """The open and the sealed fields of an entry's body."""
    opened, sealed = shape_of(type(record)).write(record)
    opened["format"], opened["at"], opened["by"], opened["tool"] = record.FORMAT, str(at), by, tool
    return opened, sealed


def read(number: int, opened: Fields, sealed: Fields | None = None) -> Saying:
    """The entry that :func:`write` wrote, whichever version of its format; sealed fields shut without ``sealed``."""
    try:
        fields = dict(opened)
        name, at, by, tool = (fields.pop(each) for each in ENVELOPE)
    except KeyError as error:
        raise Broken("record.body-does-not-fit") from error
    while name in _upcasters:
        name, upcast = _upcasters[name]
        fields = upcast(fields)
    if name not in _kinds:
        raise Broken("record.unknown-format")
    cls = _kinds[name]
    try:
        moment = Moment.parse(at)
    except (Refusal, TypeError) as error:
        raise Broken("record.body-does-not-fit") from error
    return Saying(number, moment, by, tool, shape_of(cls).read(cls, fields, sealed))
