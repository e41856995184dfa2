"""Writes an item out: the evidence copy, made anew and compared with the digest promised at intake; or the original.

An original leaves by an ``Opening`` of two people, said before a byte is read. Either way the disclosure is an entry
first, so what left is known even where the writing failed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from isnad.access.actions import Second
from isnad.custody import actions, queries
from isnad.custody.entries import Disclosure
from isnad.custody.models import Item
from isnad.instruments import durable
from isnad.instruments.imaging.workshop import Workshop
from isnad.record.desk import desk
from isnad.words import Broken, Digest, Label, Refusal


@dataclass(frozen=True, slots=True)
class Ask:
    """What is to leave: which item, where to, in what form, why, and to whom."""

    digest: Digest
    out: Path
    original: bool
    reason: str
    receiver: str | None


@dataclass(frozen=True, slots=True)
class Written:
    """What left, and the entry that says so."""

    digest: Digest
    size: int
    form: str
    entry: int


def export(ask: Ask, *, by: str, second: Second | None) -> Written:
    """Writes one item to ``ask.out``; refuses a name already taken."""
    row = queries.item(ask.digest)
    if ask.out.exists():
        raise Refusal("custody.out-exists")
    if ask.original:
        return _original(row, ask, by=by, second=second)
    return _copy(row, ask, by=by, second=second)


def _original(row: Item, ask: Ask, *, by: str, second: Second | None) -> Written:
    if not ask.reason:
        raise Refusal("custody.reason-needed")
    actions.open_original([row.entry], ask.reason, by=by, second=second, receiver=ask.receiver)
    said = Disclosure((row.entry,), "original", Label.SEALED, ask.receiver, None, None, 1, ask.digest)
    number = actions.disclose(said, by=by, second=second)
    durable.write_new(ask.out, _opened(row))
    return Written(ask.digest, row.size, "original", number)


def _copy(row: Item, ask: Ask, *, by: str, second: Second | None) -> Written:
    if row.copy_digest is None:
        raise Refusal("custody.no-evidence-copy")
    promised = Digest(bytes(row.copy_digest))
    made = evidence_copy(row)
    label = Label(row.accession.label)
    said = Disclosure((row.entry,), "evidence-copy", label, ask.receiver, None, None, 1, promised)
    number = actions.disclose(said, by=by, second=second)
    durable.write_new(ask.out, made)
    return Written(promised, len(made), "evidence-copy", number)


def evidence_copy(row: Item) -> bytes:
    """The copy without identity-bearing metadata; Broken where it is not the one that was promised at intake."""
    original = b"".join(_opened(row))
    with Workshop(1) as workshop:
        made = workshop.evidence_copy(original)
    if row.copy_digest is None or Digest.of(made).raw != bytes(row.copy_digest):
        raise Broken("custody.copy-differs", entry=row.entry)
    return made


def _opened(row: Item) -> Iterator[bytes]:
    at = desk()
    return at.vault.open(Digest(bytes(row.payload)), at.holder)
