"""Puts the certificates of a time stamp in DER's order, for a reader that insists on it.

Stampers that run ``openssl ts`` send theirs in the order of their chain. They are not covered by the signature, and
sorting them changes no length; so the answer says the same, and `rfc3161_client` reads it. What is kept is always the
answer as it came.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

_SEQUENCE = 0x30
_CONTEXT_0 = 0xA0


class Element(NamedTuple):
    """One element: its tag, where it starts, where its content starts and where both end."""

    tag: int
    start: int
    content: int
    end: int


def with_certificates_sorted(response: bytes) -> bytes:
    """A TimeStampResp whose certificates stand in order; anything that is not one comes back as it is."""
    try:
        certificates = _certificates(response)
        if certificates is None:
            return response
        parts = sorted(response[each.start : each.end] for each in _inside(response, certificates))
    except ValueError:
        return response
    return response[: certificates.content] + b"".join(parts) + response[certificates.end :]


def _certificates(response: bytes) -> Element | None:
    """TimeStampResp → timeStampToken → content → SignedData → certificates."""
    outer = _element(response, 0, len(response))
    content_info = _child(response, outer, 1, _SEQUENCE)
    signed_data = _child(response, _child(response, content_info, 1, _CONTEXT_0), 0, _SEQUENCE)
    return next((each for each in _inside(response, signed_data) if each.tag == _CONTEXT_0), None)


def _child(data: bytes, parent: Element, number: int, tag: int) -> Element:
    children = list(_inside(data, parent))
    if len(children) <= number or children[number].tag != tag:
        raise ValueError
    return children[number]


def _inside(data: bytes, parent: Element) -> Iterator[Element]:
    place = parent.content
    while place < parent.end:
        found = _element(data, place, parent.end)
        yield found
        place = found.end


def _element(data: bytes, start: int, end: int) -> Element:
    """The element at ``start``, which must end before ``end``."""
    if start + 2 > end:
        raise ValueError
    length, content = data[start + 1], start + 2
    if length >= 0x80:
        size = length & 0x7F
        if not 1 <= size <= 4:
            raise ValueError
        length, content = int.from_bytes(data[content : content + size], "big"), content + size
    if content + length > end:
        raise ValueError
    return Element(data[start], start, content, content + length)
