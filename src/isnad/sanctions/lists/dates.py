"""The ways in which lists write dates, as EDTF.

* What can be read becomes EDTF that ``When`` understands; what cannot becomes None, and the caller keeps the words.
* Doubt is kept: ``circa 1953`` is ``1953~``, ``1962 to 1964`` is ``1962/1964``, an unknown day or month is left open.
* Two slashed numbers are day and month, in this order, except where that cannot be: ``01/23/1970`` can only be
  American. Such a date is read, and said to be American (``american`` is true).
* A date of another calendar is not converted.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from functools import lru_cache

from isnad.words import Refusal, When

MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may may", "jun june", "jul july", "aug august",
         "sep september sept", "oct october", "nov november", "dec december"), start=1,
    )
    for name in names.split()
}  # fmt: skip
_ABOUT = re.compile(
    r"^(?:circa|approximately|approx\.?|about|c\.|ca\.?)\s*|\s*\((?:circa|approximately)\)$", re.IGNORECASE
)
_RANGE = re.compile(
    r"^(?:between\s+)?(.+?)\s*(?:\bto\b|\band\b|–|—|\s-\s|(?<=\d{4})-(?=\d{4}$))\s*(.+)$", re.IGNORECASE
)
_WORDED = re.compile(r"(?:(\d{1,2})\s+)?([A-Za-z]+)\.?,?\s+(\d{4})")
_AMERICAN_WORDED = re.compile(r"([A-Za-z]+)\.?\s+(\d{1,2}),?\s+(\d{4})")
_SLASHED = re.compile(r"(?:([0-9]{1,2}|dd|00)[/.-])?([0-9]{1,2}|mm|00)[/.-]([0-9]{2}(?:[0-9]{2}|yy))", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(?:[T ]\d{1,2}:.*)?")
_DECADE = re.compile(r"(?:(?:early|mid|late)[- ])?(\d{3})0'?s", re.IGNORECASE)
_LONGEST = 80  # characters of a date; more is a sentence
_WIDEST = 15  # years that are written out one by one for tools that know no intervals


@dataclass(frozen=True, slots=True)
class Dated:
    """A date as EDTF; ``american`` when month and day could only be read in the American order."""

    edtf: str
    american: bool = False


@lru_cache(maxsize=65536)
def read(text: str) -> Dated | None:
    """One date or range as a list writes it; None when these words are not a date."""
    words = " ".join(text.replace("\xa0", " ").strip(" .,;'").split())
    if not words or len(words) > _LONGEST:
        return None
    about = _ABOUT.search(words) is not None
    words = _ABOUT.sub("", words).strip()
    found = _range(words, about) or _single(words, about)
    return found if found and _is_edtf(found.edtf) else None


def either(*dates: str) -> str:
    """One of several: ``1953 or 1954`` is ``[1953,1954]``."""
    return f"[{','.join(dates)}]" if len(dates) > 1 else dates[0]


def parts(year: str | None, month: str | None = None, day: str | None = None, *, about: bool = False) -> str | None:
    """EDTF from a year, a month and a day of which the last ones may be missing or nought."""
    numbers = [int(part) if part and part.strip().isdigit() else 0 for part in (year, month, day)]
    if not numbers[0]:
        return None
    edtf = f"{numbers[0]:04d}"
    if numbers[1]:
        edtf += f"-{numbers[1]:02d}" + (f"-{numbers[2]:02d}" if numbers[2] else "")
    edtf += "~" if about else ""
    return edtf if _is_edtf(edtf) else None


def span(first: str | None, last: str | None) -> str | None:
    """An interval; one of its ends where both are the same; a whole year or month by its own name."""
    if not first or not last or first == last:
        return first or last
    if first.endswith("-01-01") and last == first[:4] + "-12-31":
        return first[:4]
    if first[:7] == last[:7] and first.endswith("-01") and last == _month_end(first):
        return first[:7]
    interval = f"{first}/{last}"
    return interval if _is_edtf(interval) else None


@lru_cache(maxsize=65536)
def plain(edtf: str) -> tuple[str, ...]:
    """The same date as FollowTheMoney can hold it: prefixes of ISO dates, several where it may be one of several.

    What is lost (about, the exact ends of an interval) stands beside it, in the entity's ``edtf``; an open or very wide
    interval is not said at all, since its ends alone would be two wrong dates.
    """
    if edtf.startswith("["):
        return tuple(each for part in edtf[1:-1].split(",") for each in plain(part))
    when = When.parse(edtf)
    if not when.interval and "X" not in edtf[:4]:
        return (re.sub(r"-XX.*", "", edtf.rstrip("~?%")),)
    first, last = (end.rstrip("~?%")[:4] for end in _ends(edtf))
    if not (first.isdigit() and last.isdigit() and int(last) - int(first) < _WIDEST):
        return ()
    return tuple(str(year) for year in range(int(first), int(last) + 1))


def _month_end(first: str) -> str:
    return f"{first[:7]}-{calendar.monthrange(int(first[:4]), int(first[5:7]))[1]}"


def _ends(edtf: str) -> tuple[str, str]:
    if "/" in edtf:
        first, _, last = edtf.partition("/")
        return first, last
    return edtf[:4].replace("X", "0"), edtf[:4].replace("X", "9")


def _range(words: str, about: bool) -> Dated | None:
    found = _RANGE.match(words)
    if not found:
        return None
    first, last = (read(end) for end in found.groups())
    if last and not first and (month := _WORDED.fullmatch(f"{found[1]} {last.edtf[:4]}")):
        first = read(month[0])  # "between Aug. and Sep. 1977": the year stands at the end only
    if not first or not last:
        return None
    mark = "~" if about else ""
    ends = [end.edtf.rstrip("~") + ("~" if end.edtf.endswith("~") else mark) for end in (first, last)]
    interval = span(*ends)
    return Dated(interval, first.american or last.american) if interval else None


def _single(words: str, about: bool) -> Dated | None:
    for shape, make in ((_ISO, _iso), (_WORDED, _worded), (_AMERICAN_WORDED, _american), (_SLASHED, _slashed)):
        if found := shape.fullmatch(words):
            made = make(found)
            return Dated(made.edtf + ("~" if about else ""), made.american) if made else None
    decade = _DECADE.fullmatch(words)
    return Dated(f"{decade[1]}X") if decade else None


def _iso(found: re.Match[str]) -> Dated | None:
    return _dated(parts(found[1], found[2], found[3]))


def _worded(found: re.Match[str]) -> Dated | None:
    month = MONTHS.get(found[2].lower())
    return _dated(parts(found[3], str(month), found[1])) if month else None


def _american(found: re.Match[str]) -> Dated | None:
    month = MONTHS.get(found[1].lower())
    return _dated(parts(found[3], str(month), found[2])) if month else None


def _slashed(found: re.Match[str]) -> Dated | None:
    day, month, year = (found[1] or "dd").lower(), found[2].lower(), found[3].lower()
    if year.endswith("yy") and day.isdigit() and month.isdigit():  # 15/08/19yy: the year is lost, the day is not
        return _dated(f"{year[:2]}XX-{int(month):02d}-{int(day):02d}")
    if len(year) == 2:
        return None  # which century is not said
    american = day.isdigit() and month.isdigit() and int(month) > 12 >= int(day) > 0
    if american:
        day, month = month, day
    if (month in ("mm", "00")) and day.isdigit() and int(day):
        return None  # a day without its month
    return _dated(parts(year, month, day), american=american)


def _dated(edtf: str | None, *, american: bool = False) -> Dated | None:
    return Dated(edtf, american) if edtf else None


def _is_edtf(edtf: str) -> bool:
    try:
        When.parse(edtf)
    except Refusal:
        return False
    return True
