"""The desk: what this process has in hand of one data folder. The house lays it out; the rooms sit down at it.

One writer at a time: a lock on a file, held for one transaction and its seal, so site, intake and import take turns.
Whoever takes the lock first finishes what another writer began and did not end.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cached_property

from django.db import connection

from isnad.keys.folder import ArchiveConfig, DataFolder
from isnad.keys.holder import KeyHolder
from isnad.ledger.body import Composed, SegmentKeys
from isnad.ledger.signers import Signers
from isnad.ledger.slots import Slots
from isnad.ledger.writer import Writer
from isnad.record.entries import Clock, Tool
from isnad.record.law import FOUNDED_KIND
from isnad.record.models import Said, Waiting
from isnad.record.signatures import Signer
from isnad.vault import Vault
from isnad.words import Unavailable


@dataclass
class Desk:
    """A data folder in use: its keys, its vault, and the writer of its ledger.

    ``tool`` is this program; ``read_clock`` says how far the machine's clock may be trusted. ``tool_entry`` and
    ``clock_said`` remember what this process has already said of them.
    """

    folder: DataFolder
    holder: KeyHolder
    vault: Vault
    tool: Tool
    read_clock: Callable[[], Clock]
    tool_entry: int | None = None
    clock_said: float = float("-inf")  # on the monotonic clock, in seconds
    signer: Signer | None = None  # who signs what they say at this desk
    _demo: bool | None = None
    _writer: Writer | None = None
    _segment: SegmentKeys | None = None
    _turn: threading.RLock = field(default_factory=threading.RLock)
    _depth: int = 0
    _caught_up: bool = False
    _until_done: ExitStack = field(default_factory=ExitStack)

    @cached_property
    def signers(self) -> Signers:
        """The log's signing keys."""
        return self.holder.log_signers()

    @cached_property
    def slots(self) -> Slots:
        """What opens and blinds single entries."""
        return self.holder.slots()

    @property
    def demo(self) -> bool:
        """Whether the archive was founded as a demo, where one person may do what needs two."""
        if self._demo is None:
            traits = Said.objects.filter(kind=FOUNDED_KIND).order_by("pk").values_list("traits", flat=True).first()
            self._demo = None if traits is None else traits == '{"demo":true}'
        return bool(self._demo)

    @cached_property
    def _recipients(self) -> ArchiveConfig:
        return self.holder.expected()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Inside the block no other thread or process writes to this data folder. May be nested."""
        with self._turn:
            if self._depth:
                yield
                return
            self.folder.cache.mkdir(mode=0o700, exist_ok=True)
            handle = os.open(self.folder.cache / "pen.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX)
                self._depth += 1
                with ExitStack() as self._until_done:
                    yield
            finally:
                self._depth -= 1
                self._caught_up = False
                os.close(handle)

    def writer(self) -> Writer:
        """The ledger's writer, caught up with what other processes sealed. Ask only when :meth:`alone`."""
        assert self._depth, "the writer belongs to whoever is alone at the desk"
        if self._caught_up and self._writer is not None:
            return self._writer
        self._refuse_after_rotation()
        if self._writer is not None:
            self._until_done.enter_context(self._writer.turn())
        if self._writer is None or _waits_from(self._writer.size):
            self._writer = self._open()
            self._until_done.callback(self._writer.rest)
        self._refuse_after_rotation()  # asked again: from here on none can begin
        self._caught_up = True
        return self._writer

    def _refuse_after_rotation(self) -> None:
        """A process that was there before a rotation of the keys would mask slots with the old one."""
        self.folder.config_as(self._recipients)

    def _open(self) -> Writer:
        """Opens the ledger anew; what was said and not sealed, by whomever, is sealed now."""
        if self._writer is not None:
            self._writer.close()
        writer = Writer.open(
            self.folder.ledger,
            self.slots,
            self.folder.guard,
            self.folder.config.origin,
            self.signers,
            waiting=_waiting(),
        )
        Waiting.objects.filter(number__lt=writer.size).delete()
        return writer

    def segment(self) -> SegmentKeys:
        """This process's own segment, opened at its first use; its wraps are durable before anything is said in it."""
        if self._segment is None:
            self._segment = self.holder.new_segment()
        return self._segment

    def has_begun(self, tool: int, *, clock: bool) -> None:
        """Remembers, once it is said, which entry this program is and when its clock was last read."""
        self.tool_entry = tool
        if clock:
            self.clock_said = time.monotonic()

    def close(self) -> None:
        """Lets go of the ledger and the keys."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None
        self.holder.close()


def _waits_from(size: int) -> bool:
    """Whether somebody said entries from this number on and did not live to seal them; past the ORM, for each say asks
    it."""
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(Waiting._meta.db_table)
        cursor.execute(f"SELECT 1 FROM {table} WHERE number >= %s LIMIT 1", [size])  # noqa: S608
        return cursor.fetchone() is not None


def _waiting() -> list[Composed]:
    from isnad.ledger.leaf import Leaf

    return [
        Composed(row.number, Leaf.decode(bytes(row.leaf)), bytes(row.frame), bytes(row.slot), row.segment)
        for row in Waiting.objects.order_by("number")
    ]


_laid: list[Desk] = []
_when_asked: list[Callable[[], Desk]] = []


def lay(laid: Desk) -> None:
    """Makes ``laid`` the desk at which this process works."""
    _laid[:] = [laid]


def when_asked(open_desk: Callable[[], Desk]) -> None:
    """Says how the desk is laid when somebody first asks for it: nothing is unlocked before."""
    _when_asked[:] = [open_desk]


def clear() -> None:
    """Closes the desk of this process, if it has one."""
    while _laid:
        _laid.pop().close()


def desk() -> Desk:
    """The desk of this process."""
    if not _laid and _when_asked:
        lay(_when_asked[0]())
    if not _laid:
        raise Unavailable("record.no-desk")
    return _laid[0]
