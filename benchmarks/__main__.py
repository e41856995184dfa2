"""``make bench``: speed as ratios to peers or to a limit measured in the same run. Each part prints its own table.

python -m benchmarks             everything that needs no data of others, but what takes very long
python -m benchmarks PART …      only these; ``memory`` runs when it is named
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PARTS: dict[str, list[str]] = {
    "custody": ["-m", "benchmarks.custody"],
    "claims": ["-m", "benchmarks.claims"],
    "packages": ["-m", "benchmarks.packages"],
    "access": ["-m", "benchmarks.access"],
    "remains": ["-m", "benchmarks.remains"],
    "pages": ["-m", "benchmarks.pages"],
    "door": ["-m", "benchmarks.door"],
    "vault": ["-m", "benchmarks.vault"],
    "ledger": ["-m", "benchmarks.ledger.sealing"],
    "checking": ["-m", "benchmarks.ledger.checking"],
    "photographs": ["benchmarks/imaging/photographs.py"],
    "near-duplicates": ["benchmarks/imaging/near_duplicates.py"],
    "law": ["benchmarks/law/evaluate.py"],
    "programmes": ["benchmarks/sanctions/which.py"],
    "programmes-of-claims": ["-m", "benchmarks.sanctions.which_actors"],
    "ownership": ["benchmarks/sanctions/ownership.py"],
}
LONG: dict[str, list[str]] = {"memory": ["-m", "benchmarks.memory"]}


def main(asked: list[str]) -> int:
    """Runs the parts, one after another; ends with the number that failed."""
    known = PARTS | LONG
    if unknown := set(asked) - known.keys():
        print(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(known)}", file=sys.stderr)
        return 2
    failed = 0
    for part in asked or PARTS:
        print(f"\n== {part}", flush=True)
        failed += subprocess.run([sys.executable, *known[part]], cwd=ROOT).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
