"""The EU's list of asset freezes (FSF), XML 1.1. It has no sectoral annexes.

* No name is marked as the main one: the first strong name in Latin letters is taken as such; the same name repeated
  for each amending regulation is one name.
* ``strong="false"`` is a weak alias; so is one whose remark says low quality, whatever its spelling.
* Each regulation is a basis of its own. A birth date of another calendar is kept as read, not converted.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from isnad.sanctions.lists import addresses, countries, dates, documents, fields
from isnad.sanctions.lists.account import Account
from isnad.sanctions.lists.documents import Document
from isnad.sanctions.lists.draft import Draft, Entity
from isnad.sanctions.lists.trees import branches, strangers, text
from isnad.words import Refusal

SOURCE = "eu"
ROOT = "export"
_SCHEMATA = {"person": "Person", "p": "Person", "enterprise": "Organization", "e": "Organization"}
_KNOWN = frozenset(
    ["remark", "regulation", "subjectType", "nameAlias", "address", "birthdate", "citizenship", "identification"]
)
_CONTACTS = {"PHONE": "phone", "FAX": "phone", "EMAIL": "email", "WEB": "website"}


def read(path: Path, account: Account) -> Iterator[Entity]:
    """The entities of the list."""
    seen: set[str] = set()
    for line, element in branches(path, ("sanctionEntity",)):
        if element.tag == ROOT:
            account.issued = element.get("generationDate", "")[:10] or None
            continue
        if element.tag != "sanctionEntity":
            raise Refusal("lists.other-list", file=path.name, root=element.tag)
        account.rows += 1
        key = element.get("euReferenceNumber") or element.get("logicalId") or ""
        kind = element.find("subjectType")
        codes = [kind.get(name, "").lower() for name in ("code", "classificationCode")] if kind is not None else []
        schema = next((_SCHEMATA[each] for each in codes if each in _SCHEMATA), None)
        if not key or key in seen or schema is None:
            reason = "number-twice" if key in seen else "no-number" if not key else "unknown-kind"
            account.refuse(path.name, line, reason, key)
            continue
        seen.add(key)
        draft = Draft(SOURCE, schema, key, file=path.name, line=line)
        yield from _Entry(draft, element, account, path.name, line).entities()


class _Entry:
    def __init__(self, draft: Draft, element: Element, account: Account, file: str, line: int) -> None:
        self.draft, self.element, self.account, self.file, self.line = draft, element, account, file, line

    def entities(self) -> Iterator[Entity]:
        draft, element = self.draft, self.element
        for tag in strangers(element, _KNOWN):
            self.account.leave(tag)
        self._names()
        for birth in element.findall("birthdate"):
            self._born(birth)
        for each in element.findall("citizenship"):
            self._country("nationality" if draft.schema == "Person" else "country", each)
        parts = [paper for each in element.findall("identification") if (paper := self._document(each))]
        parts += [place for each in element.findall("address") if (place := self._address(each))]
        parts += self._sanctions()
        draft.add("notes", text(element, "remark"), element.get("designationDetails"))
        if not draft.has("name"):
            self.account.doubt(self.file, self.line, "no-name", draft.id)
        yield draft.as_entity()
        yield from (part.as_entity() for part in parts)

    def _names(self) -> None:
        aliases = [(alias, told) for alias in self.element.findall("nameAlias") if (told := _whole(alias))]
        strong = [told for alias, told in aliases if _strength(alias) == "strong"]
        main = next((told for told in strong if fields.is_latin(told)), strong[0] if strong else None)
        for alias, told in aliases:
            kind = "primary" if told == main else "alias"
            language = alias.get("nameLanguage", "").lower()
            remark = text(alias, "remark")
            strength = (
                "strong" if kind == "primary" else _strength(alias)
            )  # the same name, weak elsewhere, is the main one
            self.draft.name(told, kind, strength=strength, language=language, note=remark, line=self.line)
            self.draft.add("title", *fields.several(alias.get("title")) if self.draft.schema == "Person" else ())
            functions = fields.several(alias.get("function"))
            self.draft.add("position" if self.draft.schema == "Person" else "notes", *functions)
            if self.draft.schema == "Person":
                self.draft.gender(alias.get("gender"))

    def _born(self, birth: Element) -> None:
        if self.draft.schema != "Person":
            return
        edtf = born(birth)
        told = " ".join(f"{key}={birth.get(key)}" for key in ("birthdate", "year", "calendarType") if birth.get(key))
        self.draft.date("birthDate", edtf)
        if edtf is None and told:
            self.draft.keep("birthDate", told)
            self.account.doubt(self.file, self.line, "date-not-read", told)
        place = [birth.get(key, "") for key in ("city", "place", "region")] + [_country_name(birth)]
        self.draft.add("birthPlace", ", ".join(filter(None, place)))
        self._country("birthCountry", birth)

    def _country(self, name: str, element: Element) -> None:
        found = countries.by_iso(element.get("countryIso2Code", "")) or countries.code(_country_name(element))
        if found:
            self.draft.add(name, found)
        else:
            self.draft.keep(name, _country_name(element))

    def _document(self, each: Element) -> Draft | None:
        number = each.get("number") or each.get("latinNumber") or ""
        issued, expires = (dates.read(each.get(key, "")) for key in ("issueDate", "validTo"))
        flags = [
            key for key in ("knownFalse", "knownExpired", "reportedLost", "revokedByIssuer") if each.get(key) == "true"
        ]
        note = "; ".join(filter(None, [text(each, "remark"), each.get("nameOnDocument", ""), *flags]))
        label = each.get("identificationTypeCode") or each.get("identificationTypeDescription") or "other"
        return documents.enter(
            self.draft,
            Document(
                label, number, _country_name(each), issued.edtf if issued else None, expires.edtf if expires else None,
                each.get("issuedBy", ""), note,
            ),
        )  # fmt: skip

    def _address(self, each: Element) -> Draft | None:
        for contact in each.iter("contactInfo"):
            name = _CONTACTS.get(contact.get("key", "").upper(), "notes")
            self.draft.add(name, *fields.several(contact.get("value")))
        return addresses.address(
            self.draft, country=_country_name(each), remark=text(each, "remark"), street=each.get("street", ""),
            city=each.get("city", ""), region=each.get("region") or each.get("place") or "",
            postalCode=each.get("zipCode", ""), postOfficeBox=each.get("poBox", ""),
        )  # fmt: skip

    def _sanctions(self) -> Iterator[Draft]:
        self.draft.add("topics", "sanction")
        bases = self.element.findall("regulation")
        for basis in bases or [Element("regulation")]:
            programme, title = basis.get("programme", ""), basis.get("numberTitle", "")
            sanction = self.draft.part("Sanction", "sanction", programme, title)
            sanction.add("entity", self.draft.id)
            sanction.add("authority", "European Union")
            sanction.add("country", "eu")
            sanction.add("program", programme)
            sanction.add("reason", title)
            sanction.add("sourceUrl", text(basis, "publicationUrl"))
            sanction.add("unscId", self.element.get("unitedNationId"))
            sanction.add("authorityId", self.element.get("euReferenceNumber"))
            for name, day in (
                ("listingDate", basis.get("publicationDate", "")),
                ("startDate", basis.get("entryIntoForceDate", "")),
                ("startDate", self.element.get("designationDate", "")),
            ):
                found = dates.read(day)
                sanction.date(name, found.edtf if found else None)
            yield sanction


def born(birth: Element) -> str | None:
    """A birth date of the Gregorian calendar as EDTF: a day, a year, about a year, or from one year to another."""
    if birth.get("calendarType", "GREGORIAN").upper() not in ("GREGORIAN", ""):
        return None
    about = birth.get("circa") == "true"
    first, last = birth.get("yearRangeFrom", ""), birth.get("yearRangeTo", "")
    if first and last:
        return dates.span(*(f"{year}{'~' if about else ''}" for year in (first, last)))
    if first or last:  # an open range: from a year on, or up to one
        return f"{first or '..'}/{last or '..'}"
    whole = dates.read(birth.get("birthdate", ""))
    if whole:
        return whole.edtf + ("~" if about else "")
    return dates.parts(birth.get("year"), birth.get("monthOfYear"), birth.get("dayOfMonth"), about=about)


def _whole(alias: Element) -> str:
    told = alias.get("wholeName") or " ".join(alias.get(key, "") for key in ("firstName", "middleName", "lastName"))
    return " ".join(told.split())


def _strength(alias: Element) -> str:
    said = fields.quality(text(alias, "remark"))
    return "weak" if said == "weak" or alias.get("strong", "true").lower() == "false" else "strong"


def _country_name(element: Element) -> str:
    name = element.get("countryDescription", "")
    return "" if name.upper() == "UNKNOWN" else name
