"""What speaks for and against a listed entity being the one asked for. It proposes; a person decides.

1. Birth dates that cannot both be true come first, before anything that speaks for it, and hold the score below
   ``CONTRADICTED``: somebody else may bear the name. They are shown, never dropped and never silently a hit.
2. A weak alias is no hit alone. With the same number or the same day of birth it is.
3. The same number is nearly certain whatever the names.
4. A date, a country, a place that agree take away a part of the remaining doubt; a country that differs adds a little.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from isnad import speech
from isnad.sanctions.lists.asking import Facts
from isnad.sanctions.lists.finding import Found
from isnad.words import Answer, When

CONTRADICTED = 0.49
_SAME_NUMBER = 0.99
_SAME_DAY, _DATE_FITS, _PLACE_AGREES, _COUNTRY_AGREES = 0.5, 0.8, 0.85, 0.9  # of the doubt that is left
_COUNTRY_DIFFERS = 0.95  # of the score
_SPOKEN = ("kind", "strength")  # facts that are codes, with a text of their own
_PERSONS = {"Person"}
_BODIES = {"Organization", "Company", "PublicBody"}
_THINGS = {"Vessel", "Airplane", "Vehicle", "Asset"}


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: a code that does not change and the facts that fill its text."""

    code: str
    facts: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        """With the text in the reader's language."""
        said = {key: speech.phrase(f"lists.{key}-{self.facts[key]}") for key in _SPOKEN if key in self.facts}
        text = speech.phrase(f"lists.why-{self.code}", **(self.facts | said))
        return {"code": self.code} | self.facts | {"text": text}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The score (0 to 1), whether birth dates contradict, whether nothing but a weak alias speaks for it, and why."""

    score: float
    contradicted: bool
    only_weak: bool
    why: tuple[Reason, ...]


def kinds_fit(asked: str, listed: str) -> bool:
    """Whether these two kinds of entities can be one; a kind that is not said fits all."""
    for kinds in (_PERSONS, _BODIES, _THINGS):
        if asked in kinds:
            return listed in kinds or (listed == "LegalEntity" and asked not in _THINGS)
    return asked != "LegalEntity" or listed not in _THINGS


def judge(asked: Facts, listed: Facts, name: dict[str, Any] | None, found: Found | None) -> Verdict:
    """One listed entity against what is asked; ``name`` and ``found`` are its best name, where one was found."""
    against: list[Reason] = []
    reasons: list[Reason] = []
    score = found.score if found else 0.0
    weak = name is not None and name["strength"] == "weak"
    if name and found:
        reasons += _named(name, found)
    same_number = sorted(asked.numbers & listed.numbers)
    if same_number:
        score = max(score, _SAME_NUMBER)
        reasons.insert(0, Reason("number", {"numbers": ", ".join(same_number)}))
    date, same_day = _births(asked, listed)
    contradicted = date is not None and date.code == "birth-contradicts"
    if date is not None:
        (against if contradicted else reasons).append(date)
    if date is not None and not contradicted:
        score = _less_doubt(score, _SAME_DAY if same_day else _DATE_FITS)
    score = _places(asked, listed, score, reasons, against)
    only_weak = weak and not same_number and not (same_day and not contradicted)
    if only_weak:
        against.append(Reason("only-weak", {}))
    return Verdict(min(score, CONTRADICTED) if contradicted else score, contradicted, only_weak, (*against, *reasons))


def _named(name: dict[str, Any], found: Found) -> list[Reason]:
    told = [
        Reason("name", {
            "name": name["name"], "kind": name["kind"], "strength": name["strength"] or "unstated",
            "of_asking": round(100 * found.of_asking), "of_listed": round(100 * found.of_listed),
        })
    ]  # fmt: skip
    told += [
        Reason("part", {"asking": ours, "listed": theirs, "agreement": round(100 * agreement)})
        for ours, theirs, agreement in found.pairs
        if ours != theirs
    ]
    if found.left:
        told.append(Reason("left", {"parts": ", ".join(found.left)}))
    if found.over:
        told.append(Reason("over", {"parts": ", ".join(found.over)}))
    return told


def _births(asked: Facts, listed: Facts) -> tuple[Reason | None, bool]:
    """What the dates of birth say, and whether one day is the same on both sides."""
    if not asked.births or not listed.births:
        return None, False
    facts = {"asked": _told(asked.births), "listed": _told(listed.births)}
    answers = {ours.overlaps(theirs) for ours in asked.births for theirs in listed.births}
    if answers == {Answer.NO}:
        return Reason("birth-contradicts", facts), False
    same_day = any(_is_day(ours) and ours.text == theirs.text for ours in asked.births for theirs in listed.births)
    return Reason("birth-same" if same_day else "birth-fits", facts), same_day


def _places(asked: Facts, listed: Facts, score: float, reasons: list[Reason], against: list[Reason]) -> float:
    if shared := asked.places & listed.places:
        reasons.append(Reason("place", {"place": ", ".join(sorted(shared))}))
        score = _less_doubt(score, _PLACE_AGREES)
    if not asked.countries or not listed.countries:
        return score
    if both := asked.countries & listed.countries:
        reasons.append(Reason("country", {"countries": ", ".join(sorted(both))}))
        return _less_doubt(score, _COUNTRY_AGREES)
    told = {"asked": ", ".join(sorted(asked.countries)), "listed": ", ".join(sorted(listed.countries))}
    against.append(Reason("country-differs", told))
    return score * _COUNTRY_DIFFERS


def _less_doubt(score: float, share: float) -> float:
    return 1.0 - (1.0 - score) * share


def _told(births: tuple[When, ...]) -> str:
    return ", ".join(str(birth) for birth in births)


def _is_day(when: When) -> bool:
    return not when.interval and when.earliest is not None and when.earliest == when.latest
