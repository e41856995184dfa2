"""The figures of candidates: ``python -m benchmarks.candidates [--only PART] [--data FOLDER]``.

 * ``calibration``: are the probabilities honest, beside frequency alone (needs the folder of names and ``rigour``).
 * ``proposing``: how long 10,000 missing people take against 7,000 remains and 200,000 rows, of which the true one is
   found among the first five, and the memory it takes. In memory, without the database.

Times are processor seconds of one core.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from benchmarks.candidates.calibration import calibration
from benchmarks.candidates.proposing import proposing

PARTS: dict[str, Callable[[argparse.Namespace], None]] = {"calibration": calibration, "proposing": proposing}


def main() -> None:
    """Prints one part after another."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.candidates", description=__doc__)
    options.add_argument("--data", type=Path, default=Path(__file__).resolve().parents[2].parent / "shared/data")
    options.add_argument("--queries", type=int, default=3_000, help="queries of the calibration")
    options.add_argument("--rows", type=int, default=20_000, help="rows of its register")
    options.add_argument("--people", type=int, default=10_000, help="missing people of the proposing")
    options.add_argument("--remains", type=int, default=7_000)
    options.add_argument("--listed", type=int, default=200_000)
    options.add_argument("--only", choices=sorted(PARTS))
    given = options.parse_args()
    for name, part in PARTS.items():
        if given.only in {None, name}:
            part(given)


if __name__ == "__main__":
    main()
