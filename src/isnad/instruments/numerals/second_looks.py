"""Second looks: where a line is cut, unsure, promising or mirrored, it is looked at again, a little differently.

* *Longer*: a line that goes on beyond its crop grows at that end and is read again, twice at most.
* *Nearby*: an unsure line is read a little turned, a little larger and smaller; the place that reads best is kept.
  That a place was chosen so is part of the evidence.
* *Apart*: of readings that lie on each other the one that says more, and says it well, stays.
* *Closer and further, and with other eyes*: a second reader that learned apart from the first has two of four more
  looks. What all hold in common is worth more than what one says loudly.
* *In a mirror*: a line that reads better mirrored is told as mirrored, with what the mirror shows.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from isnad.instruments.numerals.alphabet import Script
from isnad.instruments.numerals.decoding import Guess
from isnad.instruments.numerals.evidence import Judged
from isnad.instruments.numerals.geometry import Grey, Look, Place
from isnad.instruments.numerals.looking import AGAIN, NORMAL, OTHERS, Seen, look

LONGER = 0.8  # heights by which a cut line grows
CUT = 0.25  # the share of doubt from where on a line counts as cut
UNSURE = (0.03, 0.75)  # chances between which places near by are tried
WORTH = 0.12  # the chance from where on a line is worth more looks
SIGN = 0.7  # what one more sign is worth against the logarithm of the chance, where readings overlap


def longer(session: Any, grey: Grey, judged: list[Judged]) -> None:
    """Lets cut lines grow."""
    for _ in range(2):
        cut = [each for each in judged if each.said.cut > CUT]
        grown = [_grown(each) for each in cut]
        for each, place, seen in zip(cut, grown, look(session, grey, [(one, NORMAL) for one in grown]), strict=True):
            after = seen.of(each.script)
            if after.cut < each.said.cut and after.best.chance > 0.5 * each.guess.chance:
                _moved(each, place, seen)


def _grown(judged: Judged) -> Place:
    """The place, longer at the ends at which the writing goes on."""
    said, place = judged.said, judged.place
    more = LONGER * place.height
    before, after = (more if share > 0.1 else 0.0 for share in (said.cut_before, said.cut_after))
    along, _ = place.axes
    middle = along * (after - before) / 2
    return replace(
        place, x=place.x + float(middle[0]), y=place.y + float(middle[1]), length=place.length + before + after
    )


def _moved(judged: Judged, place: Place, seen: Seen) -> None:
    """The line lies at another place now."""
    best = seen.of(judged.script).best
    judged.place, judged.looks, judged.guess, judged.shares = place, [seen], best, [best.chance]
    judged.runner_up = runner_up(seen, judged.script, best)


def nearby(session: Any, grey: Grey, judged: list[Judged]) -> None:
    """Tries places near by for lines that are neither clear nor hopeless."""
    unsure = [each for each in judged if UNSURE[0] < each.guess.chance < UNSURE[1]]
    tried = [_near(each.place) for each in unsure]
    seen = iter(look(session, grey, [(place, NORMAL) for places in tried for place in places]))
    for each, places in zip(unsure, tried, strict=True):
        looks = [(place, next(seen)) for place in places]
        place, best = max(looks, key=lambda one: one[1].of(each.script).best.chance)
        each.tries = len(places)
        if best.of(each.script).best.chance > 1.15 * each.guess.chance:
            _moved(each, place, best)


def _near(place: Place) -> list[Place]:
    lower, upper = place.height * 0.84, place.height * 1.2
    return [
        replace(place, angle=place.angle + 0.09), replace(place, angle=place.angle - 0.09),
        replace(place, height=lower), replace(place, height=upper, length=place.length + 0.15 * place.height),
    ]  # fmt: skip


def apart(judged: list[Judged]) -> list[Judged]:
    """Leaves one of the readings that lie on each other."""
    ranked = sorted(judged, key=lambda each: -(math.log(each.guess.chance + 1e-9) + SIGN * len(each.guess.spelling)))
    kept: list[Judged] = []
    for each in ranked:
        if not any(_overlap(each.place, other.place) for other in kept):
            kept.append(each)
    return [each for each in judged if any(each is one for one in kept)]


def _overlap(one: Place, two: Place) -> bool:
    """Whether one line covers more than a third of the other."""
    along, down = two.axes
    away = (one.x - two.x, one.y - two.y)
    beside = abs(float(away[0] * down[0] + away[1] * down[1]))
    ahead = abs(float(away[0] * along[0] + away[1] * along[1]))
    shared = (one.length + two.length) / 2 - ahead
    return beside < 0.5 * max(one.height, two.height) and shared > 0.34 * min(one.length, two.length)


def more_looks(readers: tuple[Any, Any], grey: Grey, judged: list[Judged]) -> None:
    """Four more looks at every line that may be a number, two by each reader."""
    worth = [each for each in judged if each.guess.chance > WORTH]
    for session, ways in zip(readers, (OTHERS, AGAIN), strict=True):
        seen = look(session, grey, [(each.place, how) for each in worth for how in ways])
        for at, each in enumerate(worth):
            each.looks += seen[len(ways) * at : len(ways) * (at + 1)]
    for each in worth:
        _weigh(each)


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


def runner_up(seen: Seen, script: Script, guess: Guess) -> Guess | None:
    """The best other number, in either script."""
    rivals = seen.of(script).guesses[1:3] + seen.of(script.other).guesses[:1]
    rivals = [each for each in rivals if each.spelling != guess.spelling and each.chance > 0.01]
    return max(rivals, key=lambda each: each.chance, default=None)


def in_a_mirror(session: Any, grey: Grey, judged: list[Judged]) -> None:
    """Reads in a mirror what looks mirrored or makes no sense as it stands."""
    doubtful = [each for each in judged if each.said.mirrored > 0.25 and each.guess.chance < 0.6]
    asked = [(sense, Look(mirrored=True)) for each in doubtful for sense in (each.place, each.place.turned())]
    seen = look(session, grey, asked)
    for at, each in enumerate(doubtful):
        options = [(one.of(script).best, script, one) for one in seen[2 * at : 2 * at + 2] for script in Script]
        guess, script, one = max(options, key=lambda option: option[0].chance)
        if guess.chance > 0.3 and guess.chance > 2 * each.guess.chance:
            each.guess, each.script, each.looks, each.mirrored = guess, script, [one], True
            each.shares, each.runner_up = [guess.chance], None
