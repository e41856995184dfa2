"""The three rules, each as it stood on a day.

* ofac50: 31 CFR (587.406 and its like in each programme) and the guidance of 13 Aug 2014, 79 FR 47726.
* eu: EU Best Practices. More than 50 per cent until 2 July 2024; from 3 July 2024 50 per cent or more, adding all
  listed owners under every regime. Soft law. Before that day adding was said for Russia only, so here it is in doubt.
* uk: regulation 7 of each set of regulations: more than 50 per cent, directly or indirectly, in one person's hands;
  OFSI's guidance of March 2022: several are not simply added.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from isnad.sanctions.ownership.shares import WHOLE
from isnad.words import Answer, Refusal

RULES = ("ofac50", "eu", "uk")
HALF = WHOLE / 2
EU_CHANGE = date(2024, 7, 3)
OFAC_AGGREGATES = date(2014, 8, 13)


@dataclass(frozen=True, slots=True)
class Rule:
    """``half_suffices``: exactly 50 per cent counts. ``adds``: whether several listed owners are added together.

    ``control``: whether control without shares counts. ``rebuttable``: whether the answer is only a presumption.
    """

    name: str
    half_suffices: bool
    adds: Answer
    control: bool
    rebuttable: bool

    def reached(self, share: Decimal) -> bool:
        """Whether ``share`` per cent is enough."""
        return share > HALF or (self.half_suffices and share == HALF)


def rule_on(name: str, day: date) -> Rule:
    """The rule ``name`` as it stood on ``day``; refuses a name that is none."""
    name = name.strip().lower()
    if name == "ofac50":
        return Rule(name, half_suffices=True, adds=Answer.YES, control=False, rebuttable=False)
    if name == "eu":
        later = day >= EU_CHANGE
        adds = Answer.YES if later else Answer.CANNOT_TELL
        return Rule(name, half_suffices=later, adds=adds, control=True, rebuttable=True)
    if name == "uk":
        return Rule(name, half_suffices=False, adds=Answer.NO, control=True, rebuttable=False)
    raise Refusal("sanctions.unknown-rule", known=", ".join(RULES))
