"""Country names as lists write them, as ISO 3166-1 codes in FollowTheMoney's small letters.

The names are CLDR's (through Babel) and those of ``countries.yaml``, which lists write otherwise ("Korea, North").
A name that is not known stays a name: the caller keeps the words. Nothing is guessed from a part of a name.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib import resources

from babel import Locale

_APPENDIX = re.compile(r"\s*\([^)]*\)$")


@lru_cache(maxsize=8192)
def code(name: str) -> str | None:
    """The code of a country by its name; None when it is not known."""
    words = " ".join(name.split()).strip(" .,;").casefold()
    known = _known()
    return known.get(words) or known.get(_APPENDIX.sub("", words))


def by_iso(letters: str) -> str | None:
    """The code of a country by its ISO 3166-1 code of two letters, as the EU's list gives it; ``00`` is nobody's."""
    return letters.lower() if letters.upper() in _territories() else None


@cache
def _territories() -> dict[str, str]:
    none = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}
    return {key: name for key, name in Locale("en").territories.items() if len(key) == 2 and key not in none}


@cache
def _known() -> dict[str, str]:
    import yaml

    found = {name.casefold(): key.lower() for key, name in _territories().items()}
    own = yaml.safe_load(resources.files(__package__).joinpath("countries.yaml").read_text("utf-8"))
    for key, names in own.items():
        found |= {name.casefold(): key for name in names}
    return found
