"""An inquiry as it was read or taken down, before it is said: whatever form it came in, this is what is kept of it.

* What is said of the missing person and what is said of the family stand apart, for they rest on different grounds.
* How to reach who asks stands by itself, and goes under the sealing key.
* Whoever does not say who may receive it allowed nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from isnad.claims.schemata import schema
from isnad.families.entries import GIVERS, PURPOSES, RECEIVERS
from isnad.families.queries import INQUIRY, MISSING_PERSON
from isnad.registers.cells import Said, digits
from isnad.words import Refusal, When

CONTACT = ("name", "phone", "email", "address", "word", "question", "note")
NEVER_ASKED = frozenset({"religion", "political", "ethnicity"})  # FD-10
OF_INQUIRY = (
    "relation", "askedAt", "spokenLanguage", "companion", "wishes", "wishesToSee", "sourceDate", "sourceName",
    "sourceLink",
)  # fmt: skip
HEARSAY = frozenset({
    "detaineeNumber", "examinationNumber", "otherNumber", "branch", "branchNumber", "earlierAnswer", "deathDate",
    "deathPlace", "statedCause", "burialPlace", "lastSeenBy", "lastSeenDate", "lastSeenPlace",
})  # fmt: skip
YES = frozenset({"yes", "true", "1", "y", "child", "نعم", "طفل", "طفلة", "قاصر", "minor"})
NO = frozenset({"no", "false", "0", "n", "لا", "adult", "بالغ", "بالغة"})
MAJORITY = 18  # years
_SEPARATORS = re.compile(r"[,،;؛|\n]+")
_WORDS = {
    "tracing": ("البحث", "بحث", "التتبع"),
    "justice": ("العدالة", "عدالة", "المحاسبة"),
    "publication": ("النشر", "نشر"),
    "this-group": ("هذه المجموعة", "us"),
    "syrian-ngos": ("منظمات سورية", "المنظمات السورية"),
    "iimp": ("المؤسسة المستقلة", "المؤسسة المستقلة المعنية بالمفقودين"),
    "iiim": ("الآلية", "الآلية الدولية"),
    "icrc": ("الصليب الأحمر", "اللجنة الدولية للصليب الأحمر"),
    "icmp": ("اللجنة الدولية لشؤون المفقودين",),
    "national-commission": ("الهيئة الوطنية", "الهيئة الوطنية للمفقودين"),
    "prosecutor": ("المدعي العام", "الادعاء", "النيابة"),
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What an asker chose: for which purposes, to which receivers, until when, and who chose."""

    purposes: tuple[str, ...] = ()
    receivers: tuple[str, ...] = ()
    until: When | None = None
    given_by: str = "asker"
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """A note on an inquiry that somebody made elsewhere: its id, what it says, and who is said to be the same."""

    id: str
    says: tuple[Said, ...]
    author: str | None
    linked: str | None = None


@dataclass
class Draft:
    """One inquiry: ``id`` is what it is called in the data it came from; ``line`` is where it stands in it."""

    line: int
    id: str
    person: list[Said] = field(default_factory=list)
    inquiry: list[Said] = field(default_factory=list)
    contact: dict[str, str] = field(default_factory=dict)
    consent: Chosen | None = None
    child: bool = False
    risk: str | None = None
    domain: str | None = None
    expires: When | None = None
    remarks: list[Remark] = field(default_factory=list)

    def value(self, target: str) -> str | None:
        """The first thing that is said of the missing person under this name."""
        return next((each.value for each in self.person if each.target == target), None)


def person_targets() -> dict[str, str]:
    """What may be said of a missing person, with types: nobody is asked for sect, party or origin (FD-10)."""
    found = {each.name: each.type for each in schema(MISSING_PERSON).properties.values() if each.range is None}
    return {name: kind for name, kind in found.items() if name not in NEVER_ASKED}


def inquiry_targets() -> dict[str, str]:
    """What may be said of an inquiry itself."""
    return {name: schema(INQUIRY).property(name).type for name in OF_INQUIRY}


def chosen(
    purposes: Iterable[str],
    receivers: Iterable[str],
    until: str | None,
    given_by: str | None,
    language: str | None = None,
) -> Chosen:
    """What was chosen, out of words as people write them; refused where one of them is nobody's."""
    return Chosen(
        tuple(_known(each, PURPOSES, "families.unknown-purpose") for each in purposes),
        tuple(_known(each, RECEIVERS, "families.unknown-receiver") for each in receivers),
        None if until is None else When.parse(digits(until)),
        _known(given_by, GIVERS, "families.not-a-consent") if given_by else "asker",
        language,
    )


def parts(text: str) -> list[str]:
    """The words of a list in one cell."""
    return [each.strip() for each in _SEPARATORS.split(text) if each.strip()]


def _known(text: str, known: tuple[str, ...], code: str) -> str:
    plain = " ".join(text.split()).casefold()
    for each in known:
        if plain == each or plain in _WORDS.get(each, ()):
            return each
    raise Refusal(code, known=", ".join(known))


def is_child(draft: Draft, told: str | None = None) -> bool:
    """Whether the missing person was a child when last seen: as told, else by age, else by the years of birth and loss.

    Where the years leave it open, the younger age counts: a child is protected more.
    """
    plain = (told or "").strip().casefold()
    if plain in YES | NO:
        return plain in YES
    if told:
        raise Refusal("families.child-yes-or-no")
    age = re.match(r"\d{1,3}", digits(draft.value("age") or "").strip())
    if age is not None:
        return int(age[0]) < MAJORITY
    born = _years(draft, "birthDate")
    lost = [year for name in ("lastSeenDate", "arrestDate") for year in _years(draft, name)]
    return bool(born and lost) and min(lost) - max(born) < MAJORITY + 1


def _years(draft: Draft, name: str) -> list[int]:
    found = []
    for each in draft.person:
        if each.target == name and each.normal is not None:
            when = When.parse(each.normal)
            found += [day.year for day in (when.earliest, when.latest) if day is not None]
    return found
