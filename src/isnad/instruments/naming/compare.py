"""Compares two names part by part, and says why.

The score is the probability that both are ways to write one person's name, where one such pair is as likely as not
beforehand. It is no probability that two people are one: many bear the same name. ``parts`` pairs what belongs together
with the letters that stand for each other; ``why`` says it in a sentence each, in the reader's language.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from isnad import speech
from isnad.instruments.naming.alignment import Match, match
from isnad.words.canonical import Json

ENOUGH = 8.0  # nats beyond which more agreement adds nothing
CONTRADICTION = 5.0  # nats against, for each two parts that stand for one another and are different names


@dataclass(frozen=True)
class Comparison:
    """How far two names agree (0 to 1), the parts beside each other, and the reasons in words.

    ``backwards``: one of them was read from its end, as programs that take text out of a PDF write Arabic.
    """

    score: float
    parts: tuple[Match, ...]
    backwards: bool = False

    @property
    def why(self) -> str:
        """The reasons, part by part, in the language of the reader."""
        if not self.parts:
            return speech.phrase("naming.nothing-to-compare")
        told = [sentence(part) for part in self.parts]
        return " ".join([speech.phrase("naming.backwards"), *told] if self.backwards else told)

    def as_json(self) -> dict[str, Json]:
        """``{"score", "parts", "why"}``; a part has what stands on either side, its agreement, and its letters."""
        return {
            "score": round(self.score, 4),
            "parts": [
                {
                    "a": part.left,
                    "b": part.right,
                    "agreement": round(part.agreement, 4),
                    "letters": [list(pair) for pair in part.letters],
                    "why": sentence(part),
                }
                for part in self.parts
            ],
            "why": self.why,
        }


def compare(left: str, right: str) -> Comparison:
    """Two names, in any script each, one against the other."""
    matches, evidence, backwards = match(left, right)
    if not matches:
        return Comparison(0.0, ())
    return Comparison(_probability(evidence, matches), matches, backwards)


def _probability(evidence: float, matches: tuple[Match, ...]) -> float:
    """Agreeing parts never outweigh contradicting ones, and an own name that contradicts least of all (brothers)."""
    both = [each for each in matches if each.kind not in {"alone", "initial"}]
    against = CONTRADICTION * sum(1.0 - each.agreement for each in both)
    if matches[0] in both:
        against += CONTRADICTION * (1.0 - matches[0].agreement)
    logit = max(min(evidence, ENOUGH), -ENOUGH) - against
    return 1.0 / (1.0 + math.exp(-logit))


def sentence(part: Match) -> str:
    """One part in words."""
    if part.right is None or part.left is None:
        side = "only-first" if part.right is None else "only-second"
        return speech.phrase(f"naming.{side}", part=part.left or part.right)
    facts = {"left": part.left, "right": part.right}
    if part.kind == "same":
        return speech.phrase("naming.same", **facts)
    if part.kind == "differs":
        return speech.phrase("naming.differs", **facts)
    if part.kind == "initial":
        return speech.phrase("naming.initial", **facts)
    shown = speech.phrase("naming.between").join(
        speech.phrase("naming.stands-for", left=a, right=b)
        if a and b
        else speech.phrase("naming.silent", letter=a or b)
        for a, b in part.letters
        if a != b
    )
    sure = round(100 * part.agreement)
    if part.agreement < 0.5:
        return speech.phrase("naming.resembles", **facts, sure=sure)
    code = "naming.agrees" if shown else "naming.agrees-whole"
    return speech.phrase(code, **facts, letters=shown, sure=sure)
