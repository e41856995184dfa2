"""Canonical JSON: RFC 8785 narrowed to strings, booleans, null, integers below 2^53 and ASCII keys.

No floats in what is hashed. orjson writes it; the tests hold it against ``rfc8785``.
"""

from __future__ import annotations

from typing import Any

import orjson

from isnad.words.errors import Refusal

Json = Any  # strings, booleans, None, integers, lists and dictionaries of these; `canonical` checks it

LIMIT = 2**53
_PLAIN = frozenset({str, bool, type(None)})


def canonical(value: Json) -> bytes:
    """The one way to write ``value``; refuses what has no single way (floats, large integers, non-ASCII keys)."""
    try:
        if type(value) is str:  # most fields are
            return orjson.dumps(value)
        _check(value)
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except TypeError as error:  # lone surrogates
        raise Refusal("words.not-canonical") from error


def _check(value: Json) -> None:
    kind = type(value)
    if kind in _PLAIN:
        return
    if kind is int:
        if not -LIMIT < value < LIMIT:
            raise Refusal("words.not-canonical")
    elif kind is list:
        for each in value:
            if type(each) is not str:
                _check(each)
    elif kind is dict:
        _check_fields(value)
    else:
        raise Refusal("words.not-canonical")


def _check_fields(value: dict[Any, Any]) -> None:
    for key, each in value.items():
        if type(key) is not str or not key.isascii():
            raise Refusal("words.not-canonical")
        if type(each) is not str:
            _check(each)


def parse(data: bytes) -> Json:
    """Reads canonical JSON; anything that is not written canonically is refused."""
    try:
        value = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise Refusal("words.not-canonical") from error
    if canonical(value) != data:
        raise Refusal("words.not-canonical")
    return value
