"""Builds a package in a folder: files, proofs, papers, lists, and the one signature.

1. The key's public half is an entry already, so the checkpoint of the package covers it.
2. Every entry is proved at that one checkpoint.
3. The private half signs the list of lists, and is forgotten when this returns.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import orjson
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from isnad.custody.entries import Anchor
from isnad.instruments.imaging.workshop import Workshop
from isnad.packages.bag import Bag
from isnad.packages.choosing import ALWAYS, FORMS, Chosen, Leaving, Request
from isnad.packages.contents import Contents
from isnad.packages.crate import crate
from isnad.packages.filling import fill
from isnad.packages.papers import papers
from isnad.packages.proving import Prover
from isnad.packages.stating import Stating, opened
from isnad.record.bodies import Bodies
from isnad.record.desk import Desk
from isnad.record.models import Said
from isnad.words import Digest, Label

KEY_FIELDS = ("format", "public", "label", "purpose", "receiver", "conditions")
CONDITION_FIELDS = ("format", "purposes", "receivers", "until", "words")
GROUND_FIELDS = ("format", "digest", "size")
DERIVED_FIELDS = ("format", "item", "purpose", "recipe", "digest", "size")

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be built, decided and said already."""

    request: Request
    chosen: Chosen
    stating: Stating
    key: Ed25519PrivateKey
    key_entry: int
    workshop: Workshop


def build(desk: Desk, root: Path, plan: Plan, contents: Contents, progress: Progress) -> tuple[Bag, Digest]:
    """Builds the package at ``root``; returns the bag and the digest of its list of lists."""
    bag, locked = Bag(root), bool(plan.request.recipients)
    prover = Prover(desk, bag)
    _ledger(desk, bag, prover, contents)
    _prove_terms_and_claims(prover, plan, contents)
    contents.files = [_expected(each, plan.request) for each in plan.chosen.leaving]
    with ThreadPoolExecutor(2, "beside") as beside:  # the printer needs no interpreter while it works
        printed = None if locked else beside.submit(papers, contents)
        proved = beside.submit(_prove_items, prover, plan, contents)
        fill(desk, bag, plan.chosen.leaving, plan.request.recipients, plan.workshop, progress)
        proved.result()
        contents.files = [each | _found(bag, each["file"]) for each in contents.files]
        for name, data in (printed.result() if printed else papers(contents)).items():
            bag.add(name, data)
    bag.add("claims.ftm.jsonl", b"".join(plan.stating.lines()))
    bag.add("withheld.json", _json(contents.withheld))
    bag.add("given.json", _json(contents.given))
    bag.add("ro-crate-metadata.json", crate(contents))
    bag.add("verify.py", resources.files("isnad.verify").joinpath("package.py").read_bytes())
    for name, data in (plan.request.enclose(contents) if plan.request.enclose else {}).items():
        bag.add(name, data)
    bag.add("package.json", _json(contents.as_json()))
    info = {"External-Identifier": contents.public, "Bag-Software-Agent": "Isnad"}
    return bag, bag.close(plan.key, info, contents.at)


def _prove_terms_and_claims(prover: Prover, plan: Plan, contents: Contents) -> None:
    """The proofs of the key, of what binds the package, and of every claim."""
    contents.key_proof = prover.prove(plan.key_entry, KEY_FIELDS)
    contents.condition_proofs = [prover.prove(each.entry, CONDITION_FIELDS) for each in contents.conditions]
    contents.claims = [prover.prove(each.entry, opened(each)) for each in plan.stating.leaving]
    if plan.request.label >= Label.RESTRICTED:  # for a digest tells who else holds the same file
        contents.grounds = [prover.prove(each, GROUND_FIELDS) for each in plan.stating.files]


def _prove_items(prover: Prover, plan: Plan, contents: Contents) -> None:
    """The proof of every item, with the fields that are opened of it."""
    for each in plan.chosen.leaving:
        names = {*ALWAYS, *FORMS[each.form], *plan.request.fields}
        item = prover.prove(each.row.entry, names)
        placed = {"file": each.name, "form": _form(each, plan.request)}
        if each.derivative is None:
            contents.items.append(item | placed)
        else:
            contents.items.append(item)
            contents.derived.append(prover.prove(each.derivative, DERIVED_FIELDS) | placed)


def _ledger(desk: Desk, bag: Bag, prover: Prover, contents: Contents) -> None:
    """The checkpoint, the policy, and the way from each earlier checkpoint that was given to the outside."""
    reader = prover.reader
    policy = (desk.folder.ledger / "policy").read_bytes()
    contents.policy_digest = str(Digest.of(policy))
    contents.checkpoint = {
        "origin": reader.checkpoint.origin, "size": reader.size, "root": str(reader.checkpoint.root),
    }  # fmt: skip
    contents.anchors = [
        {"size": size, "root": reader.root_at(size).hex(),
         "consistency": [base64.b64encode(each).decode() for each in reader.consistency(size)]}
        for size in sorted(_anchored(desk)) if 0 < size <= reader.size
    ]  # fmt: skip
    bag.add("policy", policy)
    bag.add("checkpoint", reader.note.encode())


def _anchored(desk: Desk) -> set[int]:
    """The sizes of the checkpoints that were handed out."""
    bodies = Bodies(desk.folder, desk.holder)
    entries = [row.entry for row in Said.objects.filter(kind=Anchor.KIND, gone=None)]
    found = [bodies.saying(number).record for number in entries]
    return {each.size for each in found if isinstance(each, Anchor)}


def _form(each: Leaving, request: Request) -> str:
    return f"age-{each.form}" if request.recipients else each.form


def _expected(each: Leaving, request: Request) -> dict[str, Any]:
    """A file as it will be; one that is encrypted has a digest only when it is written."""
    media_type = "image/png" if each.derivative is not None else each.row.media_type
    return {
        "entry": each.row.entry,
        "file": each.name,
        "form": _form(each, request),
        "media_type": "application/age" if request.recipients else media_type,
        "sha256": str(each.digest),
    }


def _found(bag: Bag, name: str) -> dict[str, Any]:
    """A file as it was written."""
    return {"size": (bag.root / name).stat().st_size, "sha256": bag.digest(name)}


def _json(value: Any) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n"
