"""The one who seals.

Sealing a batch, each step durable before the next begins:

 1. bodies are appended to their segment, slots written, and the tiles and bundles that became full or stand at the
    right edge (side by side, for none of them is owed before step 2);
 2. the guard is written: **this is the commit**;
 3. the checkpoint is kept under ``checkpoints/`` and published as ``checkpoint``;
 4. partial tiles whose tile is now full are removed.

What a writer never does:

 * sign where the guard and the ledger disagree (`recovery`), or without a guard;
 * sign at a time before that of the last checkpoint, since then the machine's clock is wrong;
 * go on after a step failed: what the disk holds is then unknown. A new writer looks, and finishes what was begun;
 * number an entry itself: entries come with the numbers that the pen gave them, one after another from `size` on.

A writer holds its turn from `open` on. Where several processes share a ledger, `rest` gives it up and ``with
writer.turn():`` takes it again, after another may have sealed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from isnad.instruments import durable
from isnad.instruments.together import together
from isnad.ledger import guard as guards
from isnad.ledger.body import Composed
from isnad.ledger.checkpoint import Checkpoint
from isnad.ledger.edge import Edge, Files
from isnad.ledger.guard import Guard
from isnad.ledger.note import Note
from isnad.ledger.places import Places
from isnad.ledger.policy import Policy
from isnad.ledger.recovery import Found, finish, judge, refuse_other_history
from isnad.ledger.segments import Segments
from isnad.ledger.signers import Signers
from isnad.ledger.slots import Slots
from isnad.ledger.sweep import remove_grown, sweep
from isnad.ledger.turn import Turn
from isnad.words import Broken, Digest, Refusal

Acts = Sequence[Callable[[], object]]

PATIENCE = 30.0
"""Seconds to wait for another writer's turn to end."""

FORGIVEN = 2
"""Seconds by which the clock may have gone back; they are waited for, since clocks are set by small steps."""


class Writer:
    """Seals entries into one ledger. Made by `open`."""

    def __init__(self, places: Places, slots: Slots, origin: str, signers: Signers, clock: Callable[[], float]) -> None:
        self._places = places
        self._origin = origin
        self._signers = signers
        self._clock = clock
        self._turn = Turn(places.ledger, places.guard)
        self._segments = Segments(places.bodies)
        self._slots = slots
        self._sound = False
        self._guard: Guard | None = None
        self._edge = Edge()

    @classmethod
    def open(
        cls,
        ledger: Path,
        slots: Slots,
        guard: Path,
        origin: str,
        signers: Signers,
        *,
        waiting: Sequence[Composed] = (),
        patience: float = PATIENCE,
        clock: Callable[[], float] = time.time,
    ) -> Writer:
        """Takes the turn, finishes what was begun, and seals what waits.

        ``waiting`` are entries said but perhaps not sealed, in the order of their numbers. Founds the ledger where
        there is neither ledger nor guard. Refuses what could fork the history (`recovery`).
        """
        writer = cls(Places(ledger, guard), slots, origin, signers, clock)
        for folder in (ledger / "checkpoints", guard.parent, writer._places.incoming):
            durable.make_folders(folder)
        slots.make_folders()
        writer._turn.take(patience)
        try:
            writer._start(waiting)
        except BaseException:
            writer.close()
            raise
        return writer

    @property
    def size(self) -> int:
        """How many entries are sealed."""
        return self._edge.size

    @property
    def root(self) -> Digest:
        """The root of the tree."""
        return Digest(self._edge.root)

    @property
    def read_only(self) -> bool:
        """Whether nothing may be sealed because the guard is missing."""
        return self._guard is None

    @property
    def checkpoint(self) -> Checkpoint:
        """The last one signed."""
        return Checkpoint(self._origin, self.size, self.root)

    def seal(self, composed: Sequence[Composed]) -> Checkpoint:
        """Seals entries numbered from `size` on; when it returns they are acknowledged."""
        self._refuse_unless_ready(composed)
        if not composed:
            return self.checkpoint
        edge, full = self._edge.extend([each.leaf.encode() for each in composed])
        checkpoint = Checkpoint(self._origin, edge.size, Digest(edge.root))
        sealed = Guard(self._signers.sign(checkpoint), self._now(), self._next())
        self._sound = False
        with self._commit(edge, sealed) as synced:
            self._write(composed, self.size, full + edge.partials_since(self._edge), synced)
        remove_grown(self._places.ledger, [tile for tile, _ in full])
        self._sound = True
        return checkpoint

    @contextmanager
    def turn(self, *, patience: float = PATIENCE) -> Iterator[Writer]:
        """Holds the ledger for the block, after looking whether another has sealed since."""
        if self._turn.held:
            yield self
            return
        self._turn.take(patience)
        try:
            if not self._sound or not guards.is_still(self._places.guard, self._guard):
                self._start(())
            yield self
        finally:
            self._turn.release()

    def rest(self) -> None:
        """Gives up the turn, so that others may write; `turn` takes it again."""
        self._turn.release()

    def close(self) -> None:
        """Lets everything go."""
        self._segments.close()
        self._turn.release()

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _start(self, waiting: Sequence[Composed]) -> None:
        self._segments.close()
        self._guard = guards.read(self._places.guard)
        guarded = self._guard.note if self._guard else None
        published = _published(self._places.checkpoint)
        found = judge(_checkpoint(published), _checkpoint(guarded))
        if found is Found.NOTHING:
            self._found(waiting)
        policy = self._policy()
        for note in (published, guarded):
            if note is not None:
                policy.check(note)
        if found is Found.UNFINISHED:
            self._finish(published, waiting)
        elif published is not None:
            self._read_edge(Checkpoint.parse(published.text))
            self._keep()
        self._sound = True
        self._take_up(waiting)

    def _found(self, waiting: Sequence[Composed]) -> None:
        """A new ledger: its keys, then its empty tree, guarded and published."""
        if waiting and waiting[0].number:
            raise Refusal("ledger.entries-without-ledger")
        if not self._places.policy.exists():
            policy = Policy(self._signers.vkeys(self._origin))
            durable.write_new(self._places.policy, policy.encode(), via=self._places.incoming)
        self._policy()
        with self._commit(Edge(), Guard(self._signers.sign(self.checkpoint), int(self._clock()), 0)) as synced:
            together(synced)

    def _policy(self) -> Policy:
        """The ledger's policy, which must end with our own keys."""
        data = durable.read(self._places.policy)
        if data is None:
            raise Broken("ledger.policy-missing")
        policy = Policy.parse(data)
        own = tuple(key for key in policy.logs if key.name == policy.origins[-1])
        if own != self._signers.vkeys(self._origin):
            raise Refusal("ledger.other-keys")
        return policy

    def _finish(self, published: Note | None, waiting: Sequence[Composed]) -> None:
        """The guard is ahead: what it covers was said, and its note is published unchanged."""
        assert self._guard is not None
        size = Checkpoint.parse(published.text).size if published else 0
        edge, files = finish(size, self._guard.checkpoint, self._places.load, waiting)
        between = [each for each in waiting if size <= each.number < edge.size]
        if files:
            self._write(between, size, files)
        self._publish(self._guard)
        self._edge = edge

    def _read_edge(self, checkpoint: Checkpoint) -> None:
        self._edge = Edge.read(checkpoint.size, self._places.load)
        if self._edge.root != checkpoint.root.raw:
            raise Broken("ledger.edge-damaged", size=checkpoint.size)

    def _keep(self) -> None:
        """A power cut can leave the last checkpoint published and not kept: its two names are synced side by side."""
        if self._guard is not None and durable.read(self._places.kept(self._guard.number)) is None:
            self._publish(self._guard)

    def _take_up(self, waiting: Sequence[Composed]) -> None:
        """Seals what was said and not sealed, after sweeping what a crash left."""
        if self.read_only:
            return
        sweep(self._places, self.size)
        refuse_other_history(self._places, self.size, waiting)
        rest = [each for each in waiting if each.number >= self.size]
        if rest:
            self.seal(rest)

    def _refuse_unless_ready(self, composed: Sequence[Composed]) -> None:
        if not self._turn.held:
            raise Refusal("ledger.not-your-turn")
        if self.read_only:
            raise Refusal("ledger.guard-missing")
        if not self._sound:
            raise Refusal("ledger.writer-stopped")
        if [each.number for each in composed] != list(range(self.size, self.size + len(composed))):
            raise Refusal("ledger.out-of-order", size=self.size)

    def _next(self) -> int:
        """The number of the next checkpoint."""
        assert self._guard is not None
        return self._guard.number + 1

    def _now(self) -> int:
        """This machine's time; refused where it has gone back behind the last checkpoint."""
        assert self._guard is not None
        now = int(self._clock())
        if 0 < self._guard.time - now <= FORGIVEN:
            time.sleep(self._guard.time - now)
            now = int(self._clock())
        if now < self._guard.time:
            raise Refusal("ledger.clock-went-back", seconds=self._guard.time - now)
        return now

    def _write(self, composed: Sequence[Composed], size: int, files: Files, synced: Acts = ()) -> None:
        """Makes bodies, slots, tiles and bundles durable, side by side: none of them is owed before the guard.

        ``synced``: what else waits for the disk meanwhile.
        """
        together(
            [
                lambda: self._segments.append(composed, size),
                lambda: self._slots.write_many(size, [each.slot for each in composed]),
                lambda: self._write_tiles(files),
                *synced,
            ]
        )

    def _write_tiles(self, files: Files) -> None:
        with durable.Batch(self._places.incoming) as batch:
            for tile, data in files:
                batch.replace(self._places.tile(tile), data)

    @contextmanager
    def _commit(self, edge: Edge, sealed: Guard) -> Iterator[Acts]:
        """Guard, then checkpoint. Their files are written before the block, which syncs them beside its own; their
        names follow it, the guard's first: a name is given only to what is on the disk."""
        place = self._places.guard
        with durable.Batch(place.parent) as guard, self._drafted(sealed) as published:
            guard.replace(place, sealed.encode())
            yield guard.sync, published.sync
            guard.settle()
            self._guard = sealed
            published.settle()
        self._edge = edge

    def _publish(self, sealed: Guard) -> None:
        with self._drafted(sealed):
            pass

    @contextmanager
    def _drafted(self, sealed: Guard) -> Iterator[durable.Batch]:
        data = sealed.note.encode()
        with durable.Batch(self._places.incoming) as batch:
            batch.replace(self._places.kept(sealed.number), data)
            batch.replace(self._places.checkpoint, data)
            yield batch


def _published(path: Path) -> Note | None:
    data = durable.read(path)
    return None if data is None else Note.parse(data)


def _checkpoint(note: Note | None) -> Checkpoint | None:
    return Checkpoint.parse(note.text) if note else None
