"""Entries a second, acknowledged singles, a proof from ten million leaves: ``python -m benchmarks.ledger.sealing``

Rates are of processor time on one core (a shared machine's clock tells little) and of the clock; beside them, in the
same run, SHA-256 of 80 bytes, so that two machines can be compared. Everything is written and synced.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from isnad.instruments import durable
from isnad.ledger import slots
from isnad.ledger.body import Composed, SegmentKeys, compose
from isnad.ledger.checkpoint import Checkpoint
from isnad.ledger.edge import Edge
from isnad.ledger.reader import Reader
from isnad.ledger.signers import Signers
from isnad.ledger.writer import Writer
from isnad.words import Digest

KEYS = SegmentKeys("00000000000000aa", os.urandom(32), os.urandom(32))


def timed(act: Callable[[], object]) -> tuple[float, float]:
    """Seconds of processor time and of the clock."""
    processor, clock = time.process_time(), time.perf_counter()
    act()
    return time.process_time() - processor, time.perf_counter() - clock


Values = dict[str, object]
Said = list[tuple[int, bytes, Values, Values]]


def said(first: int, count: int, fields: int, sealed: int) -> Said:
    """What entries say: ``fields`` values, the last ``sealed`` of them under the sealing key."""
    made = []
    for number, slot in enumerate(slots.fresh(count), start=first):
        values: Values = {f"field{at}": f"value {at} of entry {number}" for at in range(fields)}
        hidden = {name: values.pop(name) for name in list(values)[fields - sealed :]}
        made.append((number, slot, values, hidden))
    return made


def composed(entries: Said) -> list[Composed]:
    return [compose(KEYS, number, slot, values, hidden) for number, slot, values, hidden in entries]


def rates(folder: Path) -> None:
    with Writer.open(
        folder / "ledger",
        slots.Slots([folder / "slots", folder / "second"], bytes(32)),
        folder / "guard",
        "bench.example",
        Signers.generate(),
    ) as writer:
        for fields, sealed in ((4, 0), (4, 1), (14, 0), (14, 4)):
            batches = [said(writer.size + 1000 * at, 1000, fields, sealed) for at in range(20)]

            def seal(batches: list[Said] = batches) -> None:
                for batch in batches:
                    writer.seal(composed(batch))

            processor, clock = (20_000 / each for each in timed(seal))
            print(f"{fields:2} fields, {sealed} sealed: {processor:8,.0f}/s of processor time, {clock:8,.0f}/s")
        whole = composed(said(writer.size, 10_000, 4, 0))
        _, clock = timed(lambda: writer.seal(whole))
        print(f"sealing 10,000 entries at once: {clock:.3f} s")
        _, clock = timed(lambda: [durable.replace(folder / "floor", bytes(4_000)) for _ in range(300)])
        print(f"for scale, a file of 4 kB replaced and synced with its folder: {300 / clock:,.0f}/s")
        singles = [composed(said(writer.size + at, 1, 4, 0)) for at in range(300)]
        _, clock = timed(lambda: [writer.seal(single) for single in singles])
        print(f"single entries, each acknowledged: {300 / clock:,.0f}/s")


def proofs(folder: Path, size: int) -> None:
    """Proofs from the tiles of a large tree (leaves of 150 bytes), no tile in Python's memory."""
    edge, place = Edge(), folder / "large"
    for first in range(0, size, 65_536):
        leaves = [number.to_bytes(150, "big") for number in range(first, min(size, first + 65_536))]
        edge, full = edge.extend(leaves)
        for tile, data in [*full, *(edge.partials() if edge.size == size else [])]:
            if tile.level >= 0:
                (place / tile.path).parent.mkdir(parents=True, exist_ok=True)
                (place / tile.path).write_bytes(data)
    note = Signers.generate().sign(Checkpoint("bench.example", size, Digest(edge.root)))
    reader = Reader(place, note)
    numbers = [int.from_bytes(sha256(bytes([at])).digest()[:8], "big") % size for at in range(200)]
    processor, clock = timed(lambda: [reader.inclusion(number) for number in numbers])
    print(f"a proof from {size:,} leaves: {processor / 200 * 1e3:.2f} ms of processor time, {clock / 200 * 1e3:.2f} ms")


def main() -> None:
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
    data = bytes(80)
    processor, _ = timed(lambda: [sha256(data).digest() for _ in range(200_000)])
    print(f"SHA-256 of 80 bytes: {processor / 200_000 * 1e6:.2f} µs; load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as folder:
        rates(Path(folder))
        proofs(Path(folder), size)


if __name__ == "__main__":
    main()
