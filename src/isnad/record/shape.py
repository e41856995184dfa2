"""How a record is written: from a frozen dataclass to JSON fields and back, decided once for each class.

Fields may be text, integers, booleans, ``Digest``, ``Moment``, ``When``, ``Label``, ``Citation``, any JSON
(``Json``), another frozen dataclass, ``X | None``, ``tuple[X, ...]``, and ``Sealed[X]`` of any of these. A sealed
field goes into the body's sealed part, under the sealing key; read without that key it is *shut*.
"""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar, Union, get_args, get_origin, get_type_hints

from isnad.words import Broken, Citation, Digest, Label, Moment, Refusal, When

T = TypeVar("T")
Writer = Callable[[Any], Any]
Reader = Callable[[Any], Any]

_SHUT = object()


class Sealed(Generic[T]):
    """A value under the sealing key. It never shows itself: not in a log, a representation or an error."""

    __slots__ = ("_value",)

    def __init__(self, value: T) -> None:
        self._value: Any = value

    @classmethod
    def shut(cls) -> Sealed[T]:
        """A value that is there and was not opened."""
        made: Sealed[T] = cls.__new__(cls)
        made._value = _SHUT
        return made

    @property
    def value(self) -> T:
        """What was sealed; refused where it was not opened."""
        if self._value is _SHUT:
            raise Refusal("record.sealed")
        return self._value  # type: ignore[no-any-return]

    @property
    def is_shut(self) -> bool:
        """Whether it was read without the sealing key."""
        return self._value is _SHUT

    def __repr__(self) -> str:
        return "Sealed(…)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sealed) and self._value == other._value

    def __hash__(self) -> int:
        return hash(Sealed)


@dataclasses.dataclass(frozen=True, slots=True)
class Shape:
    """How one class of records is written and read."""

    open: tuple[tuple[str, Writer], ...]
    sealed: tuple[tuple[str, Writer], ...]
    readers: Mapping[str, Reader]

    def write(self, record: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """The open fields and the sealed ones, as JSON."""
        open_fields = {name: writer(getattr(record, name)) for name, writer in self.open}
        sealed_fields = {name: writer(getattr(record, name)._value) for name, writer in self.sealed}
        return open_fields, sealed_fields

    def read(self, cls: type[T], fields: Mapping[str, Any], sealed: Mapping[str, Any] | None) -> T:
        """The record of these fields; sealed ones stay shut where ``sealed`` is None."""
        try:
            values = {name: self.readers[name](fields[name]) for name, _ in self.open}
            for name, _ in self.sealed:
                values[name] = Sealed.shut() if sealed is None else Sealed(self.readers[name](sealed[name]))
        except (KeyError, TypeError, ValueError, Refusal) as error:
            raise Broken("record.body-does-not-fit") from error
        return cls(**values)


_shapes: dict[type, Shape] = {}


def shape_of(cls: type) -> Shape:
    """The shape of a dataclass, worked out from its type hints once."""
    if cls not in _shapes:
        _shapes[cls] = _work_out(cls)
    return _shapes[cls]


def _work_out(cls: type) -> Shape:
    hints = get_type_hints(cls)
    opened: list[tuple[str, Writer]] = []
    sealed: list[tuple[str, Writer]] = []
    readers: dict[str, Reader] = {}
    for each in dataclasses.fields(cls):
        hint = hints[each.name]
        if get_origin(hint) is Sealed:
            writer, readers[each.name] = _way(get_args(hint)[0])
            sealed.append((each.name, writer))
        else:
            writer, readers[each.name] = _way(hint)
            opened.append((each.name, writer))
    return Shape(tuple(opened), tuple(sealed), readers)


def _same(value: Any) -> Any:
    return value


_WAYS: dict[Any, tuple[Writer, Reader]] = {
    Digest: (str, Digest.parse),
    Moment: (str, Moment.parse),
    When: (str, When.parse),
    Label: (str, Label.parse),
    Citation: (Citation.as_json, Citation.from_json),
}


def _way(hint: Any) -> tuple[Writer, Reader]:
    """How a value of this type is written, and how it is read back."""
    if hint in _WAYS:
        return _WAYS[hint]
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _optional(arguments)
    if origin is tuple:
        write, read = _way(arguments[0])
        if write is _same:
            return list, tuple
        return (lambda values: [write(v) for v in values]), (lambda values: tuple(read(v) for v in values))
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return (lambda value: _write_nested(hint, value)), (lambda value: shape_of(hint).read(hint, value, None))
    return _same, _same


def _write_nested(hint: type, value: Any) -> dict[str, Any]:
    fields, _ = shape_of(hint).write(value)
    return fields


def _optional(arguments: tuple[Any, ...]) -> tuple[Writer, Reader]:
    kinds = [each for each in arguments if each is not type(None)]
    if len(kinds) != 1:
        return _same, _same  # a union of plain JSON types
    write, read = _way(kinds[0])
    if write is _same:
        return _same, _same
    return (lambda v: None if v is None else write(v)), (lambda v: None if v is None else read(v))
