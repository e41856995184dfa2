"""Who is asked for: FollowTheMoney JSON lines, or one name a line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from isnad.sanctions.lists import dates
from isnad.words import Refusal, When

NAMES = ("name", "alias", "previousName", "weakAlias")
NUMBERS = (
    "passportNumber", "idNumber", "taxNumber", "registrationNumber", "imoNumber", "mmsi", "leiCode", "swiftBic",
    "innCode", "ogrnCode", "socialSecurityNumber", "vatCode", "dunsCode", "uscCode", "serialNumber", "icaoCode",
    "callSign",
)  # fmt: skip
COUNTRIES = ("nationality", "citizenship", "country", "birthCountry", "jurisdiction", "flag")
_SHORTEST_NUMBER = 5  # letters and digits; a shorter number is borne by too many


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of somebody besides the names: kind, dates of birth, countries, places, numbers."""

    schema: str = ""
    births: tuple[When, ...] = ()
    countries: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Asked:
    """One query: how it is called in the answer, its names, its facts."""

    words: str
    names: tuple[str, ...]
    facts: Facts = field(default_factory=Facts)
    id: str = ""


def read(path: Path) -> Iterator[Asked]:
    """The queries of a file, line by line. A file whose first line begins with a brace is JSON lines throughout."""
    try:
        with path.open("rb") as stream:
            as_json: bool | None = None
            for number, line in enumerate(stream, start=1):
                bare = line.removeprefix(b"\xef\xbb\xbf").strip()
                if not bare:
                    continue
                as_json = bare.startswith(b"{") if as_json is None else as_json
                yield _entity(bare, number, path.name) if as_json else _name(bare, number, path.name)
    except OSError as error:
        raise Refusal("lists.no-file", name=path.name) from error


def facts_of(entity: dict[str, Any]) -> Facts:
    """The facts of a FollowTheMoney entity; dates by their EDTF where it stands beside them."""
    said = entity.get("properties", {})
    born = entity.get("edtf", {}).get("birthDate") or said.get("birthDate", ())
    return Facts(
        schema=str(entity.get("schema", "")),
        births=tuple(when for each in born if (when := _when(str(each)))),
        countries=frozenset(str(value).lower() for name in COUNTRIES for value in said.get(name, ())),
        places=frozenset(_place(str(value)) for value in said.get("birthPlace", ()) if _place(str(value))),
        numbers=frozenset(number for name in NUMBERS for value in said.get(name, ()) if (number := plain(str(value)))),
    )


def plain(number: str) -> str:
    """A number as it is compared: its letters and digits; nothing where too few are left to mean somebody."""
    bare = "".join(character for character in number.upper() if character.isalnum())
    return bare if len(bare) >= _SHORTEST_NUMBER and any(character.isdigit() for character in bare) else ""


def _entity(line: bytes, number: int, file: str) -> Asked:
    try:
        entity = orjson.loads(line)
        names = tuple(dict.fromkeys(str(each) for name in NAMES for each in entity["properties"].get(name, ())))
        return Asked(names[0] if names else str(entity["id"]), names, facts_of(entity), str(entity.get("id", "")))
    except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        raise Refusal("lists.not-an-entity", file=file, line=number) from error


def _name(line: bytes, number: int, file: str) -> Asked:
    try:
        name = line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refusal("lists.not-utf8", file=file, line=number) from error
    return Asked(name, (name,))


def _when(text: str) -> When | None:
    try:
        return When.parse(text)
    except Refusal:
        found = dates.read(text)
        return When.parse(found.edtf) if found else None


def _place(text: str) -> str:
    """The first part of a place of birth, as it is compared."""
    return "".join(character for character in text.partition(",")[0].casefold() if character.isalnum())
