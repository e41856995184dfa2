"""OFAC's ``sdn_advanced.xml``: the only one of its files with names in their own script, and with dates of listing.

* Everything is a number that stands for a word of the file's own reference sets; no number is known here by heart.
* Read twice from top to bottom: words, places and documents first, then parties, relations and entries, so that the
  order of the file's sections does not matter. Memory holds the first, not the second.
* An alias says itself that it is of low quality: weak. A main name in another script is the same name as written there.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from isnad.sanctions.lists import addresses, dates, documents, ofac
from isnad.sanctions.lists.account import Account
from isnad.sanctions.lists.advanced_words import Words
from isnad.sanctions.lists.draft import Draft, Entity, digest
from isnad.sanctions.lists.linked import Links
from isnad.sanctions.lists.remarks import Remarks
from isnad.sanctions.lists.trees import branches, text
from isnad.words import Refusal

ROOT = "Sanctions"
_ORDER = ("First Name", "Middle Name", "Patronymic", "Matronymic", "Maiden Name", "Last Name")
_KINDS = {"F.K.A.": "former", "Name": "primary"}
_SCRIPTS = {"arab": "ara", "hebr": "heb", "cyrl": "", "geor": "kat", "grek": "ell", "hang": "kor", "armn": "hye"}
_FEATURES = {  # what a feature is called here: what the same thing is called in the remarks of the older files
    "Birthdate": "DOB",
    "Place of Birth": "POB",
    "Nationality Country": "nationality",
    "Citizenship Country": "citizen",
    "Phone Number": "Telephone",
    "Registration Country": "Nationality of Registration",
    "VESSEL TYPE": "Vessel Type",
}


def read(path: Path, account: Account) -> Iterator[Entity]:
    """The entities of ``sdn_advanced.xml``."""
    words = Words.of(path, account)
    party_reader = _Parties(path.name, words, account)
    for line, element in branches(path, ("DistinctParty", "ProfileRelationship", "SanctionsEntry")):
        if element.tag == "DistinctParty":
            account.rows += 1
            yield from party_reader.party(line, element)
        elif element.tag == "ProfileRelationship":
            yield from _relation(words, line, element, path.name)
        elif element.tag == "SanctionsEntry":
            yield from _entry(words, line, element, path.name)
        elif element.tag != ROOT:
            raise Refusal("lists.other-list", file=path.name, root=element.tag)


class _Parties:
    def __init__(self, file: str, words: Words, account: Account) -> None:
        self.file, self.words, self.account = file, words, account
        self.remarks = Remarks(account, Links(ofac.SOURCE), file)
        self.seen: set[str] = set()

    def party(self, line: int, element: Element) -> Iterator[Entity]:
        profile = element.find("Profile")
        number = (profile.get("ID") if profile is not None else None) or element.get("FixedRef", "")
        schema = self.words.schema(profile.get("PartySubTypeID", "")) if profile is not None else None
        if profile is None or schema is None or not number or number in self.seen:
            self.account.refuse(self.file, line, "number-twice" if number in self.seen else "no-number", number or "")
            return
        self.seen.add(number)
        draft = Draft(ofac.SOURCE, schema, number, file=self.file, line=line)
        draft.add("topics", "sanction")
        draft.add("notes", text(element, "Comment"))
        parts: list[Draft] = []
        for identity in profile.findall("Identity"):
            self._names(draft, identity, line)
            papers = (documents.enter(draft, each) for each in self.words.documents.get(identity.get("ID", ""), ()))
            parts += filter(None, papers)
        for feature in profile.findall("Feature"):
            parts += self._feature(draft, feature, line)
        if not draft.has("name"):
            self.account.doubt(self.file, line, "no-name", number)
        yield draft.as_entity()
        yield from (part.as_entity() for part in parts)

    def _names(self, draft: Draft, identity: Element, line: int) -> None:
        groups = {
            each.get("ID", ""): self.words.of_kind("NamePartType", each.get("NamePartTypeID", ""))
            for each in identity.iter("NamePartGroup")
        }
        for alias in identity.findall("Alias"):
            kind = _KINDS.get(self.words.of_kind("AliasType", alias.get("AliasTypeID", "")), "alias")
            low = alias.get("LowQuality", "").lower() == "true"
            strength = "weak" if low else "" if kind == "primary" else "strong"
            for documented in alias.findall("DocumentedName"):
                name, script = self._name(documented, groups)
                own = script not in ("", "latn")
                draft.name(
                    name, "original" if own and kind == "primary" else kind, strength=strength,
                    script=script, language=_SCRIPTS.get(script, ""), line=line,
                )  # fmt: skip

    def _name(self, documented: Element, groups: dict[str, str]) -> tuple[str, str]:
        by_part: dict[str, list[str]] = {}
        script = ""
        for value in documented.iter("NamePartValue"):
            part = groups.get(value.get("NamePartGroupID", ""), "")
            by_part.setdefault(part, []).append((value.text or "").strip())
            script = self.words.script(value.get("ScriptID", "")) or script
        known = [words for part in _ORDER for words in by_part.pop(part, ())]
        return " ".join([*(words for words_ in by_part.values() for words in words_), *known]), script

    def _feature(self, draft: Draft, feature: Element, line: int) -> Iterator[Draft]:
        label = self.words.of_kind("FeatureType", feature.get("FeatureTypeID", ""))
        for location in feature.iter("VersionLocation"):
            country, parts = self.words.places.get(location.get("LocationID", ""), ("", {}))
            if label == "Location":
                place = addresses.address(draft, country=country, **parts)
                yield from [place] if place else []
            else:
                told = ", ".join([*parts.values(), country] if country else parts.values())
                yield from self.remarks.item(draft, f"{_FEATURES.get(label, label)} {told}", line)
        for period in feature.iter("DatePeriod"):
            self._dated(draft, label, period_of(period), line)
        for detail in feature.iter("VersionDetail"):
            told = self.words.of_kind("DetailReference", detail.get("DetailReferenceID", "")) or (detail.text or "")
            if told.strip():
                yield from self.remarks.item(draft, f"{_FEATURES.get(label, label)} {told.strip()}", line)

    def _dated(self, draft: Draft, label: str, edtf: str | None, line: int) -> None:
        if edtf is None:
            self.account.doubt(self.file, line, "date-not-read", label)
        elif label == "Birthdate" and draft.schema == "Person":
            draft.date("birthDate", edtf)
        elif label == "Organization Established Date" and draft.schema == "Organization":
            draft.date("incorporationDate", edtf)
        elif label in ("Vessel Year of Build", "Aircraft Manufacture Date"):
            draft.date("buildDate", edtf)
        else:
            draft.add("notes", f"{label} {edtf}")


def period_of(period: Element) -> str | None:
    """A DatePeriod (start and end, each from and to) as EDTF: all the days that it can mean."""
    ends = [_day(period, "Start/From"), _day(period, "Start/To"), _day(period, "End/From"), _day(period, "End/To")]
    told = [day for day in ends if day]
    if not told:
        return None
    about = any(each.get("Approximate", "").lower() == "true" for each in period)
    edtf = dates.span(told[0], told[-1])
    if not edtf or not about:
        return edtf
    return "/".join(f"{end}~" for end in edtf.split("/"))


def _day(period: Element, path: str) -> str | None:
    return dates.parts(text(period, f"{path}/Year"), text(period, f"{path}/Month"), text(period, f"{path}/Day"))


def _relation(words: Words, line: int, element: Element, file: str) -> Iterator[Entity]:
    subject, object_ = (f"{ofac.SOURCE}-{element.get(key, '')}" for key in ("From-ProfileID", "To-ProfileID"))
    role = words.of_kind("RelationType", element.get("RelationTypeID", ""))
    id_ = f"{subject}-link-{digest(role, object_, element.get('ID', ''))}"
    link = Draft(ofac.SOURCE, "UnknownLink", "", file=file, line=line, id_=id_)
    link.add("subject", subject)
    link.add("object", object_)
    link.add("role", role)
    link.add("status", "former" if element.get("Former", "").lower() == "true" else "")
    link.add("summary", text(element, "Comment"))
    yield link.as_entity()


def _entry(words: Words, line: int, element: Element, file: str) -> Iterator[Entity]:
    holder = Draft(ofac.SOURCE, "LegalEntity", element.get("ProfileID", ""), file=file, line=line)
    list_name = words.of_kind("List", element.get("ListID", ""))
    tags: list[str] = []
    provisions: list[str] = []
    for measure in element.findall("SanctionsMeasure"):
        kind = words.of_kind("SanctionsType", measure.get("SanctionsTypeID", ""))
        told = text(measure, "Comment")
        (tags if kind == "Program" or (not kind and told) else provisions).append(
            told if kind in ("Program", "") else kind
        )
    events = element.findall("EntryEvent")
    for sanction in ofac.sanctions(holder, [tag for tag in tags if tag], summary=list_name):
        for event in events:
            day = event.find("Date")
            listed = dates.parts(text(day, "Year"), text(day, "Month"), text(day, "Day")) if day is not None else None
            sanction.date("listingDate", listed)
            sanction.add("reason", words.of_kind("LegalBasis", event.get("LegalBasisID", "")), text(event, "Comment"))
        sanction.add("provisions", *provisions)
        yield sanction.as_entity()
