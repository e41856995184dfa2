"""How claims are shown at the command line: as JSON for machines, and in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from isnad.claims.chains import Chain, Link
from isnad.claims.exporting import Given
from isnad.claims.importing import Taken
from isnad.claims.lines import Problem
from isnad.claims.queries import Stated, Whole
from isnad.claims.schemata import schemata
from isnad.speech import phrase

MOST_IN_WORDS = 20


def taken(found: Taken) -> dict[str, Any]:
    """An import as JSON."""
    return {
        "entry": found.entry,
        "dataset": found.dataset,
        "lines": found.lines,
        "entities": found.entities,
        "claims": found.claims,
        "already": found.already,
        "refused": found.refused,
        "problems": [
            {"line": each.line, "code": each.code, "why": phrase(each.code, **each.facts)} for each in found.problems
        ],
    }


def taken_in_words(found: Taken) -> Iterator[str]:
    """An import in words, with the first of what was refused."""
    for each in found.problems[:MOST_IN_WORDS]:
        yield _problem(each)
    if found.refused > MOST_IN_WORDS:
        yield phrase("claims.more-problems", count=found.refused - MOST_IN_WORDS)
    yield phrase(
        "claims.imported", count=found.claims, entities=found.entities, lines=found.lines, already=found.already,
        refused=found.refused, entry=found.entry,
    )  # fmt: skip


def _problem(each: Problem) -> str:
    return phrase("claims.problem", line=each.line, why=phrase(each.code, **each.facts))


def given(found: Given) -> dict[str, Any]:
    """An export as JSON."""
    return {
        "entry": found.entry,
        "entities": len(found.entities),
        "claims": found.claims,
        "withheld": found.withheld,
        "size": found.size,
        "digest": str(found.digest),
    }


def whole(found: Whole) -> dict[str, Any]:
    """An entity as JSON."""
    return {
        "entry": found.entry,
        "members": list(found.members),
        "schema": found.schema,
        "proposed": found.proposed,
        "properties": {name: [stated(each) for each in claims] for name, claims in found.properties.items()},
    }


def stated(each: Stated) -> dict[str, Any]:
    """One claim as JSON."""
    return {
        "entry": each.entry,
        "value": each.value,
        "normal": each.normal,
        "language": each.language,
        "standing": str(each.standing),
        "confidence": each.confidence / 1000,
        "kind": each.kind,
        "label": str(each.label),
        "method": each.method,
        "reader": each.reader,
        "version": each.version,
        "conditions": each.conditions,
        "supersedes": each.supersedes,
        "citations": [citation.as_json() for citation in each.citations],
    }


def whole_in_words(found: Whole) -> Iterator[str]:
    """An entity in words: each value with its standing and the entry that says it."""
    kind = schemata().get(found.schema)
    yield f"{kind.label if kind else found.schema}  {found.entry}"
    if found.proposed:
        yield phrase("claims.is-proposed")
    for name, claims in found.properties.items():
        label = kind.properties[name].label if kind and name in kind.properties else name
        for each in claims:
            shown = each.value or phrase("claims.is-sealed")
            yield f"  {label}: {shown}  ({phrase(f'claims.standing-{each.standing}')}, {each.entry})"


def chain(found: Chain) -> dict[str, Any]:
    """A chain as JSON."""
    return {
        "claim": found.claim,
        "standing": found.standing,
        "whole": found.whole,
        "links": [_link(each) for each in found.links],
        "concerns": [_link(each) for each in found.concerns],
        "checkpoint": found.checkpoint,
    }


def _link(each: Link) -> dict[str, Any]:
    return {
        "entry": each.entry,
        "kind": each.kind,
        "at": each.at,
        "by": each.by,
        "gone": each.gone,
        "rests_on": list(each.rests_on),
        "tells": each.tells,
        "proof": each.proof,
    }


def chain_in_words(found: Chain) -> Iterator[str]:
    """A chain in words, the claim first, and what it does not prove last."""
    yield phrase("claims.chain-of", entry=found.claim, standing=phrase(f"claims.standing-{found.standing}"))
    for each in found.links:
        yield from _link_in_words(each)
    if found.concerns:
        yield phrase("claims.chain-concerns")
        for each in found.concerns:
            yield from _link_in_words(each)
    if not found.whole:
        yield phrase("claims.chain-cut")
    checkpoint = found.checkpoint
    yield phrase("claims.chain-covered", origin=checkpoint["origin"], size=checkpoint["size"], root=checkpoint["root"])
    yield phrase("claims.chain-does-not-prove")


def _link_in_words(each: Link) -> Iterator[str]:
    rests = ", ".join(str(number) for number in each.rests_on)
    kind = phrase(f"claims.kind-{each.kind}") if _is_named(each.kind) else each.kind
    yield f"{each.entry}  {kind}  {each.at}  {each.by}"
    if each.gone is not None:
        yield "    " + phrase("claims.link-gone", entry=each.gone)
    for name, value in each.tells.items():
        if value is not None and name != "citations":
            yield f"    {name}: {value}"
    if rests:
        yield "    " + phrase("claims.rests-on", entries=rests)


def _is_named(kind: str) -> bool:
    from isnad.speech.phrases import texts

    return f"kind-{kind}" in texts("claims")
