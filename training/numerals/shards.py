"""Scenes on disk, so that finder and reader learn from the same ones and each is made once.

    python -m training.numerals.shards OUT --digits DIR --fonts DIR --part train --first 0 --scenes 20000

A shard is one file of 250 scenes. Seeds of the three parts never meet: train from 0, calibrate from 10,000,000, test
from 20,000,000; the scene's number is its seed.
"""

from __future__ import annotations

import argparse
import pickle
from pathlib import Path

import cv2
import numpy as np
from training.numerals.hands import Part, Writers
from training.numerals.scenes import Scene, SceneMaker

SEEDS: dict[Part, int] = {"train": 0, "calibrate": 10_000_000, "test": 20_000_000}
EACH = 250
WITHOUT = 8  # one scene in so many has no number
PRINT = (
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf",
)


def maker(digits: str, fonts: str, part: Part, side: int = 512, photographs: str = "") -> SceneMaker:
    """A maker of scenes for one part; of the photographs every fifth is kept from training."""
    held = sorted(str(each) for each in Path(fonts).glob("*.woff2")) if fonts else []
    lain = sorted(str(each) for each in Path(photographs).iterdir()) if photographs else []
    mine = [each for at, each in enumerate(lain) if (at % 5 != 4) == (part == "train")]
    known = held + [each for each in PRINT if Path(each).exists()]
    return SceneMaker(Writers(digits, fonts, part), known, side, mine)


def scene(makes: SceneMaker, part: Part, index: int) -> Scene:
    """The scene of a number within its part."""
    return makes.make(SEEDS[part] + index, numbers=index % WITHOUT != 0)


def write_shard(folder: Path, makes: SceneMaker, part: Part, first: int) -> None:
    """Makes ``EACH`` scenes and puts them in place at once, so that a reader never sees half a file."""
    scenes = [scene(makes, part, first + index) for index in range(EACH)]
    held = {"pictures": np.stack([each.picture for each in scenes]), "lines": [each.lines for each in scenes]}
    partial = folder / f".{part}-{first:08d}"
    partial.write_bytes(pickle.dumps(held, protocol=5))
    partial.rename(folder / f"{part}-{first:08d}.pickle")


def read_shard(path: Path) -> list[Scene]:
    """The scenes of one shard: made by this program on this machine, so unpickled without fear."""
    held = pickle.loads(path.read_bytes())
    return [Scene(picture, lines) for picture, lines in zip(held["pictures"], held["lines"], strict=True)]


def main() -> None:
    """Makes the scenes that are not there yet."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("out", type=Path)
    asked.add_argument("--digits", default="")
    asked.add_argument("--fonts", default="")
    asked.add_argument("--photographs", default="")
    asked.add_argument("--part", default="train", choices=list(SEEDS))
    asked.add_argument("--first", type=int, default=0)
    asked.add_argument("--scenes", type=int, default=20_000)
    given = asked.parse_args()
    cv2.setNumThreads(1)
    given.out.mkdir(parents=True, exist_ok=True)
    makes = maker(given.digits, given.fonts, given.part, photographs=given.photographs)
    for first in range(given.first, given.first + given.scenes, EACH):
        if not (given.out / f"{given.part}-{first:08d}.pickle").exists():
            write_shard(given.out, makes, given.part, first)


if __name__ == "__main__":
    main()
