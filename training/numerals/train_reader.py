"""Trains the reader on lines cut out of shards of scenes.

python -m training.numerals.train_reader SHARDS OUT.pt --steps 20000 [--from EARLIER.pt] [--minutes 60]
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
from training.numerals.lessons import FRAME, HIGH, Crop, Views, normal
from training.numerals.networks import Reader
from training.numerals.scenes import Line, Scene
from training.numerals.shards import read_shard

BATCH = 48
POOL = 20  # batches sorted by width at a time


def crops(folder: Path, part: str, chance: np.random.Generator) -> Iterator[Crop]:
    """Crops without end: legible lines, words that are none, and places where nothing stands."""
    seen: dict[Path, int] = {}
    views = Views(chance)
    while True:
        shards = sorted(folder.glob(f"{part}-*.pickle"))
        shard = min(shards, key=lambda each: (seen.get(each, 0), chance.random()))
        seen[shard] = seen.get(shard, 0) + 1
        held = read_shard(shard)
        for each in held:
            for line in [*each.lines, *_nothing(each, chance)]:
                if (line.legible and line.text) or (not line.text and chance.random() < 0.4):
                    yield views.cut(each, line)


def _nothing(scene: Scene, chance: np.random.Generator) -> list[Line]:
    """Now and then a random place without a line near it."""
    if chance.random() > 0.25:
        return []
    height = float(np.exp(chance.uniform(np.log(9), np.log(60))))
    angle = chance.uniform(-np.pi, np.pi)
    along = np.array([np.cos(angle), np.sin(angle)]) * height * chance.uniform(0.5, 2)
    down = np.array([-np.sin(angle), np.cos(angle)]) * height / 2
    at = chance.uniform(40, scene.picture.shape[0] - 40, 2)
    if any(
        np.linalg.norm(each.corners - at, axis=1).min() < 5 * height or np.linalg.norm(each.corners.mean(0) - at) < 120
        for each in scene.lines
    ):
        return []
    corners = np.array([at - along - down, at + along - down, at + along + down, at - along + down], np.float32)
    return [Line("", "none", corners, corners.mean(0, keepdims=True))]


def batches(source: Iterator[Crop], chance: np.random.Generator) -> Iterator[tuple[Tensor, list[Crop]]]:
    """Batches of nearly equal width, in random order."""
    while True:
        held = sorted((next(source) for _ in range(BATCH * POOL)), key=lambda each: each.picture.shape[1])
        for index in chance.permutation(POOL):
            chosen = held[index * BATCH : (index + 1) * BATCH]
            wide = max(each.picture.shape[1] for each in chosen)
            pictures = np.zeros((BATCH, 1, HIGH, wide), np.float32)
            for row, each in enumerate(chosen):
                pictures[row, 0, :, : each.picture.shape[1]] = normal(each.picture)
            yield torch.from_numpy(pictures), chosen


def loss_of(said: Tensor, chosen: list[Crop], help_along: float) -> Tensor:
    """CTC, and while it still helps the sign at each step where one is known to stand."""
    logs = functional.log_softmax(said, -1)
    device = said.device
    steps = torch.tensor([each.picture.shape[1] // FRAME for each in chosen], device=device)
    lengths = torch.tensor([len(each.target) for each in chosen], device=device)
    targets = torch.tensor([sign for each in chosen for sign in each.target], dtype=torch.long, device=device)
    total = functional.ctc_loss(logs.transpose(0, 1), targets, steps, lengths, zero_infinity=True, reduction="none")
    loss = (total / (lengths + 1)).mean()
    if help_along <= 0:
        return loss
    known = torch.full(said.shape[:2], -100, dtype=torch.long)
    for row, each in enumerate(chosen):
        if -1 in each.steps:
            continue
        known[row, : each.picture.shape[1] // FRAME] = 0
        for step in each.steps:
            known[row, max(0, step - 1) : step + 2] = -100
        for sign, step in zip(each.target, each.steps, strict=True):
            known[row, step] = sign
    weights = torch.ones(said.shape[-1], device=device)
    weights[0] = 0.3
    framed = functional.cross_entropy(said.flatten(0, 1), known.flatten().to(device), weight=weights, ignore_index=-100)
    return loss + help_along * framed


def greedy(said: Tensor) -> list[list[int]]:
    """The best path, as classes."""
    best = said.argmax(-1).cpu().numpy()
    found = []
    for row in best:
        kept = row[np.flatnonzero(np.diff(row, prepend=-1))]
        found.append([int(each) for each in kept if each])
    return found


def main() -> None:
    """Trains, and keeps the weights every 200 steps."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("shards", type=Path)
    asked.add_argument("out", type=Path)
    asked.add_argument("--steps", type=int, default=20_000)
    asked.add_argument("--minutes", type=float, default=1e9)
    asked.add_argument("--rate", type=float, default=2e-3)
    asked.add_argument("--from", dest="earlier", type=Path)
    given = asked.parse_args()
    torch.manual_seed(11)
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
    device = "cuda" if torch.cuda.is_available() else "cpu"
    network = Reader().to(device, memory_format=torch.channels_last)
    if given.earlier:
        network.load_state_dict(torch.load(given.earlier, map_location=device))
    optimiser = torch.optim.AdamW(network.parameters(), given.rate, weight_decay=2e-3)
    chance = np.random.default_rng(time.time_ns())
    source = batches(crops(given.shards, "train", chance), chance)
    began, mean, right = time.time(), 0.0, 0.0
    for step in range(given.steps):
        done = max(step / given.steps, (time.time() - began) / 60 / given.minutes)
        if done >= 1:
            break
        for group in optimiser.param_groups:
            group["lr"] = given.rate * min(1, (step + 1) / 200) * (0.02 + 0.98 * 0.5 * (1 + np.cos(np.pi * done)))
        pictures, chosen = next(source)
        with torch.autocast(device, torch.bfloat16):
            said = network(pictures.to(device, memory_format=torch.channels_last))
        said = said.float()
        loss = loss_of(said, chosen, 2.0 if not given.earlier and done < 0.3 else 0.3 if done < 0.8 else 0.0)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimiser.step()
        mean += (loss.item() - mean) * (0.02 if step else 1)
        if step % 20 == 0:
            exact = [mine == each.target for mine, each in zip(greedy(said.detach()), chosen, strict=True)]
            right += (float(np.mean(exact)) - right) * 0.1
        if step % 100 == 0:
            print(
                f"{step} {done:.2f} {(time.time() - began) / 60:.1f} min loss {mean:.3f} exact {right:.3f}", flush=True
            )
        if step % 200 == 199:
            torch.save(network.state_dict(), given.out)
    torch.save(network.state_dict(), given.out)


if __name__ == "__main__":
    main()
