"""How many others would agree as well by chance: the number a family's hope must be set beside.

* A number of so many digits is borne by chance by as many of the list as bear any number of that length, divided by how
  many such numbers there are. A number that several bear is no rarer than that.
* A branch, a year, a mark: the share of the list that has it.
* What agrees in several things is borne by chance by the product, as far as they have nothing to do with one another; a
  name's parts are counted by the weighing of names, in all their spellings.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from isnad.families.candidate_facts import NUMBERS, Facts, Reason

RAREST = 1e-12


class Shares:
    """How often each thing stands in a list of people."""

    def __init__(self, people: Iterable[Facts]) -> None:
        self.many = 0
        self._lengths: Counter[int] = Counter()
        self._bearers: dict[str, set[int]] = defaultdict(set)
        self._branches: Counter[str] = Counter()
        for each in people:
            self.many += 1
            digits = {digits_of(told.value) for told in each.of(*NUMBERS)} - {""}
            self._lengths.update({len(number) for number in digits})
            for number in digits:
                self._bearers[number].add(each.entity)
            branches = {digits_of(told.value) for told in each.of("branchNumber", "branch")} - {""}
            self._branches.update(branches)

    def bearing(self, number: str) -> set[int]:
        """Who in the list bears this number, under any role."""
        return self._bearers.get(digits_of(number), set())

    def of_number(self, number: str) -> float:
        """The share of the list that bears such a number by chance, or as often as it does."""
        digits = digits_of(number)
        possible = float(9 * 10 ** max(len(digits) - 1, 0))
        by_length = self._lengths[len(digits)] / possible / max(self.many, 1)
        others = max(len(self.bearing(number)) - 1, 0) / max(self.many, 1)
        return min(max(by_length, others, RAREST), 1.0)

    def of_branch(self, branch: str) -> float:
        """The share of the list that was held in this branch, never less than one of it."""
        return max(self._branches[digits_of(branch)], 1) / max(self.many, 1)


def digits_of(text: str) -> str:
    """A number as digits alone, without leading zeros; Arabic-Indic digits are read. Empty where there are none."""
    found = "".join(str(int(letter)) for letter in text if letter.isdecimal())
    return found.lstrip("0") or ("0" if found else "")


def by_chance(many: int, reasons: Iterable[Reason]) -> float:
    """How many others in a list of ``many`` would agree in all that these reasons say for it."""
    share = 1.0
    for each in reasons:
        if each.weight > 0:
            share *= each.chance
    return max(many - 1, 0) * max(share, RAREST)


def as_text(count: float) -> str:
    """A count of chance as it is kept: two figures that matter, never an exponent, never nought."""
    if count >= 10:
        return str(round(count))
    if count >= 0.001:
        return f"{count:.2g}"
    return "0.001"
