"""Learns the second reader: a small recurrent network that says how likely an Arabic spelling is, given a Latin one.

It sees context that the table of unit pairs cannot (silent letters, French or German habits). It reads the Latin word
both ways, writes the Arabic one letter by letter, and looks back at the Latin letters once a step.
"""

from __future__ import annotations

import time

import numpy as np
import torch
from torch import Tensor, nn

from isnad.instruments.naming.letters import ARABIC, LATIN, encode

START = END = len(ARABIC) + 1


class Rereader(nn.Module):
    """log p(Arabic | Latin)."""

    def __init__(self, width: int = 160, size: int = 48, drop: float = 0.3) -> None:
        super().__init__()
        self.latin = nn.Embedding(len(LATIN) + 1, size, padding_idx=0)
        self.arabic = nn.Embedding(len(ARABIC) + 2, size, padding_idx=0)
        self.reader = nn.GRU(size, width, batch_first=True, bidirectional=True)
        self.bridge = nn.Linear(2 * width, width)
        self.writer = nn.GRU(size, width, batch_first=True)
        self.look = nn.Linear(width, 2 * width, bias=False)
        self.mix = nn.Linear(3 * width, width)
        self.out = nn.Linear(width, len(ARABIC) + 2)
        self.drop = nn.Dropout(drop)

    def forward(self, latin: Tensor, arabic: Tensor) -> Tensor:
        """Logits for each Arabic letter and the end; ``latin`` and ``arabic`` padded with 0."""
        there = latin > 0
        lengths = there.sum(1).cpu()
        packed = nn.utils.rnn.pack_padded_sequence(
            self.drop(self.latin(latin)), lengths, batch_first=True, enforce_sorted=False
        )
        states, last = self.reader(packed)
        states, _ = nn.utils.rnn.pad_packed_sequence(states, batch_first=True, total_length=latin.shape[1])
        begun = torch.tanh(self.bridge(torch.cat([last[0], last[1]], 1)))
        shifted = torch.cat([torch.full_like(arabic[:, :1], START), arabic], 1)
        written, _ = self.writer(self.drop(self.arabic(shifted)), begun[None])
        scores = torch.einsum("btw,bsw->bts", self.look(written), states).masked_fill(~there[:, None], -1e9)
        seen = torch.einsum("bts,bsw->btw", scores.softmax(2), states)
        return self.out(self.drop(torch.tanh(self.mix(torch.cat([written, seen], 2)))))


def targets_of(arabic: Tensor) -> Tensor:
    """The letters and the end after the last; 0 is not looked at."""
    padded = torch.cat([arabic, torch.zeros_like(arabic[:, :1])], 1)
    rows = torch.arange(len(arabic))
    padded[rows, (arabic > 0).sum(1)] = END
    return padded


def train(pairs: list[tuple[str, str]], weights: np.ndarray, *, seed: int, rounds: int, batch: int = 128) -> Rereader:
    """A network taught on (Arabic, Latin) pairs, each seen as often as its weight says."""
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    arabic = torch.from_numpy(encode([pair[0] for pair in pairs], "arabic")[0].astype(np.int64))
    latin = torch.from_numpy(encode([pair[1] for pair in pairs], "latin")[0].astype(np.int64))
    model = Rereader()
    many = int(weights.sum()) // batch
    steps = torch.optim.AdamW(model.parameters(), lr=2e-3, weight_decay=1e-3)
    pace = torch.optim.lr_scheduler.OneCycleLR(steps, 3e-3, total_steps=many * rounds)
    loss = nn.CrossEntropyLoss(ignore_index=0, label_smoothing=0.05)
    for turn in range(rounds):
        model.train()
        began, told = time.time(), 0.0
        order = random.choice(len(pairs), many * batch, p=weights / weights.sum())
        order = _of_like_length(order, latin, batch, random)
        for rows in order:
            arab, lat = _trimmed(arabic[rows]), _trimmed(latin[rows])
            logits = model(lat, arab)
            cost = loss(logits.transpose(1, 2), targets_of(arab))
            steps.zero_grad()
            cost.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            steps.step()
            pace.step()
            told += cost.item()
        print(f"  round {turn + 1}: loss {told / many:.4f}, {time.time() - began:.0f} s", flush=True)
    return model.eval()


def _trimmed(letters: Tensor) -> Tensor:
    return letters[:, : int((letters > 0).sum(1).max())]


def _of_like_length(order: np.ndarray, latin: Tensor, batch: int, random: np.random.Generator) -> np.ndarray:
    """Batches of words of like length, in a random order: less padding, same draws."""
    lengths = (latin[order] > 0).sum(1).numpy() + random.random(len(order)) * 2
    batches = order[np.argsort(lengths)].reshape(-1, batch)
    return batches[random.permutation(len(batches))]
