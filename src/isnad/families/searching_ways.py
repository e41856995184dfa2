"""The ways in which what was typed may be meant; each finds claims, and says how well and why they fit.

Ways know no person and no gate: they give entries of claims, and whoever asks them lets these pass the gate first.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Q

from isnad.claims.models import ClaimRow
from isnad.instruments.naming import Index, compare
from isnad.record.desk import desk
from isnad.record.models import Said
from isnad.record.tables import WIDTH
from isnad.registers.cells import day, digits

NUMBERS = (
    "detaineeNumber", "examinationNumber", "otherNumber", "civilNumber", "idNumber", "passportNumber", "rowNumber",
    "fileNumber",
)  # fmt: skip
NAMES = ("name", "alias", "weakAlias", "previousName", "personName", "kunya")
BRANCHES = ("branchNumber", "branch")
DAYS = (
    "birthDate", "arrestDate", "lastSeenDate", "lastSeenAt", "deathDate", "photographedAt", "entryDate", "releaseDate",
)  # fmt: skip
WORDS = (
    "marks", "teeth", "medical", "clothing", "effects", "injuries", "appearance", "arrestPlace", "lastSeenPlace",
    "address", "homeCity", "circumstances", "description", "branch",
)  # fmt: skip
MOST_FOUND = 2_000  # claims of one way
BEST_NAMES = 60  # that are compared part by part
CHUNK = 900
AGREES = 0.7  # of a part of a name with another
_NUMBER = re.compile(r"\d{1,12}")
_LETTERS = re.compile(r"[^\W\d_]+")
_BRANCH_WORDS = frozenset({"فرع", "الفرع", "سرية", "branch", "division", "section"})
_EASTERN, _PERSIAN = "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"
_FOLDED = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ة": "ه", "ى": "ي", "ؤ": "و", "ئ": "ي", "ـ": None})


@dataclass(frozen=True, slots=True)
class Found:
    """How well a claim fits what was typed, from 0 to 1, and why beyond the value itself."""

    fit: float
    why: str = ""


class Way(ABC):
    """One way in which what was typed may be meant."""

    name: str

    @abstractmethod
    def find(self) -> dict[int, Found]:
        """The claims that fit, by their entries."""


@dataclass(frozen=True)
class ByNumber(Way):
    """A number, whichever digits it is written in on either side."""

    numbers: tuple[str, ...]
    name = "number"

    def find(self) -> dict[int, Found]:
        heads = [form for each in self.numbers for form in forms(each)]
        rows = ClaimRow.objects.filter(property__in=NUMBERS, head__in=heads)
        return {pk // WIDTH: Found(0.9) for pk in rows.order_by("pk").values_list("pk", flat=True)[:MOST_FOUND]}


@dataclass(frozen=True)
class ByBranch(Way):
    """The number of a branch, alone or in the words a family uses for it."""

    numbers: tuple[str, ...]
    told: bool  # whether a word for a branch was typed beside it
    name = "branch"

    def find(self) -> dict[int, Found]:
        wanted = Q()
        for each in (form for number in self.numbers for form in forms(number)):
            wanted |= Q(property="branchNumber", head=each) | Q(property="branch", value__contains=each)
        found: dict[int, Found] = {}
        for pk, value in ClaimRow.objects.filter(wanted).order_by("pk").values_list("pk", "value")[:MOST_FOUND]:
            if set(self.numbers) & set(_NUMBER.findall(digits(value))):
                found[pk // WIDTH] = Found(0.7 if self.told else 0.3)
        return found


@dataclass(frozen=True)
class ByDay(Way):
    """A day, a month or a year: whatever is said of the same, more exactly or less."""

    edtf: str
    name = "day"

    def find(self) -> dict[int, Found]:
        parts = self.edtf.split("-")
        wider = ["-".join(parts[:count]) for count in range(2, len(parts))]
        wanted = Q(property__in=DAYS) & (Q(head__startswith=self.edtf) | Q(head__in=wider))
        rows = ClaimRow.objects.filter(wanted).order_by("pk").values_list("pk", "head")[:MOST_FOUND]
        fit = (0.15, 0.4, 0.8)[min(len(parts), 3) - 1]
        return {pk // WIDTH: Found(fit if head.startswith(self.edtf) else fit / 2) for pk, head in rows}


@dataclass(frozen=True)
class ByName(Way):
    """A name in either script, by the instrument that compares names; every part typed must find its partner."""

    text: str
    name = "name"

    def find(self) -> dict[int, Found]:
        names = _names()
        found: dict[int, Found] = {}
        for ranked in names.index.best(self.text, BEST_NAMES) if names.index is not None else ():
            name = names.all[ranked.place]
            compared = compare(self.text, name)
            sure = [each.agreement for each in compared.parts if each.left is not None]
            if sure and min(sure) >= AGREES:
                fit = Found(round(0.9 * sum(sure) / len(sure), 3), compared.why)
                found.update(dict.fromkeys(names.claims[name][:MOST_FOUND], fit))
        return found


@dataclass(frozen=True)
class ByWords(Way):
    """Words of a mark, a garment, a place: all of them, in whatever spelling of alif, ta marbuta and ya."""

    words: tuple[str, ...]
    name = "words"

    def find(self) -> dict[int, Found]:
        rows = ClaimRow.objects.filter(property__in=WORDS)
        values = rows.order_by().values_list("value", flat=True).distinct()
        fitting = [each for each in values.iterator(chunk_size=5_000) if self._fits(each)][:MOST_FOUND]
        found: dict[int, Found] = {}
        for start in range(0, len(fitting), CHUNK):
            part = rows.filter(value__in=fitting[start : start + CHUNK]).order_by("pk")
            found.update((pk // WIDTH, Found(0.6)) for pk in part.values_list("pk", flat=True)[:MOST_FOUND])
        return found

    def _fits(self, value: str) -> bool:
        plain = folded(value)
        return all(each in plain for each in self.words)


def ways(text: str) -> list[Way]:
    """Every way in which ``text`` may be meant."""
    plain = digits(text)
    edtf = day(plain, None) or day(plain, "day-first")
    numbers = tuple(dict.fromkeys(_NUMBER.findall(plain))) if edtf is None or "-" not in edtf else ()
    words = _LETTERS.findall(text)
    told = any(each.casefold() in _BRANCH_WORDS for each in words)
    rest = [each for each in words if each.casefold() not in _BRANCH_WORDS]
    found: list[Way] = []
    if numbers and not told:
        found.append(ByNumber(numbers))
    if numbers:
        found.append(ByBranch(numbers, told))
    if edtf is not None:
        found.append(ByDay(edtf))
    if rest:
        found += [ByName(" ".join(rest)), ByWords(tuple(folded(each) for each in rest))]
    return found


def forms(number: str) -> tuple[str, str, str]:
    """A number in the three kinds of digits in which it may have been read."""
    return (
        number,
        number.translate(str.maketrans("0123456789", _EASTERN)),
        number.translate(str.maketrans("0123456789", _PERSIAN)),
    )


def folded(text: str) -> str:
    """A text without the differences in spelling that people do not mean."""
    return text.casefold().translate(_FOLDED)


@dataclass(frozen=True)
class _Names:
    """Every name that is said of anybody, the claims that say it, and an index over them."""

    all: list[str]
    claims: dict[str, list[int]]
    index: Index | None


def _names() -> _Names:
    """The names: gathered anew when anything was said since."""
    newest = Said.objects.filter(kind__in=("claim", "erased")).order_by("-pk").values_list("pk", flat=True).first()
    return _names_of(newest or 0, str(desk().folder.root))


@lru_cache(maxsize=1)
def _names_of(newest: int, archive: str) -> _Names:
    rows = ClaimRow.objects.filter(property__in=NAMES).values_list("pk", "value")
    claims: dict[str, list[int]] = {}
    for pk, value in rows.iterator(chunk_size=5_000):
        if value:
            claims.setdefault(value, []).append(pk // WIDTH)
    names = sorted(claims)
    return _Names(names, claims, Index.build(names) if names else None)
