"""Trains what ``isnad.instruments.naming`` ships: ``python -m training.naming [FOLDER] [--out FILE]``.

FOLDER holds ``google_ar2en_train.tsv`` and ``google_ar2en_eval.tsv`` (default ``../shared/data/names``). The evaluation
pairs are learned by nothing: whatever touches them is left out of every other source too.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from training.naming import sources
from training.naming.multigram import Learner

from isnad.instruments.naming.tables import PAIRS, packed, packed_table

HERE = Path(__file__).resolve().parents[2]
SHIPPED = HERE / "src/isnad/instruments/naming/learned.npz"
LONGEST = {"across": (2, 3), "latin": (2, 2), "arabic": (2, 2)}


def main() -> None:
    """Reads, learns, writes."""
    options = argparse.ArgumentParser(prog="python -m training.naming", description=__doc__)
    options.add_argument("folder", nargs="?", type=Path, default=HERE.parent / "shared/data/names")
    options.add_argument("--out", type=Path, default=SHIPPED)
    options.add_argument("--only-tables", action="store_true", help="keep the vectors and the second reader as shipped")
    given = options.parse_args()
    material = sources.Material.read(given.folder)
    made = _tables(material)
    if given.only_tables:
        with np.load(given.out) as stored:
            made |= {key: stored[key] for key in stored.files if key.split(".")[0] not in PAIRS}
    else:
        made |= packed("grams", material.likeness(seed=0))
        for key, weights in material.rereader(seeds=(1, 2)).items():
            made |= packed(f"rereader.{key}", weights)
    np.savez_compressed(given.out, **made)
    print(f"{given.out}: {given.out.stat().st_size / 1e6:.2f} MB")


def _tables(material: sources.Material) -> dict[str, np.ndarray]:
    made: dict[str, np.ndarray] = {}
    for name, scripts in PAIRS.items():
        pairs, weights = material.pairs(name)
        print(f"{name}: {len(pairs)} pairs")
        learner = Learner(pairs, scripts, LONGEST[name], silent=2)
        table = learner.learn(8, 0.5, weights)
        made |= packed_table(name, learner.sides, (table + table.T) / 2 if scripts[0] == scripts[1] else table)
    return made


if __name__ == "__main__":
    main()
