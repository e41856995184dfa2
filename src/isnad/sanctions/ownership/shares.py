"""A share in per cent: exact, or an interval where it is unknown or rival sources disagree.

* ``"49.995"`` is 49.995 and never 50; no value passes through a binary fraction.
* No value: [0, 100]. Several values: from the lowest to the highest.
* What is no percentage (``"about half"``, ``-3``, ``140``) says nothing: [0, 100], with a doubt that names it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact, InvalidOperation
from functools import lru_cache

WHOLE = Decimal(100)
NOTHING = Decimal(0)
LONGEST = 60  # characters of a share; longer ones are read as unknown
EXACT = Context(prec=200, traps=[Inexact, InvalidOperation])  # sums either are exact or fail loudly
_BAND = re.compile(r"(\d[\d.]*)\s*(?:-|–|to)\s*(\d[\d.]*)")
_MARKS = str.maketrans({"٫": ".", "٪": "", "%": "", "\u00a0": " "})


@dataclass(frozen=True, slots=True)
class Share:
    """Between ``low`` and ``high`` per cent, both included; ``doubt`` is why it is not one number, or empty."""

    low: Decimal
    high: Decimal
    doubt: str = ""


UNKNOWN = Share(NOTHING, WHOLE, "unknown")
UNREADABLE = Share(NOTHING, WHOLE, "unreadable")


@lru_cache(maxsize=65_536)
def read_share(texts: tuple[str, ...]) -> Share:
    """The share that ``texts`` state: none, one, a band, or rival values."""
    if not texts:
        return UNKNOWN
    values = [_read_band(text) for text in texts]
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return UNREADABLE
    low, high = min(low for low, _ in known), max(high for _, high in known)
    if low == high:
        return Share(low, high)
    return Share(low, high, "rival" if len(known) > 1 else "band")


def _read_band(text: str) -> tuple[Decimal, Decimal] | None:
    """Both ends of a percentage; of ``25-50``, as registers write it, 25 and 50; None where it is neither."""
    band = _BAND.fullmatch(text.translate(_MARKS).strip())
    low, high = (read_percentage(end) for end in (band.groups() if band else (text, text)))
    if low is None or high is None or low > high:
        return None
    return low, high


@lru_cache(maxsize=65_536)
def read_percentage(text: str) -> Decimal | None:
    """An exact number from 0 to 100, or None where the text is none. Arabic digits and a per cent sign are read."""
    cleaned = text.translate(_MARKS).strip()
    if not cleaned or len(cleaned) > LONGEST:
        return None
    try:
        value = Decimal(cleaned)
    except InvalidOperation:
        return None
    if not value.is_finite() or value.adjusted() < -LONGEST or not NOTHING <= value <= WHOLE:
        return None
    return value


def total(values: Iterable[Decimal]) -> Decimal:
    """The exact sum."""
    found = NOTHING
    for value in values:
        found = EXACT.add(found, value)
    return found


def written(value: Decimal) -> str:
    """Plain decimal digits without trailing zeros: ``50``, ``49.995``."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
