"""Fits the confidence on whole scenes that no network saw, and sets the threshold of acceptance.

   python -m training.numerals.calibrate SCENES [--digits DIR --fonts DIR --photographs DIR] [--weights DIR]
                                         [--first 0] [--keep ROWS] [--out confidence.json]

Scenes are larger than those of training, of the part *calibrate* (other writers, photographs and seeds), every second a
plain one. Several processes may read different scenes with ``--keep``; ``--of ROWS …`` fits on what they kept.
"""

from __future__ import annotations

import argparse
import json
import pickle
from pathlib import Path

import numpy as np
from training.numerals.fitting import Row, fitted_on
from training.numerals.hands import Part
from training.numerals.measure import matched
from training.numerals.scenes import Line, SceneMaker
from training.numerals.shards import SEEDS, maker

from isnad.instruments.numerals.confidence import of_numbers
from isnad.instruments.numerals.doubting import doubts
from isnad.instruments.numerals.evidence import Judged, evidence
from isnad.instruments.numerals.numerals import Numerals

NONE = {"names": [], "middle": [], "spread": [], "weights": [], "bias": 0.0, "bends": [], "bent": []}
FLAT = of_numbers(NONE | {"table": [], "thresholds": {}})  # Numerals that only judge ask for no confidence
WEIGHTS = Path(__file__).parents[2] / "src/isnad/instruments/numerals/weights"


def observed(numerals: Numerals, picture: np.ndarray, lines: list[Line]) -> list[Row]:
    """Every reading of a scene with its evidence and whether it is exact; those nobody could judge are left out."""
    judged: list[Judged] = numerals.judge(np.ascontiguousarray(picture))
    written = [each for each in lines if each.text]
    mirror = any(each.mirrored for each in judged)
    found = []
    for match in matched([each.place for each in judged], written):
        mine = judged[match.reading]
        line = written[match.line] if match.line is not None else None
        if line is not None and not line.legible:
            continue
        exact = line is not None and mine.guess.text == line.text and not mine.mirrored
        found.append({
            "evidence": evidence(mine), "exact": exact, "script": mine.script.value,
            "doubts": doubts(mine, judged, mirror), "text": mine.guess.text, "line": match.line,
            "truth": line.text if line else None,
        })  # fmt: skip
    return found


def collect(numerals: Numerals, makes: SceneMaker, part: Part, first: int, count: int) -> list[Row]:
    """The readings of so many scenes, every second of them a plain one."""
    rows: list[Row] = []
    for index in range(first, first + count):
        scene = makes.make(SEEDS[part] + 1_000_000 + index, numbers=index % 8 != 0, plain=index % 2 == 1)
        rows += [each | {"scene": index} for each in observed(numerals, scene.picture, scene.lines)]
    return rows


def main() -> None:
    """Reads scenes and writes ``confidence.json``."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("scenes", type=int)
    asked.add_argument("--digits", default="")
    asked.add_argument("--fonts", default="")
    asked.add_argument("--photographs", default="")
    asked.add_argument("--weights", type=Path, default=WEIGHTS, help="where finder.onnx and reader.onnx are")
    asked.add_argument("--first", type=int, default=0)
    asked.add_argument("--side", type=int, default=768)
    asked.add_argument("--keep", type=Path, help="where to keep the readings, to fit again without reading again")
    asked.add_argument("--of", type=Path, nargs="*", default=[], help="readings that were kept, fitted on as well")
    asked.add_argument("--out", type=Path)
    given = asked.parse_args()
    makes = maker(given.digits, given.fonts, "calibrate", given.side, given.photographs)
    rows = collect(Numerals(confidence=FLAT, weights=given.weights), makes, "calibrate", given.first, given.scenes)
    if given.keep:
        given.keep.write_bytes(pickle.dumps(rows))
    if given.out:
        kept = [pickle.loads(each.read_bytes()) for each in given.of]
        given.out.write_text(json.dumps(fitted_on(sum(kept, rows)), indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
