"""Codes: 80 random bits in 28 digits, seven groups of four, made by us and written down by hand.

* Digits alone: every telephone has them, every reader of Arabic reads them, and both kinds are taken (٠١٢ and 012).
* The last three digits check the rest modulo 997: one wrong digit, or two neighbours exchanged, is always noticed.
* Spaces, hyphens and direction marks are passed over; anything else makes it no code.
"""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import dataclass, field

BITS = 80
DIGITS = 28
GROUP = 4
_CHECK, _MODULUS = 1000, 997
_BETWEEN = frozenset(" \t\r\n\u00a0-_./\u2010\u2011\u2012\u2013\u2014\u2212\u200e\u200f\u061c\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True)
class Code:
    """What a family writes down. Never printed by accident."""

    bits: bytes = field(repr=False)

    def __post_init__(self) -> None:
        assert len(self.bits) == BITS // 8

    @classmethod
    def new(cls) -> Code:
        """A random one."""
        return cls(secrets.token_bytes(BITS // 8))

    @classmethod
    def parse(cls, text: str) -> Code | None:
        """As typed, in digits of any kind; None where it is no code of ours."""
        digits = digits_of(text)
        if digits is None or len(digits) != DIGITS or int(digits) % _MODULUS != 1:
            return None
        value = int(digits) // _CHECK
        return cls(value.to_bytes(BITS // 8, "big")) if value < 1 << BITS else None

    def written(self) -> str:
        """Seven groups of four digits."""
        value = int.from_bytes(self.bits, "big") * _CHECK
        digits = f"{value + (1 - value) % _MODULUS:0{DIGITS}d}"
        return " ".join(digits[start : start + GROUP] for start in range(0, DIGITS, GROUP))


def digits_of(text: str) -> str | None:
    """The digits of what was typed, as 0 to 9; None where something else is in it."""
    found = []
    for each in text[: 8 * DIGITS]:
        if (digit := unicodedata.decimal(each, None)) is not None:
            found.append(str(digit))
        elif each not in _BETWEEN:
            return None
    return "".join(found)
