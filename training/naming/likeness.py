"""Learns the quick filter: every word becomes a short vector, spellings of one name near each other in any script.

A word's vector is the sum of the vectors of its letter groups (1 to 4 letters, with its beginning and end), found by a
hash, made unit length. Learned by setting each word's other spelling against all the others of a batch.
"""

from __future__ import annotations

import time

import numpy as np
import torch
from torch import nn

from isnad.instruments.naming.likeness import BUCKETS, grams

DROPPED = 0.3


class Bag(nn.Module):
    """Unit vectors for padded rows of gram numbers; bucket 0 is padding."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.table = nn.EmbeddingBag(BUCKETS, size, mode="sum", padding_idx=0)
        nn.init.normal_(self.table.weight, std=0.05)

    def forward(self, rows: torch.Tensor) -> torch.Tensor:
        return nn.functional.normalize(self.table(rows), dim=1)


def _thinned(rows: torch.Tensor) -> torch.Tensor:
    """Some letter groups left out at random, so that no single one is relied on."""
    return rows * (torch.rand(rows.shape) > DROPPED)


def train(
    groups: list[list[str]], weights: np.ndarray, *, size: int, seed: int, steps: int, batch: int = 768
) -> np.ndarray:
    """The table of gram vectors, float32 (buckets, size), taught on groups of spellings of one name each."""
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    vocabulary = sorted({word for group in groups for word in group})
    number = {word: place for place, word in enumerate(vocabulary)}
    rows = torch.from_numpy(grams(vocabulary))
    members = [np.array([number[word] for word in group]) for group in groups]
    share = weights / weights.sum()
    model = Bag(size)
    heat = nn.Parameter(torch.tensor(2.5))
    tune = torch.optim.Adam([{"params": model.parameters(), "lr": 4e-3}, {"params": [heat], "lr": 1e-2}])
    pace = torch.optim.lr_scheduler.OneCycleLR(tune, [8e-3, 1e-2], total_steps=steps, pct_start=0.1)
    began, told = time.time(), 0.0
    for step in range(steps):
        chosen = random.choice(len(members), batch, replace=False, p=share)
        pairs = np.array([random.choice(members[group], 2, replace=False) for group in chosen])
        left, right = (model(_thinned(rows[pairs[:, side]])) for side in (0, 1))
        logits = left @ right.T * heat.exp().clamp(max=40.0)
        # The same word standing in two rows of the batch is no negative.
        same = torch.from_numpy((pairs[:, 1][:, None] == pairs[:, 1][None, :]) & ~np.eye(batch, dtype=bool))
        logits = logits.masked_fill(same, -1e9)
        truth = torch.arange(batch)
        cost = nn.functional.cross_entropy(logits, truth) + nn.functional.cross_entropy(logits.T, truth)
        tune.zero_grad()
        cost.backward()
        tune.step()
        pace.step()
        told += cost.item() / 2
        if step % 250 == 249:
            print(f"  step {step + 1}: loss {told / 250:.4f}, {time.time() - began:.0f} s", flush=True)
            told = 0.0
    return model.table.weight.detach().numpy()


def centre(table: np.ndarray, words: list[str]) -> np.ndarray:
    """The mean of the unit vectors of one script's words."""
    summed = table[grams(words)].sum(axis=1)
    return (summed / np.linalg.norm(summed, axis=1, keepdims=True)).mean(axis=0).astype(np.float32)
