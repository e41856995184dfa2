"""What a partner's package says, as far as its proofs hold.

Checked a second time, entry by entry, so that of a package that is not sound in every point each thing is believed
that is proved, and nothing else: which file belongs to which entry, what a claim's entry says, what a condition says.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from isnad.packages.entries import PURPOSES
from isnad.verify import package as checking
from isnad.words import Digest, Label, Refusal

Fields = dict[str, Any]
LONGEST_NAME = 200  # characters of an origin or a receiver
LIMIT = 2**53


@dataclass
class Told:
    """One package: its terms, the log it comes from, and of each of its entries what was opened and proved."""

    digest: Digest  # of tagmanifest-sha256.txt, which stands for the whole
    label: Label
    purpose: str
    receiver: str | None
    origin: str
    size: int  # entries of the log at its checkpoint
    root: str
    policy: str  # the SHA-256 of the log's policy
    files: dict[str, Digest]  # everything under data/, by name
    of_entry: dict[int, str] = field(default_factory=dict)  # the file of an item, by its entry in the partner's log
    claims: dict[int, Fields] = field(default_factory=dict)
    conditions: list[Fields] = field(default_factory=list)
    unproved: int = 0  # conditions that are named and not proved


def read(package: checking.Package) -> Told:
    """What it says; refused where it says too little to be received at all."""
    told, root = package.told, package.root
    try:
        at = told["checkpoint"]
        label, purpose, receiver = Label.parse(told["label"]), told["purpose"], told["receiver"]
        found = Told(
            Digest.of((root / "tagmanifest-sha256.txt").read_bytes()), label, purpose, receiver,
            str(at["origin"]), int(at["size"]), str(at["root"]), _digest_of(root / "policy"),
            {name: Digest.parse(digest) for name, digest in package.digests.items() if name.startswith("data/")},
        )  # fmt: skip
    except (OSError, *checking.WRONG) as error:
        raise Refusal("packages.receive-unreadable") from error
    if purpose not in PURPOSES or not isinstance(receiver, str | None) or not _is_kept(found):
        raise Refusal("packages.receive-unreadable")
    _prove(package, found)
    return found


def _is_kept(found: Told) -> bool:
    """Whether a receipt can say it."""
    short = len(found.origin) <= LONGEST_NAME and len(found.receiver or "") <= LONGEST_NAME
    return short and 0 <= found.size < LIMIT and re.fullmatch("[0-9a-f]{64}", found.root) is not None


def _digest_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _prove(package: checking.Package, found: Told) -> None:
    again = checking.Package(package.root)
    again.told, again.digests = package.told, package.digests
    try:
        log = checking.Log((package.root / "policy").read_text())
    except checking.WRONG:
        return
    for each in again.parts("items"):
        fields = checking.entry_of(again, log, each, "items")
        if fields is not None and "file" in each:
            _belongs(again, each, fields, each["entry"], found)
    for each in again.parts("derived"):
        fields = checking.entry_of(again, log, each, "derived")
        if fields is not None and type(fields.get("item")) is int:
            _belongs(again, each, fields, fields["item"], found)
    for each in again.parts("claims"):
        fields = checking.entry_of(again, log, each, "claims")
        if fields is not None:
            found.claims[each["entry"]] = fields
    for each in again.parts("conditions"):
        fields = checking.entry_of(again, log, each, "conditions")
        if fields is None:
            found.unproved += 1
        else:
            found.conditions.append(fields)


def _belongs(again: checking.Package, each: Fields, fields: Fields, entry: int, found: Told) -> None:
    """Notes the file of an entry, where it is the one that the entry names."""
    before, name = len(again.bad), str(each.get("file", ""))
    checking.check_file(again, name, each.get("form"), fields)
    if len(again.bad) == before and name in found.files:
        found.of_entry[entry] = name
