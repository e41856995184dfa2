"""OFAC's Remarks: one field in which a person's birth, papers, weak aliases and relations stand between semicolons.

``DOB 10 Dec 1948; alt. DOB circa 1950; POB Haifa; a.k.a. 'BNC'; Passport AB123 (Egypt) issued 1 Jan 2001 expires …``

 * A name in quotes behind ``a.k.a.`` is a **weak** alias: the strong ones stand in the alias file.
 * What is not understood is kept as a note, word for word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from isnad.sanctions.lists import countries, dates, documents, fields
from isnad.sanctions.lists.account import Account
from isnad.sanctions.lists.documents import Document
from isnad.sanctions.lists.draft import Draft
from isnad.sanctions.lists.linked import Link, Links

_ALT = re.compile(r"^alt\.?\s+", re.IGNORECASE)
_ALIAS = re.compile(r"^([afn])\.k\.a\.?,?\s+(?:'(.+)'|\"(.+)\"|(.+))$", re.IGNORECASE)
_LABELLED = re.compile(r"^(.*?(?:\bNo\.?|\bNumber|\bID|\bCode|\bCard|#))\s+(?:#\s*)?(\S*\d.*)$")
_TAIL = re.compile(
    r"^(?P<number>.*?)(?:\s+\((?P<country>[^()]+)\))?(?:\s+issued\s+(?P<issued>\d[\w ]*?|[A-Z][a-z]{2} \d{4}))?"
    r"(?:\s+expires\s+(?P<expires>\d[\w ]*?|[A-Z][a-z]{2} \d{4}))?(?:[,;]?\s+(?P<note>issued (?:in|by) .*|\(.*))?$"
)
_WALLET = re.compile(r"^Digital Currency Address - (\w+)\s+(\S+)")


class Remarks:
    """Reads remarks onto drafts; what becomes an entity of its own is yielded."""

    def __init__(self, account: Account, links: Links, file: str) -> None:
        self.account, self.links, self.file = account, links, file
        self._sorted = sorted(documents.labels(), key=len, reverse=True)

    def read(self, draft: Draft, text: str, line: int) -> Iterator[Draft]:
        """Every item of one field, in order."""
        for item in fields.outside_brackets(text.strip()):
            words = " ".join(item.split())
            if words.endswith(".") and not words.endswith((" S.A.", "C.V.", "Ltd.", "Co.", "Inc.")):
                words = words[:-1]
            if words:
                yield from self.item(draft, _ALT.sub("", words), line)

    def item(self, draft: Draft, words: str, line: int) -> Iterator[Draft]:
        """One item: a label and what it says."""
        for prefix, put in _PREFIXES.items():
            if words.lower().startswith(prefix):
                put(self, draft, words[len(prefix) :].strip(), line)
                return
        if alias := _ALIAS.match(words):
            kind = "former" if alias[1].lower() == "f" else "alias"
            draft.name(alias[2] or alias[3] or alias[4], kind, strength="weak", line=line)
        elif wallet := _WALLET.match(words):
            yield self._wallet(draft, wallet[1], wallet[2])
        elif document := self._document(words):
            if paper := documents.enter(draft, document):
                yield paper
        else:
            draft.add("notes", words)

    def _document(self, words: str) -> Document | None:
        low = words.casefold()
        label = next((each for each in self._sorted if low.startswith(each + " ")), None)
        if label is None:
            found = _LABELLED.match(words)
            if not found:
                return None
            label, rest = found[1], found[2]
        else:
            label, rest = words[: len(label)], words[len(label) :].strip().removeprefix("# ")
        tail = _TAIL.match(rest)
        told = any(character.isdigit() for character in rest) or label.casefold().startswith("swift")
        if not tail or not told:
            return None
        issued, expires = (dates.read(tail[key] or "") for key in ("issued", "expires"))
        return Document(
            label, tail["number"].strip(" ,"), tail["country"] or "", issued.edtf if issued else None,
            expires.edtf if expires else None, note=tail["note"] or "",
        )  # fmt: skip

    def _wallet(self, draft: Draft, currency: str, key: str) -> Draft:
        wallet = draft.part("CryptoWallet", "wallet", currency, key)
        wallet.add("currency", currency)
        wallet.add("publicKey", key)
        wallet.add("holder", draft.id)
        return wallet

    def born(self, draft: Draft, words: str, line: int) -> None:
        """A date of birth, with the doubt where it could not be read."""
        found = dates.read(words)
        if found is None or draft.schema != "Person":
            draft.keep("birthDate", words)
            self.account.doubt(self.file, line, "date-not-read", words)
            return
        draft.date("birthDate", found.edtf)
        if found.american:
            self.account.doubt(self.file, line, "american-date", words)

    def linked(self, draft: Draft, words: str, line: int) -> None:
        """Somebody to whom this entity is linked, by name."""
        self.links.link(Link(draft.id, "Linked To", words, file=self.file, line=line))

    def operated(self, draft: Draft, words: str, line: int) -> None:
        """Who flies or sails it."""
        self.links.link(Link(draft.id, "Operator", words, file=self.file, line=line))


_Put = Callable[[Remarks, Draft, str, int], None]


def _property(name: str, *schemata: str) -> _Put:
    def put(_: Remarks, draft: Draft, words: str, line: int) -> None:
        if schemata and draft.schema not in schemata:
            draft.add("notes", words)
        else:
            draft.add(name, words)

    return put


def _place(draft: Draft, words: str) -> None:
    draft.add("birthPlace", words)
    draft.add("birthCountry", countries.code(words.rpartition(",")[2]))


def _country(name: str, *schemata: str) -> _Put:
    def put(_: Remarks, draft: Draft, words: str, line: int) -> None:
        draft.country(name if draft.schema in schemata else "country", words)

    return put


def _dated(name: str, *schemata: str) -> _Put:
    def put(remarks: Remarks, draft: Draft, words: str, line: int) -> None:
        found = dates.read(words)
        if found and draft.schema in schemata:
            draft.date(name, found.edtf)
        else:
            draft.keep(name, words)

    return put


_PREFIXES: dict[str, _Put] = {
    "dob ": Remarks.born,
    "pob ": lambda _, draft, words, line: _place(draft, words),
    "nationality of registration ": _country("country"),
    "nationality ": _country("nationality", "Person"),
    "citizen ": _country("citizenship", "Person"),
    "gender ": lambda _, draft, words, line: draft.gender(words),
    "linked to: ": Remarks.linked,
    "aircraft operator ": Remarks.operated,
    "website ": _property("website", "Person", "Organization"),
    "email address ": _property("email", "Person", "Organization"),
    "fax no. ": _property("phone", "Person", "Organization"),
    "phone no. ": _property("phone", "Person", "Organization"),
    "fax ": _property("phone", "Person", "Organization"),
    "telephone ": _property("phone", "Person", "Organization"),
    "phone number ": _property("phone", "Person", "Organization"),
    "aircraft manufacture date ": _dated("buildDate", "Airplane"),
    "vessel year of build ": _dated("buildDate", "Vessel"),
    "organization established date ": _dated("incorporationDate", "Organization"),
    "aircraft model ": _property("model", "Airplane"),
    "aircraft manufacturer's serial number (msn) ": _property("serialNumber", "Airplane"),
    "aircraft construction number (also called l/n or s/n or f/n) ": _property("serialNumber", "Airplane"),
    "aircraft tail number ": _property("registrationNumber", "Airplane"),
    "aircraft mode s transponder code ": _property("icaoCode", "Airplane"),
    "vessel registration identification imo ": _property("imoNumber", "Vessel"),
    "mmsi ": _property("mmsi", "Vessel"),
    "former vessel flag ": _country("pastFlags", "Vessel"),
    "vessel flag ": _country("flag", "Vessel"),
    "vessel type ": _property("type", "Vessel"),
    "other vessel call sign ": _property("callSign", "Vessel"),
    "vessel call sign ": _property("callSign", "Vessel"),
}
