"""B-cubed: for each photograph, how much of its group is of its body (precision), and how much of its body is in its
group (recall); the mean of each over all photographs, and their harmonic mean (Bagga and Baldwin, 1998)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Score:
    """Means over ``photographs`` photographs, from 0 to 1."""

    precision: float
    recall: float
    photographs: int

    @property
    def f1(self) -> float:
        """The harmonic mean."""
        return 2 * self.precision * self.recall / (self.precision + self.recall) if self.precision else 0.0


def bcubed(found: Mapping[Any, Hashable], true: Mapping[Any, Hashable]) -> Score:
    """``found`` and ``true`` give for each photograph its group and its body; one not found is a group of its own."""
    groups: dict[Any, Hashable] = {each: found.get(each, ("alone", each)) for each in true}
    both = Counter((groups[each], true[each]) for each in true)
    of_group, of_body = Counter(groups.values()), Counter(true.values())
    precision = sum(both[groups[each], true[each]] / of_group[groups[each]] for each in true) / len(true)
    recall = sum(both[groups[each], true[each]] / of_body[true[each]] for each in true) / len(true)
    return Score(precision, recall, len(true))
