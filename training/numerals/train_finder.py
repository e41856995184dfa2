"""Trains the finder on shards of scenes.

python -m training.numerals.train_finder SHARDS OUT.pt --steps 9000 [--from EARLIER.pt] [--minutes 40]
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional
from training.numerals.lessons import finder_lesson
from training.numerals.networks import Finder
from training.numerals.shards import read_shard

BATCH = 6


def scenes(folder: Path, part: str, chance: np.random.Generator) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Lessons without end; newer shards are met first, as they have been seen least."""
    seen: dict[Path, int] = {}
    while True:
        shards = sorted(folder.glob(f"{part}-*.pickle"))
        shard = min(shards, key=lambda each: (seen.get(each, 0), chance.random()))
        seen[shard] = seen.get(shard, 0) + 1
        for each in (held := read_shard(shard)):
            yield varied(*finder_lesson(each), chance)
        del held


def varied(picture: np.ndarray, maps: np.ndarray, chance: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """A quarter turn, and a negative now and then: scenes cost more than steps."""
    for _ in range(int(chance.choice([0] * 9 + [1, 2, 3]))):
        picture, maps = np.rot90(picture, axes=(1, 2)), np.rot90(maps, axes=(1, 2)).copy()
        maps[1], maps[2] = maps[2].copy(), -maps[1]
    if chance.random() < 0.08:
        picture = 255 - picture
    return picture, maps


def batches(source: Iterator[tuple[np.ndarray, np.ndarray]]) -> Iterator[tuple[Tensor, Tensor]]:
    """Batches as tensors."""
    while True:
        held = [next(source) for _ in range(BATCH)]
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
    """Trains, and keeps the weights every 200 steps."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("shards", type=Path)
    asked.add_argument("out", type=Path)
    asked.add_argument("--steps", type=int, default=9000)
    asked.add_argument("--minutes", type=float, default=1e9)
    asked.add_argument("--rate", type=float, default=2e-3)
    asked.add_argument("--from", dest="earlier", type=Path)
    given = asked.parse_args()
    torch.manual_seed(7)
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
    device = "cuda" if torch.cuda.is_available() else "cpu"
    network = Finder().to(device, memory_format=torch.channels_last)
    if given.earlier:
        network.load_state_dict(torch.load(given.earlier, map_location=device))
    optimiser = torch.optim.AdamW(network.parameters(), given.rate, weight_decay=1e-3)
    source = batches(scenes(given.shards, "train", np.random.default_rng(time.time_ns())))
    began, said_last = time.time(), {}
    for step in range(given.steps):
        done = max(step / given.steps, (time.time() - began) / 60 / given.minutes)
        if done >= 1:
            break
        for group in optimiser.param_groups:
            group["lr"] = given.rate * min(1, (step + 1) / 100) * (0.02 + 0.98 * 0.5 * (1 + np.cos(np.pi * done)))
        pictures, maps = next(source)
        with torch.autocast(device, torch.bfloat16):
            said = network(pictures.to(device, memory_format=torch.channels_last))
        loss, parts = loss_of(said.float(), maps.to(device))
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimiser.step()
        said_last = {key: 0.98 * said_last.get(key, value) + 0.02 * value for key, value in parts.items()}
        if step % 100 == 0:
            told = " ".join(f"{key} {value:.3f}" for key, value in said_last.items())
            print(f"{step} {done:.2f} {(time.time() - began) / 60:.1f} min {told}", flush=True)
        if step % 200 == 199:
            torch.save(network.state_dict(), given.out)
    torch.save(network.state_dict(), given.out)


if __name__ == "__main__":
    main()
