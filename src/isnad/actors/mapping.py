"""Reads a CSV by a mapping, in the form of FollowTheMoney's mappings: which entities a row makes, from which columns.

* A file: ``entities``, or ``queries`` with ``entities`` each, or these under the name of a dataset.
* An entity: ``schema``, ``keys`` (columns that tell it again), ``key_literal``, ``properties``.
* A property: the name of a column; or ``column``, ``columns`` (with ``join``), ``literal``, ``literals``, ``entity``
  (another of the same row), ``split``, ``required``. Anything else is refused: half a mapping understood is a lie.
* The id is made of one canonical form of schema (or ``key_literal``) and keys, so that no two keys run together.
* A row cites its line. What is not UTF-8, or has more columns than the head, costs its line.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from isnad.claims import told
from isnad.claims.lines import Problem, Read, Value, lines
from isnad.claims.schemata import Schema, schema
from isnad.words import Refusal, canonical

_OPTIONS = {"column", "columns", "join", "literal", "literals", "entity", "split", "required"}
_ENTITY = {"schema", "key", "keys", "key_column", "key_columns", "key_literal", "properties"}
DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True)
class Source:
    """Where the values of one property come from."""

    columns: tuple[str, ...] = ()
    literals: tuple[str, ...] = ()
    entity: str | None = None
    join: str | None = None
    split: str | None = None
    required: bool = False

    def values(self, row: Mapping[str, str]) -> list[str]:
        """The values that a row gives; another entity's come elsewhere."""
        given = [row.get(each, "").strip() for each in self.columns]
        found = [each for each in given if each]
        if self.join is not None:
            found = [self.join.join(found)] if found else []
        if self.split is not None:
            found = [part.strip() for each in found for part in each.split(self.split) if part.strip()]
        return [*self.literals, *found]


@dataclass(frozen=True, slots=True)
class Entity:
    """One entity that a row makes."""

    schema: Schema
    keys: tuple[str, ...]
    literal: str | None
    properties: Mapping[str, Source]

    def id(self, row: Mapping[str, str]) -> str | None:
        """What tells it again; None where the row leaves every key empty."""
        given = [row.get(each, "").strip() for each in self.keys]
        if not any(given):
            return None
        return hashlib.sha256(canonical([self.literal or self.schema.name, *given])).hexdigest()[:40]


@dataclass(frozen=True, slots=True)
class Mapped:
    """A whole mapping: the entities of each query, by name."""

    queries: tuple[Mapping[str, Entity], ...] = field(default_factory=tuple)

    def reading(
        self, stream: BinaryIO, source: told.Source, problems: list[Problem]
    ) -> Iterator[tuple[int, Read | None]]:
        """Reads a CSV."""
        head: list[str] = []
        for number, cells in _rows(stream, problems):
            if not head:
                head = [each.strip() for each in cells]
                self._refuse_unknown(head)
            elif len(cells) > len(head):
                problems.append(Problem(number, "actors.row-too-long", {"columns": len(head)}))
            else:
                row = dict(zip(head, cells, strict=False))
                for query in self.queries:
                    yield from ((number, each) for each in _entities(number, query, row))
            yield number, None

    def _refuse_unknown(self, head: list[str]) -> None:
        entities = [each for query in self.queries for each in query.values()]
        sources = [source for each in entities for source in each.properties.values()]
        wanted = {name for each in entities for name in each.keys} | {name for each in sources for name in each.columns}
        if missing := sorted(wanted - set(head)):
            raise Refusal("actors.no-such-column", columns=", ".join(missing[:5]))


def read_mapping(path: Path) -> Mapped:
    """The mapping in a file."""
    import yaml  # here, since most commands need none

    try:
        given = yaml.safe_load(path.read_bytes())
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise Refusal("actors.map-not-read") from error
    return Mapped(tuple(_query(each) for each in _queries(given)))


def _queries(given: Any) -> list[Any]:
    if isinstance(given, dict) and not given.keys() & {"entities", "queries", "query"} and len(given) == 1:
        given = next(iter(given.values()))  # under the name of a dataset
    if not isinstance(given, dict):
        raise Refusal("actors.map-not-read")
    if "queries" in given and isinstance(given["queries"], list):
        return list(given["queries"])
    return [given.get("query", given)]


def _query(given: Any) -> Mapping[str, Entity]:
    listed = given.get("entities") if isinstance(given, dict) else None
    if not isinstance(listed, dict) or not listed:
        raise Refusal("actors.map-not-read")
    found = {str(name): _entity(each) for name, each in listed.items()}
    for each in found.values():
        for source in each.properties.values():
            if source.entity is not None and source.entity not in found:
                raise Refusal("actors.map-not-understood", name=source.entity)
    return found


def _entity(given: Any) -> Entity:
    if not isinstance(given, dict) or not isinstance(given.get("schema"), str):
        raise Refusal("actors.map-not-read")
    if unknown := sorted(map(str, given.keys() - _ENTITY)):
        raise Refusal("actors.map-not-understood", name=unknown[0])
    kind = schema(given["schema"])
    keys = next((given[name] for name in ("keys", "key", "key_columns", "key_column") if name in given), None)
    listed = (keys,) if isinstance(keys, str) else tuple(map(str, keys or ()))
    if not listed:
        raise Refusal("actors.map-without-key", schema=kind.name)
    properties = {str(name): _source(kind, str(name), each) for name, each in (given.get("properties") or {}).items()}
    literal = given.get("key_literal")
    return Entity(kind, listed, None if literal is None else str(literal), properties)


def _source(kind: Schema, name: str, given: Any) -> Source:
    prop = kind.property(name)
    if isinstance(given, str):
        given = {"column": given}
    if not isinstance(given, dict):
        raise Refusal("actors.map-not-understood", name=name)
    if unknown := sorted(map(str, given.keys() - _OPTIONS)):
        raise Refusal("actors.map-not-understood", name=unknown[0])
    entity = given.get("entity")
    if (entity is None) != (prop.range is None):
        raise Refusal("actors.map-not-understood", name=name)
    return Source(
        _listed(given, "column", "columns"), _listed(given, "literal", "literals"),
        None if entity is None else str(entity), given.get("join"), given.get("split"), given.get("required") is True,
    )  # fmt: skip


def _listed(given: Mapping[str, Any], one: str, many: str) -> tuple[str, ...]:
    alone = (str(given[one]),) if given.get(one) is not None else ()
    return (*alone, *map(str, given.get(many) or ()))


def _entities(number: int, query: Mapping[str, Entity], row: Mapping[str, str]) -> Iterator[Read]:
    ids = {name: each.id(row) for name, each in query.items()}
    for name, entity in query.items():
        identifier, found, whole = ids[name], [], True
        for prop, source in entity.properties.items():
            named = ids[source.entity] if source.entity is not None else None
            given = source.values(row) if source.entity is None else [named] if named else []
            whole = whole and (bool(given) or not source.required)
            found += [Value(prop, each) for each in given]
        if identifier is not None and whole:
            yield Read(number, identifier, entity.schema, tuple(found))


def _rows(stream: BinaryIO, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    """Every row with the number of the line it begins on, the head first."""
    text = _Lines(stream, problems)
    first = next(text, "")
    delimiter = max(DELIMITERS, key=first.count)
    try:
        yield 1, next(csv.reader([first], delimiter=delimiter))
    except (csv.Error, StopIteration):
        raise Refusal("actors.csv-without-head") from None
    reader = csv.reader(text, delimiter=delimiter)
    while True:
        begins = text.number + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            problems.append(Problem(begins, "actors.row-not-read"))
            continue
        if any(each.strip() for each in cells):
            yield begins, cells


@dataclass
class _Lines:
    """Lines as text; ``number`` is that of the last one given."""

    stream: BinaryIO
    problems: list[Problem]
    number: int = 0

    def __post_init__(self) -> None:
        self._lines = lines(self.stream)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        while True:
            self.number, line = next(self._lines)
            try:
                if line is not None:
                    return line.decode("utf-8-sig" if self.number == 1 else "utf-8")
                self.problems.append(Problem(self.number, "claims.line-too-long", {"most": 16}))
            except UnicodeDecodeError:
                self.problems.append(Problem(self.number, "claims.line-not-utf8"))
