"""An entity of FollowTheMoney in the making, with what that model has no place for kept beside it.

 * ``properties`` holds only what FollowTheMoney's own types accept, so that its tools lose nothing when they read it.
 * ``edtf`` holds each date as the list meant it ("1962/1964", "1953~"); ``properties`` has plain years for the same.
 * ``names`` holds each name with its kind (primary, alias, former, original), its strength as the list states it
   (strong, weak, or nothing where the list says nothing), its script and language, and the line on which it stands.
 * ``as_read`` holds what was meant for a property but is not of its type ("Palestinian" is a nationality, no country).
 * ``cited`` names the file and the line. These four travel through FollowTheMoney's tools as an entity's context.

**Ids** are ``<list>-<key>`` where the issuer's own key is letters, digits and points, else ``<list>-x<digest>``; what
belongs to an entity is ``<its id>-<kind>-<digest>``. A digest is of canonical JSON of a list, so no two ways of cutting
the same letters into parts meet in one id. The same file gives the same ids; so does its next version.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any

from isnad.sanctions.lists import countries, dates
from isnad.words import canonical

Entity = dict[str, Any]  # a FollowTheMoney entity as JSON

_OWN_KEY = re.compile(r"[0-9A-Za-z][0-9A-Za-z.]*")
_KINDS = {"primary": "name", "original": "name", "alias": "alias", "former": "previousName"}
_GENDERS = {"m": "male", "male": "male", "f": "female", "female": "female"}
_FLIPPED = re.compile(r"([^,]+), ([^,]+(?:, (?:Jr|Sr)\.?)?)")


def identifier(source: str, key: str) -> str:
    """The id of a listed entity from its issuer's own key."""
    return f"{source}-{key if _OWN_KEY.fullmatch(key) else 'x' + digest(key)}"


def digest(*parts: str) -> str:
    """Twenty hexadecimal characters that stand for these parts and this way of cutting them."""
    return hashlib.sha256(canonical(list(parts))).hexdigest()[:20]


def told_in_order(name: str) -> str:
    """ "LAST, First" as a person says it: "First LAST"; other names as they are."""
    found = _FLIPPED.fullmatch(name)
    return f"{found[2]} {found[1]}" if found else name


class Draft:
    """One entity being filled. Empty values are nothing; a value given twice is there once; order is kept."""

    def __init__(self, source: str, schema: str, key: str, *, file: str = "", line: int = 0, id_: str = "") -> None:
        self.source = source
        self.schema = schema
        self.id = id_ or identifier(source, key)
        self._cited = {"file": file, "line": line}
        self._properties: dict[str, dict[str, None]] = {}
        self._names: dict[tuple[str, str], dict[str, Any]] = {}
        self._edtf: dict[str, dict[str, None]] = {}
        self._as_read: dict[str, dict[str, None]] = {}

    def add(self, name: str, *values: str | None) -> None:
        """Values of a property, blanks taken off at both ends."""
        for value in values:
            words = " ".join(value.split()) if value else ""
            if words:
                self._properties.setdefault(name, {})[words] = None

    def keep(self, name: str, *values: str | None) -> None:
        """Words that were meant for a property and are not of its type."""
        for value in values:
            if value and value.strip():
                self._as_read.setdefault(name, {})[" ".join(value.split())] = None

    def name(self, text: str | None, kind: str = "primary", *, strength: str = "", **told: Any) -> None:
        """A name, where it is one. ``told`` may hold script, language, line, parts and the name as written."""
        words = " ".join((text or "").split())
        if not any(character.isalnum() for character in words):
            return
        weak = strength == "weak"
        self.add("weakAlias" if weak else _KINDS[kind], words)
        entry = {"name": words, "kind": kind, "strength": strength} | {key: v for key, v in told.items() if v}
        self._names.setdefault((words, kind), entry)

    def date(self, name: str, edtf: str | None) -> None:
        """A date in EDTF: as it is beside the properties, as plain dates among them."""
        if edtf:
            self._edtf.setdefault(name, {})[edtf] = None
            self.add(name, *dates.plain(edtf))

    def country(self, name: str, *values: str | None) -> None:
        """Countries by their names; what is not known as one is kept as read."""
        for value in values:
            if not value or not value.strip():
                continue
            if found := countries.code(value):
                self.add(name, found)
            else:
                self.keep(name, value)

    def gender(self, value: str | None) -> None:
        """Male or female where the list says so in a word that is known; else as read."""
        if not value or not value.strip():
            return
        if found := _GENDERS.get(value.strip().lower()):
            self.add("gender", found)
        else:
            self.keep("gender", value)

    def part(self, schema: str, kind: str, *key: str) -> Draft:
        """A new entity that belongs to this one: a sanction, a document, an address, a link."""
        part = Draft(self.source, schema, "", id_=f"{self.id}-{kind}-{digest(*key)}")
        part._cited = self._cited
        return part

    def has(self, name: str) -> bool:
        """Whether the property has a value."""
        return name in self._properties

    def first(self, name: str) -> str:
        """The first value of a property, or nothing."""
        return next(iter(self._properties.get(name, ())), "")

    def as_entity(self) -> Entity:
        """As JSON."""
        entity: Entity = {
            "id": self.id,
            "schema": self.schema,
            "properties": {name: list(values) for name, values in self._properties.items()},
            "datasets": [self.source],
            "cited": self._cited,
        }
        if self._names:
            entity["names"] = list(self._names.values())
        for key, kept in (("edtf", self._edtf), ("as_read", self._as_read)):
            if kept:
                entity[key] = {name: list(values) for name, values in kept.items()}
        return entity
