"""Arabic letters in their joined forms, from right to left, for a drawing surface that knows neither.

Each letter takes the form its neighbours ask for (alone, first, middle, last); lam and alef become one. The forms are
Unicode's presentation forms, which the card's font has. Enough for names without vowel signs; not a shaping engine.
"""

from __future__ import annotations

import unicodedata
from functools import cache

_LAM = "ل"


@cache
def _forms() -> dict[tuple[str, str], str]:
    """(letter or letters, form) → presentation form."""
    found: dict[tuple[str, str], str] = {}
    for code in range(0xFE80, 0xFEFD):
        mark, *letters = unicodedata.decomposition(chr(code)).split() or ("",)
        if letters:
            found["".join(chr(int(letter, 16)) for letter in letters), mark.strip("<>")] = chr(code)
    return found


def visual(text: str) -> str:
    """``text`` as it stands on the page, the leftmost character first."""
    forms = _forms()
    pieces = _pieces(text)
    shown = []
    for index, piece in enumerate(pieces):
        joins_before = index > 0 and (pieces[index - 1], "initial") in forms and (piece, "final") in forms
        joins_after = (piece, "initial") in forms and index + 1 < len(pieces) and (pieces[index + 1], "final") in forms
        form = {(False, False): "isolated", (False, True): "initial", (True, True): "medial", (True, False): "final"}
        shown.append(forms.get((piece, form[joins_before, joins_after]), piece))
    return "".join(reversed(shown))


def _pieces(text: str) -> list[str]:
    found: list[str] = []
    for letter in text:
        if found and found[-1] == _LAM and (_LAM + letter, "isolated") in _forms():
            found[-1] += letter
        else:
            found.append(letter)
    return found
