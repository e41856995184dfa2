"""The consolidated list of the United Nations Security Council, as XML.

* FIRST_NAME to FOURTH_NAME are parts in order, not given and family names.
* An alias is Good (strong), Low (weak) or neither; an empty one is none. Several may stand in one field.
* Birth: an exact date or year; about a year; **between two years**, which is an interval; a month in a note.
* An alias may have birth data of its own: kept with the name, and as one more date of the person.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from isnad.sanctions.lists import addresses, dates, documents, fields
from isnad.sanctions.lists.account import Account
from isnad.sanctions.lists.documents import Document
from isnad.sanctions.lists.draft import Draft, Entity
from isnad.sanctions.lists.trees import branches, strangers, text, texts
from isnad.words import Refusal

SOURCE = "un"
ROOT = "CONSOLIDATED_LIST"
_SCHEMATA = {"INDIVIDUAL": "Person", "ENTITY": "Organization"}
_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_KNOWN = frozenset(
    [
        "DATAID",
        "VERSIONNUM",
        "UN_LIST_TYPE",
        "REFERENCE_NUMBER",
        "LISTED_ON",
        "GENDER",
        "NAME_ORIGINAL_SCRIPT",
        "COMMENTS1",
        "TITLE",
        "DESIGNATION",
        "NATIONALITY",
        "LIST_TYPE",
        "LAST_DAY_UPDATED",
        "INDIVIDUAL_ALIAS",
        "INDIVIDUAL_ADDRESS",
        "INDIVIDUAL_DATE_OF_BIRTH",
        "INDIVIDUAL_PLACE_OF_BIRTH",
        "INDIVIDUAL_DOCUMENT",
        "ENTITY_ALIAS",
        "ENTITY_ADDRESS",
        "SORT_KEY",
        "SORT_KEY_LAST_MOD",
        "NATIONALITY2",
        "SUBMITTED_ON",
        "SUBMITTED_BY",
    ]
) | {*_PARTS}
_STRENGTHS = {"good": "strong", "low": "weak"}


def read(path: Path, account: Account) -> Iterator[Entity]:
    """The entities of the list."""
    seen: set[str] = set()
    for line, element in branches(path, _SCHEMATA):
        if element.tag == ROOT:
            account.issued = element.get("dateGenerated", "")[:10] or None
            continue
        if element.tag not in _SCHEMATA:
            raise Refusal("lists.other-list", file=path.name, root=element.tag)
        account.rows += 1
        key = text(element, "REFERENCE_NUMBER") or text(element, "DATAID")
        if not key or not text(element, "FIRST_NAME") or key in seen:
            account.refuse(path.name, line, "number-twice" if key in seen else "no-number", key)
            continue
        seen.add(key)
        draft = Draft(SOURCE, _SCHEMATA[element.tag], key, file=path.name, line=line)
        yield from _Entry(draft, element, account, path.name, line).entities()


class _Entry:
    def __init__(self, draft: Draft, element: Element, account: Account, file: str, line: int) -> None:
        self.draft, self.element, self.account, self.file, self.line = draft, element, account, file, line

    def entities(self) -> Iterator[Entity]:
        for tag in strangers(self.element, _KNOWN):
            self.account.leave(tag)
        self._names()
        parts = [*self._documents(), *self._addresses(), self._sanction()]
        if self.draft.schema == "Person":
            self._person()
        for nationality in self.element.findall("NATIONALITY"):
            self.draft.country(
                "nationality" if self.draft.schema == "Person" else "country", *texts(nationality, "VALUE")
            )
        self.draft.add("notes", text(self.element, "COMMENTS1"))
        yield self.draft.as_entity()
        yield from (part.as_entity() for part in parts)

    def _names(self) -> None:
        draft, element = self.draft, self.element
        draft.name(" ".join(filter(None, (text(element, part) for part in _PARTS))), line=self.line)
        for name in fields.names(text(element, "NAME_ORIGINAL_SCRIPT")):
            draft.name(name, "original", line=self.line)
        for alias in [*element.iter("INDIVIDUAL_ALIAS"), *element.iter("ENTITY_ALIAS")]:
            quality = text(alias, "QUALITY").lower()
            born = dates.read(text(alias, "DATE_OF_BIRTH"))
            place = ", ".join(filter(None, (text(alias, "CITY_OF_BIRTH"), text(alias, "COUNTRY_OF_BIRTH"))))
            for name in fields.names(text(alias, "ALIAS_NAME")):
                draft.name(
                    name, "former" if quality.startswith("f") else "alias", strength=_STRENGTHS.get(quality, ""),
                    born=born.edtf if born else "", born_in=place, note=text(alias, "NOTE"), line=self.line,
                )  # fmt: skip
            if draft.schema == "Person":
                draft.date("birthDate", born.edtf if born else None)
                draft.add("birthPlace", place)

    def _person(self) -> None:
        draft, element = self.draft, self.element
        for birth in element.iter("INDIVIDUAL_DATE_OF_BIRTH"):
            edtf = born(birth)
            draft.date("birthDate", edtf)
            note = text(birth, "NOTE")
            if not edtf and note:
                draft.keep("birthDate", note)
                self.account.doubt(self.file, self.line, "date-not-read", note)
        for place in element.iter("INDIVIDUAL_PLACE_OF_BIRTH"):
            told = [text(place, tag) for tag in ("CITY", "STATE_PROVINCE", "COUNTRY")]
            draft.add("birthPlace", ", ".join(filter(None, told)))
            draft.country("birthCountry", text(place, "COUNTRY"))
        draft.gender(text(element, "GENDER"))
        for tag, name in (("TITLE", "title"), ("DESIGNATION", "position")):
            for holder in element.findall(tag):
                draft.add(name, *texts(holder, "VALUE"))

    def _documents(self) -> Iterator[Draft]:
        for each in self.element.iter("INDIVIDUAL_DOCUMENT"):
            kind = text(each, "TYPE_OF_DOCUMENT") or text(each, "TYPE_OF_DOCUMENT2") or "Identification"
            issued = dates.read(text(each, "DATE_OF_ISSUE"))
            country = text(each, "ISSUING_COUNTRY") or text(each, "COUNTRY_OF_ISSUE")
            note = "; ".join(filter(None, (text(each, "TYPE_OF_DOCUMENT2"), text(each, "NOTE"))))
            document = Document(
                kind, text(each, "NUMBER"), country, issued.edtf if issued else None,
                authority=text(each, "CITY_OF_ISSUE"), note=note,
            )  # fmt: skip
            if paper := documents.enter(self.draft, document):
                yield paper

    def _addresses(self) -> Iterator[Draft]:
        for each in [*self.element.iter("INDIVIDUAL_ADDRESS"), *self.element.iter("ENTITY_ADDRESS")]:
            place = addresses.address(
                self.draft, country=text(each, "COUNTRY"), remark=text(each, "NOTE"), street=text(each, "STREET"),
                city=text(each, "CITY"), state=text(each, "STATE_PROVINCE"), postalCode=text(each, "ZIP_CODE"),
            )  # fmt: skip
            if place:
                yield place

    def _sanction(self) -> Draft:
        element = self.element
        self.draft.add("topics", "sanction")
        sanction = self.draft.part("Sanction", "sanction", text(element, "UN_LIST_TYPE"))
        sanction.add("entity", self.draft.id)
        sanction.add("authority", "United Nations Security Council")
        sanction.add("program", text(element, "UN_LIST_TYPE"))
        sanction.add("unscId", text(element, "REFERENCE_NUMBER"))
        sanction.add("authorityId", text(element, "DATAID"))
        sanction.date("listingDate", _day(text(element, "LISTED_ON")))
        for value in texts(element.find("LAST_DAY_UPDATED") or Element("none"), "VALUE"):
            sanction.date("modifiedAt", _day(value))
        return sanction


def born(birth: Element) -> str | None:
    """One block of birth data as EDTF: exact, about, or between."""
    kind, note = text(birth, "TYPE_OF_DATE").upper(), text(birth, "NOTE")
    about = kind == "APPROXIMATELY" or note.lower().startswith("approx")
    mark = "~" if about else ""
    first, last = text(birth, "FROM_YEAR"), text(birth, "TO_YEAR")
    if first and last:
        return dates.span(*(f"{year[:4]}{mark}" for year in sorted((first, last))))
    found = (
        dates.read(text(birth, "DATE"))
        or dates.read(f"{note} {text(birth, 'YEAR')}")
        or dates.read(text(birth, "YEAR"))
    )
    found = found or dates.read(note)
    if not found:
        return None
    return found.edtf + (mark if not found.edtf.endswith("~") and "/" not in found.edtf else "")


def _day(words: str) -> str | None:
    found = dates.read(words[:10])
    return found.edtf if found else None
