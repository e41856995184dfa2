"""Brings the photographs of one person together: a pure function of what is known of each.

1. Links propose pairs (:mod:`isnad.remains.linking`); the strongest are weighed first.
2. Two groups become one where what speaks for it outweighs what speaks against it: the link, the numbers they share
   and the numbers in which they differ, each by how surely it was read.
3. A number that differs in one digit, or is a part of the other, may be a misreading and weighs less; several weigh
   hardly more than one, for a picture that clips one number clips the others.
4. The same number far apart in time weighs little by itself: branches count anew, and numbers come again.
5. What a person accepted is never crossed: two different accepted numbers of one role, two remains that people kept
   apart, a photograph that a person said is not in a remains.
6. A photograph without number and without neighbour is left alone.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from isnad.remains.evidence import BRANCH, DETAINEE, EXAMINATION, FILE, OTHER, Group, Member, Number, Photograph
from isnad.remains.linking import AFTER, LIKE, NUMBER, WELL_READ, Link, links

SAME = {DETAINEE: 55, EXAMINATION: 55, BRANCH: 8, OTHER: 45, FILE: 40}  # tenths of a logarithm of odds
DIFFERENT = {DETAINEE: 60, EXAMINATION: 60, BRANCH: 22, OTHER: 30, FILE: 60}
NEAR_MISS = 0.35  # of a difference, where one may be a misreading of the other
MOST_OF_MISSES = 20  # tenths: what clips one number of a picture clips the others too, so they do not add up
FAR, FARTHER = 3 * 3600.0, 30 * 86_400.0  # seconds
FAR_COSTS, FARTHER_COSTS = 15, 30  # tenths; only other numbers can pay it
ONE_NUMBER_AT_MOST = 12  # tenths that one short number alone may bring across such a distance
SHORT = 4  # digits
REASONS = {AFTER: "taken-after", NUMBER: "same-number", LIKE: "alike"}


@dataclass(slots=True)
class _Cluster:
    """Photographs that were joined so far, and what their numbers add up to."""

    places: list[int]
    weights: dict[tuple[str, str], float] = field(default_factory=lambda: defaultdict(float))
    accepted: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    first: float = math.inf
    last: float = -math.inf
    kept: set[int] = field(default_factory=set)
    not_in: set[int] = field(default_factory=set)

    def best(self) -> dict[str, tuple[str, float]]:
        """For each role the number that most speaks for, and how sure it is."""
        found: dict[str, tuple[str, float]] = {}
        for (role, text), doubt in self.weights.items():
            sure = 1 - math.exp(-doubt)
            if role not in found or sure > found[role][1]:
                found[role] = (text, sure)
        return found

    def take(self, other: _Cluster) -> None:
        """Takes another in."""
        self.places += other.places
        for place, weight in other.weights.items():
            self.weights[place] += weight
        for role, texts in other.accepted.items():
            self.accepted[role] |= texts
        self.first, self.last = min(self.first, other.first), max(self.last, other.last)
        self.kept |= other.kept
        self.not_in |= other.not_in


def group(photographs: Sequence[Photograph]) -> list[Group]:
    """The groups, each at least one photograph with a number or two photographs; the earliest first."""
    clusters = _Clusters(photographs)
    for link in sorted(_kept_together(photographs), key=lambda each: (each.one, each.other)):
        clusters.join(link.one, link.other, link.kind)
    proposed = sorted(links(photographs), key=lambda each: (-_promise(photographs, each), each.one, each.other))
    for link in proposed * 2:  # what has come together may decide what was undecided before
        clusters.weigh(link)
    found = [each for each in clusters.all() if len(each.places) > 1 or each.weights]
    return [_told(each, photographs, clusters) for each in sorted(found, key=lambda each: min(each.places))]


def _kept_together(photographs: Sequence[Photograph]) -> Iterable[Link]:
    """What people said is one stays one."""
    first: dict[int, int] = {}
    for at, each in enumerate(photographs):
        if each.kept is not None and first.setdefault(each.kept, at) != at:
            yield Link(first[each.kept], at, math.inf, "kept")


def _promise(photographs: Sequence[Photograph], link: Link) -> float:
    """In which order links are weighed: those whose photographs agree before those that are only near."""
    one, other = _cluster(photographs, link.one), _cluster(photographs, link.other)
    return link.weight + _numbers(one, other)


def _cluster(photographs: Sequence[Photograph], at: int) -> _Cluster:
    photograph = photographs[at]
    cluster = _Cluster([at])
    for each in photograph.numbers:
        cluster.weights[each.role, each.text] += -math.log(max(1 - min(each.sure, 0.999), 0.001))
        if each.accepted and each.role != BRANCH:
            cluster.accepted[each.role].add(each.text)
    if photograph.taken is not None:
        cluster.first = cluster.last = photograph.taken.timestamp()
    cluster.kept = set() if photograph.kept is None else {photograph.kept}
    cluster.not_in = set(photograph.not_in)
    return cluster


class _Clusters:
    """All groups while they grow."""

    def __init__(self, photographs: Sequence[Photograph]) -> None:
        self._of = [_cluster(photographs, at) for at in range(len(photographs))]
        self.reasons: dict[int, set[str]] = defaultdict(set)

    def all(self) -> list[_Cluster]:
        return list({id(each): each for each in self._of}.values())

    def weigh(self, link: Link) -> None:
        """Joins two groups where all that is known speaks for it."""
        one, other = self._of[link.one], self._of[link.other]
        if one is other or _forbidden(one, other):
            return
        speaks = link.weight + _numbers(one, other) - _distance(one, other, link.kind)
        if speaks > 0:
            self.join(link.one, link.other, link.kind)

    def join(self, at_one: int, at_other: int, kind: str) -> None:
        self.reasons[at_one].add(kind)
        self.reasons[at_other].add(kind)
        one, other = self._of[at_one], self._of[at_other]
        if one is other:
            return
        if len(one.places) < len(other.places):
            one, other = other, one
        one.take(other)
        for place in other.places:
            self._of[place] = one


def _forbidden(one: _Cluster, other: _Cluster) -> bool:
    """Whether people's decisions keep two groups apart."""
    if any(one.accepted[role] != other.accepted[role] for role in one.accepted.keys() & other.accepted.keys()):
        return True
    apart = one.kept & other.not_in or other.kept & one.not_in
    return bool(apart) or bool(one.kept and other.kept and one.kept != other.kept)


def _numbers(one: _Cluster, other: _Cluster) -> float:
    """What the numbers of two groups say of their being one, in tenths."""
    left, right, total, misses = one.best(), other.best(), 0.0, 0.0
    for role in left.keys() & right.keys():
        (text, sure), (another, as_sure) = left[role], right[role]
        both = sure * as_sure
        if text == another:
            total += SAME[role] * both
        elif (role, another) in one.weights and (role, text) in other.weights:
            total += 0.0  # each has read both: undecided
        elif _may_be_misread(text, right) or _may_be_misread(another, left):
            misses += DIFFERENT[role] * both * NEAR_MISS
        else:
            total -= DIFFERENT[role] * both
    return total + _across(left, right) - min(misses, MOST_OF_MISSES)


def _may_be_misread(text: str, numbers: dict[str, tuple[str, float]]) -> bool:
    """Whether a number may be a misreading, or a part, of one that the other group bears under any role."""
    return any(near_miss(text, another) for another, _ in numbers.values())


def _across(left: dict[str, tuple[str, float]], right: dict[str, tuple[str, float]]) -> float:
    """The same number under another role, or under none: roles are guessed more often wrongly than digits are read."""
    found = 0.0
    for role, (text, sure) in left.items():
        for another_role, (another, as_sure) in right.items():
            if role != another_role and text == another and BRANCH not in (role, another_role):
                found = max(found, 35 * sure * as_sure)
    return found


def near_miss(one: str, other: str) -> bool:
    """Whether one may be a misreading of the other: one digit differs or is lost, or one is a part of the other."""
    if one in other or other in one:
        return True
    if len(one) == len(other):
        return sum(left != right for left, right in zip(one, other, strict=True)) == 1
    short, long = sorted((one, other), key=len)
    return len(long) - len(short) == 1 and any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def _distance(one: _Cluster, other: _Cluster, kind: str) -> float:
    """What it costs to be one over a long time, in tenths; a second number can pay it, a short one alone cannot.

    Where no clock is known, neighbours are taken for near and others for far.
    """
    apart = max(one.first - other.last, other.first - one.last)
    if not math.isfinite(apart):
        apart = 0 if kind == AFTER else FAR + 1
    if apart <= FAR or kind == LIKE:
        return 0.0
    shared = [text for role, (text, _) in one.best().items() if other.best().get(role, ("",))[0] == text]
    alone = len(shared) < 2 and max(map(len, shared), default=0) <= SHORT
    return (FARTHER_COSTS if apart > FARTHER else FAR_COSTS) + (SAME[DETAINEE] - ONE_NUMBER_AT_MOST if alone else 0)


def _told(cluster: _Cluster, photographs: Sequence[Photograph], clusters: _Clusters) -> Group:
    best = cluster.best()
    places = sorted(cluster.places, key=lambda at: (photographs[at].accession, photographs[at].order))
    members = tuple(_member(at, photographs[at], best, clusters.reasons[at]) for at in places)
    well = {role: sure for role, (_, sure) in best.items()}
    contradicts = tuple(sorted({
        each.role for at in places for each in photographs[at].numbers
        if each.sure >= WELL_READ and each.text != best[each.role][0] and well[each.role] >= WELL_READ
    }))  # fmt: skip
    numbers = {role: Number(role, text, sure) for role, (text, sure) in best.items()}
    kept = min(cluster.kept) if cluster.kept else None
    score = round(sum(each.score for each in members) / len(members))
    return Group(members, numbers, contradicts, score, kept)


def _member(at: int, photograph: Photograph, best: dict[str, tuple[str, float]], reasons: set[str]) -> Member:
    """How well one photograph fits the rest."""
    sure = 0.0
    for each in photograph.numbers:
        text, by_all = best[each.role]
        if each.text == text:
            sure = max(sure, each.sure * by_all)
    for kind, worth in ((AFTER, 0.9), (LIKE, 0.85), ("kept", 1.0)):
        if kind in reasons:
            sure = max(sure, worth)
    told = sorted(reasons) or ["one-number"]
    return Member(photograph.entry, max(1, min(999, round(1000 * sure))), tuple(told))
