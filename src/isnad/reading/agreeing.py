"""How far two people agree who typed the same photographs: Cohen's kappa, for each pair of people and each field.

Kappa is agreement beyond what chance would give: (observed − expected) / (1 − expected), where *expected* is how often
two people would agree who each gave their own answers at random. "Cannot tell" is an answer like any other. With one
answer alone chance explains everything, and there is no kappa. Pure; knows no table.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations


@dataclass(frozen=True, slots=True)
class Typed:
    """What one person typed of one field of one photograph; "" where they could not tell."""

    photograph: int
    field: str
    person: str
    value: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two people (``other`` is None: one against all others) on one field: photographs, agreed, kappa."""

    person: str
    other: str | None
    field: str
    photographs: int
    agreed: int
    kappa: float | None

    def as_json(self) -> dict[str, object]:
        """Everything, for machines."""
        return {"person": self.person, "with": self.other, "field": self.field, "photographs": self.photographs,
                "agreed": self.agreed, "kappa": self.kappa}  # fmt: skip


def kappa(pairs: Iterable[tuple[str, str]]) -> float | None:
    """Cohen's kappa of these pairs of answers; None where there are none, or where chance explains everything."""
    listed = list(pairs)
    if not listed:
        return None
    left, right = Counter(one for one, _ in listed), Counter(other for _, other in listed)
    observed = sum(one == other for one, other in listed) / len(listed)
    expected = sum(left[value] * right[value] for value in left) / len(listed) ** 2
    return None if expected >= 1 else round((observed - expected) / (1 - expected), 4)


def agreements(typed: Iterable[Typed]) -> list[Agreement]:
    """For each person and field: with everybody together, then with each other person alone."""
    answers: dict[str, dict[int, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    for each in typed:
        answers[each.field][each.photograph][each.person] = each.value
    found = []
    for name, photographs in sorted(answers.items()):
        pairs: dict[tuple[str, str | None], list[tuple[str, str]]] = defaultdict(list)
        for given in photographs.values():
            for one, other in combinations(sorted(given), 2):
                pairs[one, other].append((given[one], given[other]))
                pairs[one, None].append((given[one], given[other]))
                pairs[other, None].append((given[other], given[one]))
        for whose, listed in sorted(pairs.items(), key=lambda each: (each[0][0], each[0][1] or "")):
            agreed = sum(one == another for one, another in listed)
            found.append(Agreement(*whose, name, len(listed), agreed, kappa(listed)))
    return found
