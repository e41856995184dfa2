"""Australia's consolidated list, CSV or XLSX, in its form of 1 November 2025.

* A reference is a number; ``8577a`` and ``8577b`` are other names of ``8577``. Names that arrive before their number's
  main one belong to it all the same; a number with a second main name is two entities, and said.
* ``1962, 1964`` is a **range** of years; ``08/1962``, ``Approximately 1962`` and ``a) 30/04/1963 b) 1960`` are dates.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from isnad.sanctions.lists import addresses, dates, fields
from isnad.sanctions.lists.account import Account
from isnad.sanctions.lists.draft import Draft, Entity, identifier
from isnad.sanctions.lists.files import Row, heading, rows
from isnad.words import Refusal

SOURCE = "au"
LARGEST = 300 * 1024 * 1024  # bytes of an unpacked workbook
SPREAD = 100
_COLUMNS = {
    "reference": "Reference", "name": "Name of Individual or Entity", "kind": "Type", "name_type": "Name Type",
    "strength": "Alias Strength", "born": "Date of Birth", "birth_place": "Place of Birth",
    "citizenship": "Citizenship", "address": "Address", "more": "Additional Information",
    "listing": "Listing Information", "imo": "IMO Number",
    "committee": "Committees", "control": "Control Date", "instrument": "Instrument of Designation",
    "freeze": "Targeted Financial Sanction", "travel": "Travel Ban", "arms": "Arms Embargo",
    "maritime": "Maritime Restriction",
}  # fmt: skip
_PROVISIONS = {
    "freeze": "Targeted financial sanction", "travel": "Travel ban", "arms": "Arms embargo",
    "maritime": "Maritime restriction",
}  # fmt: skip
_SCHEMATA = {"individual": "Person", "entity": "Organization", "vessel": "Vessel"}
_NUMBER = re.compile(r"\s*(\d+)(?:\.0)?\s*([A-Za-z]{0,3})\s*")
_YEARS = re.compile(r"(\d{4})\s*,\s*(\d{4})")

Record = dict[str, str]


def read(path: Path, account: Account) -> Iterator[Entity]:
    """The entities of the list."""
    with path.open("rb") as stream:
        is_workbook = stream.read(4) == b"PK\x03\x04"
    found = _workbook(path, account) if is_workbook else rows(path, account, fields=1, spread=SPREAD)
    groups: dict[str, list[tuple[int, Record]]] = {}
    places: dict[str, int] = {}
    for row in found:
        if not places:
            places = _heading(row, account)
            continue
        record = {ours: row.fields[place].strip() for ours, place in places.items() if place < len(row.fields)}
        number = _NUMBER.fullmatch(record.get("reference", ""))
        if not number or not record.get("name"):
            account.refuse(path.name, row.line, "no-number", record.get("reference", ""))
            continue
        groups.setdefault(number[1], []).append((row.line, record))
    if not places:
        raise Refusal("lists.no-heading", file=path.name)
    for number_, records in groups.items():
        yield from _group(path.name, number_, records, account)


def _heading(row: Row, account: Account) -> dict[str, int]:
    places = heading(_COLUMNS, row.fields)
    account.rows -= 1
    if not {"reference", "name"} <= places.keys():
        return {}
    known = {*places.values()}
    for place, name in enumerate(row.fields):
        if place not in known and name.strip():
            account.leave(name.strip())
    return places


def _group(file: str, number: str, records: list[tuple[int, Record]], account: Account) -> Iterator[Entity]:
    """The rows of one number: one entity, or one for each main name where there are several."""
    mains = [(line, record) for line, record in records if record.get("name_type", "").lower() == "primary name"]
    kind = next((record["kind"].lower() for _, record in records if record.get("kind")), "")
    schema = _SCHEMATA.get(kind)
    if schema is None:
        for line, _ in records:
            account.refuse(file, line, "unknown-kind", kind)
        return
    if len({record["name"] for _, record in mains}) < 2:
        yield from _entity(Draft(SOURCE, schema, number, file=file, line=(mains or records)[0][0]), records, account)
        return
    for line, _ in mains[1:]:
        account.doubt(file, line, "number-twice", number)
    current: list[tuple[int, Record]] = []
    for line, record in [*records, (0, {"name_type": "primary name"})]:
        if record.get("name_type", "").lower() == "primary name" and current:
            id_ = identifier(SOURCE, f"{number} {current[0][1]['name']}")
            draft = Draft(SOURCE, schema, "", file=file, line=current[0][0], id_=id_)
            yield from _entity(draft, current, account)
            current = []
        current.append((line, record))


def _entity(draft: Draft, records: list[tuple[int, Record]], account: Account) -> Iterator[Entity]:
    parts: dict[str, Draft] = {}
    for line, record in records:
        _name(draft, record, line)
        if draft.schema == "Person":
            _person(draft, record, line, account)
        elif draft.schema == "Vessel":
            draft.add("imoNumber", record.get("imo", "").upper().removeprefix("IMO").strip())
            draft.country("flag", *fields.several(record.get("citizenship")))
        else:
            draft.country("country", *fields.several(record.get("citizenship")))
        for words in fields.several(record.get("address")):
            country = words.rpartition(",")[2].strip()
            if place := addresses.address(draft, country=country, street=words.rpartition(",")[0] or words):
                parts.setdefault(place.id, place)
        draft.add("notes", *fields.several(record.get("more")))
        sanction = _sanction(draft, record, line, account)
        parts.setdefault(sanction.id, sanction)
    yield draft.as_entity()
    yield from (part.as_entity() for part in parts.values())


def _name(draft: Draft, record: Record, line: int) -> None:
    kind = {"primary name": "primary", "original script": "original"}.get(record.get("name_type", "").lower(), "alias")
    strength = record.get("strength", "").lower()
    for name in fields.names(record["name"]) if kind != "primary" else [record["name"]]:
        draft.name(name, kind, strength=strength if strength in ("strong", "weak") else "", line=line)


def _person(draft: Draft, record: Record, line: int, account: Account) -> None:
    for edtf, words in births(record.get("born", "")):
        draft.date("birthDate", edtf)
        if edtf is None:
            draft.keep("birthDate", words)
            account.doubt(str(draft.as_entity()["cited"]["file"]), line, "date-not-read", words)
    draft.add("birthPlace", *fields.several(record.get("birth_place")))
    draft.country("citizenship", *fields.several(record.get("citizenship")))


def births(field: str) -> Iterator[tuple[str | None, str]]:
    """The dates of one field as EDTF, with the words of each; None where they could not be read."""
    for words in fields.several(
        re.sub(r",?\s+and,?\s+(?=\d)", "; ", field) if "between" not in field.lower() else field
    ):
        if years := _YEARS.fullmatch(words):
            yield dates.span(*sorted(years.groups())), words
        elif found := dates.read(words):
            yield found.edtf, words
        else:
            for part in words.split(","):
                single = dates.read(part)
                yield (single.edtf if single else None), part.strip()


def _sanction(draft: Draft, record: Record, line: int, account: Account) -> Draft:
    draft.add("topics", "sanction")
    sanction = draft.part("Sanction", "sanction", record.get("committee", ""))
    sanction.add("entity", draft.id)
    sanction.add("authority", "Department of Foreign Affairs and Trade")
    sanction.add("country", "au")
    sanction.add("program", record.get("committee"))
    number = _NUMBER.fullmatch(record["reference"])
    sanction.add("authorityId", number[1] if number else None)
    sanction.add("summary", record.get("listing"), record.get("instrument"))
    sanction.add(
        "provisions",
        *(told for ours, told in _PROVISIONS.items() if record.get(ours, "").lower() in ("true", "1", "yes")),
    )
    if words := record.get("control", ""):
        found = dates.read(_with_century(words))
        sanction.date("startDate", found.edtf if found else None)
        if not found:
            sanction.keep("startDate", words)
            account.doubt(str(draft.as_entity()["cited"]["file"]), line, "date-not-read", words)
    return sanction


def _with_century(words: str) -> str:
    """``2/2/26`` is of 2026: a control date is never of another century."""
    return re.sub(r"^(\d{1,2}/\d{1,2}/)(\d{2})$", r"\g<1>20\2", words.strip())


def _workbook(path: Path, account: Account) -> Iterator[Row]:
    """The rows of every sheet of a workbook; formulas are not worked out, dates become ISO."""
    from openpyxl import load_workbook  # type: ignore[import-untyped]
    from openpyxl.utils.exceptions import InvalidFileException  # type: ignore[import-untyped]

    try:
        with zipfile.ZipFile(path) as packed:
            if sum(member.file_size for member in packed.infolist()) > LARGEST:
                raise Refusal("lists.too-large", file=path.name)
            for member in packed.infolist():
                with packed.open(member) as stream:
                    if b"<!DOCTYPE" in stream.read(2048):
                        raise Refusal("lists.document-type", file=path.name, line=1)
        book = load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        raise Refusal("lists.not-well-formed", file=path.name, line=1) from error
    for sheet in book.worksheets:
        for line, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            if any(cell is not None for cell in cells):
                account.rows += 1
                yield Row(line, [_cell(cell) for cell in cells])


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("_x000D_", "\n")
