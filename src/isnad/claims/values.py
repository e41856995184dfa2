"""Values as others write them. The value as read is always kept; what is not understood has no normal form.

Nothing is dropped and nothing is guessed: a normal form is given only where exactly one is meant. Arabic-Indic digits
are read as digits where a type is made of them; a name keeps its letters, marks and order.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from importlib import resources
from urllib.parse import urlsplit

from isnad.claims.schemata import Property
from isnad.words import Moment, Refusal, When

Normal = Callable[[str], str | None]

LONGEST = {"string": 1024, "name": 384, "address": 512, "identifier": 64, "url": 4096, "number": 64, "html": 65000}
LONGEST_TEXT = 65000
_SPACE = re.compile(r"\s+")
_DIGITS = {ord(each): str(unicodedata.digit(each)) for each in "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹"}
_PLAIN_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}:\d{2})?)?)?")
_WALL_CLOCK = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?")
_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")
_EMAIL = re.compile(r"[^\s@<>,;:\"]{1,64}@(?:[\w-]{1,63}\.)+[A-Za-z]{2,24}")
_MIME = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,63}/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}")
_SHA1 = re.compile(r"[0-9a-f]{40}")
_QUOTES = {'"': '"', "'": "'", "“": "”", "«": "»"}
_SENTENCE_MARKS = "‎‏‪‫‬‭‮⁦⁧⁨⁩﻿"  # directions, not content


def normal(prop: Property, value: str) -> str | None:
    """``value`` of that property as others write it; None where it is not understood. Entities are not looked up."""
    text = _NORMALS.get(prop.type, _text)(value)
    if text is None or not text:
        return None
    longest = prop.longest or LONGEST.get(prop.type, LONGEST_TEXT)
    return text if len(text) <= longest else None


def tidy(value: str) -> str:
    """One space between words, none at the ends, composed letters, no marks that only set a direction."""
    text = unicodedata.normalize("NFC", value)
    if not text.isascii():
        text = text.translate({ord(each): None for each in _SENTENCE_MARKS})
    return _SPACE.sub(" ", text).strip()


def _text(value: str) -> str | None:
    return value.strip() or None


def _name(value: str) -> str | None:
    """Without the marks that quote the whole of it; those around a part are content."""
    text = tidy(value)
    while len(text) > 2 and _QUOTES.get(text[0]) == text[-1] and not set(text[1:-1]) & {text[0], text[-1]}:
        text = text[1:-1].strip()
    return text or None


def _date(value: str) -> str | None:
    """EDTF. A time with an offset is converted to UTC; one without is a clock's reading, and only its day is sure."""
    text = value.strip().translate(_DIGITS)
    if wall := _WALL_CLOCK.fullmatch(text):
        text = wall.group(1)
    try:
        if "T" in text:
            return f"{Moment.parse(text).at:%Y-%m-%dT%H:%M:%S}"
        return When.parse(text).text
    except Refusal:
        return None


def plain(prop: Property, value: str) -> bool:
    """Whether FollowTheMoney reads a normal value as it is: it knows dates, and no intervals or approximations."""
    return prop.type != "date" or bool(_PLAIN_DATE.fullmatch(value))


def _number(value: str) -> str | None:
    text = value.strip().translate(_DIGITS)
    return text.replace(",", "") if _NUMBER.fullmatch(text) else None


def _phone(value: str) -> str | None:
    """Only a number that says its country: the same digits are many telephones."""
    text = re.sub(r"[\s().\-/]", "", value.translate(_DIGITS))
    text = "+" + text[2:] if text.startswith("00") else text
    return text if re.fullmatch(r"\+[1-9]\d{6,14}", text) else None


def _email(value: str) -> str | None:
    text = value.strip()
    if not _EMAIL.fullmatch(text):
        return None
    before, _, domain = text.rpartition("@")
    return f"{before.lower()}@{domain.lower()}"


def _url(value: str) -> str | None:
    text = value.strip()
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    sound = parts.scheme in ("http", "https", "ftp") and "." in parts.netloc and not _SPACE.search(text)
    return text if sound else None


def _ip(value: str) -> str | None:
    try:
        return str(ipaddress.ip_address(value.strip()))
    except ValueError:
        return None


def _matching(pattern: re.Pattern[str]) -> Normal:
    def read(value: str) -> str | None:
        text = value.strip().lower()
        return text if pattern.fullmatch(text) else None

    return read


def _listed(kind: str) -> Normal:
    def read(value: str) -> str | None:
        return _words(kind).get(tidy(value).casefold())

    return read


@cache
def _words(kind: str) -> Mapping[str, str]:
    """What is written for each code of a closed list: the code itself, and its names in Arabic and English."""
    import yaml  # here, since most values need no list

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    source = resources.files("isnad.claims").joinpath("schema", "values.yaml")
    given = yaml.load(source.read_text("utf-8"), Loader=loader)[kind]  # noqa: S506  a safe loader
    found = {code: code for code in given} if isinstance(given, list) else {}
    if isinstance(given, dict):
        found = {word.casefold(): code for code, words in given.items() for word in (code, *words)}
    if kind == "country":
        _add_names(found, [code for code in found if len(code) == 2])
    return found


def _add_names(found: dict[str, str], codes: list[str]) -> None:
    from babel import Locale

    for language in ("en", "ar", "fr"):
        names = Locale(language).territories
        for code in codes:
            if name := names.get(code.upper()):
                found.setdefault(tidy(name).casefold(), code)


_NORMALS: Mapping[str, Normal] = {
    "name": _name,
    "address": lambda value: tidy(value) or None,
    "string": lambda value: tidy(value) or None,
    "identifier": lambda value: tidy(value) or None,
    "date": _date,
    "number": _number,
    "phone": _phone,
    "email": _email,
    "url": _url,
    "ip": _ip,
    "mimetype": _matching(_MIME),
    "checksum": _matching(_SHA1),
    "country": _listed("country"),
    "language": _listed("language"),
    "gender": _listed("gender"),
    "topic": _listed("topic"),
    "json": lambda value: value,
}
