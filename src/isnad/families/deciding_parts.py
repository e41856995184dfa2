"""What a decision about a candidate is made of: how certain, on what, and what that can reach at most.

DESIGN's two axes. Certainty: excluded, insufficient, possible, presumptive, positive. Basis: name, number, document,
recognition, effects, marks, fingerprints, teeth, DNA (INTERPOL DVI).

 * A name alone never lifts above *possible*: many bear it.
 * Photographs, numbers, papers and a family's recognition reach *presumptive* at most.
 * *Positive* takes fingerprints, teeth or DNA.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

EXCLUDED, INSUFFICIENT, POSSIBLE, PRESUMPTIVE, POSITIVE = CERTAINTIES = (
    "excluded",
    "insufficient",
    "possible",
    "presumptive",
    "positive",
)
NAME = "name"
PRIMARY = ("fingerprints", "teeth", "dna")
BASES = (NAME, "number", "document", "recognition", "effects", "marks", *PRIMARY)
LONGEST = 4_000  # characters of a reason


class Outcome(StrEnum):
    """How a candidate stands, from the verdicts that count."""

    PROPOSED = "proposed"  # nobody has decided
    AWAITING = "awaiting"  # one has; what they said is shown to nobody
    DISPUTED = "disputed"  # two are not of one mind: a third decides
    UNDECIDED = "undecided"  # two say that what is there is not enough
    IDENTIFIED = "identified"
    EXCLUDED = "excluded"


def ceiling(bases: Iterable[str]) -> str:
    """The highest certainty that these bases can bear."""
    known = set(bases)
    if known & set(PRIMARY):
        return POSITIVE
    return PRESUMPTIVE if known - {NAME} else POSSIBLE if known else INSUFFICIENT


def rank(certainty: str) -> int:
    """The place of a certainty, from the least to the most."""
    return CERTAINTIES.index(certainty)


def side(certainty: str) -> str:
    """Against, open or for: two verdicts agree where they stand on one side."""
    return {EXCLUDED: "against", INSUFFICIENT: "open"}.get(certainty, "for")


def agreed(certainties: Sequence[str]) -> tuple[int, int] | None:
    """The places of two verdicts that stand on one side, the later pair where there are several; None where none do."""
    for later in range(len(certainties) - 1, 0, -1):
        for earlier in range(later - 1, -1, -1):
            if side(certainties[earlier]) == side(certainties[later]):
                return earlier, later
    return None


def outcome(certainties: Sequence[str]) -> Outcome:
    """How verdicts add up, in the order in which they were said: two of one side decide, else a third is asked."""
    if len(certainties) < 2:
        return (Outcome.PROPOSED, Outcome.AWAITING)[len(certainties)]
    pair = agreed(certainties)
    if pair is None:
        return Outcome.DISPUTED
    decided = side(certainties[pair[1]])
    return {"against": Outcome.EXCLUDED, "open": Outcome.UNDECIDED, "for": Outcome.IDENTIFIED}[decided]


def lower(one: str, other: str) -> str:
    """The less certain of two."""
    return min(one, other, key=rank)


def is_reason(text: str) -> bool:
    """Whether somebody gave a reason that every table can hold."""
    return bool(text.strip()) and "\0" not in text and len(text) <= LONGEST
