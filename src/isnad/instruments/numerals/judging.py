"""What stands in each line of a photograph, and everything that speaks for and against it.

 1. Each line is looked at as the finder says it reads and upside down. The better sense wins; where neither is much
    better, the other lines of the photograph decide, for a card is written in one direction.
 2. Each sense is decoded in both scripts. The likelier script wins; where neither is much likelier, the other lines
    decide, for a hand writes one script (٦٥١ is also a fair 701).
 3. A line that goes on beyond its crop is made longer, once, and read again.
 4. A line that looks like a number is looked at twice more, closer and from further away: what holds in all three is
    worth more than what one says loudly.
 5. A line that reads better in a mirror is told as mirrored, with what the mirror shows.

No list of known numbers takes part in any of this: a prior never changes a digit.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import Any

from isnad.instruments.numerals.alphabet import Script
from isnad.instruments.numerals.decoding import Guess, odds
from isnad.instruments.numerals.geometry import Grey, Look, Place
from isnad.instruments.numerals.looking import NARROW, NORMAL, WIDE, Seen, look

CLEAR = 20.0  # times likelier, from where on a script or a sense needs no neighbour's word
WORTH_ANOTHER_LOOK = 0.15
LONGER = 0.9  # heights by which a cut line grows


@dataclass(slots=True)
class Judged:
    """One line as judged: what it says, in which script and sense, and the evidence."""

    place: Place
    script: Script
    guess: Guess
    looks: list[Seen]
    script_odds: float  # log of how much likelier this script is, in this line alone
    sense_odds: float  # log of how much likelier this sense is, by the reader alone
    neighbours_script: float = 0.0  # the same, said by the other lines
    neighbours_sense: float = 0.0
    runner_up: Guess | None = None
    mirrored: bool = False
    others: int = 0
    shares: list[float] = field(default_factory=list)  # of this text, in each look


@dataclass(slots=True)
class _Line:
    """A line while it is being judged: its two senses with what each look saw."""

    senses: tuple[Place, Place]
    seen: tuple[Seen, Seen]

    def strength(self, sense: int, script: Script) -> float:
        return math.log(max(self.seen[sense].of(script).best.chance, 1e-6))

    def best(self, sense: int) -> float:
        return max(self.strength(sense, each) for each in Script)


def judge(session: Any, grey: Grey, places: list[Place]) -> list[Judged]:
    """Judges the lines that the finder found; those in which nothing stands are left out."""
    if not places:
        return []
    asked = [(each, NORMAL) for place in places for each in (place, place.turned())]
    seen = look(session, grey, asked)
    lines = [_Line((place, place.turned()), (seen[2 * at], seen[2 * at + 1])) for at, place in enumerate(places)]
    judged = [_judged(line, [each for each in lines if each is not line]) for line in lines]
    _again(session, grey, judged)
    _mirror(session, grey, judged)
    return [each for each in judged if each.guess.spelling]


def _judged(line: _Line, others: list[_Line]) -> Judged:
    """Sense and script of one line, with its neighbours' word where it is needed."""
    sense_alone = line.best(0) - line.best(1)
    told = 3.0 * line.senses[0].way  # the finder saw the whole card
    neighbours = sum(_clip(each.best(0) - each.best(1)) * _same_way(line, each) for each in others)
    sense = 0 if sense_alone + told + 0.5 * _clip(neighbours) > 0 else 1
    sign = 1 if sense == 0 else -1
    script_alone = line.strength(sense, Script.WESTERN) - line.strength(sense, Script.ARABIC_INDIC)
    company = _clip(sum(_clip(_script_lean(each)) for each in others))
    script = Script.WESTERN if script_alone + 0.5 * company > 0 else Script.ARABIC_INDIC
    towards = 1 if script is Script.WESTERN else -1
    seen = line.seen[sense]
    guess = seen.of(script).best
    return Judged(
        line.senses[sense], script, guess, [seen], script_alone * towards, sense_alone * sign,
        company * towards, sign * (told + 0.5 * _clip(neighbours)), _runner_up(seen, script, guess),
        others=len(others), shares=[guess.chance],
    )  # fmt: skip


def _clip(value: float) -> float:
    return max(-5.0, min(5.0, value))


def _same_way(one: _Line, two: _Line) -> float:
    """1 where two lines run the same way, -1 where they run against each other, 0 where they cross."""
    turn = math.cos(one.senses[0].angle - two.senses[0].angle)
    return 0.0 if abs(turn) < 0.9 else math.copysign(1.0, turn)


def _script_lean(line: _Line) -> float:
    sense = 0 if line.best(0) > line.best(1) - 2 else 1
    return line.strength(sense, Script.WESTERN) - line.strength(sense, Script.ARABIC_INDIC)


def _runner_up(seen: Seen, script: Script, guess: Guess) -> Guess | None:
    """The best other number, in either script."""
    rivals = seen.of(script).guesses[1:3] + seen.of(script.other).guesses[:1]
    rivals = [each for each in rivals if each.spelling != guess.spelling and each.chance > 0.01]
    return max(rivals, key=lambda each: each.chance, default=None)


def _again(session: Any, grey: Grey, judged: list[Judged]) -> None:
    """Longer where cut, then closer and from further away where there is something to hold on to."""
    cut = [each for each in judged if each.looks[0].of(each.script).cut > 0.25]
    grown = [_grown(each) for each in cut]
    for each, place, seen in zip(cut, grown, look(session, grey, [(place, NORMAL) for place in grown]), strict=True):
        before, after = each.looks[0].of(each.script), seen.of(each.script)
        if after.best.chance > before.best.chance and after.cut < before.cut:
            each.place, each.looks, each.guess = place, [seen], after.best
            each.shares, each.runner_up = [after.best.chance], _runner_up(seen, each.script, after.best)
    worth = [each for each in judged if each.guess.chance > WORTH_ANOTHER_LOOK]
    asked: list[tuple[Place, Look]] = [(each.place, how) for each in worth for how in (NARROW, WIDE)]
    seen_again = look(session, grey, asked)
    for at, each in enumerate(worth):
        each.looks += seen_again[2 * at : 2 * at + 2]
        _weigh(each)


def _grown(judged: Judged) -> Place:
    """The place, longer at the ends at which the writing goes on."""
    said, place = judged.looks[0].of(judged.script), judged.place
    more = LONGER * place.height
    before, after = (more if share > 0.1 else 0.0 for share in (said.cut_before, said.cut_after))
    along, _ = place.axes
    middle = along * (after - before) / 2
    return replace(
        place, x=place.x + float(middle[0]), y=place.y + float(middle[1]), length=place.length + before + after
    )


def _weigh(judged: Judged) -> None:
    """The text that the looks together hold likeliest, and what each gives it."""
    shares: dict[tuple[int, ...], list[float]] = {}
    for at, seen in enumerate(judged.looks):
        for guess in seen.of(judged.script).guesses[:4]:
            shares.setdefault(guess.spelling, [0.0] * len(judged.looks))[at] = guess.chance
    ranked = sorted(shares.items(), key=lambda each: -sum(each[1]))
    spelling, given = ranked[0]
    judged.guess = Guess(spelling, sum(given) / len(given))
    judged.shares = given
    rivals = [Guess(other, sum(chances) / len(chances)) for other, chances in ranked[1:2]]
    across = judged.looks[0].of(judged.script.other).guesses[:1]
    rivals = [each for each in rivals + across if each.chance > 0.01 and each.spelling != spelling]
    judged.runner_up = max(rivals, key=lambda each: each.chance, default=None)


def _mirror(session: Any, grey: Grey, judged: list[Judged]) -> None:
    """Reads in a mirror what looks mirrored or makes no sense as it stands."""
    doubtful = [each for each in judged if each.looks[0].of(each.script).mirrored > 0.25 and each.guess.chance < 0.6]
    asked = [(sense, Look(mirrored=True)) for each in doubtful for sense in (each.place, each.place.turned())]
    seen = look(session, grey, asked)
    for at, each in enumerate(doubtful):
        options = [(one.of(script).best, script, one) for one in seen[2 * at : 2 * at + 2] for script in Script]
        guess, script, one = max(options, key=lambda option: option[0].chance)
        if guess.chance > 0.3 and guess.chance > 2 * each.guess.chance:
            each.guess, each.script, each.looks, each.mirrored = guess, script, [one], True
            each.shares, each.runner_up = [guess.chance], None


def evidence(judged: Judged) -> dict[str, float]:
    """The numbers from which the confidence is made; each is bounded."""
    seen = judged.looks[0].of(judged.script)
    shares = judged.shares
    rival = judged.runner_up.chance if judged.runner_up else 0.0
    return {
        "mean": odds(sum(shares) / len(shares)),
        "least": odds(min(shares)),
        "looks": float(len(shares)),
        "rival": math.log(max(judged.guess.chance, 1e-4) / max(rival, 1e-4)),
        "script": min(_clip(judged.script_odds), 4.0),
        "script_near": min(_clip(judged.script_odds + 0.5 * judged.neighbours_script), 4.0),
        "sense": min(_clip(judged.sense_odds), 4.0),
        "sense_near": min(_clip(judged.sense_odds + judged.neighbours_sense), 5.0),
        "cut": max(each.of(judged.script).cut for each in judged.looks),
        "nothing": odds(seen.nothing),
        "finder": odds(judged.place.score),
        "way": judged.place.way * (1 if judged.neighbours_sense > 0 else -1),
        "contrast": math.log(max(min(each.contrast for each in judged.looks), 4.0)),
        "length": float(min(8, len(judged.guess.spelling))),
        "per_sign": judged.place.length / judged.place.height / max(1, len(judged.guess.spelling)),
        "others": math.log1p(judged.others),
    }
