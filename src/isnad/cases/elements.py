"""What has to be proved: the elements of an offence and of a mode of liability, as data with its citations. Pure.

* A charge names a crime and a mode; its elements are those of the context, of the crime, of the mind and of the mode.
* Where a country's own standard differs, that takes the element's place before its courts.
* Each element says what sort it is, and whether it belongs to the crime base or links the accused to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from isnad.cases.law.facts import Offence
from isnad.cases.law.plain_yaml import plain
from isnad.words import Refusal

KINDS = ("contextual", "material", "mental", "mode", "superior")
BASES = ("crime_base", "linkage")


@dataclass(frozen=True, slots=True)
class Authority:
    """Where it is written, and when that was last looked at."""

    citation: str
    address: str
    as_of: date


@dataclass(frozen=True, slots=True)
class Element:
    """One thing to be proved."""

    code: str
    kind: str
    base: str
    text: Mapping[str, str]  # by language
    authority: Authority


@dataclass(frozen=True, slots=True)
class Set:
    """A crime or a mode: its name and its own elements."""

    code: str
    name: Mapping[str, str]
    elements: tuple[Element, ...]
    offence: Offence | None = None
    context: str | None = None


@dataclass(frozen=True, slots=True)
class Book:
    """The whole file."""

    crimes: Mapping[str, Set]
    modes: Mapping[str, Set]
    contexts: Mapping[str, tuple[Element, ...]]
    mind: tuple[Element, ...]
    variants: Mapping[tuple[str, str, str], Element]  # country, mode, element
    as_of: date
    review_by: date

    def elements(self, crime: str, mode: str, country: str) -> tuple[Element, ...]:
        """Everything to be proved of that crime in that mode before the courts of that country."""
        chosen, way = self.crime(crime), self.mode(mode)
        assert chosen.context is not None
        own = [self.variants.get((country.upper(), mode, each.code), each) for each in way.elements]
        return (*self.contexts[chosen.context], *chosen.elements, *self.mind, *own)

    def crime(self, code: str) -> Set:
        """The crime of that code; refused where there is none."""
        if code not in self.crimes:
            raise Refusal("case.unknown-crime", code=code[:40], known=", ".join(self.crimes))
        return self.crimes[code]

    def mode(self, code: str) -> Set:
        """The mode of that code; refused where there is none."""
        if code not in self.modes:
            raise Refusal("case.unknown-mode", code=code[:40], known=", ".join(self.modes))
        return self.modes[code]


@cache
def book() -> Book:
    """The elements that ship with Isnad."""
    return book_from(plain(resources.files("isnad.cases").joinpath("data", "elements.yaml").read_bytes()))


def book_from(value: Mapping[str, Any]) -> Book:
    """The book in a mapping as the file has it; an element without a source, a sort or a text is refused."""
    sources = {
        key: Authority(each["citation"], each["address"], date.fromisoformat(each["as_of"]))
        for key, each in value["sources"].items()
    }
    contexts = {key: tuple(_elements(each, sources)) for key, each in value["contexts"].items()}
    return Book(
        {key: _set(key, each, sources) for key, each in value["crimes"].items()},
        {key: _set(key, each, sources) for key, each in value["modes"].items()},
        contexts,
        tuple(_elements(value["mind"], sources)),
        {
            (each["country"], each["mode"], each["element"]): _element(each["element"], each, each["source"], sources)
            for each in value["variants"]
        },
        date.fromisoformat(value["as_of"]),
        date.fromisoformat(value["review_by"]),
    )


def _set(code: str, value: Mapping[str, Any], sources: Mapping[str, Authority]) -> Set:
    offence = value.get("offence")
    return Set(
        code, value["name"], tuple(_elements(value, sources)), None if offence is None else Offence(offence),
        value.get("context"),
    )  # fmt: skip


def _elements(value: Mapping[str, Any], sources: Mapping[str, Authority]) -> Iterator[Element]:
    for code, each in value["elements"].items():
        yield _element(code, each, each.get("source", value.get("source")), sources)


def _element(code: str, value: Mapping[str, Any], source: Any, sources: Mapping[str, Authority]) -> Element:
    texts = {language: str(value.get(language) or "") for language in ("en", "ar")}
    if source not in sources or value.get("kind") not in KINDS or value.get("base") not in BASES:
        raise Refusal("case.element-not-read", code=code)
    if not all(texts.values()):
        raise Refusal("case.element-not-read", code=code)
    return Element(code, value["kind"], value["base"], texts, sources[source])
