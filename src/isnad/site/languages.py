"""Which language a page is in: the first part of its address; where there is none, what the browser asks for.

Arabic unless English is asked for: who set no language is most likely one of those for whom this was made.
"""

from __future__ import annotations

from isnad.speech import LANGUAGES, Language

OTHER: dict[Language, Language] = {"ar": "en", "en": "ar"}
LARGEST_HEADER = 200


def of_path(path: str) -> Language | None:
    """The language that the address ``/ar/…`` or ``/en/…`` names."""
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    return first if first in LANGUAGES else None


def asked_for(accept: str) -> Language:
    """The better liked of our languages in an ``Accept-Language`` header."""
    liked: list[tuple[float, Language]] = []
    for part in accept[:LARGEST_HEADER].split(","):
        name, _, weight = part.partition(";")
        language = name.strip().lower().partition("-")[0]
        if language in LANGUAGES:
            liked.append((-_weight(weight), language))
    return min(liked, key=lambda each: each[0])[1] if liked else "ar"


def in_other(path: str, language: Language) -> str:
    """The same page in the other language."""
    rest = path.split("/", 2)[2:] if of_path(path) else []
    return f"/{OTHER[language]}/{''.join(rest)}"


def _weight(text: str) -> float:
    try:
        return float(text.strip().removeprefix("q="))
    except ValueError:
        return 1.0
