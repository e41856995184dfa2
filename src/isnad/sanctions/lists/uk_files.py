"""The United Kingdom's files as rows of one kind: CSV of the UK Sanctions List, its XML, and OFSI's ConList."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from isnad.sanctions.lists import dates
from isnad.sanctions.lists.account import Account
from isnad.sanctions.lists.draft import Entity
from isnad.sanctions.lists.files import Row, heading, rows
from isnad.sanctions.lists.trees import begins_as_xml, branches, texts
from isnad.sanctions.lists.uk import Entries, Record
from isnad.words import Refusal

SPREAD = 400  # lines over which a statement of reasons may run
_NAMES = {f"name{number}": f"Name {number}" for number in range(1, 7)}
_ADDRESS = {f"address{number}": f"Address Line {number}" for number in range(1, 7)}
COLUMNS = {
    **_NAMES, **_ADDRESS, "updated": "Last Updated", "unique": "Unique ID", "group": "OFSI Group ID",
    "un": "UN Reference Number", "name_type": "Name type", "strength": "Alias strength", "title": "Title",
    "non_latin": "Name non-latin script", "script": "Non-latin script type", "language": "Non-latin script language",
    "regime": "Regime Name", "kind": "Designation Type", "imposed": "Sanctions Imposed", "other": "Other Information",
    "reasons": "UK Statement of Reasons", "decided": "Designation source", "length": "Length of ship",
    "post_code": "Address Postal Code", "country": "Address Country",
    "phone": "Phone number", "website": "Website", "email": "Email address", "designated": "Date Designated",
    "born": "D.O.B", "nationality": "Nationality(/ies)", "national": "National Identifier number",
    "national_note": "National Identifier additional information", "passport": "Passport number",
    "passport_note": "Passport additional information", "position": "Position", "gender": "Gender",
    "town": "Town of birth", "birth_country": "Country of birth", "entity_type": "Type of entity",
    "subsidiaries": "Subsidiaries", "parent": "Parent company", "business": "Business registration number (s)",
    "imo": "IMO number", "owner": "Current owner/operator (s)", "previous_owner": "Previous owner/operator (s)",
    "flag": "Current believed flag of ship", "past_flags": "Previous flags", "ship_type": "Type of ship",
    "tonnage": "Tonnage of ship", "built": "Year Built", "hull": "Hull identification number (HIN)",
}  # fmt: skip
_EARLIER = {"kind": "Individual, Entity, Ship"}  # what a column was called before
CONLIST = {
    **_NAMES, **{f"address{number}": f"Address {number}" for number in range(1, 7)}, "title": "Title",
    "non_latin": "Name Non-Latin Script", "script": "Non-Latin Script Type", "language": "Non-Latin Script Language",
    "born": "DOB", "town": "Town of Birth", "birth_country": "Country of Birth", "nationality": "Nationality",
    "passport": "Passport Number", "passport_note": "Passport Details", "national": "National Identification Number",
    "national_note": "National Identification Details", "position": "Position", "post_code": "Post/Zip Code",
    "country": "Country", "other": "Other Information", "kind": "Group Type", "name_type": "Alias Type",
    "strength": "Alias Quality", "regime": "Regime", "listed": "Listed On",
    "designated": "UK Sanctions List Date Designated", "updated": "Last Updated", "unique": "Group ID",
}  # fmt: skip
_LEAVES = {  # of an XML designation, beside its names and addresses
    "updated": "LastUpdated", "unique": "UniqueID", "group": "OFSIGroupID", "un": "UNReferenceNumber",
    "regime": "RegimeName", "kind": "IndividualEntityShip", "imposed": "SanctionsImposed", "other": "OtherInformation",
    "reasons": "UKStatementofReasons", "decided": "DesignationSource", "designated": "DateDesignated",
}  # fmt: skip
_MANY = {
    "born": "DOB", "nationality": "Nationality", "position": "Position", "gender": "Gender", "title": "Title",
    "town": "TownOfBirth", "birth_country": "CountryOfBirth", "phone": "PhoneNumber", "email": "EmailAddress",
    "website": "Website", "entity_type": "TypeOfEntity", "subsidiaries": "Subsidiary", "parent": "ParentCompany",
    "business": "BusinessRegistrationNumber", "imo": "IMONumber", "owner": "CurrentOwnerOperator",
    "previous_owner": "PreviousOwnerOperator", "flag": "CurrentBelievedFlagOfShip", "past_flags": "PreviousFlag",
    "ship_type": "TypeOfShip", "tonnage": "TonnageOfShip", "built": "YearBuilt", "hull": "HullIdentificationNumber",
}  # fmt: skip
_PAIRS = (("passport", "PassportNumber", "PassportAdditionalInformation"),
          ("national", "NationalIdentifierNumber", "NationalIdentifierAdditionalInformation"))  # fmt: skip


def read(path: Path, account: Account) -> Iterator[Entity]:
    """The UK Sanctions List, as XML where the file begins so, else as CSV."""
    entries = Entries("uk", path.name, account)
    with path.open("rb") as stream:
        is_xml = begins_as_xml(stream.read(64))
    return _xml(path, account, entries) if is_xml else _csv(path, account, entries, COLUMNS)


def read_conlist(path: Path, account: Account) -> Iterator[Entity]:
    """OFSI's consolidated list as CSV, in its form of 2022."""
    return _csv(path, account, Entries("uk-conlist", path.name, account), CONLIST)


def _csv(path: Path, account: Account, entries: Entries, columns: Record) -> Iterator[Entity]:
    places: dict[str, int] = {}
    for row in rows(path, account, fields=1, spread=SPREAD):
        if not places:
            places = _heading(row, columns, account)
            account.rows -= 1
            continue
        if len(row.fields) < max(places.values()) + 1:
            account.refuse(path.name, row.line, "too-few-fields", ",".join(row.fields))
            continue
        entries.enter({ours: row.fields[place].strip() for ours, place in places.items()}, row.line)
    if not places:
        raise Refusal("lists.no-heading", file=path.name)
    yield from entries.entities()


def _heading(row: Row, columns: Record, account: Account) -> dict[str, int]:
    """The places of the columns, once their row has come; before it stands a line with the date of the list."""
    places = heading(_EARLIER if "kind" in columns and columns is COLUMNS else {}, row.fields) | heading(
        columns, row.fields
    )
    if {"unique", "name6", "kind"} <= places.keys():
        known = {*places.values()}
        for place, name in enumerate(row.fields):
            if place not in known and name.strip() and name.strip() not in _EARLIER.values():
                account.leave(name.strip())
        return places
    told = " ".join(row.fields).replace("Report Date:", "").replace("Last Updated", "").strip()
    if found := dates.read(told.replace("-", " ")):
        account.issued = found.edtf
    return {}


def _xml(path: Path, account: Account, entries: Entries) -> Iterator[Entity]:
    root = ""
    for line, element in branches(path, ("Designation", "DateGenerated")):
        if element.tag == "DateGenerated":
            found = dates.read(element.text or "")
            account.issued = found.edtf if found else None
        elif element.tag == "Designation":
            account.rows += 1
            for record in _records(element):
                entries.enter(record, line)
        else:
            root = element.tag
    if not entries.drafts and not account.refused:
        raise Refusal("lists.other-list", file=path.name, root=root)
    yield from entries.entities()


def _records(element: Element) -> Iterator[Record]:
    """One row for each name, address and number: together they say what the element says."""
    once = {ours: (texts(element, tag) or [""])[0] for ours, tag in _LEAVES.items()}
    few = {key: once[key] for key in ("unique", "kind")}
    yield once
    for name in element.iter("Name"):
        if len(name):
            named = {
                f"name{number}": " ".join((name.findtext(f"Name{number}") or "").split()) for number in range(1, 7)
            }
            yield (
                few
                | named
                | {
                    "name_type": (texts(name, "NameType") or [""])[0],
                    "strength": (texts(name, "AliasStrength") or [""])[0],
                }
            )
    for own in element.iter("NameNonLatinScript"):
        yield few | {"non_latin": own.text or "", "name_type": "Primary name"}
    for ours, tag in _MANY.items():
        for words in texts(element, tag):
            yield few | {ours: words}
    for ours, tag, note in _PAIRS:
        for number, said in zip(texts(element, tag), [*texts(element, note), *[""] * 99], strict=False):
            yield few | {ours: number, f"{ours}_note": said}
    for place in element.iter("Address"):
        lines = {f"address{number}": place.findtext(f"AddressLine{number}") or "" for number in range(1, 7)}
        yield (
            few
            | lines
            | {
                "post_code": place.findtext("AddressPostalCode") or "",
                "country": place.findtext("AddressCountry") or "",
            }
        )
