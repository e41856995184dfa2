"""FollowTheMoney JSON lines, read one at a time: never more of a file in memory than its longest allowed line.

 * A line is an entity: an id, a schema, and properties with lists of values. Anything else refuses that line alone.
 * A property the schema does not have, or a value that is no text, refuses that value alone.
 * What the line says of its claims under ``isnad`` (how they are made, where they rest) is taken over beside them.

Nothing is repaired: not UTF-8 is refused, and so is half a line. The number of the line is all that is told of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import orjson

from isnad.claims.entries import LONGEST_ID, LONGEST_VALUE
from isnad.claims.schemata import Schema, schema
from isnad.words import Refusal

LONGEST_LINE = 1 << 24  # bytes
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Problem:
    """What was refused, or kept in a way that one should know: the line, a code, and the facts for its text."""

    line: int
    code: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Value:
    """One value of one property, with what the line says of the claim it makes.

    ``normal`` is given by a reader that was told how to read what can be read in two ways (which day 3/4/2013 is).
    """

    property: str
    value: str
    told: dict[str, Any] = field(default_factory=dict)
    normal: str | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """What one line says of one entity."""

    line: int
    id: str
    schema: Schema
    values: tuple[Value, ...]
    origin: str | None = None  # of the log whose entries it may cite


def lines(stream: BinaryIO, longest: int = LONGEST_LINE) -> Iterator[tuple[int, bytes | None]]:
    """Every line with its number, from 1; None for one that is too long, of which no more is read than fits."""
    number = 0
    while line := stream.readline(longest + 1):
        number += 1
        if len(line) > longest and not line.endswith(b"\n"):
            while (rest := stream.readline(_BLOCK)) and not rest.endswith(b"\n"):
                pass
            yield number, None
        else:
            yield number, line


def read(number: int, line: bytes | None, problems: list[Problem]) -> Read | None:
    """What the line says; None, and a problem, where it says nothing that can be understood."""
    try:
        return _entity(number, _parsed(number, line), problems)
    except Refusal as refusal:
        problems.append(Problem(number, refusal.code, refusal.facts))
        return None


def _parsed(number: int, line: bytes | None) -> dict[str, Any]:
    if line is None:
        raise Refusal("claims.line-too-long", most=LONGEST_LINE >> 20)
    if number == 1:
        line = line.removeprefix(b"\xef\xbb\xbf")
    try:
        found = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise Refusal(_why(line)) from error
    if not isinstance(found, dict):
        raise Refusal("claims.line-not-an-entity")
    return found


def _why(line: bytes) -> str:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return "claims.line-not-utf8"
    return "claims.line-not-json"


def _entity(number: int, found: dict[str, Any], problems: list[Problem]) -> Read:
    identifier, name, properties = found.get("id"), found.get("schema"), found.get("properties", {})
    if not isinstance(identifier, str) or not isinstance(name, str) or not isinstance(properties, dict):
        raise Refusal("claims.line-not-an-entity")
    if not identifier or len(identifier) > LONGEST_ID or "\0" in identifier:
        raise Refusal("claims.line-not-an-entity")
    ours = found.get("isnad")
    told = ours if isinstance(ours, dict) else {}
    kind = schema(told["schema"] if isinstance(told.get("schema"), str) else name)
    origin = told.get("origin")
    values = [*_told(number, kind, told, problems)]
    if not values:  # what is told claim by claim is told as read; without it, the properties are what was read
        values = [*_plain(number, kind, properties, problems)]
    return Read(number, identifier, kind, tuple(values), origin if isinstance(origin, str) else None)


def _plain(number: int, kind: Schema, properties: dict[str, Any], problems: list[Problem]) -> Iterator[Value]:
    for name, given in properties.items():
        if name not in kind.properties:
            problems.append(Problem(number, "claims.unknown-property", {"schema": kind.name}))
            continue
        for each in given if isinstance(given, list) else [given]:
            if each is None:
                continue
            value = _as_text(each)
            if value is None:
                problems.append(Problem(number, "claims.not-a-value", {"property": name}))
            else:
                yield Value(name, value)


def _told(number: int, kind: Schema, told: dict[str, Any], problems: list[Problem]) -> Iterator[Value]:
    claims = told.get("claims")
    for each in claims if isinstance(claims, list) else []:
        if not isinstance(each, dict) or each.get("property") not in kind.properties:
            problems.append(Problem(number, "claims.unknown-property", {"schema": kind.name}))
            continue
        value = _as_text(each.get("value"))
        if value is None:
            problems.append(Problem(number, "claims.not-a-value", {"property": each["property"]}))
        else:
            yield Value(each["property"], value, each)


def _as_text(value: Any) -> str | None:
    """A value as text: numbers and booleans as JSON writes them; None for what cannot be one claim."""
    if isinstance(value, bool | int | float):
        value = orjson.dumps(value).decode()
    if not isinstance(value, str) or not value.strip() or "\0" in value or len(value) > LONGEST_VALUE:
        return None
    return value
