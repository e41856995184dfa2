"""One line as judged, and the numbers from which its confidence is made."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from isnad.instruments.numerals.alphabet import SLASH, Script, class_of
from isnad.instruments.numerals.decoding import Decoded, Guess, chance_of, odds
from isnad.instruments.numerals.geometry import Place
from isnad.instruments.numerals.looking import Seen

LONG_NUMBER = 6  # signs, from where on a one within may be a slash that stands upright
UNASKED = 7.0


@dataclass(slots=True)
class Judged:
    """One line as judged: what it says, in which script and sense, and the evidence."""

    place: Place
    shape: tuple[int, ...]  # of the photograph: rows, columns
    script: Script
    guess: Guess
    looks: list[Seen]
    script_odds: float  # log of how much likelier this script is, in this line alone
    sense_odds: float  # log of how much likelier this sense is, by the reader alone
    neighbours_script: float = 0.0  # the same, said by the other lines
    neighbours_sense: float = 0.0  # the same, said by the finder and the other lines
    runner_up: Guess | None = None
    mirrored: bool = False
    others: int = 0
    tries: int = 0  # places near by that were tried before this one
    shares: list[float] = field(default_factory=list)  # of this text, in each look

    @property
    def said(self) -> Decoded:
        """What the first look says in the script judged."""
        return self.looks[0].of(self.script)

    @property
    def room(self) -> float:
        """Heights of the line between its nearest end and the frame, between 0 and 2; 0 where it goes beyond."""
        along, _ = self.place.axes
        reach = along * self.place.length / 2
        ends = [(self.place.x + way * float(reach[0]), self.place.y + way * float(reach[1])) for way in (1, -1)]
        nearest = min(min(x, y, self.shape[1] - x, self.shape[0] - y) for x, y in ends)
        return max(0.0, min(2.0, nearest / self.place.height))


def evidence(judged: Judged) -> dict[str, float]:
    """The numbers from which the confidence is made; each is bounded."""
    seen = judged.said
    shares = judged.shares
    rival = judged.runner_up.chance if judged.runner_up else 0.0
    return {
        "mean": odds(sum(shares) / len(shares)),
        "least": odds(min(shares)),
        "agree": sum(share > 0.5 for share in shares) / len(shares),
        "looks": float(len(shares) > 1),
        "rival": math.log(max(judged.guess.chance, 1e-4) / max(rival, 1e-4)),
        "script": min(clipped(judged.script_odds), 4.0),
        "script_near": min(clipped(judged.script_odds + 0.5 * judged.neighbours_script), 4.0),
        "sense": min(clipped(judged.sense_odds), 4.0),
        "sense_near": min(clipped(judged.sense_odds + judged.neighbours_sense), 5.0),
        "cut": max(each.of(judged.script).cut for each in judged.looks),
        "nothing": odds(seen.nothing),
        "finder": odds(judged.place.score),
        "way": judged.place.way * (1 if judged.neighbours_sense > 0 else -1),
        "contrast": math.log(max(min(each.contrast for each in judged.looks), 4.0)),
        "length": float(min(8, len(judged.guess.spelling))),
        "per_sign": judged.place.length / judged.place.height / max(1, len(judged.guess.spelling)),
        "others": math.log1p(judged.others),
        "tries": float(judged.tries),
        "room": judged.room,
        "size": math.log(max(6.0, min(40.0, judged.place.height))),
        "arabic": float(judged.script is Script.ARABIC_INDIC),
        "upside": odds(seen.upside),
        "slashes": float(SLASH in judged.guess.text),
        "slash": slash_margin(judged),
    }


def slash_margin(judged: Judged) -> float:
    """The logarithm of how much likelier the number is than the same with a one for its slash, or a slash for a one
    within; between -2 and ``UNASKED`` (where there is no such question)."""
    spelling, slash, one = judged.guess.spelling, class_of(SLASH), class_of(judged.script.digits[1])
    if slash in spelling:
        rivals = [tuple(one if each == slash else each for each in spelling)]
    else:
        inner = range(2, len(spelling) - 2) if len(spelling) >= LONG_NUMBER else range(0)
        rivals = [(*spelling[:at], slash, *spelling[at + 1 :]) for at in inner if spelling[at] == one]
    chances = [sum(chance_of(each.chances, rival) for each in judged.looks) / len(judged.looks) for rival in rivals]
    if not chances:
        return UNASKED
    return max(-2.0, min(UNASKED, math.log(max(judged.guess.chance, 1e-6) / max([*chances, 1e-6]))))


def clipped(value: float) -> float:
    """A logarithm of odds, kept between -5 and 5, so that no single voice drowns the others."""
    return max(-5.0, min(5.0, value))
