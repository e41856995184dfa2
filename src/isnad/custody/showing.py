"""What may be shown of an item without opening it: its open fields, its custody log, its proof."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson

from isnad.custody import queries
from isnad.custody.models import Item
from isnad.ledger.proof import Proof
from isnad.ledger.reader import Reader
from isnad.record.desk import desk
from isnad.words import Digest, Label


def listed(accession: str | None = None) -> Iterator[dict[str, Any]]:
    """Every item, or those of one accession, in the order of their entries."""
    items = Item.objects.order_by("pk")
    if accession is not None:
        items = items.filter(accession_id=queries.accession_titled(accession).pk)
    for row in items.iterator():
        yield {
            "digest": str(Digest(bytes(row.digest))),
            "entry": row.entry,
            "size": row.size,
            "media_type": row.media_type,
            "finding": row.finding,
        }


def item(digest: Digest) -> dict[str, Any]:
    """One item as the command line shows it, with its ``.tlog-proof`` as text."""
    row = queries.item(digest)
    at = desk()
    proof = Proof.of(Reader(at.folder.ledger), row.entry)
    return {
        "digest": str(digest),
        "entry": row.entry,
        "accession": row.accession.title,
        "label": str(Label(row.accession.label)),
        "payload": str(Digest(bytes(row.payload))),
        "size": row.size,
        "media_type": row.media_type,
        "finding": row.finding,
        "width": row.width,
        "height": row.height,
        "open_fields": orjson.loads(row.open_fields),
        "path_codes": orjson.loads(row.path_codes),
        "perceptual": row.perceptual,
        "evidence_copy": None if row.copy_digest is None else str(Digest(bytes(row.copy_digest))),
        "events": [_event(each) for each in queries.events(row.entry)],
        "standing_on_it": queries.standing_on(row.entry),
        "proof": proof.encode().decode("utf-8"),
    }


def in_words(value: Any) -> str:
    """A value as a person reads it: parts of a structure by their names, and a dash for nothing."""
    if value in (None, "", [], {}):
        return "—"
    if isinstance(value, dict):
        return "; ".join(f"{name} {in_words(part)}" for name, part in _parts(value))
    return ", ".join(map(in_words, value)) if isinstance(value, list) else str(value)


def _parts(value: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, part in value.items():
        if isinstance(part, dict):
            yield from _parts(part)
        else:
            yield name, part


def _event(row: Any) -> dict[str, Any]:
    return {
        "entry": row.entry,
        "kind": row.kind,
        "by": row.by,
        "other": row.other,
        "reason": row.reason,
        "at": row.at,
    }
