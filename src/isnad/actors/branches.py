"""Numbers of branches, as they are compared: the same number in whatever digits it was written. Pure."""

from __future__ import annotations

_ROWS = ("0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹")
_WESTERN = {ord(each): str(at) for row in _ROWS for at, each in enumerate(row)}
LONGEST = 80


def plain_number(text: str) -> str:
    """In Western digits, without space around it."""
    return text.strip().translate(_WESTERN)[:LONGEST]


def spellings(text: str) -> tuple[str, ...]:
    """The same number as it may have been claimed: as given, and in each row of digits."""
    plain = plain_number(text)
    written = (plain.translate({ord(each): row[at] for at, each in enumerate(_ROWS[0])}) for row in _ROWS)
    return tuple(dict.fromkeys((text.strip(), *written)))
