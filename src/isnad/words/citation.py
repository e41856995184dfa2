"""Where a claim points: an item, a path or an entry, and a place inside it (W3C Web Annotation selectors)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from isnad.words.errors import Refusal


@dataclass(frozen=True, slots=True)
class Whole:
    """All of it."""

    def as_json(self) -> dict[str, Any]:
        return {"type": "whole"}


@dataclass(frozen=True, slots=True, order=True)
class Region:
    """A rectangle of a photograph, in pixels of the original, before any rotation: left, top, width, height."""

    left: int
    top: int
    width: int
    height: int

    def __post_init__(self) -> None:
        if min(self.left, self.top) < 0 or min(self.width, self.height) < 1:
            raise Refusal("words.not-a-region")

    def selector(self) -> str:
        """As a W3C Media Fragment: ``xywh=pixel:120,44,300,80``."""
        return f"xywh=pixel:{self.left},{self.top},{self.width},{self.height}"

    @classmethod
    def parse(cls, text: str) -> Region:
        """From ``xywh=pixel:…``."""
        found = re.fullmatch(r"xywh=pixel:(\d{1,9}),(\d{1,9}),(\d{1,9}),(\d{1,9})", text)
        if not found:
            raise Refusal("words.not-a-region")
        return cls(*(int(number) for number in found.groups()))

    def fits(self, width: int, height: int) -> bool:
        """Whether it lies inside a picture of ``width`` × ``height`` pixels."""
        return self.left + self.width <= width and self.top + self.height <= height

    def as_json(self) -> dict[str, Any]:
        return {"type": "region", "value": self.selector()}


@dataclass(frozen=True, slots=True)
class Quote:
    """Words on a page of a document; pages count from 1, 0 where the document has none."""

    page: int
    exact: str

    def __post_init__(self) -> None:
        if self.page < 0 or not self.exact:
            raise Refusal("words.not-a-quote")

    def as_json(self) -> dict[str, Any]:
        return {"type": "quote", "page": self.page, "exact": self.exact}


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a recording, in milliseconds from its beginning."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise Refusal("words.not-a-span")

    def as_json(self) -> dict[str, Any]:
        return {"type": "span", "start": self.start, "end": self.end}


@dataclass(frozen=True, slots=True)
class PathPart:
    """A part of the path under which an item was received, named by its index alone: the path itself is sealed."""

    index: int

    def __post_init__(self) -> None:
        if self.index < 0:
            raise Refusal("words.not-a-path-part")

    def as_json(self) -> dict[str, Any]:
        return {"type": "path-part", "index": self.index}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text, as of a file with a record a line; lines count from 1."""

    number: int

    def __post_init__(self) -> None:
        if self.number < 1:
            raise Refusal("words.not-a-line")

    def as_json(self) -> dict[str, Any]:
        return {"type": "line", "number": self.number}


Selector = Whole | Region | Quote | Span | PathPart | Line


def selector_from(value: dict[str, Any]) -> Selector:
    """The selector that ``as_json`` wrote."""
    try:
        match value["type"]:
            case "whole":
                return Whole()
            case "region":
                return Region.parse(value["value"])
            case "quote":
                return Quote(value["page"], value["exact"])
            case "span":
                return Span(value["start"], value["end"])
            case "path-part":
                return PathPart(value["index"])
            case "line":
                return Line(value["number"])
            case _:
                raise Refusal("words.not-a-selector")
    except (KeyError, TypeError) as error:
        raise Refusal("words.not-a-selector") from error


@dataclass(frozen=True, slots=True)
class Citation:
    """An entry (of an item, an accession, a claim) by its number, and a place inside what it received."""

    entry: int
    selector: Selector = Whole()

    def __post_init__(self) -> None:
        if self.entry < 0:
            raise Refusal("words.not-an-entry")

    def as_json(self) -> dict[str, Any]:
        return {"entry": self.entry, "selector": self.selector.as_json()}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Citation:
        """The citation that ``as_json`` wrote."""
        try:
            return cls(value["entry"], selector_from(value["selector"]))
        except (KeyError, TypeError) as error:
            raise Refusal("words.not-a-citation") from error
