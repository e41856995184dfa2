"""What stands in each line of a photograph, and everything that speaks for and against it.

 1. Each line is looked at as the finder says it reads and upside down. The better sense wins; where neither is much
    better, the other lines of the photograph decide, for a card is written in one direction.
 2. Each sense is decoded in both scripts. The likelier script wins; where neither is much likelier, the other lines
    decide, for a hand writes one script (٦٥١ is also a fair 701).
 3. Pieces that may be one line are also read as one; of readings that overlap one stays.
 4. What is cut, unsure, worth more looks, or mirrored is seen to in ``second_looks``.

No list of known numbers takes part in any of this: a prior never changes a digit.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from isnad.instruments.numerals import finding, second_looks
from isnad.instruments.numerals.alphabet import Script
from isnad.instruments.numerals.evidence import Judged, clipped
from isnad.instruments.numerals.geometry import Grey, Place
from isnad.instruments.numerals.looking import NORMAL, Seen, look
from isnad.instruments.numerals.second_looks import runner_up


@dataclass(slots=True)
class _Line:
    """A line while it is being judged: its two senses with what each look saw."""

    senses: tuple[Place, Place]
    seen: tuple[Seen, Seen]

    def strength(self, sense: int, script: Script) -> float:
        return math.log(max(self.seen[sense].of(script).best.chance, 1e-6))

    def best(self, sense: int) -> float:
        return max(self.strength(sense, each) for each in Script)


def judge(session: Any, second: Any, grey: Grey, places: list[Place]) -> list[Judged]:
    """Judges the lines that the finder found; those in which nothing stands are left out.

    ``session`` is the reader, ``second`` another that learned apart from it and is asked for its word on what was read.
    """
    whole = places + finding.wholes(places)
    seen = look(session, grey, [(each, NORMAL) for place in whole for each in (place, place.turned())])
    lines = [_Line((place, place.turned()), (seen[2 * at], seen[2 * at + 1])) for at, place in enumerate(whole)]
    alone = lines[: len(places)]
    judged = [_judged(line, [each for each in alone if each is not line], grey.shape) for line in lines]
    second_looks.longer(session, grey, judged)
    second_looks.nearby(session, grey, judged)
    judged = second_looks.apart([each for each in judged if each.guess.spelling])
    second_looks.more_looks((session, second), grey, judged)
    second_looks.in_a_mirror(session, grey, judged)
    return judged


def _judged(line: _Line, others: list[_Line], shape: tuple[int, ...]) -> Judged:
    """Sense and script of one line, with its neighbours' word where it is needed."""
    sense_alone = line.best(0) - line.best(1)
    told = 3.0 * line.senses[0].way  # the finder saw the whole card
    neighbours = sum(clipped(each.best(0) - each.best(1)) * _same_way(line, each) for each in others)
    sense = 0 if sense_alone + told + 0.5 * clipped(neighbours) > 0 else 1
    sign = 1 if sense == 0 else -1
    script_alone = line.strength(sense, Script.WESTERN) - line.strength(sense, Script.ARABIC_INDIC)
    company = clipped(sum(clipped(_script_lean(each)) for each in others))
    script = Script.WESTERN if script_alone + 0.5 * company > 0 else Script.ARABIC_INDIC
    towards = 1 if script is Script.WESTERN else -1
    seen = line.seen[sense]
    guess = seen.of(script).best
    return Judged(
        line.senses[sense], shape, script, guess, [seen], script_alone * towards, sense_alone * sign,
        company * towards, sign * (told + 0.5 * clipped(neighbours)), runner_up(seen, script, guess),
        others=len(others), shares=[guess.chance],
    )  # fmt: skip


def _same_way(one: _Line, two: _Line) -> float:
    """1 where two lines run the same way, -1 where they run against each other, 0 where they cross."""
    turn = math.cos(one.senses[0].angle - two.senses[0].angle)
    return 0.0 if abs(turn) < 0.9 else math.copysign(1.0, turn)


def _script_lean(line: _Line) -> float:
    sense = 0 if line.best(0) > line.best(1) - 2 else 1
    return line.strength(sense, Script.WESTERN) - line.strength(sense, Script.ARABIC_INDIC)
