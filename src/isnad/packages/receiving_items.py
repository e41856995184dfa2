"""Takes a package's files in as items of an accession: the package itself first, then what was found in it.

Content that is held already is received again. Each file is held against the digest under which it was checked; what
was dealt with is known by its mark, so that an interrupted receipt goes on and says nothing twice.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from isnad.custody import actions as custody
from isnad.custody import pictures, queries
from isnad.custody.entries import EvidenceCopy, Place, Received, TakenIn
from isnad.custody.marks import mark, mark_key
from isnad.instruments.imaging.values import Examined
from isnad.instruments.imaging.workshop import Workshop
from isnad.record.desk import desk
from isnad.record.shape import Sealed
from isnad.words import Digest, Refusal

AT_ONCE = 100  # files made durable and said together


@dataclass(frozen=True, slots=True)
class Arriving:
    """A file of the package: where it lies, what it is called, what it must come to, and the item it was found in."""

    path: Path
    name: str
    digest: Digest
    inside: int | None = None


@dataclass
class Counts:
    """How many were new, how many were held already, and the bytes of both."""

    received: int = 0
    already_held: int = 0
    bytes: int = 0


def take_in(files: Sequence[Arriving], accession: int, counts: Counts, *, by: str) -> dict[Digest, int]:
    """The item of each file, by its digest."""
    key, marks = mark_key(desk().signers), queries.marks(accession)
    written = {each.name: mark(key, accession, each.name.encode(), each.digest) for each in files}
    waiting = (each for each in files if written[each.name] not in marks)
    with Workshop(max(1, len(os.sched_getaffinity(0)))) as workshop:
        while part := list(islice(waiting, AT_ONCE)):
            _say(part, written, accession, workshop, counts, by)
    found = queries.items_holding({each.digest for each in files})
    return {digest: item for digest, (item, _) in found.items()}


def conclude(accession: int, counts: Counts, *, by: str) -> None:
    """Says what came, where anything did."""
    if counts.received or counts.already_held:
        custody.conclude(TakenIn(accession, counts.received, counts.already_held, 0, 0, counts.bytes), by=by)


def _say(
    part: Sequence[Arriving], written: dict[str, str], accession: int, workshop: Workshop, counts: Counts, by: str
) -> None:
    held = {digest: payload for digest, (_, payload) in queries.items_holding({e.digest for e in part}).items()}
    fresh = {each.digest: each.path for each in part if each.digest not in held}
    for digest, kept in zip(fresh, desk().vault.put_many(fresh.values()), strict=True):
        if kept.digest != digest:
            raise Refusal("packages.receive-changed")
        held[digest] = kept.payload
    arrived, small = [], []
    for each, examined in zip(part, workshop.each(each.path for each in part), strict=True):
        arrived.append(_record(each, examined, held[each.digest], accession, written[each.name]))
        if each.digest in fresh and (examined.thumbnail or examined.blur):
            small.append((str(held[each.digest]), examined.thumbnail, examined.blur))
    custody.receive(arrived, by=by)
    pictures.keep(small)
    counts.bytes += sum(each.size for each in arrived)
    counts.received += len(fresh)
    counts.already_held += len(part) - len(fresh)


def _record(each: Arriving, examined: Examined, payload: Digest, accession: int, written: str) -> Received:
    copy = examined.evidence_copy
    return Received(
        accession=accession,
        payload=payload,
        digest=each.digest,
        size=each.path.stat().st_size,
        media_type=examined.media_type,
        finding=examined.finding,
        width=examined.width or None,
        height=examined.height or None,
        open_fields=examined.open_fields,
        perceptual=examined.pdq.hex() or None,
        quality=examined.pdq_quality if examined.pdq else None,
        copy=EvidenceCopy(copy.digest, copy.size, copy.recipe) if copy else None,
        mark=written,
        found_in=None if each.inside is None else Place(each.inside),
        path_codes={},
        path=Sealed(each.name),
        times=Sealed({}),
        metadata=Sealed(examined.sealed_fields),
        path_sealed=Sealed({}),
    )


def files_of(root: Path, prefix: str, digests: dict[str, Digest], inside: int) -> Iterator[Arriving]:
    """The files of a package, by their names in it, as found in the package."""
    for name, digest in sorted(digests.items()):
        yield Arriving(root / name, f"{prefix}/{name}", digest, inside)
