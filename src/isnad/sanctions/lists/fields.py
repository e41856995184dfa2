"""Several values in one field, taken apart only where the list itself marks them.

``A; B`` · ``(a) A (b) B`` · ``a) A b) B`` · ``(1) A (2) B`` · ``A | B`` · lines · Excel's ``_x000D_``. In brackets a
semicolon does not part two values. A name in one script followed by others in brackets is each of them:
``حسن (Hassan; Hasan)``.
"""

from __future__ import annotations

import re

_MARKS = re.compile(r"(?:^|(?<=\s)|(?<=;))\(?(?:[a-h]|\d{1,2}|[ivx]{1,4})\)\s+")
_BREAKS = re.compile(r"_x000D_\s*,?|[\r\n|]+")
_NOT_NAMES = re.compile(
    r"\((?:original script|previously listed as|formerly listed as|good quality|low quality)\)", re.IGNORECASE
)
_QUALITIES = re.compile(r"\b(low?|goo?d|ood|high)\s+quality\b", re.IGNORECASE)


def several(field: str | None) -> list[str]:
    """The values of one field, in order."""
    if not field:
        return []
    parts = [part for piece in _BREAKS.split(field) for part in _MARKS.split(piece)]
    return [words for part in parts for each in outside_brackets(part) if (words := each.strip(" ,;\t\xa0"))]


def names(field: str | None) -> list[str]:
    """The names in one field, those in brackets too where they are names of their own."""
    found: list[str] = []
    for value in several(_NOT_NAMES.sub(" ", field or "")):
        outer, inner = _bracketed(value)
        if outer and inner and (";" in inner or is_latin(outer) != is_latin(inner)):
            found += [*names(outer), *names(inner)]
        else:
            found.append(value)
    return list(dict.fromkeys(found))


def is_latin(text: str) -> bool:
    """Whether most of its letters are Latin."""
    letters = [character for character in text if character.isalpha()]
    return sum(character < "ɐ" for character in letters) * 2 >= len(letters)


def quality(remark: str) -> str:
    """``weak`` or ``strong`` where a remark speaks of quality, its typing errors included; else nothing."""
    found = _QUALITIES.search(remark)
    if not found:
        return ""
    return "weak" if found[1].lower().startswith("lo") else "strong"


def outside_brackets(text: str) -> list[str]:
    """A text cut at its semicolons, except at those inside brackets; at all of them where a bracket never closes."""
    if "(" not in text:
        return text.split(";")
    depth, begun, parts = 0, 0, []
    for place, character in enumerate(text):
        depth = max(0, depth + (character == "(") - (character == ")"))
        if character == ";" and not depth:
            parts.append(text[begun:place])
            begun = place + 1
    return text.split(";") if depth else [*parts, text[begun:]]


def _bracketed(value: str) -> tuple[str, str]:
    """A value that ends with a bracket: what stands before its last outer bracket, and what stands inside."""
    if not value.endswith(")"):
        return value, ""
    depth = 0
    for place in range(len(value) - 1, -1, -1):
        depth += (value[place] == ")") - (value[place] == "(")
        if not depth:
            return value[:place].strip(), value[place + 1 : -1].strip()
    return value, ""
