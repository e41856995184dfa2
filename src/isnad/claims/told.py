"""What a line says of its claims, as our own terms: how sure, of what sort, how widely to be seen, and where they rest.

A line can make a claim narrower, never wider: the label is the higher of its own and the import's. Who made it and
whether it was accepted is not taken over: an import has one author, and waits for a verdict.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from isnad.claims.entries import IMPORTED, KINDS, How, Terms
from isnad.custody.models import Item
from isnad.record.tables import WIDTH
from isnad.words import Citation, Digest, Label, Refusal, Whole, selector_from

MOST_CITATIONS = 100


@dataclass(frozen=True, slots=True)
class Source:
    """An import: its entry, the digest of its file, the name of its data, and the label under which nothing falls."""

    entry: int
    digest: str
    dataset: str
    label: Label


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line says that a claim rests: an item by digest or an entry of our log, and a place in it."""

    cited: Citation | None
    digest: Digest | None
    selector: dict[str, Any]


def how(source: Source, told: dict[str, Any]) -> How:
    """By import, as sure as the line says; where it does not say, as sure as one who says it."""
    sure = told.get("confidence")
    known = isinstance(sure, int | float) and not isinstance(sure, bool) and 0 <= sure <= 1
    return How(
        IMPORTED, source.dataset, version(source.entry), round(1000 * sure) if known and sure is not None else 1000
    )


def version(entry: int) -> str:
    """What an imported claim names as its version: the entry of the import that brought it."""
    return f"import {entry}"


def terms(source: Source, told: dict[str, Any]) -> Terms:
    """Sort, label and conditions."""
    kind = told.get("kind")
    label = source.label
    if isinstance(told.get("label"), str):
        label = max(label, Label.parse(told["label"]))
    conditions = told.get("conditions")
    return Terms(kind if kind in KINDS else "fact", label, conditions if isinstance(conditions, dict) else None)


def language(told: dict[str, Any]) -> str | None:
    """The language of the value, where the line says it in a code."""
    given = told.get("language")
    return given if isinstance(given, str) and 2 <= len(given) <= 12 and given.isascii() else None


def places(told: dict[str, Any], *, own_log: bool) -> list[Place]:
    """The places that a line says a claim rests on; entry numbers count only where they are those of our own log."""
    given = told.get("citations")
    if given is None:
        return []
    if not isinstance(given, list) or len(given) > MOST_CITATIONS:
        raise Refusal("words.not-a-citation")
    return [place for each in given if (place := _place(each, own_log=own_log))]


def _place(given: Any, *, own_log: bool) -> Place | None:
    if not isinstance(given, dict):
        raise Refusal("words.not-a-citation")
    selector = given.get("selector", Whole().as_json())
    if not isinstance(selector, dict):
        raise Refusal("words.not-a-selector")
    found, number, digest = selector_from(selector), given.get("entry"), given.get("item")
    if own_log and type(number) is int:
        return Place(Citation(number, found), None, selector)
    return Place(None, Digest.parse(digest), selector) if isinstance(digest, str) else None


def items(digests: Iterable[Digest]) -> dict[Digest, int]:
    """The entries of items by the digest of the original or of its evidence copy."""
    wanted = [digest.raw for digest in digests]
    found: dict[Digest, int] = {}
    for start in range(0, len(wanted), 900):
        part = wanted[start : start + 900]
        for name in ("copy_digest", "digest"):
            rows = Item.objects.filter(**{f"{name}__in": part}).order_by("-pk").values_list("pk", name)
            found.update((Digest(bytes(raw)), pk // WIDTH) for pk, raw in rows)
    return found
