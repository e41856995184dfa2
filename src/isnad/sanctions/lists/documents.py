"""Numbers that identify: which property takes a number that a list calls "Cedula No.", and the document it stands on.

The labels are data (``documents.yaml``). A label that is not there still gives an identification of its own, with the
label as its type; no number is dropped because its kind is new. Numbers are kept as written, ``-0-`` and all.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import NamedTuple

from isnad.sanctions.lists.draft import Draft

_HOLDERS = {"Person", "LegalEntity", "Organization", "Company"}
_OF_PERSONS = {"passportNumber", "socialSecurityNumber"}
_OF_COMPANIES = {"bikCode", "kppCode"}
_OF_VESSELS = {"imoNumber", "mmsi", "registrationNumber"}
_OF_AIRCRAFT = {"registrationNumber", "serialNumber"}


class Document(NamedTuple):
    """A number with what is said of it; dates in EDTF."""

    label: str
    number: str
    country: str = ""
    issued: str | None = None
    expires: str | None = None
    authority: str = ""
    note: str = ""


@cache
def labels() -> dict[str, str]:
    """The property for each known label, in small letters."""
    import yaml

    table = yaml.safe_load(resources.files(__package__).joinpath("documents.yaml").read_text("utf-8"))
    return {label: name for name, known in table.items() for label in known}


def enter(draft: Draft, document: Document) -> Draft | None:
    """Puts the number on the entity; gives the document as an entity where its holder can hold one."""
    if not document.number.strip():
        return None
    label = document.label.casefold().strip(" :")
    name = labels().get(label) or labels().get(label.removesuffix("#").strip(), "idNumber")
    _put(draft, name, document)
    if draft.schema not in _HOLDERS:
        return None
    paper = draft.part(
        "Passport" if name == "passportNumber" else "Identification", "document", *map(str, document[:3])
    )
    paper.add("holder", draft.id)
    paper.add("type", document.label.strip(" :"))
    paper.add("number", document.number)
    if name == "passportNumber":
        paper.add("passportNumber", document.number)
    paper.country("country", document.country)
    paper.date("startDate", document.issued)
    paper.date("endDate", document.expires)
    paper.add("authority", document.authority)
    paper.add("summary", document.note)
    return paper


def _put(draft: Draft, name: str, document: Document) -> None:
    """The property, or the nearest one that this kind of entity has."""
    number = document.number
    if name == "imoNumber":
        number = number.upper().removeprefix("IMO").strip(" :")
    if _fits(draft.schema, name):
        draft.add(name, number)
    elif draft.schema in _HOLDERS:
        draft.add("registrationNumber" if name in ("mmsi", "imoNumber", *_OF_COMPANIES) else "idNumber", number)
    else:
        draft.add("notes", f"{document.label}: {document.number}")


def _fits(schema: str, name: str) -> bool:
    if schema == "Vessel":
        return name in _OF_VESSELS
    if schema == "Airplane":
        return name in _OF_AIRCRAFT
    if name in _OF_PERSONS:
        return schema == "Person"
    if name == "imoNumber":
        return schema in ("Organization", "Company")
    return name not in _OF_COMPANIES and name not in ("mmsi", "giiNumber")
