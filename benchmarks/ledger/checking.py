"""``verify --keyless`` beside ``bagit.py --validate --processes 2``: ``python -m benchmarks.ledger.checking [FILES]``

The same random files of 300 kB, once as payloads of a sealed ledger, once as a BagIt bag with SHA-256; both checked in
programs of their own, three times in turn, the best of each counted (files are then in the page cache for both).
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from isnad.ledger import slots
from isnad.ledger.body import SegmentKeys, compose
from isnad.ledger.signers import Signers
from isnad.ledger.writer import Writer
from isnad.words import Digest

SIZE = 300_000
KEYLESS = """
import sys
from pathlib import Path
from isnad.verify.keyless import check_archive
report = check_archive(Path(sys.argv[1]))
sys.exit(not (report.clean and report.items))
"""


def make(folder: Path, count: int) -> None:
    """The archive and the bag, of the same files (linked, not copied)."""
    keys = SegmentKeys("00000000000000aa", os.urandom(32), os.urandom(32))
    archive, bag = folder / "archive", folder / "bag"
    bag.mkdir()
    digests = []
    for number in range(count):
        data = os.urandom(SIZE)
        digests.append(Digest.of(data))
        place = archive / "vault" / str(digests[-1])[:2] / str(digests[-1])
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
        os.link(place, bag / f"{number}.jpg")
    with Writer.open(
        archive / "ledger",
        slots.Slots([archive / "slots"], bytes(32)),
        folder / "guard",
        "bench.example",
        Signers.generate(),
    ) as writer:
        fresh = slots.fresh(count)
        writer.seal([compose(keys, n, fresh[n], {"n": n}, {}, [digests[n]]) for n in range(count)])
    subprocess.run([sys.executable, "-m", "bagit", "--sha256", "--quiet", str(bag)], check=True)


def seconds(*command: str) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, *command], check=True)
    return time.perf_counter() - started


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 3_000
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as name:
        folder = Path(name)
        make(folder, count)
        ours, theirs = [], []
        for _ in range(3):
            ours.append(seconds("-c", KEYLESS, str(folder / "archive")))
            bag = str(folder / "bag")
            theirs.append(seconds("-m", "bagit", "--validate", "--processes", "2", "--quiet", bag))
    print(f"{count} files of {SIZE:,} bytes; load {os.getloadavg()[0]:.1f}")
    best, peer = min(ours), min(theirs)
    print(f"verify --keyless {best:.2f} s, bagit --validate --processes 2 {peer:.2f} s: {best / peer:.2f} of its time")


if __name__ == "__main__":
    main()
