"""One run of an intake: hands finds to workers, and says what comes back, round by round, in the order of the walk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from isnad.custody import actions as custody
from isnad.custody import pictures, queries
from isnad.custody.entries import EvidenceCopy, NotReceived, Place, Received
from isnad.custody.marks import mark, mark_key
from isnad.engine import Local, Lost, engine
from isnad.instruments.imaging import values
from isnad.instruments.imaging.values import Examined
from isnad.intake import workers
from isnad.intake.carriers import CarrierFile
from isnad.intake.finds import UNREADABLE, Find
from isnad.intake.rounds import MOST_FINDS, Round, Rounds
from isnad.intake.series import PathReading
from isnad.intake.workers import Handful, Looked
from isnad.record.desk import desk
from isnad.record.shape import Sealed
from isnad.words import Digest, Label

DAMAGED = frozenset({*values.NO_DECODER_OPENS, values.DAMAGED, workers.NOT_AS_NAMED})
WORKER_LOST = "intake.worker-lost"
AHEAD = 16  # handfuls a worker may have waiting, so that it has work while a round settles

Progress = Callable[[int, int], None]  # files and bytes that came back since the last call


@dataclass(frozen=True, slots=True)
class Noted:
    """A line for the report: the entry it concerns where there is one, and a code."""

    entry: int | None
    code: str


@dataclass
class Taken:
    """What a run of an intake came to."""

    accession: int
    continued: bool
    received: int = 0
    already_held: int = 0
    unreadable: int = 0
    damaged: int = 0
    bytes: int = 0
    dealt_with_before: int = 0
    seconds: float = 0.0
    kinds: Counter[str] = field(default_factory=Counter)
    noted: list[Noted] = field(default_factory=list)
    promises: Counter[tuple[str, str]] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Request:
    """What a custodian asks for: the path, and how it is to be entered."""

    path: Path
    title: str
    source: str
    by: str
    carrier: CarrierFile | None = None
    label: Label = Label.INTERNAL
    accept_writable: bool = False
    reading: PathReading = field(default_factory=PathReading)
    finds_in_a_round: int = MOST_FINDS
    acknowledged: Callable[[list[int | None]], None] = lambda items: None  # told each round's items, once sealed


class Taking:
    """One run. Each find ends as an item, as something received again, or as something that could not be kept."""

    def __init__(self, request: Request, taken: Taken, progress: Progress) -> None:
        self._request, self._taken, self._progress = request, taken, progress
        at = desk()
        self._key = mark_key(at.signers)
        self._marks = frozenset(queries.marks(taken.accession)) if taken.continued else frozenset()
        self._rounds = Rounds(at.vault, request.finds_in_a_round)

    def run(self, finds: Iterator[Find] | list[Find], inside: int | None) -> int | None:
        """Takes in every find; returns the item of the last one, for a container."""
        last, rounds = None, self._rounds
        try:
            for handful, looked in self._looked(rounds.handfuls(finds)):
                self._arrive(handful, looked, inside)
                for full in rounds.finished():
                    last = self._settle(full) or last
            for rest in rounds.finished():
                last = self._settle(rest) or last
        finally:
            rounds.abandon()
        return last

    def _looked(self, handfuls: Iterator[Handful]) -> Iterator[tuple[Handful, list[Looked]]]:
        """Each handful with what workers say of it, in the order of the walk.

        So the first place of some content is always the one that brings it, and no round rests on a later one.
        """
        local = engine(workers.prepare_worker, (self._taken.accession, self._key, self._marks))
        early: dict[int, tuple[Handful, list[Looked]]] = {}
        due = 0
        for handful, looked in local.run(workers.look, handfuls, ahead=AHEAD):
            early[handful.number] = handful, self._one_by_one(local, handful) if isinstance(looked, Lost) else looked
            while due in early:
                yield early.pop(due)
                due += 1

    def _one_by_one(self, local: Local, handful: Handful) -> list[Looked]:
        """A handful that killed its worker twice: each find alone, so that only the one that does it is not kept."""
        alone = [replace(handful, number=number, finds=[find]) for number, find in enumerate(handful.finds)]
        found: dict[int, Looked] = {}
        for single, looked in local.run(workers.look, alone, ahead=1):
            found[single.number] = Looked(trouble=WORKER_LOST) if isinstance(looked, Lost) else looked[0]
        return [found[number] for number in range(len(alone))]

    def _arrive(self, handful: Handful, looked: list[Looked], inside: int | None) -> None:
        into = self._rounds.back(handful.round, len(handful.finds))
        held = self._payloads_of(looked)
        for find, each in zip(handful.finds, looked, strict=True):
            self._progress(1, find.size)
            for note in find.notes:
                self._taken.noted.append(Noted(None, note))
            if each.known:
                self._taken.dealt_with_before += 1
            elif each.draft is None or each.examined is None:
                self._not_received(into, find, each)
            else:
                payload = held.get(each.draft.kept.digest) or into.brought.get(each.draft.kept.digest)
                self._received(into, find, each, payload, inside)

    def _payloads_of(self, looked: list[Looked]) -> dict[Digest, Digest]:
        """The payload of each content that is held already, or that a round under way brings."""
        digests = {each.draft.kept.digest for each in looked if each.draft is not None}
        under_way = {digest: self._rounds.payload_of(digest) for digest in digests}
        found = {digest: payload for digest, payload in under_way.items() if payload is not None}
        held = queries.items_holding(digests - found.keys())
        return {**found, **{digest: payload for digest, (_, payload) in held.items()}}

    def _not_received(self, into: Round, find: Find, looked: Looked) -> None:
        reason = looked.trouble or UNREADABLE
        written = looked.mark or mark(self._key, self._taken.accession, find.path, None)
        into.arrived.append(NotReceived(self._taken.accession, reason, written, Sealed(_text(find.path))))
        self._taken.unreadable += 1
        self._taken.noted.append(Noted(None, reason))

    def _received(self, into: Round, find: Find, looked: Looked, payload: Digest | None, inside: int | None) -> None:
        """Keeps what is new; what is held already (as ``payload``) gives its draft up."""
        assert looked.draft is not None
        assert looked.examined is not None
        kept, examined = looked.draft.kept, looked.examined
        if payload is None:
            payload = into.brought[kept.digest] = into.batch.adopt(looked.draft).payload
            if examined.thumbnail or examined.blur:
                into.pictures.append((str(payload), examined.thumbnail, examined.blur))
        else:
            looked.draft.path.unlink(missing_ok=True)
        into.arrived.append(self._record(find, looked, examined, payload, inside))
        self._taken.bytes += kept.size

    def _record(self, find: Find, looked: Looked, examined: Examined, payload: Digest, inside: int | None) -> Received:
        assert looked.draft is not None
        kept, copy, within = looked.draft.kept, examined.evidence_copy, find.within
        codes, sealed_parts = self._request.reading.read(_text(find.path))
        place = None
        if inside is not None:
            place = Place(inside, within.partition, within.offset, within.deleted) if within else Place(inside)
        return Received(
            accession=self._taken.accession,
            payload=payload,
            digest=kept.digest,
            size=kept.size,
            media_type=examined.media_type,
            finding=examined.finding,
            width=examined.width or None,
            height=examined.height or None,
            open_fields=examined.open_fields,
            perceptual=examined.pdq.hex() or None,
            quality=examined.pdq_quality if examined.pdq else None,
            copy=EvidenceCopy(copy.digest, copy.size, copy.recipe) if copy else None,
            mark=looked.mark,
            found_in=place,
            path_codes=codes,
            path=Sealed(_text(find.path)),
            times=Sealed(_times(find.times)),
            metadata=Sealed(examined.sealed_fields),
            path_sealed=Sealed(sealed_parts),
        )

    def _settle(self, full: Round) -> int | None:
        """Makes a round durable, says it, and counts it; returns the item of its last find."""
        full.stack.close()
        if not full.arrived:
            return None
        before = {each.digest for each in full.arrived if isinstance(each, Received)}
        known = set(queries.items_holding(before))
        items = custody.receive(full.arrived, by=self._request.by)
        for arrived, item in zip(full.arrived, items, strict=True):
            if isinstance(arrived, Received):
                self._count(arrived, item, known)
        pictures.keep(full.pictures)
        self._request.acknowledged(items)
        return items[-1]

    def _count(self, arrived: Received, item: int | None, known: set[Digest]) -> None:
        if arrived.digest in known:
            self._taken.already_held += 1
            return
        known.add(arrived.digest)
        self._taken.received += 1
        self._taken.kinds[arrived.media_type] += 1
        if arrived.finding in DAMAGED:
            self._taken.damaged += 1
            self._taken.noted.append(Noted(item, arrived.finding or ""))


def _text(path: bytes) -> str:
    """A path as text that JSON can hold: bytes that are no UTF-8 are written as ``\\xNN``."""
    return path.decode("utf-8", "backslashreplace")


def _times(times: Mapping[str, int]) -> dict[str, str]:
    """Nanoseconds as text: they do not fit into a JSON number that everybody reads alike."""
    return {name: str(value) for name, value in times.items()}
