"""OFAC's ``sdn.xml``: one element for each entity, aliases with their category, identifiers with their kind.

``Record_Count`` says how many there are: a list with fewer is treated as cut off. ``Publish_Date`` is American.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from isnad.sanctions.lists import addresses, dates, documents, ofac
from isnad.sanctions.lists.account import Account
from isnad.sanctions.lists.documents import Document
from isnad.sanctions.lists.draft import Draft, Entity
from isnad.sanctions.lists.linked import Link, Links
from isnad.sanctions.lists.remarks import Remarks
from isnad.sanctions.lists.trees import Branch, branches, strangers, text, texts
from isnad.words import Refusal

ROOT = "sdnList"
_KNOWN = frozenset(
    [
        "uid",
        "firstName",
        "lastName",
        "title",
        "sdnType",
        "remarks",
        "programList",
        "idList",
        "akaList",
        "addressList",
        "nationalityList",
        "citizenshipList",
        "dateOfBirthList",
        "placeOfBirthList",
        "vesselInfo",
    ]
)
_VESSEL = {
    "callSign": "callSign",
    "vesselType": "type",
    "tonnage": "tonnage",
    "grossRegisteredTonnage": "grossRegisteredTonnage",
}


def read(path: Path, account: Account) -> Iterator[Entity]:
    """The entities of ``sdn.xml``."""
    links = Links(ofac.SOURCE)
    remarks = Remarks(account, links, path.name)
    promised, seen = 0, set()
    for line, element in branches(path, ("publshInformation", "sdnEntry")):
        if element.tag == "publshInformation":
            account.issued = _american(text(element, "Publish_Date"))
            promised = int(text(element, "Record_Count") or 0)
            continue
        if element.tag != "sdnEntry":
            if element.tag != ROOT:
                raise Refusal("lists.other-list", file=path.name, root=element.tag)
            continue
        account.rows += 1
        number, schema = text(element, "uid"), ofac.SCHEMATA.get(text(element, "sdnType").lower())
        if not number.isdigit() or not text(element, "lastName") or number in seen or schema is None:
            account.refuse(path.name, line, "number-twice" if number in seen else "no-number", number)
            continue
        seen.add(number)
        for tag in strangers(element, _KNOWN):
            account.leave(tag)
        draft = Draft(ofac.SOURCE, schema, number, file=path.name, line=line)
        yield from _entity(draft, Branch(line, element), links, remarks)
    if account.rows < promised:
        account.broke_off(path.name, 0)
    yield from links.entities()


def _entity(draft: Draft, branch: Branch, links: Links, remarks: Remarks) -> Iterator[Entity]:
    line, element = branch
    draft.name(_told(element), line=line)
    links.bears(draft.id, _listed(element), main=True)
    draft.add("position" if draft.schema == "Person" else "notes", text(element, "title"))
    for aka in element.iter("aka"):
        kind = "former" if text(aka, "type").startswith("f") else "alias"
        draft.name(_told(aka), kind, strength=text(aka, "category") or "", line=line)
        links.bears(draft.id, _listed(aka), main=False)
    _person(draft, element, remarks, line)
    _vessel(draft, element, links, line)
    parts = [place for each in element.iter("address") if (place := _address(draft, each))]
    for each in element.iter("id"):
        parts += _identifier(draft, each, remarks, line)
    parts += remarks.read(draft, text(element, "remarks").strip("()"), line)
    parts += ofac.sanctions(draft, texts(element, "program"))
    yield draft.as_entity()
    yield from (part.as_entity() for part in parts)


def _told(element: Element) -> str:
    return f"{text(element, 'firstName')} {text(element, 'lastName')}".strip()


def _listed(element: Element) -> str:
    first = text(element, "firstName")
    return f"{text(element, 'lastName')}, {first}" if first else text(element, "lastName")


def _person(draft: Draft, element: Element, remarks: Remarks, line: int) -> None:
    for words in texts(element, "dateOfBirth"):
        remarks.born(draft, words, line)
    for words in texts(element, "placeOfBirth"):
        list(remarks.item(draft, f"POB {words}", line))
    for tag in ("nationality", "citizenship"):
        for each in element.iter(tag):
            draft.country(tag if draft.schema == "Person" else "country", text(each, "country"))


def _vessel(draft: Draft, element: Element, links: Links, line: int) -> None:
    info = element.find("vesselInfo")
    if info is None or draft.schema != "Vessel":
        return
    for tag, name in _VESSEL.items():
        draft.add(name, text(info, tag))
    draft.country("flag", text(info, "vesselFlag"))
    if owner := text(info, "vesselOwner"):
        links.link(Link(draft.id, "Vessel Owner", owner, "Ownership", draft.as_entity()["cited"]["file"], line))


def _address(draft: Draft, element: Element) -> Draft | None:
    return addresses.address(
        draft,
        country=text(element, "country"),
        street=text(element, "address1"),
        street2=", ".join(filter(None, (text(element, "address2"), text(element, "address3")))),
        city=text(element, "city"),
        state=text(element, "stateOrProvince"),
        postalCode=text(element, "postalCode"),
    )


def _identifier(draft: Draft, element: Element, remarks: Remarks, line: int) -> Iterator[Draft]:
    label, number = text(element, "idType"), text(element, "idNumber")
    known = label.casefold().strip(" :") in documents.labels()
    if not known and not text(element, "idCountry"):
        yield from remarks.item(draft, f"{label} {number}", line)
        return
    issued, expires = (dates.read(text(element, tag)) for tag in ("issueDate", "expirationDate"))
    document = Document(
        label, number, text(element, "idCountry"), issued.edtf if issued else None, expires.edtf if expires else None
    )
    if paper := documents.enter(draft, document):
        yield paper


def _american(words: str) -> str | None:
    month, _, rest = words.partition("/")
    day, _, year = rest.partition("/")
    return dates.parts(year, month, day) or (found.edtf if (found := dates.read(words)) else None)
