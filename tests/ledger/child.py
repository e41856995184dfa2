"""A program that seals, to be killed and starved of its disk: ``python -m ledger.child FOLDER SEGMENT BATCH…``

With ``LIES=1`` in its environment it acknowledges before it seals: what must be caught. It says ``GO`` when it begins.
It says entries as the house does: a batch is durable in a queue (there, the database) before it is sealed, and an entry
is acknowledged by a line ``ACK number`` on standard output after its seal. At its start it seals what still waits.
"""

from __future__ import annotations

import os
import pickle
import sys
from contextlib import suppress
from pathlib import Path

from isnad.instruments import durable
from isnad.ledger.body import Composed
from isnad.ledger.writer import Writer
from isnad.words import IsnadError
from ledger.archive import Archive, segment_keys


def waiting(queue: Path) -> list[Composed]:
    """Every entry that was said, in the order of numbers."""
    batches = sorted(queue.iterdir(), key=lambda path: int(path.name)) if queue.is_dir() else []
    return [each for path in batches for each in pickle.loads(path.read_bytes())]


def seal(archive: Archive, writer: Writer, count: int) -> None:
    """Says a batch, seals it, acknowledges it."""
    batch = archive.entries(writer.size, count)
    if os.environ.get("LIES"):
        acknowledge(batch)
    durable.write_new(archive.folder / "queue" / str(writer.size), pickle.dumps(batch), via=archive.folder)
    writer.seal(batch)
    acknowledge(batch)


def acknowledge(batch: list[Composed]) -> None:
    """In one write, so that a line is either told or not."""
    try:
        os.write(1, "".join(f"ACK {each.number}\n" for each in batch).encode())
    except OSError:  # nobody was told
        sys.exit(1)


def main(folder: str, segment: str, *batches: str) -> None:
    archive = Archive(Path(folder), keys=segment_keys(segment))
    with suppress(OSError):
        os.write(1, b"GO\n")
    said = waiting(archive.folder / "queue")
    writer = archive.writer(waiting=said)
    acknowledge(said)
    writer.rest()
    for batch in batches:
        with writer.turn():
            seal(archive, writer, int(batch))


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except IsnadError as error:
        print(error.code, file=sys.stderr)
        sys.exit(error.exit_code)
