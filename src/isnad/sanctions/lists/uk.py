"""The United Kingdom's lists: the UK Sanctions List (CSV and XML, form of 2026), and OFSI's ConList, closed on 28
January 2026, for history.

 * One row for each product of name, address, birth date and number: rows with one Unique ID (Group ID) are one entity,
   wherever in the file they stand. Columns are known by their names; a column that is new is counted, not read.
 * Names 1 to 5 are given ones, Name 6 the family's or an entity's. *Alias strength* is stated for some only.
 * Dates are day/month/year; ``dd/11/1970`` and ``00/00/1975`` leave open what is not known; ``01/23/1970`` can only be
   American, is read so, and said.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

from isnad.sanctions.lists import addresses, dates, documents, fields
from isnad.sanctions.lists.account import Account
from isnad.sanctions.lists.documents import Document
from isnad.sanctions.lists.draft import Draft, Entity
from isnad.sanctions.lists.linked import Link, Links

_LABELLED = re.compile(r"([A-Za-z][A-Za-z /.]{1,40}?)\s*(?:number|no\.?)?\s*:\s*(\S*\d.*)", re.IGNORECASE)

Record = dict[str, str]  # one row, by our names of the columns (uk_files.COLUMNS)

_SCHEMATA = {"individual": "Person", "entity": "Organization", "ship": "Vessel"}
_AUTHORITIES = {
    "uk": "Foreign, Commonwealth & Development Office",
    "uk-conlist": "Office of Financial Sanctions Implementation",
}
_STRENGTHS = {"good": "strong", "low": "weak"}
_SHIP = {"imo": "imoNumber", "ship_type": "type", "tonnage": "tonnage", "hull": "registrationNumber"}
_OWNERS = {
    "owner": ("Ownership", "Current owner or operator"),
    "previous_owner": ("UnknownLink", "Previous owner or operator"),
}
_COMPANIES = {"parent": "Parent company", "subsidiaries": "Subsidiary"}


class Entries:
    """Gathers the rows of a list into entities; what cannot be placed is refused by its line."""

    def __init__(self, source: str, file: str, account: Account) -> None:
        self.source, self.file, self.account = source, file, account
        self.drafts: dict[str, Draft] = {}
        self.parts: dict[str, dict[str, Draft]] = {}
        self.links = Links(source)
        self.linked: set[tuple[str, str, str]] = set()

    def enter(self, record: Record, line: int) -> None:
        """One row of the list."""
        key = record.get("unique", "").strip()
        draft = self.drafts.get(key) or self._begin(key, record, line)
        if draft is None:
            return
        self._name(draft, record, line)
        if draft.schema == "Person":
            self._person(draft, record, line)
        if draft.schema == "Vessel":
            self._ship(draft, record, line)
        self._contacts(draft, record)
        for part in [
            *self._documents(draft, record),
            *self._address(draft, record),
            *self._sanction(draft, record, line),
        ]:
            self.parts[draft.id].setdefault(part.id, part)
        self._companies(draft, record, line)

    def entities(self) -> Iterator[Entity]:
        """What the rows came to."""
        for draft in self.drafts.values():
            if not draft.has("name"):
                self._promote(draft)
            yield draft.as_entity()
            yield from (part.as_entity() for part in self.parts[draft.id].values())
        yield from self.links.entities()

    def _begin(self, key: str, record: Record, line: int) -> Draft | None:
        schema = _SCHEMATA.get(record.get("kind", "").strip().lower())
        if not key or schema is None:
            self.account.refuse(self.file, line, "unknown-kind" if key else "no-number", key or record.get("name6", ""))
            return None
        draft = self.drafts[key] = Draft(self.source, schema, key, file=self.file, line=line)
        self.parts[draft.id] = {}
        draft.add("topics", "sanction")
        return draft

    def _promote(self, draft: Draft) -> None:
        """Only aliases arrived: the entity is not nameless, but that none of its names is the main one is said."""
        self.account.doubt(self.file, 0, "no-name", draft.id)
        draft.add("name", draft.first("alias") or draft.first("weakAlias"))

    def _name(self, draft: Draft, record: Record, line: int) -> None:
        kind_told = record.get("name_type", "").lower()
        alias = "alias" in kind_told or kind_told.startswith(("aka", "a.k.a", "fka"))
        strength = _STRENGTHS.get(record.get("strength", "").strip().lower().split(" ")[0], "")
        main = not alias and "variation" not in kind_told
        name = " ".join(filter(None, (record.get(f"name{number}", "").strip() for number in (1, 2, 3, 4, 5, 6))))
        kind = "former" if kind_told.startswith("fka") else "primary" if main else "alias"
        draft.name(name, kind, strength=strength if alias else "", line=line)
        if main:
            self.links.bears(draft.id, name, main=True)
        for own in fields.names(record.get("non_latin")):
            draft.name(own, "original" if main else "alias", strength=strength if alias else "",
                       language=record.get("language", ""), script=record.get("script", ""), line=line)  # fmt: skip

    def _person(self, draft: Draft, record: Record, line: int) -> None:
        for words in fields.several(record.get("born")):
            self.date(draft, "birthDate", words, line)
        for value in fields.several(record.get("nationality")):
            draft.country("nationality", value)
        draft.add("title", *fields.several(record.get("title")))
        draft.add("position", *fields.several(record.get("position")))
        for value in fields.several(record.get("gender")):
            draft.gender(value)
        towns, states = fields.several(record.get("town")), fields.several(record.get("birth_country"))
        draft.add("birthPlace", *towns)
        draft.country("birthCountry", *states)

    def date(self, draft: Draft, name: str, words: str, line: int) -> None:
        """A date with its doubts."""
        found = dates.read(words)
        if found is None:
            draft.keep(name, words)
            self.account.doubt(self.file, line, "date-not-read", words)
            return
        draft.date(name, found.edtf)
        if found.american:
            self.account.doubt(self.file, line, "american-date", words)

    def _ship(self, draft: Draft, record: Record, line: int) -> None:
        for ours, name in _SHIP.items():
            draft.add(name, *(each.upper().removeprefix("IMO").strip() if ours == "imo" else each
                              for each in fields.several(record.get(ours))))  # fmt: skip
        draft.country("flag", *fields.several(record.get("flag")))
        draft.country("pastFlags", *fields.several(record.get("past_flags")))
        if length := record.get("length", "").strip():
            draft.add("notes", f"Length: {length}")
        if found := dates.read(record.get("built", "")):
            draft.date("buildDate", found.edtf)
        for ours, (schema, role) in _OWNERS.items():
            self._link(draft, role, fields.several(record.get(ours)), line, schema)

    def _contacts(self, draft: Draft, record: Record) -> None:
        if draft.schema != "Vessel":
            draft.add("phone", *fields.several(record.get("phone")))
            draft.add("email", *(mail.strip(",;") for mail in record.get("email", "").split() if "@" in mail))
            draft.add("website", *fields.several(record.get("website")))
        draft.add("notes", record.get("other"), record.get("entity_type"))

    def _documents(self, draft: Draft, record: Record) -> Iterable[Draft]:
        for label, ours in (("Passport", "passport"), ("National Identification Number", "national"),
                            ("Business Registration Number", "business")):  # fmt: skip
            for told in fields.several(record.get(ours)):
                named = _LABELLED.fullmatch(told)  # "INN: 7700000000" says itself what it is
                kind, number = (named[1], named[2]) if named else (label, told)
                paper = documents.enter(draft, Document(kind, number, note=record.get(f"{ours}_note", "")))
                if paper:
                    yield paper

    def _address(self, draft: Draft, record: Record) -> Iterable[Draft]:
        lines = [record.get(f"address{number}", "").strip() for number in range(1, 6)]
        place = addresses.address(
            draft, country=record.get("country", "").strip(), street=", ".join(filter(None, lines)),
            city=record.get("address6", "").strip(), postalCode=record.get("post_code", "").strip(),
        )  # fmt: skip
        return [place] if place else []

    def _sanction(self, draft: Draft, record: Record, line: int) -> Iterable[Draft]:
        regime = record.get("regime", "").strip()
        if not regime:
            return
        sanction = draft.part("Sanction", "sanction", regime)
        sanction.add("entity", draft.id)
        sanction.add("authority", _AUTHORITIES[self.source])
        sanction.add("country", "gb")
        sanction.add("program", regime)
        sanction.add("authorityId", record.get("unique"), record.get("group"))
        sanction.add("unscId", record.get("un"))
        if decided := record.get("decided", "").strip():
            sanction.add("summary", f"Designation source: {decided}")
        sanction.add("provisions", *(part for part in record.get("imposed", "").split("|")))
        sanction.add("reason", html.unescape(record.get("reasons", "")))
        for name, ours in (("listingDate", "listed"), ("startDate", "designated"), ("modifiedAt", "updated")):
            if record.get(ours, "").strip():
                self.date(sanction, name, record[ours], line)
        yield sanction

    def _companies(self, draft: Draft, record: Record, line: int) -> None:
        for ours, role in _COMPANIES.items():
            self._link(draft, role, fields.several(record.get(ours)), line)

    def _link(self, draft: Draft, role: str, names: list[str], line: int, schema: str = "UnknownLink") -> None:
        for name in names:
            if (draft.id, role, name) not in self.linked:
                self.linked.add((draft.id, role, name))
                self.links.link(Link(draft.id, role, name, schema, self.file, line))
