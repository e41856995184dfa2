"""Teaches the finder on shards of scenes.

python -m training.numerals.train_finder SHARDS OUT.pt [--minutes 60] [--steps 9000] [--from EARLIER.pt]
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional
from training.numerals.lessons import finder_lesson
from training.numerals.networks import Finder
from training.numerals.scenes import Scene
from training.numerals.teaching import course, scenes, teach

BATCH = 6


def varied(picture: np.ndarray, maps: np.ndarray, chance: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """A quarter turn, and a negative now and then: scenes cost more than steps."""
    for _ in range(int(chance.choice([0] * 9 + [1, 2, 3]))):
        picture, maps = np.rot90(picture, axes=(1, 2)), np.rot90(maps, axes=(1, 2)).copy()
        maps[1], maps[2] = maps[2].copy(), -maps[1]
    if chance.random() < 0.08:
        picture = 255 - picture
    return picture, maps


def batches(source: Iterator[Scene], chance: np.random.Generator) -> Iterator[tuple[Tensor, Tensor]]:
    """Batches of pictures and of the maps that belong to them."""
    while True:
        held = [varied(*finder_lesson(next(source)), chance) for _ in range(BATCH)]
        yield (
            torch.from_numpy(np.stack([each[0] for each in held])).float() / 127.5 - 1,
            torch.from_numpy(np.stack([each[1] for each in held])),
        )


def loss_of(said: Tensor, maps: Tensor) -> tuple[Tensor, dict[str, float]]:
    """Core by cross-entropy and overlap; direction and height where there is a core."""
    core, weight = maps[:, 0], maps[:, 4]
    chance_of = torch.sigmoid(said[:, 0])
    each = functional.binary_cross_entropy_with_logits(said[:, 0], core, weight=weight, reduction="none")
    count = core.sum().clamp(min=20)
    crossed = (each * core).sum() / count + (each * (1 - core)).sum() / (8 * count)
    overlap = 1 - (2 * (chance_of * core * weight).sum() + 1) / ((chance_of * weight).sum() + (core * weight).sum() + 1)
    inside = core.bool()
    count = inside.sum().clamp(min=1)
    axis = torch.stack([maps[:, 1] ** 2 - maps[:, 2] ** 2, 2 * maps[:, 1] * maps[:, 2]], 1)
    turned = (functional.smooth_l1_loss(said[:, 1:3], axis, reduction="none").sum(1) * core).sum() / count
    way = (functional.smooth_l1_loss(said[:, 4:6], maps[:, 1:3], reduction="none").sum(1) * core).sum() / count
    height = (functional.smooth_l1_loss(said[:, 3], maps[:, 3], reduction="none", beta=0.2) * core).sum() / count
    right = ((said[:, 4] * maps[:, 1] + said[:, 5] * maps[:, 2]) * core > 0).float().sum() / count
    total = crossed + overlap + turned + way + height
    parts = {"cross": crossed, "overlap": overlap, "axis": turned, "way": way, "right": right, "height": height}
    return total, {key: value.item() for key, value in parts.items()}


def main() -> None:
    """Teaches the finder."""
    given = course(__doc__)
    torch.manual_seed(7)
    chance = np.random.default_rng()
    taught = batches(scenes(given.shards, chance), chance)
    teach(Finder(), given, taught, lambda said, maps, _: loss_of(said, maps.to(said.device)), decay=1e-3, warm=100)


if __name__ == "__main__":
    main()
