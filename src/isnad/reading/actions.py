"""The verb of readers: read what was not read by this reader of this version.

1. An original is opened for a reader alone, one at a time, and goes to a worker through its pipe; no file is written.
2. What a worker saw is said in batches: the claims, and one entry that names the items, found or not. Interrupted, the
   next run goes on behind the last batch.
3. Where an older version of the same reader saw the same property of the photograph, the new claim takes its place;
   what it saw and the new one does not is taken back, unless a person accepted it.
4. What intake read in paths becomes claims that cite the part of the path by its index.
"""

from __future__ import annotations

import hmac
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from isnad.claims import queries as claims
from isnad.claims.entries import MACHINE, Claim, Entity, How, Statement, Terms, Withdrawn
from isnad.claims.queries import Stated
from isnad.claims.standing import Standing
from isnad.custody.marks import mark_key
from isnad.engine import Lost, engine
from isnad.reading import cell, paths, queries
from isnad.reading.entries import Read
from isnad.reading.queries import DATASET, SCHEMA, Waiting
from isnad.reading.readers import READERS, Picture, Reading, Seen, reader
from isnad.record.desk import desk
from isnad.record.pen import MOST_RECORDS, Pen, pen
from isnad.words import Citation, Json, Label, Refusal, Whole

MOST_BYTES = 8 * 2**20  # of originals in one task, beyond which no further is added
MOST_PICTURES = 8  # in one task
MOST_READ = 200  # items named by one entry
LOST = "reading.lost"

Progress = Callable[[int], None]


def _nobody(done: int) -> None:
    """Is told how far a run has come, and tells nobody."""


@dataclass
class Outcome:
    """What a run came to, for one reader."""

    reader: str
    version: str
    items: int = 0
    readings: int = 0
    firm: int = 0
    superseded: int = 0
    withdrawn: int = 0
    unreadable: int = 0


@dataclass(frozen=True, slots=True)
class Request:
    """Which readers are to read (none: all), and how many items at most each."""

    by: str
    readers: tuple[str, ...] = ()
    limit: int | None = None


def run(request: Request, measure: Callable[[str, int], Progress] = lambda name, total: _nobody) -> list[Outcome]:
    """Has readers read what they have not read; ``measure`` is told how many items are to come for each."""
    known = (*READERS, paths.NAME)
    for name in request.readers:
        if name not in known:
            raise Refusal("reading.unknown-reader", known=", ".join(known))
    return [_run(name, request, measure) for name in request.readers or known]


def _run(name: str, request: Request, measure: Callable[[str, int], Progress]) -> Outcome:
    version = paths.VERSION if name == paths.NAME else reader(name).version
    waiting = queries.waiting(name, version)
    if name != paths.NAME:
        waiting = [each for each in waiting if reader(name).takes(each.media_type)]
    waiting = waiting[: request.limit]
    outcome = Outcome(name, version)
    progress, batch = measure(name, len(waiting)), Batch(outcome, request.by)
    by_entry = {each.entry: each for each in waiting}
    for seen in paths.read(waiting) if name == paths.NAME else _seen(name, waiting):
        batch.add(by_entry[seen.entry], seen)
        progress(outcome.items + len(batch.seen))
    batch.say()
    progress(outcome.items)
    return outcome


def _seen(name: str, waiting: Sequence[Waiting]) -> Iterator[Seen]:
    """What the workers say, in the order in which they finish."""
    if not waiting:
        return
    for task, answer in engine(cell.prepare, ((name,),)).run(cell.look, _tasks(name, waiting), ahead=2):
        if isinstance(answer, Lost):
            yield from (Seen(each.entry, finding=LOST) for each in task.pictures)
        else:
            yield from answer


def _tasks(name: str, waiting: Iterable[Waiting]) -> Iterator[cell.Task]:
    at, pictures, size = desk(), [], 0
    for each in waiting:
        data = b"".join(at.vault.open(each.payload, at.holder))
        pictures.append(Picture(each.entry, each.media_type, data))
        size += len(data)
        if size >= MOST_BYTES or len(pictures) >= MOST_PICTURES:
            yield cell.Task(name, tuple(pictures))
            pictures, size = [], 0
    if pictures:
        yield cell.Task(name, tuple(pictures))


@dataclass
class Batch:
    """What is to be said in the next transaction."""

    outcome: Outcome
    by: str
    seen: list[tuple[Waiting, Seen]] = field(default_factory=list)
    _records: int = 1

    def add(self, item: Waiting, seen: Seen) -> None:
        """Takes what was seen on one item; says the batch when another would not fit."""
        wanted = 1 + 2 * len(seen.readings)
        if len(self.seen) >= MOST_READ or self._records + wanted > MOST_RECORDS // 2:
            self.say()
        self.seen.append((item, seen))
        self._records += wanted

    def say(self) -> None:
        """Says what was gathered: claims, and which items were read."""
        if not self.seen:
            return
        entities = queries.photographs(item.entry for item, _ in self.seen)
        before = _before(self.outcome, entities.values())
        with pen(self.by) as held:
            told: list[Json] = []
            for item, seen in self.seen:
                if seen.readings and item.entry not in entities:
                    entities[item.entry] = held.say(Entity(SCHEMA, DATASET, str(item.entry)))
                if item.entry in entities:
                    told += self._claims(held, item, seen, entities[item.entry], before[entities[item.entry]])
            held.say(self._read(told))
        self._count()

    def _claims(self, held: Pen, item: Waiting, seen: Seen, entity: int, before: list[Stated]) -> Iterator[Json]:
        for reading in seen.readings:
            old = _replaced(reading, before)
            if old is not None:
                before.remove(old)
                self.outcome.superseded += 1
            number = held.say(_claim(self.outcome, item, entity, reading, old))
            self.outcome.readings += 1
            self.outcome.firm += reading.firm
            yield {"claim": number, "firm": reading.firm, **reading.more}
        for each in before if seen.finding is None else ():
            if each.standing is not Standing.ACCEPTED:
                held.say(Withdrawn(each.entry, f"{self.outcome.reader}/{self.outcome.version}"))
                self.outcome.withdrawn += 1

    def _read(self, told: list[Json]) -> Read:
        findings = {str(item.entry): seen.finding for item, seen in self.seen if seen.finding}
        items = tuple(item.entry for item, _ in self.seen)
        return Read(self.outcome.reader, self.outcome.version, items, findings, told)

    def _count(self) -> None:
        self.outcome.items += len(self.seen)
        self.outcome.unreadable += sum(seen.finding is not None for _, seen in self.seen)
        self.seen.clear()
        self._records = 1


def _before(outcome: Outcome, entities: Iterable[int]) -> dict[int, list[Stated]]:
    """What earlier versions of this reader say of these photographs, as far as it still counts."""
    found: dict[int, list[Stated]] = defaultdict(list)
    for each in claims.about(entities):
        if each.method == MACHINE and each.reader == outcome.reader and each.standing.holds:
            found[each.entity].append(each)
    return found


def _replaced(reading: Reading, before: Sequence[Stated]) -> Stated | None:
    """The older claim whose place a reading takes: of the same property, and rather the one with the same value."""
    same = [each for each in before if each.property == reading.property]
    return next((each for each in same if each.normal == reading.normal), same[0] if same else None)


def _claim(outcome: Outcome, item: Waiting, entity: int, reading: Reading, old: Stated | None) -> Claim:
    value = _blinded(reading.value) if reading.blind else reading.value
    says = Statement(SCHEMA, reading.property, value, None if reading.blind else reading.normal)
    terms = Terms(label=max(item.label, Label.RESTRICTED if reading.restricted else Label.INTERNAL))
    how = How(MACHINE, outcome.reader, outcome.version, reading.confidence)
    place = reading.place or Whole()
    return Claim(entity, says, (Citation(item.entry, place),), how, terms, None if old is None else old.entry)


def _blinded(value: str) -> str:
    """Tells the same value again, in this archive alone."""
    return hmac.digest(mark_key(desk().signers), b"isnad/blind/v1\0" + value.encode(), sha256)[:6].hex()
