"""The figures of the name instrument: ``python -m benchmarks.naming [--data FOLDER] [--names N] [--only PART]``.

 * ``single``: Arabic to Latin single names (google_ar2en_eval.tsv, learned by nothing), alone, on names with a letter
   that only Arabic has, and with 20,000 decoys.
 * ``aliases``: OFAC's aliases to main names among all its individuals; nothing is learned from any list.
 * ``people``: invented families, a third of the queries without a match: calibration against frequency alone.
 * ``index``: the same people in an index of ``--names`` rows.
 * ``speed``: pairs a second through ``scores``.

Times are processor seconds of one core. rapidfuzz is set beside ours where it is installed.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from benchmarks.naming import full_names, single_names

PARTS: dict[str, Callable[[argparse.Namespace], None]] = {
    "single": single_names.single,
    "aliases": single_names.aliases,
    "people": full_names.people_in_families,
    "index": full_names.index_of_many,
    "speed": full_names.speed,
}


def main() -> None:
    """Prints one table after another."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.naming", description=__doc__)
    options.add_argument("--data", type=Path, default=Path(__file__).resolve().parents[2].parent / "shared/data")
    options.add_argument("--names", type=int, default=200_000, help="rows of the index (1000000 for the full figure)")
    options.add_argument("--queries", type=int, default=1000, help="aliases and full names asked")
    options.add_argument("--only", choices=sorted(PARTS))
    given = options.parse_args()
    for name, part in PARTS.items():
        if given.only in {None, name}:
            part(given)


if __name__ == "__main__":
    main()
