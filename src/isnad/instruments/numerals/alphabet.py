"""Signs: ten Western digits, ten Arabic-Indic ones, the slash, letters, and the reader's three words of doubt.

* The order is the networks' own: class 0 is CTC's blank, then ``SIGNS``, then ``CUT``, ``UPSIDE``, ``MIRRORED``.
* ``text`` is what a number means (Western digits and the slash), ``letter`` stands beside it, ``as_written`` is what
  the eye sees from left to right.
* Digits of two scripts are never mixed in one number.
"""

from __future__ import annotations

from enum import StrEnum

WESTERN = "0123456789"
ARABIC_INDIC = "٠١٢٣٤٥٦٧٨٩"
SLASH = "/"
LETTERS = "بجدم"
SIGNS = WESTERN + ARABIC_INDIC + SLASH + LETTERS
BLANK, CUT, UPSIDE, MIRRORED = 0, len(SIGNS) + 1, len(SIGNS) + 2, len(SIGNS) + 3
CLASSES = len(SIGNS) + 4

_TO_WESTERN = str.maketrans(ARABIC_INDIC, WESTERN)


class Script(StrEnum):
    """Which ten digits a number is written in."""

    WESTERN = "western"
    ARABIC_INDIC = "arabic-indic"

    @property
    def digits(self) -> str:
        """The ten digits, from zero."""
        return WESTERN if self is Script.WESTERN else ARABIC_INDIC

    @property
    def other(self) -> Script:
        """The other one."""
        return Script.ARABIC_INDIC if self is Script.WESTERN else Script.WESTERN


def class_of(sign: str) -> int:
    """The networks' class of a sign."""
    return SIGNS.index(sign) + 1


def classes_of(script: Script) -> list[int]:
    """Every class that may stand in a number of this script, the words of doubt among them."""
    return [class_of(each) for each in script.digits + SLASH + LETTERS] + [CUT, UPSIDE, MIRRORED]


def meaning(as_written: str) -> tuple[str, str | None]:
    """Text in Western digits with its slashes, and the letters beside it (None where there are none)."""
    letters = "".join(each for each in as_written if each in LETTERS) or None
    parts = "".join(each for each in as_written if each not in LETTERS).translate(_TO_WESTERN).split(SLASH)
    return SLASH.join(each for each in parts if each), letters
