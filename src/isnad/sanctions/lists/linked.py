"""Relations that a list gives by name ("Linked To: DEBONO, Gordon"), resolved when the whole list has been read.

* A name that exactly one entity of the list bears as its main name, or failing that as an alias, is that entity.
* A name borne by none or by several becomes an entity of its own that is *not* listed (no topic), with the name.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from isnad.sanctions.lists.draft import Draft, Entity, digest


class Link(NamedTuple):
    """``subject`` stands in ``role`` to somebody known by name; ``line`` is where it says so."""

    subject: str
    role: str
    name: str
    schema: str = "UnknownLink"
    file: str = ""
    line: int = 0


_ENDS = {"UnknownLink": ("subject", "object"), "Ownership": ("asset", "owner")}


class Links:
    """Gathers names and links while a list is read, and gives the links' entities at its end."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._main: dict[str, set[str]] = {}
        self._other: dict[str, set[str]] = {}
        self._links: list[Link] = []

    def bears(self, id_: str, name: str, *, main: bool) -> None:
        """That entity bears this name, as the list writes it."""
        (self._main if main else self._other).setdefault(_key(name), set()).add(id_)

    def link(self, link: Link) -> None:
        """To be resolved at the end."""
        self._links.append(link)

    def entities(self) -> Iterator[Entity]:
        """Every link, and the entities that the list names without listing them."""
        made: set[str] = set()
        for link in self._links:
            other = self._one(link.name)
            if other is None:
                stub = Draft(self.source, "LegalEntity", "", id_=f"{self.source}-named-{digest(_key(link.name))}")
                stub.add("name", link.name)
                other = stub.id
                if other not in made:
                    made.add(other)
                    yield stub.as_entity()
            yield self._between(link, other)

    def _one(self, name: str) -> str | None:
        for names in (self._main, self._other):
            found = names.get(_key(name), set())
            if len(found) == 1:
                return next(iter(found))
            if found:
                return None
        return None

    def _between(self, link: Link, other: str) -> Entity:
        id_ = f"{link.subject}-link-{digest(link.role, link.name)}"
        draft = Draft(self.source, link.schema, "", file=link.file, line=link.line, id_=id_)
        subject, object_ = _ENDS[link.schema]
        draft.add(subject, link.subject)
        draft.add(object_, other)
        draft.add("role", link.role)
        return draft.as_entity()


def _key(name: str) -> str:
    return " ".join(name.split()).strip(" .").casefold()
