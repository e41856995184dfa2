"""XML lists as a stream of elements, each with the line on which it begins. Memory holds one element at a time.

* A document type declaration is refused before anything is read further: no list has one, and only there can an
  entity be declared that expands a thousandfold or points outside. Nothing is ever fetched.
* A file that ends before its root is closed, or is not well formed, ends the reading with a refusal that says the
  line: what came before it is no list.
* Elements lie in no namespace here: OFAC and the EU changed theirs more than once. Depth is limited.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from isnad.words import Refusal

DEEPEST = 64
_CHUNK = 256 * 1024


class Branch(NamedTuple):
    """An element with everything in it, and the line on which it begins."""

    line: int
    element: Element


def branches(path: Path, wanted: Iterable[str]) -> Iterator[Branch]:
    """Every element called one of ``wanted``, from top to bottom; what lies inside one is not given again.

    The root itself comes first, without its children, for the attributes that it carries.
    """
    gatherer = _Gatherer(path.name, frozenset(wanted))
    with path.open("rb") as stream:
        chunk = stream.read(_CHUNK)
        while chunk:
            following = stream.read(_CHUNK)
            gatherer.feed(chunk if following else chunk.rstrip(b"\x1a"))  # DOS's end of file is no XML
            yield from gatherer.taken()
            chunk = following
        gatherer.feed(b"", last=True)
        yield from gatherer.taken()


def begins_as_xml(start: bytes) -> bool:
    """Whether a file that starts with these bytes is XML, in whatever encoding, with or without its mark."""
    return start.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0").startswith(b"<")


def text(element: Element, path: str) -> str:
    """The text of a child, or nothing."""
    return " ".join((element.findtext(path) or "").split())


def strangers(element: Element, known: frozenset[str]) -> list[str]:
    """The children whose tags are not among those that are known: what an issuer has added since this was written."""
    return [child.tag for child in element if child.tag not in known]


def texts(element: Element, tag: str) -> list[str]:
    """The texts of every descendant with this tag that has one, in order."""
    return [words for each in element.iter(tag) if (words := " ".join((each.text or "").split()))]


class _Gatherer:
    def __init__(self, name: str, wanted: frozenset[str]) -> None:
        self.name, self.wanted = name, wanted
        self.depth = 0
        self.inside = 0  # the depth at which the element that is being gathered began
        self.builder = TreeBuilder()
        self.line = 0
        self.found: list[Branch] = []
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._data
        self.parser.StartDoctypeDeclHandler = self._doctype

    def feed(self, chunk: bytes, *, last: bool = False) -> None:
        try:
            self.parser.Parse(chunk, last)
        except expat.ExpatError as error:
            code = "lists.cut-off" if last else "lists.not-well-formed"
            raise Refusal(code, file=self.name, line=error.lineno) from error
        except (ValueError, LookupError) as error:  # an encoding that is declared and does not exist
            raise Refusal("lists.not-text", file=self.name) from error

    def taken(self) -> list[Branch]:
        taken, self.found = self.found, []
        return taken

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise Refusal("lists.too-deep", file=self.name, line=self.parser.CurrentLineNumber)
        bare = tag.rpartition("}")[2]
        if self.inside:
            self.builder.start(bare, attributes)
        elif bare in self.wanted:
            self.inside, self.line = self.depth, self.parser.CurrentLineNumber
            self.builder = TreeBuilder()
            self.builder.start(bare, attributes)
        elif self.depth == 1:
            self.found.append(Branch(self.parser.CurrentLineNumber, Element(bare, attributes)))

    def _end(self, tag: str) -> None:
        if self.inside:
            self.builder.end(tag.rpartition("}")[2])
            if self.inside == self.depth:
                self.found.append(Branch(self.line, self.builder.close()))
                self.inside = 0
        self.depth -= 1

    def _data(self, data: str) -> None:
        if self.inside:
            self.builder.data(data)

    def _doctype(self, *_: object) -> None:
        raise Refusal("lists.document-type", file=self.name, line=self.parser.CurrentLineNumber)
