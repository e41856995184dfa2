"""The schemata: FollowTheMoney's and ours, read from ``schema/*.yaml``.

A schema has its own properties and those of all it extends. Two schemata fit one entity when one extends the other,
or a third extends both; so a person can be a legal entity, and never a ship. The law does not ask the schemata, for
they change with the years and an old claim stays what it was; the verbs do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from isnad.speech import current_language
from isnad.words import Refusal

VALUES = "values.yaml"  # closed lists of values, and no schemata


@dataclass(frozen=True, slots=True)
class Property:
    """One property: what type its values have, which schema an entity it names must fit, and how it is called."""

    name: str
    schema: str
    labels: Mapping[str, str]
    type: str = "string"
    range: str | None = None
    format: str | None = None
    longest: int | None = None  # characters
    matchable: bool = True
    hidden: bool = False
    reverse: str | None = None
    leaves_as: str | None = None

    @property
    def label(self) -> str:
        """Its name in the reader's language."""
        return self.labels[current_language()]


@dataclass(frozen=True, slots=True)
class Schema:
    """One kind of entity."""

    name: str
    labels: Mapping[str, str]
    extends: tuple[str, ...] = ()
    abstract: bool = False
    caption: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    edge: tuple[str, ...] = ()
    leaves_as: str | None = None
    own: Mapping[str, Property] = field(default_factory=dict)
    lineage: tuple[str, ...] = ()
    properties: Mapping[str, Property] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """Its name in the reader's language."""
        return self.labels[current_language()]

    def is_a(self, other: str) -> bool:
        """Whether it is ``other`` or extends it."""
        return other in self.lineage

    def property(self, name: str) -> Property:
        """The property of that name; refused where there is none."""
        try:
            return self.properties[name]
        except KeyError as error:
            raise Refusal("claims.unknown-property", schema=self.name) from error


@cache
def schemata() -> Mapping[str, Schema]:
    """Every schema by its name."""
    bare = {each.name: each for each in _read()}
    return {name: _whole(each, bare) for name, each in bare.items()}


def schema(name: str) -> Schema:
    """The schema of that name; refused where there is none."""
    try:
        return schemata()[name]
    except KeyError as error:
        raise Refusal("claims.unknown-schema") from error


@cache
def fit(one: str, other: str) -> bool:
    """Whether one entity can be both."""
    left, right = schema(one), schema(other)
    if left.is_a(other) or right.is_a(one):
        return True
    return any(each.is_a(one) and each.is_a(other) for each in schemata().values())


def closest(names: Iterator[str] | list[str]) -> str:
    """The schema that says most of an entity of which all of ``names`` were said; the first where they do not fit."""
    found = ""
    for name in names:
        if not found or (name in schemata() and schema(name).is_a(found)):
            found = name
        elif not schema(found).is_a(name):
            both = [each.name for each in schemata().values() if each.is_a(found) and each.is_a(name)]
            found = min(both, key=lambda each: len(schemata()[each].lineage), default=found)
    return found


def _read() -> Iterator[Schema]:
    import yaml  # here, since most commands need no schema

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    folder = resources.files("isnad.claims").joinpath("schema")
    files = sorted(each.name for each in folder.iterdir() if each.name.endswith(".yaml") and each.name != VALUES)
    for name in sorted(files, key=lambda each: each != "followthemoney.yaml"):
        listed = yaml.load(folder.joinpath(name).read_text("utf-8"), Loader=loader)  # noqa: S506  a safe loader
        for schema_name, given in listed.items():
            yield _schema(schema_name, given)


def _schema(name: str, given: dict[str, Any]) -> Schema:
    own = {each: _property(each, name, told) for each, told in given.get("properties", {}).items()}
    extends, caption, required, edge = (
        tuple(given.get(each, ())) for each in ("extends", "caption", "required", "edge")
    )
    return Schema(
        name,
        given["label"],
        extends,
        given.get("abstract", False),
        caption,
        required,
        edge,
        given.get("leaves_as"),
        own,
    )


def _property(name: str, schema_name: str, told: dict[str, Any]) -> Property:
    rest = {key: value for key, value in told.items() if key != "label"}
    return Property(name, schema_name, told["label"], **rest)


def _whole(one: Schema, bare: Mapping[str, Schema]) -> Schema:
    lineage = _lineage(one.name, bare)
    properties: dict[str, Property] = {}
    for name in reversed(lineage):
        properties.update(bare[name].own)
    return Schema(
        one.name, one.labels, one.extends, one.abstract, one.caption, one.required, one.edge, one.leaves_as, one.own,
        lineage, properties,
    )  # fmt: skip


def _lineage(name: str, bare: Mapping[str, Schema]) -> tuple[str, ...]:
    """The schema itself and all that it extends, nearest first."""
    found = [name]
    for each in found:
        found.extend(parent for parent in bare[each].extends if parent not in found)
    return tuple(found)
