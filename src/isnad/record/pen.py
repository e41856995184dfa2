"""The only pen.

 1. Whoever holds the pen is alone at the desk, and therefore knows the next number: ``say`` returns it at once.
 2. At the end of the block the law judges all that was said, once, with one question to the database.
 3. One transaction writes the sealed bodies and the rows: the entries are *said*.
 4. Bodies, slots, tiles, guard and checkpoint are written and synced: the entries are *sealed*, and acknowledged.
 5. What an erasing entry erases is erased; start-up repeats that where it was interrupted.

``say`` shares a transaction among the threads that wait: whoever comes first says what the others brought, up to
1,000 records; one that the law refuses does not harm the others.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import orjson
from django.db import OperationalError, connection, transaction

from isnad.ledger.body import Composed, compose
from isnad.record import records
from isnad.record.desk import Desk, desk
from isnad.record.entries import Left, Tool
from isnad.record.erasing import carry_out, promise
from isnad.record.fold import Rows, rows_of, traits_text
from isnad.record.law import Around, faults, needed
from isnad.record.models import Said, Waiting
from isnad.record.records import Ground, Record, Saying, traits_of
from isnad.record.standing import running_bars, standing_of
from isnad.record.tables import WIDTH, key
from isnad.words import Moment, Refusal, Unavailable

MOST_RECORDS = 1000
PATIENCE = 0.002  # seconds to wait for whoever was served together before
A_DAY = 86_400.0  # seconds

Written = tuple[Record, str]


@dataclass
class Pen:
    """Says records, one transaction a block."""

    _by: str
    _first: int
    _said: list[Written] = field(default_factory=list)

    @property
    def said(self) -> int:
        """How many records were said in this block."""
        return len(self._said)

    def say(self, record: Record, *, by: str | None = None) -> int:
        """Says ``record`` and returns the number of its entry, durable and sealed when the block ends."""
        if len(self._said) >= MOST_RECORDS:
            raise Refusal("record.too-many-at-once", most=MOST_RECORDS)
        self._said.append((record, by or self._by))
        return self._first + len(self._said) - 1


@contextmanager
def pen(by: str) -> Iterator[Pen]:
    """``with pen(by) as p: number = p.say(record)``: one transaction, at most 1,000 records."""
    at = desk()
    with at.alone(), _disk():
        writer = at.writer()
        with transaction.atomic():
            _fence()
            first = writer.size
            _forget_sealed(first)
            tool, preface = _begin(at, first)
            held = Pen(by, first + len(preface))
            yield held
            if not held._said:
                return
            said = [(record, by) for record in preface] + held._said
            judge(first, said)
            composed = _write(at, first, tool, said)
        at.has_begun(tool, clock=bool(preface))
        at.writer().seal(composed)
        if any(record.gone() for record, _ in said):
            carry_out(at)


@contextmanager
def _disk() -> Iterator[None]:
    """Turns what a database says of its disk into words of the house."""
    try:
        yield
    except OperationalError as error:
        told = str(error)
        if "disk is full" in told or "No space left" in told:
            raise Unavailable("durable.full") from error
        if "disk I/O error" in told:
            raise Unavailable("durable.failed", reason="EIO") from error
        raise


def say(records_to_say: Sequence[Record], *, by: str) -> list[int]:
    """Says ``records_to_say``, all or none; returns their numbers once they are sealed."""
    return _counter.bring(_Job(list(records_to_say), by))


def judge(first: int, said: Sequence[Written]) -> None:
    """Refuses the first record that breaks the law; ``said`` are numbered from ``first`` on."""
    wanted = {number for record, _ in said for number in needed(record)}
    grounds = grounds_of(number for number in wanted if number < first)
    around = around_of(grounds, said)
    vault = desk().vault
    for number, (record, by) in enumerate(said, start=first):
        for fault in faults(number, record, grounds, by, around):
            raise Refusal(fault)
        for holding in record.holds():
            if not vault.store.has(holding.payload):
                raise Refusal("record.bytes-not-taken-in")
        around.heard(number, record)
        if number in wanted:
            grounds[number] = Ground(number, record.KIND, traits_of(record, by), on=record.stands_on())
        for gone in record.gone():
            grounds[gone] = Ground(gone, grounds[gone].kind, grounds[gone].traits, gone=True)


def grounds_of(numbers: Iterable[int]) -> dict[int, Ground]:
    """The ground of each entry that was said, by its number."""
    found: dict[int, Ground] = {}
    keys = [key(number) for number in numbers]
    for start in range(0, len(keys), 900):
        rows = Said.objects.filter(pk__in=keys[start : start + 900]).values_list("pk", "kind", "traits", "gone")
        for pk, kind, traits, gone in rows:
            number = pk // WIDTH
            found[number] = Ground(number, kind, orjson.loads(traits), gone is not None)
    return found


def left_of(numbers: Iterable[int]) -> tuple[Left, ...]:
    """What an erasure of these entries leaves; those that are gone already are passed over."""
    grounds = {number: ground for number, ground in grounds_of(numbers).items() if not ground.gone}
    on = standing_of(grounds)
    return tuple(Left.of(replace(ground, on=on[number])) for number, ground in sorted(grounds.items()))


def around_of(grounds: dict[int, Ground], said: Sequence[Written]) -> Around:
    """What the law must know of these records besides their grounds; gives what they erase the ground it stood on."""
    around = Around(desk().demo)
    if gone := {each for record, _ in said for each in record.gone() if each in grounds}:
        for number, on in standing_of(gone).items():
            grounds[number] = replace(grounds[number], on=on)
        for bar in running_bars({*gone, *(each for number in gone for each in grounds[number].on)}):
            around.bars.setdefault(bar.on, set()).add(bar.entry)
    return around


def _fence() -> None:
    """On PostgreSQL, where writers may sit at several machines, the database itself lets one in at a time."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(718)")


def _forget_sealed(size: int) -> None:
    """Drops what waited and is sealed by now: here, for a transaction of its own would cost another wait for the disk.

    Nobody minds what is left of the last one: it is what a crash would leave, and an erasure is a transaction too.
    """
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(Waiting._meta.db_table)
        cursor.execute(f"DELETE FROM {table} WHERE number < %s", [size])  # noqa: S608


def _begin(at: Desk, size: int) -> tuple[int, list[Record]]:
    """This program's entry, and what a writer says first: which tool it is, and daily what its clock is."""
    preface: list[Record] = []
    tool = at.tool_entry
    if tool is None:
        known = Said.objects.filter(kind=Tool.KIND, traits=traits_text(at.tool, ""), gone=None).order_by("pk").first()
        if known is None:
            preface.append(at.tool)
        tool = size if known is None else known.entry
    if time.monotonic() - at.clock_said > A_DAY:
        preface.append(at.read_clock())
    return tool, preface


def _write(at: Desk, first: int, tool: int, said: Sequence[Written]) -> list[Composed]:
    keys, now, rows = at.segment(), Moment.now(), Rows()
    slots = os.urandom(32 * len(said))
    composed = []
    for position, (record, by) in enumerate(said):
        number = first + position
        opened, sealed = records.write(record, now, by, tool)
        payloads = tuple(holding.payload for holding in record.holds())
        slot = slots[32 * position : 32 * position + 32]
        sign = at.signer.sign(by) if at.signer else None
        composed.append(compose(keys, number, slot, opened, sealed, payloads, record.gone(), sign))
        rows.add(number, rows_of(Saying(number, now, by, tool, record)))
        promise(number, record)
    rows.write()
    _let_wait(composed)
    return composed


def _let_wait(composed: Sequence[Composed]) -> None:
    """Keeps what is said until it is sealed; past the ORM, whose objects cost as much as sealing does."""
    table = connection.ops.quote_name(Waiting._meta.db_table)
    rows = [(each.number, each.segment, each.slot, each.leaf.encode(), each.frame) for each in composed]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} (number, segment, slot, leaf, frame) VALUES (%s, %s, %s, %s, %s)",  # noqa: S608
            rows,
        )


@dataclass
class _Job:
    records: list[Record]
    by: str
    numbers: list[int] | None = None  # once they are sealed
    refused: Refusal | None = None
    leads: bool = False
    told: threading.Event = field(default_factory=threading.Event)  # that it was served, or that it leads


class _Counter:
    """Where threads bring what they want said. One leads: it says what waits, its own among it, then hands over to
    whoever waits first. Who was served goes at once and waits for no lock, so that all can bring their next."""

    def __init__(self) -> None:
        self._waiting: list[_Job] = []
        self._list = threading.Lock()
        self._led = False
        self._callers = 0  # how many were served together last: as many will come again

    def bring(self, job: _Job) -> list[int]:
        with self._list:
            self._waiting.append(job)
            job.leads, self._led = not self._led, True
        if not job.leads:
            job.told.wait()
        if job.leads:
            self._lead()
        if job.refused is not None:
            raise job.refused
        if job.numbers is None:
            raise Unavailable("record.not-acknowledged")  # whoever led failed, and told why in its own thread
        return job.numbers

    def _lead(self) -> None:
        """Serves one group, and hands over whatever becomes of it."""
        self._gather()
        jobs = self._take()
        try:
            self._serve(jobs)
        finally:
            for job in jobs:
                job.told.set()
            with self._list:
                self._led = bool(self._waiting)
                if self._led:
                    self._waiting[0].leads = True
                    self._waiting[0].told.set()

    def _gather(self) -> None:
        """Waits a moment for those who were served together last, for they are about to bring their next."""
        until = time.monotonic() + PATIENCE
        while len(self._waiting) < self._callers and time.monotonic() < until:
            time.sleep(PATIENCE / 10)

    def _take(self) -> list[_Job]:
        """The jobs that fit into one transaction; one larger than that goes alone and is refused by the pen."""
        with self._list:
            count = fit = 0
            for job in self._waiting:
                count += len(job.records)
                if fit and count > MOST_RECORDS:
                    break
                fit += 1
            taken, self._waiting = self._waiting[:fit], self._waiting[fit:]
        self._callers = len(taken)
        return taken

    def _serve(self, jobs: list[_Job]) -> None:
        try:
            _together(jobs)
        except Refusal as refusal:
            if len(jobs) == 1:
                jobs[0].refused = refusal
                return
            for job in jobs:  # one of them broke a rule: each for itself, so that the others do not suffer for it
                self._serve([job])


def _together(jobs: Sequence[_Job]) -> None:
    with pen("") as held:
        numbers = [[held.say(record, by=job.by) for record in job.records] for job in jobs]
    for job, said in zip(jobs, numbers, strict=True):
        job.numbers = said


_counter = _Counter()
