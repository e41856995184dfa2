"""The chain of one claim: a line from the sentence down to the signed root, and what it does not prove.

 1. What is said.                          5. Where it came from, and in whose hands it was.
 2. Who said it, and how sure.             6. The entry in the ledger, and the way to the root.
 3. Where in the photograph.               7. What was signed.
 4. The original.                          8. What the page does not prove, at the same weight.

Links that the reader may not see are counted and not shown. "Held" is said only of what was checked for this page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from isnad.access.gate import Gate
from isnad.claims import queries
from isnad.claims.chains import Chain, Link
from isnad.claims.queries import Stated
from isnad.claims.schemata import schemata
from isnad.custody.models import AccessionRow, Item
from isnad.ledger import merkle
from isnad.ledger.policy import Policy
from isnad.ledger.proof import Proof
from isnad.record.desk import desk
from isnad.site import drawing, finding, pages
from isnad.site.door import reader_of
from isnad.words import Broken, Citation, Label, Moment, Refusal
from isnad.words.citation import Region

CLAIMS = ("claim", "sealed-claim")
MOST_SHOWN = 6  # places in items; the others are counted
MOST_CHECKED = 60  # links whose way to the root is walked for one page


@dataclass(frozen=True, slots=True)
class Place:
    """An item that a claim cites, and the region inside it."""

    entry: int
    item: Item
    region: Region | None
    frame: drawing.Frame | None
    blur: str | None


@require_safe
def chain(request: HttpRequest, number: int) -> HttpResponse:
    """The chain page of a claim."""
    reader = reader_of(request)
    claim = finding.claim(reader, number)
    found = queries.chain(number)
    beneath = [each for each in found.links if each.kind in CLAIMS and each.entry != number]
    below = finding.claims_among(reader.gate, [each.entry for each in beneath])
    places, hidden = _places(reader.gate, found, [claim, *below])
    accessions = _accessions(reader.gate, places)
    about = {
        "claim": claim,
        "schema": _schema_label(claim),
        "chance": _one_in(claim.confidence),
        "dots": range(_dots(claim.confidence)),
        "hollow": range(4 - _dots(claim.confidence)),
        "link": next(each for each in found.links if each.entry == number),
        "reviews": queries.reviews(number),
        "below": below,
        "places": places[:MOST_SHOWN],
        "more_places": len(places[MOST_SHOWN:]),
        "accessions": accessions,
        "custody": _custody(reader.gate, places[:MOST_SHOWN], accessions),
        "hidden": hidden + len(beneath) - len(below),
        "now": str(Moment.now()),
        **_proof(found, number),
    }
    return render(request, "site/chain.html", about)


def _places(gate: Gate, found: Chain, claims: Sequence[Stated]) -> tuple[list[Place], int]:
    """The places in items that these claims cite, each once; and how many items beneath are not this reader's."""
    received = {each.entry for each in found.links if each.kind == "received"}
    cited = dict.fromkeys(each for claim in claims for each in claim.citations if each.entry in received)
    rows = finding.items_among(gate, received)
    return [_place(rows[each.entry], each) for each in cited if each.entry in rows], len(received - rows.keys())


def _place(row: Item, cited: Citation) -> Place:
    region = cited.selector if isinstance(cited.selector, Region) else None
    framed = drawing.frame(region, row.width, row.height) if region and row.width and row.height else None
    return Place(cited.entry, row, region, framed, pages.picture(row, "blur"))


def _accessions(gate: Gate, places: Sequence[Place]) -> list[AccessionRow]:
    """The accessions of the items shown, with their sources and carriers, each once."""
    numbers = dict.fromkeys(each.item.accession.entry for each in places)
    return [finding.accession(gate, number) for number in numbers]


def _custody(gate: Gate, places: Sequence[Place], accessions: Sequence[AccessionRow]) -> list[dict[str, Any]]:
    """What happened, in order: taken in, received, and every later act, as far as this reader may know."""
    told: list[dict[str, Any]] = []
    for row in accessions:
        told += _acts(gate, Label(row.label), [row.entry], pages.subjects_of(row))
    for place in places:
        told += _acts(gate, Label(place.item.accession.label), [place.entry], [place.entry])
    unique = {each["entry"]: each for each in told}
    return [unique[entry] for entry in sorted(unique)]


def _acts(gate: Gate, label: Label, begun: list[int], subjects: list[int]) -> list[dict[str, Any]]:
    said = finding.said(gate, label, begun)
    acts = [{"entry": each, "kind": row.kind, "at": row.at, "by": row.by} for each, row in said.items()]
    acts.extend(
        {name: getattr(event, name) for name in ("entry", "kind", "at", "by", "other", "reason")}
        for event in finding.events(gate, label, subjects)
    )
    return acts


def _proof(found: Chain, number: int) -> dict[str, Any]:
    """The way of the claim's entry to the root, and whether every link was found to hold just now."""
    proof = Proof.parse(next(each.proof for each in found.links if each.entry == number).encode())
    checked = [*found.links, *found.concerns][:MOST_CHECKED]
    size = found.checkpoint["size"]
    leaf = (proof.extra or b"").decode("ascii")
    path = [each.hex() for each in proof.path]
    return {
        "holds": _hold(checked),
        "links": len(checked),
        "number": number,
        "size": size,
        "steps": drawing.spine(proof, size),
        "origin": found.checkpoint["origin"],
        "root": found.checkpoint["root"],
        "signatures": len(proof.note.signatures),
        "proof": {"entry": leaf, "index": number, "size": size, "path": path, "root": found.checkpoint["root"]},
    }


def _hold(links: Sequence[Link]) -> bool:
    """Whether the checkpoint is signed by the log, and each of these links leads to its root."""
    policy = Policy.parse((desk().folder.ledger / "policy").read_bytes())
    proofs = [Proof.parse(each.proof.encode()) for each in links]
    try:
        checkpoint = policy.check(proofs[0].note)
        for each in proofs:
            hashed = merkle.leaf_hash(each.extra or b"")
            merkle.check_inclusion(each.index, checkpoint.size, hashed, each.path, checkpoint.root.raw)
    except (Broken, Refusal):
        return False
    return True


def _schema_label(claim: Stated) -> str:
    kind = schemata().get(claim.schema)
    return kind.label if kind else claim.schema


def _one_in(confidence: int) -> int | None:
    """Of how many such claims one is expected to be wrong; None for a person's, which claims no rate."""
    return None if confidence >= 1000 else max(round(1000 / (1000 - confidence)), 1)


def _dots(confidence: int) -> int:
    """One to four dots of the fixed scale: up to 500, 800, 950 per mille, and above."""
    return 1 + sum(confidence > bound for bound in (500, 800, 950))
