"""Weighs what is not a name: numbers that a family was told, branch, dates, age, gender, marks.

Each gives a reason with a weight in nats: how much likelier this is of one person than of two. The chance of two
agreeing by accident is counted in the list itself; how often one and the same person's data agree is set by hand below,
for nobody has data to learn it from: families are told wrong numbers, moved detainees change branches, dates are
remembered by seasons. What cannot be told (EDTF's third answer) weighs nothing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from isnad.families.candidate_facts import NUMBERS, Facts, Reason, Told
from isnad.families.chance import Shares, digits_of
from isnad.families.weighing_marks import marks_in
from isnad.words import Answer, When

NUMBER_IS_RIGHT = 0.6  # how often a number that a family was told is the one on the card
BRANCH_STAYS = 0.5
DAY_IS_RIGHT = 0.6
MOST = 12.0  # nats: no field is worth more
ROLE_UNKNOWN = 0.7  # nats less, where the numbers stand under different roles
NUMBER_DIFFERS, BRANCH_DIFFERS, DATE_DIFFERS = -1.2, -0.7, -1.5
BIRTH_NEAR, BIRTH_FAR = -0.4, -3.0
IMPOSSIBLE = -6.0  # seen alive after the photograph, dead before the arrest
GENDER_DIFFERS = -5.0
AGE_FITS, AGE_IS_FAR = 0.7, -2.5
AGE_NEAR, AGE_FAR = 6, 16  # years
ONE_MARK = 1.2  # nats, for a mark that both have
MOST_MARKS = 3
DAYS = {"birthDate": 50 * 365.0, "arrestDate": 6 * 365.0, "deathDate": 6 * 365.0}  # over which such dates spread
_AGE = re.compile(r"(\d{1,3})(?:\s*[-–/]\s*(\d{1,3}))?")


def reasons(asked: Facts, other: Facts, shares: Shares) -> Iterator[Reason]:
    """Every reason for and against, but names."""
    yield from _numbers(asked, other, shares)
    yield from _branch(asked, other, shares)
    for name in DAYS:
        yield from _same_date(name, asked, other)
    yield from _order(asked, other)
    yield from _age(asked, other)
    yield from _gender(asked, other)
    yield from _marks(asked, other)


def _numbers(asked: Facts, other: Facts, shares: Shares) -> Iterator[Reason]:
    """The best agreement of a number told with one borne; where a role has different ones, that speaks against."""
    best: Reason | None = None
    for role in NUMBERS:
        for mine in asked.told.get(role, ()):
            for theirs_role in NUMBERS:
                for theirs in other.told.get(theirs_role, ()):
                    found = _number(mine, theirs, shares, same_role=role == theirs_role or role == "otherNumber")
                    if found is not None and (best is None or found.weight >= best.weight):  # the newest of equals
                        best = found
    if best is not None:
        yield best
        return
    for role in ("detaineeNumber", "examinationNumber"):
        mine_all, theirs_all = asked.told.get(role, ()), other.told.get(role, ())
        if mine_all and theirs_all:
            weight = NUMBER_DIFFERS * theirs_all[0].sure
            yield Reason(f"{_snake(role)}-differs", weight, _claims(mine_all, theirs_all))


def _number(mine: Told, theirs: Told, shares: Shares, *, same_role: bool) -> Reason | None:
    one, two = digits_of(mine.value), digits_of(theirs.value)
    if len(one) < 2 or not two:
        return None
    sure = max(min(mine.sure, theirs.sure), 0.05)
    claims = (mine.claim, theirs.claim)
    if one == two:
        chance = shares.of_number(one)
        weight = math.log(NUMBER_IS_RIGHT * sure / chance) - (0.0 if same_role else ROLE_UNKNOWN)
        return Reason("number-agrees", min(weight, MOST), claims, "number", chance)
    if len(one) == len(two) >= 4 and sum(a != b for a, b in zip(one, two, strict=True)) == 1:
        chance = min(9 * len(one) * shares.of_number(one), 1.0)
        weight = math.log(0.15 * sure / chance) if chance < 0.15 * sure else 0.0
        return Reason("number-nearly", weight, claims, "number", chance) if weight else None
    return None


def _branch(asked: Facts, other: Facts, shares: Shares) -> Iterator[Reason]:
    mine, theirs = _branches(asked), _branches(other)
    if not mine or not theirs:
        return
    ours = {digits_of(each.value): each for each in mine}
    for each in theirs:
        told = ours.get(digits_of(each.value))
        if told is not None:
            chance = shares.of_branch(each.value)
            weight = max(math.log(BRANCH_STAYS / chance), 0.1)
            yield Reason("branch-agrees", min(weight, 4.0), (told.claim, each.claim), None, chance)
            return
    yield Reason("branch-differs", BRANCH_DIFFERS, _claims(mine, theirs))


def _branches(facts: Facts) -> tuple[Told, ...]:
    """The branches told by number; a name without one (the air force's) says nothing that can be compared."""
    return tuple(each for each in facts.of("branchNumber", "branch") if digits_of(each.value))


def _same_date(name: str, asked: Facts, other: Facts) -> Iterator[Reason]:
    """Two tellings of one date: what agrees weighs by how exact it is, what is apart by how far."""
    pairs = [(a, told_a, b, told_b) for a, told_a in asked.when(name) for b, told_b in other.when(name)]
    code = _snake(name)
    apart: Reason | None = None
    for one, mine, two, theirs in pairs:
        claims = (mine.claim, theirs.claim)
        answer = one.overlaps(two)
        if answer is Answer.NO:
            years = _years_apart(one, two)
            weight = (BIRTH_NEAR if years <= 2 else BIRTH_FAR) if name == "birthDate" else DATE_DIFFERS
            apart = Reason(f"{code}-differs", weight, claims)
            continue
        width = max(_width(one), _width(two))
        chance = min((width + 1.0) / DAYS[name], 1.0)
        if chance < DAY_IS_RIGHT:
            yield Reason(f"{code}-agrees", math.log(DAY_IS_RIGHT / chance), claims, None, chance)
            return
    if apart is not None:
        yield apart


def _order(asked: Facts, other: Facts) -> Iterator[Reason]:
    """Nobody is photographed dead before he was arrested, or seen alive after it."""
    for after, died in other.when("photographedAt", "deathDate"):
        for when, told in asked.when("lastSeenDate", "arrestDate"):
            claims = (told.claim, died.claim)
            answer = when.after(after)
            if answer is Answer.YES:
                yield Reason("seen-after-death", IMPOSSIBLE, claims)
                return
            if when.before(after) is Answer.YES:
                yield Reason("seen-before-death", 0.2, claims)
                return


def _age(asked: Facts, other: Facts) -> Iterator[Reason]:
    theirs = [(each, _band(each.value)) for each in other.of("apparentAge", "age")]
    mine = [(told, band) for told, band in _ages(asked, other)]
    for told, ours in mine:
        for each, band in theirs:
            if band is None:
                continue
            gap = max(ours[0] - band[1], band[0] - ours[1], 0)
            claims = (told.claim, each.claim)
            if gap <= AGE_NEAR:
                yield Reason("age-fits", AGE_FITS, claims, None, 0.5)
            elif gap >= AGE_FAR:
                yield Reason("age-is-far", AGE_IS_FAR, claims)
            return


def _ages(asked: Facts, other: Facts) -> Iterator[tuple[Told, tuple[int, int]]]:
    """How old the person asked for was when the other was seen: from the birth, else as told."""
    seen = next((when for when, _ in other.when("photographedAt", "deathDate", "arrestDate")), None)
    if seen is None:
        seen = next((when for when, _ in asked.when("arrestDate", "lastSeenDate")), None)
    for born, told in asked.when("birthDate"):
        if seen is not None and born.earliest and born.latest and seen.earliest and seen.latest:
            yield told, (seen.earliest.year - born.latest.year - 1, seen.latest.year - born.earliest.year)
    for each in asked.of("age"):
        if (band := _band(each.value)) is not None:
            yield each, (band[0], band[1] + 2)


def _gender(asked: Facts, other: Facts) -> Iterator[Reason]:
    mine, theirs = asked.told.get("gender", ()), other.told.get("gender", ())
    if mine and theirs and {each.value for each in mine}.isdisjoint(each.value for each in theirs):
        yield Reason("gender-differs", GENDER_DIFFERS, _claims(mine, theirs))


def _marks(asked: Facts, other: Facts) -> Iterator[Reason]:
    mine = {mark: told for told in asked.of("marks", "teeth", "medical") for mark in marks_in(told.value)}
    theirs = {mark: told for told in other.of("marks", "condition") for mark in marks_in(told.value)}
    shared = sorted(mine.keys() & theirs.keys())
    if shared:
        claims = tuple(dict.fromkeys(each for mark in shared for each in (mine[mark].claim, theirs[mark].claim)))
        strength = min(len(shared), MOST_MARKS)
        yield Reason("marks-agree", ONE_MARK * strength, claims, "marks", 0.2**strength)


def _band(text: str) -> tuple[int, int] | None:
    found = _AGE.search("".join(str(int(c)) if c.isdecimal() else c for c in text))
    if found is None:
        return None
    low = int(found[1])
    return low, int(found[2] or low)


def _width(when: When) -> float:
    if when.earliest is None or when.latest is None:
        return math.inf
    return float((when.latest - when.earliest).days)


def _years_apart(one: When, two: When) -> float:
    if not (one.earliest and one.latest and two.earliest and two.latest):
        return 0.0
    return max((two.earliest - one.latest).days, (one.earliest - two.latest).days) / 365.25


def _claims(mine: tuple[Told, ...], theirs: tuple[Told, ...]) -> tuple[int, ...]:
    return (mine[0].claim, theirs[0].claim)


def _snake(name: str) -> str:
    return re.sub(r"[A-Z]", lambda found: "-" + found[0].lower(), name)
