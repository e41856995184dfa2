"""Leaving with everything: all that an archive holds, in formats that need no Isnad, its sealed values opened.

 1. Two people; the opening of every original and the disclosure are entries, said before a byte is read.
 2. ``data/objects/ab/<digest>``: every original, derivative and acquisition file, under the SHA-256 of its bytes.
 3. ``data/items.jsonl``: every path of every accession, with the object it is: enough to lay the drives out again.
 4. ``data/entries.jsonl``: every entry in order, every field with its salt, so that anybody can compute the commitments
    and hold them against the leaves in ``ledger/``, which goes along as it is. What was erased stays erased.
 5. ``keys.json``: what is public of the keys. The private ones stay: nothing that leaves here needs them.

A source's identity stays what it is in the ledger, an age file for the quorum's key: this opens no source.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from isnad.access.actions import Second, two_people
from isnad.custody import actions as custody
from isnad.custody.entries import Disclosure
from isnad.custody.models import AccessionRow, Item
from isnad.instruments.durable import disk, sync_folder
from isnad.packages.actions import parts_of
from isnad.packages.bag import Bag
from isnad.packages.proving import Entries, as_json
from isnad.record.desk import Desk, desk
from isnad.record.models import Held
from isnad.record.tables import WIDTH
from isnad.speech import LANGUAGES, phrase
from isnad.words import Broken, Digest, Label, Moment, Refusal

FORMAT = "isnad/leave/1"
ARRIVALS = ("isnad/received/", "isnad/received-again/", "isnad/not-received/")

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Left:
    """What was written: objects, entries, arrivals, and the digest that stands for the whole."""

    objects: int
    entries: int
    arrivals: int
    digest: Digest
    entry: int


def leave(
    out: Path, reason: str, *, by: str, second: Second | None, receiver: str | None, progress: Progress = lambda _: None
) -> Left:
    """Writes everything to ``out``; refuses a name already taken."""
    if out.exists():
        raise Refusal("packages.out-exists")
    if not out.parent.is_dir():
        raise Refusal("packages.no-such-folder")
    two_people(second)
    at, items = desk(), [pk // WIDTH for pk in Item.objects.order_by("pk").values_list("pk", flat=True)]
    numbers = []
    for part in parts_of(items):
        custody.open_original(part, reason, by=by, second=second, receiver=receiver)
    for part in list(parts_of(items)) or [()]:
        said = Disclosure(tuple(part), "open-formats", Label.SEALED, receiver, None, None, len(items))
        numbers.append(custody.disclose(said, by=by, second=second))
    passing = out.with_name(f".{secrets.token_hex(8)}.part")
    try:
        objects, entries, arrivals, digest = _build(at, passing, reason, progress)
        with disk():
            passing.rename(out)
        sync_folder(out.parent)
    finally:
        shutil.rmtree(passing, ignore_errors=True)
    return Left(objects, entries, arrivals, digest, numbers[0])


def _build(at: Desk, root: Path, reason: str, progress: Progress) -> tuple[int, int, int, Digest]:
    bag, entries = Bag(root), Entries(at)
    objects = _objects(at, bag, progress)
    bag.write("data/entries.jsonl", _entries(entries, reason))
    arrivals = list(_arrivals(root / "data/entries.jsonl"))
    bag.write("data/items.jsonl", arrivals)
    bag.add("keys.json", orjson.dumps(_keys(at), option=orjson.OPT_INDENT_2) + b"\n")
    for path in sorted(each for each in at.folder.ledger.rglob("*") if each.is_file()):
        _copy(bag, f"ledger/{path.relative_to(at.folder.ledger).as_posix()}", path)
    readme = "\n\n".join(phrase("packages.leave-readme", language) for language in reversed(LANGUAGES))
    bag.add("README.txt", (readme + "\n").encode())
    digest = bag.close(
        None, {"Bag-Software-Agent": "Isnad", "External-Identifier": at.folder.config.origin}, Moment.now()
    )
    return objects, entries.reader.size, len(arrivals), digest


def _objects(at: Desk, bag: Bag, progress: Progress) -> int:
    """Every object that an entry still names, once, under the digest of what it holds."""
    rows = Held.objects.order_by("pk").values_list("payload", "digest")
    written: set[bytes] = set()
    for payload, digest in rows.iterator():
        if bytes(digest) in written:
            continue
        name = str(Digest(bytes(digest)))
        found, _ = bag.write(f"data/objects/{name[:2]}/{name}", at.vault.open(Digest(bytes(payload)), at.holder))
        if found != name:
            raise Broken("packages.object-differs")
        written.add(bytes(digest))
        progress(len(written))
    return len(written)


def _entries(entries: Entries, reason: str) -> Iterator[bytes]:
    """An entry a line: its leaf, and every field with its salt; of one that is gone, which entry erased it."""
    gone = {target: number for number, leaf in entries.reader.leaves() for target in leaf.gone}
    for number in range(entries.reader.size):
        told: dict[str, Any] = {"entry": number, "leaf": entries.reader.leaf_bytes(number).decode()}
        told |= {"gone": gone[number]} if number in gone else as_json(entries.whole(number, reason=reason))
        yield orjson.dumps(told) + b"\n"


def _arrivals(entries: Path) -> Iterator[bytes]:
    """A path a line: what came under it, from which accession."""
    titles = {row.entry: row.title for row in AccessionRow.objects.all()}
    with entries.open("rb") as lines:
        for line in lines:
            told = orjson.loads(line)
            fields = {each["name"]: each["value"] for each in told.get("opened", [])}
            if str(fields.get("format")).startswith(ARRIVALS):
                yield orjson.dumps(_arrival(told["entry"], fields, titles)) + b"\n"


def _arrival(entry: int, fields: dict[str, Any], titles: dict[int, str]) -> dict[str, Any]:
    kept = ("digest", "size", "media_type", "path", "times", "metadata", "item", "reason", "found_in")
    told = {name: fields[name] for name in kept if fields.get(name) is not None}
    return {"entry": entry, "accession": titles.get(fields["accession"], str(fields["accession"])), **told}


def _copy(bag: Bag, name: str, path: Path) -> None:
    with disk(), path.open("rb") as stream:
        bag.write(name, iter(lambda: stream.read(1 << 20), b""))


def _keys(at: Desk) -> dict[str, Any]:
    config = at.folder.config
    policy = (at.folder.ledger / "policy").read_text("utf-8")
    return {
        "format": FORMAT,
        "origin": config.origin,
        "recipient": config.recipient,
        "sealing_recipient": config.sealing_recipient,
        "policy": policy.splitlines(),
    }
