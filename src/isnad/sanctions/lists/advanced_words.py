"""The first reading of ``sdn_advanced.xml``: its reference sets, places and documents, by their numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element

from isnad.sanctions.lists import dates, ofac
from isnad.sanctions.lists.account import Account
from isnad.sanctions.lists.documents import Document
from isnad.sanctions.lists.trees import branches, text

_PLACE_PARTS = {
    "ADDRESS1": "street", "ADDRESS2": "street2", "ADDRESS3": "street2", "CITY": "city", "POSTAL CODE": "postalCode",
    "REGION": "region", "STATE/PROVINCE": "state",
}  # fmt: skip

Place = tuple[str, dict[str, str]]  # its country, and its parts as FollowTheMoney's Address names them


@dataclass(slots=True)
class Words:
    """What the numbers of one file stand for."""

    sets: dict[str, dict[str, str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    scripts: dict[str, str] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    documents: dict[str, list[Document]] = field(default_factory=dict)

    @classmethod
    def of(cls, path: Path, account: Account) -> Words:
        """Reads them; also the day of issue."""
        words = cls()
        late: list[Element] = []  # places and documents wait: they need the reference sets, wherever those stand
        for _, element in branches(path, ("DateOfIssue", "ReferenceValueSets", "Location", "IDRegDocument")):
            if element.tag == "DateOfIssue":
                account.issued = dates.parts(text(element, "Year"), text(element, "Month"), text(element, "Day"))
            elif element.tag == "ReferenceValueSets":
                words._take(element)
            elif words.sets:
                words._late(element)
            elif element.tag in ("Location", "IDRegDocument"):
                late.append(element)
        for element in late:
            words._late(element)
        return words

    def of_kind(self, kind: str, number: str) -> str:
        """The word for a number of one set, or nothing."""
        return self.sets.get(kind, {}).get(number, "")

    def schema(self, sub_type: str) -> str | None:
        """FollowTheMoney's schema for a kind of party."""
        return ofac.SCHEMATA.get(self.kinds.get(sub_type, "?").lower())

    def script(self, number: str) -> str:
        """A script's ISO 15924 code in small letters."""
        return self.scripts.get(number, "")

    def _take(self, element: Element) -> None:
        for values in element:
            for value in values:
                self.sets.setdefault(value.tag, {})[value.get("ID", "")] = " ".join((value.text or "").split())
        types = self.sets.get("PartyType", {})
        for sub_type in element.iter("PartySubType"):
            own = (sub_type.text or "").strip()
            whole = types.get(sub_type.get("PartyTypeID", ""), "")
            self.kinds[sub_type.get("ID", "")] = whole if own in ("", "Unknown") else own
        for script in element.iter("Script"):
            self.scripts[script.get("ID", "")] = (script.get("ScriptCode") or "").lower()
        for area in element.iter("AreaCode"):
            self.sets.setdefault("AreaCode", {})[area.get("ID", "")] = area.get("Description", "")

    def _late(self, element: Element) -> None:
        if element.tag == "Location":
            self._place(element)
        elif element.tag == "IDRegDocument":
            self._document(element)

    def _place(self, element: Element) -> None:
        countries = [self.of_kind("Country", each.get("CountryID", "")) for each in element.iter("LocationCountry")]
        countries += [self.of_kind("AreaCode", each.get("AreaCodeID", "")) for each in element.iter("LocationAreaCode")]
        named = [each for each in countries if each and each != "undetermined"]
        parts: dict[str, str] = {}
        for part in element.iter("LocationPart"):
            name = _PLACE_PARTS.get(self.of_kind("LocPartType", part.get("LocPartTypeID", "")), "street")
            told = [" ".join((value.text or "").split()) for value in part.iter("Value")]
            parts[name] = ", ".join(filter(None, [parts.get(name, ""), *told]))
        self.places[element.get("ID", "")] = (named[0] if named else "", {k: v for k, v in parts.items() if v})

    def _document(self, element: Element) -> None:
        dated: dict[str, str | None] = {}
        for each in element.findall("DocumentDate"):
            kind = self.of_kind("IDRegDocDateType", each.get("IDRegDocDateTypeID", ""))
            day = next(each.iter("From"), None)
            if day is not None:
                dated[kind] = dates.parts(text(day, "Year"), text(day, "Month"), text(day, "Day"))
        self.documents.setdefault(element.get("IdentityID", ""), []).append(
            Document(
                self.of_kind("IDRegDocType", element.get("IDRegDocTypeID", "")) or "Identification",
                text(element, "IDRegistrationNo"),
                self.of_kind("Country", element.get("IssuedBy-CountryID", "")),
                dated.get("Issue Date"),
                dated.get("Expiration Date"),
                text(element, "IssuingAuthority"),
                text(element, "Comment"),
            )
        )
