"""Trains what ``isnad.instruments.naming`` ships: ``python -m training.naming [FOLDER] [--out FILE]``.

FOLDER holds ``google_ar2en_train.tsv`` and ``google_ar2en_eval.tsv`` (default ``../shared/data/names``). The evaluation
pairs are learned by nothing: whatever touches them is left out of every other source too.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from training.naming import likeness, rereader, sources
from training.naming.multigram import Learner

from isnad.instruments.naming.tables import PAIRS, packed, packed_table

HERE = Path(__file__).resolve().parents[2]
SHIPPED = HERE / "src/isnad/instruments/naming/learned.npz"
LONGEST = {"across": (2, 3), "latin": (2, 2), "arabic": (2, 2)}


def main() -> None:
    """Reads, learns, writes."""
    options = argparse.ArgumentParser(prog="python -m training.naming", description=__doc__)
    options.add_argument("folder", nargs="?", type=Path, default=sources.FOLDER)
    options.add_argument("--out", type=Path, default=SHIPPED)
    options.add_argument("--only-tables", action="store_true", help="keep the vectors and the second reader as shipped")
    given = options.parse_args()
    material = sources.Material.read(given.folder)
    made = _tables(material)
    if given.only_tables:
        with np.load(given.out) as stored:
            made |= {key: stored[key] for key in stored.files if key.split(".")[0] not in PAIRS}
    else:
        made |= _likeness(material) | _rereader(material)
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


def _likeness(material: sources.Material) -> dict[str, np.ndarray]:
    groups, weights = material.kin()
    print(f"likeness: {len(groups)} groups")
    made = packed("grams", likeness.train(groups, weights, size=64, seed=0, steps=2400))
    table = made["grams"] * made["grams.scale"]
    centres = [likeness.centre(table, material.spelled(script)) for script in ("arabic", "latin")]
    return made | {"centres": np.array(centres, np.float32)}


def _rereader(material: sources.Material) -> dict[str, np.ndarray]:
    pairs, _ = material.pairs("across")
    known = len(material.known)
    weights = np.r_[np.full(known, 1.5), np.full(len(pairs) - known, 0.6)]
    print(f"second reader: {len(pairs)} pairs")
    model = rereader.train(pairs, weights, seed=1, rounds=14)
    made: dict[str, np.ndarray] = {}
    for key, value in model.state_dict().items():
        made |= packed(f"rereader.{key}", value.numpy())
    return made


if __name__ == "__main__":
    main()
