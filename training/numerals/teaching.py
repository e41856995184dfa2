"""What teaching either network has in common: scenes in turn, the pace, the steps, what is kept and what is told.

* Shards that were met least are met next, so those written while a network learns are seen as soon as they are there.
* The rate rises at once and falls along half a cosine to a fiftieth; the end is a number of steps or of minutes.
* Weights are kept every ``KEEP`` steps, whole or not at all.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import numpy as np
import torch
from torch import Tensor, nn
from training.numerals.scenes import Scene
from training.numerals.shards import read_shard

KEEP, TELL = 200, 100
Told = TypeVar("Told")


class Course(NamedTuple):
    """Where the scenes are, where the weights go, how long and how fast, and from which weights."""

    shards: Path
    out: Path
    steps: int
    minutes: float
    rate: float
    earlier: Path | None

    def done(self, step: int, began: float) -> float:
        """The share of the course that is behind."""
        return max(step / self.steps, (time.time() - began) / 60 / self.minutes)

    def pace(self, step: int, done: float, warm: int) -> float:
        """The rate at a step."""
        return self.rate * min(1, (step + 1) / warm) * (0.02 + 0.98 * 0.5 * (1 + float(np.cos(np.pi * done))))


def course(about: str | None) -> Course:
    """The course as asked for on the command line."""
    asked = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("shards", type=Path)
    asked.add_argument("out", type=Path)
    asked.add_argument("--steps", type=int, default=10**6)
    asked.add_argument("--minutes", type=float, default=1e9)
    asked.add_argument("--rate", type=float, default=2e-3)
    asked.add_argument("--from", dest="earlier", type=Path)
    return Course(**vars(asked.parse_args()))


def scenes(folder: Path, chance: np.random.Generator) -> Iterator[Scene]:
    """Scenes of the part *train* without end."""
    met: dict[Path, int] = {}
    while True:
        shards = sorted(folder.glob("train-*.pickle"))
        shard = min(shards, key=lambda each: (met.get(each, 0), chance.random()))
        met[shard] = met.get(shard, 0) + 1
        yield from read_shard(shard)


def teach(
    network: nn.Module,
    given: Course,
    batches: Iterator[tuple[Tensor, Told]],
    judge: Callable[[Tensor, Told, float], tuple[Tensor, dict[str, float]]],
    decay: float,
    warm: int,
) -> None:
    """Runs the course. ``judge`` gives the loss of an answer, and what is worth telling, at a share of the course."""
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
    device = "cuda" if torch.cuda.is_available() else "cpu"
    network.to(device, memory_format=torch.channels_last)  # type: ignore[call-overload]
    if given.earlier:
        network.load_state_dict(torch.load(given.earlier, map_location=device))
    optimiser = torch.optim.AdamW(network.parameters(), given.rate, weight_decay=decay)
    began, step, told = time.time(), 0, dict[str, float]()
    while (done := given.done(step, began)) < 1:
        for group in optimiser.param_groups:
            group["lr"] = given.pace(step, done, warm)
        pictures, truth = next(batches)
        with torch.autocast(device, torch.bfloat16):
            said = network(pictures.to(device, memory_format=torch.channels_last))
        loss, parts = judge(said.float(), truth, done)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimiser.step()
        told |= {key: value + 0.98 * (told.get(key, value) - value) for key, value in parts.items()}
        if step % TELL == 0:
            print(step, f"{done:.2f}", f"{(time.time() - began) / 60:.1f} min", _written(told), flush=True)
        step += 1
        if step % KEEP == 0:
            keep(network.state_dict(), given.out)
    keep(network.state_dict(), given.out)


def keep(weights: dict[str, Any], out: Path) -> None:
    """Weights as a file that is never half written."""
    partial = out.with_suffix(".partial")
    torch.save(weights, partial)
    partial.rename(out)


def _written(told: dict[str, float]) -> str:
    return " ".join(f"{key} {value:.3f}" for key, value in told.items())
