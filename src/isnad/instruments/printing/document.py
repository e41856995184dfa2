"""A document as values, and typst as its printer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import typst

from isnad.words import Moment


@dataclass(frozen=True, slots=True)
class Ltr:
    """Text that is read left to right in any language: a hash, a number, a date in digits."""

    text: str


Cell = str | Ltr


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside the document."""

    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    text: Cell


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and their values, one a line."""

    rows: Sequence[tuple[str, Cell]]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a head; its head is repeated on every page."""

    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[int] = field(default_factory=tuple)  # relative; equal where none are given


@dataclass(frozen=True, slots=True)
class Sourced:
    """A sentence, its number, and in the margin what it rests on; ``indent`` sets it under the one before."""

    number: int
    text: Cell
    sources: Sequence[str]
    indent: int = 0


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


Part = Heading | Text | Facts | Table | Sourced | PageBreak


@dataclass(frozen=True, slots=True)
class Document:
    """What is printed: its title, the line under it, and its parts, in one language."""

    language: str  # ISO 639-1; Arabic is set from right to left
    title: str
    subtitle: str
    parts: Sequence[Part]


def pdf(document: Document, at: Moment) -> bytes:
    """The document as PDF/A-2b, dated ``at``."""
    data = json.dumps(_as_data(document), ensure_ascii=False)
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[_fonts()])
    return typst.compile(
        _template(),
        format="pdf",
        sys_inputs={"document": data},
        font_paths=fonts,
        pdf_standards=["a-2b"],
        timestamp=int(at.at.timestamp()),
    )


@cache
def _template() -> bytes:
    return resources.files(__package__).joinpath("document.typ").read_bytes()


def _fonts() -> Path:
    return Path(__file__).parent / "fonts"


def _as_data(document: Document) -> dict[str, Any]:
    return {
        "language": document.language,
        "title": document.title,
        "subtitle": document.subtitle,
        "parts": [_part(part) for part in document.parts],
    }


def _part(part: Part) -> dict[str, Any]:
    match part:
        case Heading(text):
            return {"kind": "heading", "text": text}
        case Text(text):
            return {"kind": "text", "text": _cell(text)}
        case Facts(rows):
            return {"kind": "facts", "rows": [[name, _cell(value)] for name, value in rows]}
        case Table(head, rows, widths):
            cells = [[_cell(cell) for cell in row] for row in rows]
            return {"kind": "table", "head": list(head), "rows": cells, "widths": list(widths) or [1] * len(head)}
        case Sourced(number, text, sources, indent):
            told = {"number": number, "sources": list(sources), "indent": indent}
            return {"kind": "sourced", "text": _cell(text), **told}
        case PageBreak():
            return {"kind": "break"}


def _cell(cell: Cell) -> dict[str, Any]:
    return {"ltr": True, "text": cell.text} if isinstance(cell, Ltr) else {"ltr": False, "text": cell}
