"""Teaches the reader on lines cut out of shards of scenes.

python -m training.numerals.train_reader SHARDS OUT.pt [--minutes 60] [--steps 20000] [--from EARLIER.pt]
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional
from training.numerals.lessons import FRAME, HIGH, Crop, Views, normal
from training.numerals.networks import Reader
from training.numerals.scenes import Line, Scene
from training.numerals.teaching import course, scenes, teach

BATCH = 48
POOL = 20  # batches sorted by width at a time


def crops(source: Iterator[Scene], chance: np.random.Generator) -> Iterator[Crop]:
    """Crops without end: legible lines, words that are none, and places where nothing stands."""
    views = Views(chance)
    for each in source:
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
    """Teaches the reader."""
    given = course(__doc__)
    torch.manual_seed(11)
    chance = np.random.default_rng()

    def judge(said: Tensor, chosen: list[Crop], done: float) -> tuple[Tensor, dict[str, float]]:
        loss = loss_of(said, chosen, 2.0 if not given.earlier and done < 0.3 else 0.3 if done < 0.8 else 0.0)
        exact = [mine == each.target for mine, each in zip(greedy(said.detach()), chosen, strict=True)]
        return loss, {"loss": loss.item(), "exact": float(np.mean(exact))}

    taught = batches(crops(scenes(given.shards, chance), chance), chance)
    teach(Reader(), given, taught, judge, decay=2e-3, warm=200)


if __name__ == "__main__":
    main()
