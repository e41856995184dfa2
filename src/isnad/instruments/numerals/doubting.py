"""What forbids acceptance whatever the confidence, as codes of ``speech/texts/numerals.yaml``.

* ``mirrored``: something on the photograph reads better in a mirror.
* ``cut``: the line goes on beyond what was looked at, ends at the frame, or another lies close behind it in its row.
* ``script``, ``sense``: the other script, or the other way round, is not ``CLEAR`` times less likely.
* ``slash``: a slash may be a one that leans, which would make two numbers of one; or stands by a single digit.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from isnad.instruments.numerals import finding
from isnad.instruments.numerals.alphabet import SLASH, meaning
from isnad.instruments.numerals.evidence import Judged, slash_margin

CLEAR = 20.0  # times likelier, from where on a script or a sense needs no neighbour's word
ROOM = 0.25  # heights of the line, below which it ends at the frame
SLASH_CLEAR = 200.0  # times likelier than a one, from where on a slash is one


def doubts(judged: Judged, others: Sequence[Judged], mirror: bool) -> tuple[str, ...]:
    """The doubts about one line among those of its photograph; ``mirror`` where one of them was mirrored."""
    clear = math.log(CLEAR)
    cut = sum(each.of(judged.script).cut for each in judged.looks) / len(judged.looks)
    script = max(judged.script_odds, judged.script_odds + judged.neighbours_script)
    found = {
        "mirrored": mirror,
        "cut": cut > 0.15 or judged.said.cut > 0.35 or judged.room < ROOM or _piece(judged, others),
        "script": script < clear and not _same(judged),
        "sense": judged.sense_odds + judged.neighbours_sense < clear,
        "slash": _slash_or_one(judged),
    }
    return tuple(doubt for doubt, holds in found.items() if holds)


def _piece(judged: Judged, others: Sequence[Judged]) -> bool:
    """Whether another line lies close behind it in the same row: both may be pieces of a longer number."""
    return any(each is not judged and finding.continues(judged.place, each.place) for each in others)


def _slash_or_one(judged: Judged) -> bool:
    parts = judged.guess.text.split(SLASH)
    alone = len(parts) > 1 and min(map(len, parts)) < 2
    return alone or slash_margin(judged) < math.log(SLASH_CLEAR)


def _same(judged: Judged) -> bool:
    """Whether the best reading in the other script means the same number, as ١ and 1 do."""
    other = judged.looks[0].of(judged.script.other).best.text
    return bool(other) and meaning(other) == meaning(judged.guess.text)
