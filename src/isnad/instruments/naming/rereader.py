"""The second reader: log p(Arabic spelling | Latin spelling) from a small recurrent network.

It sees a whole word at once where the table of unit pairs sees a few letters, and so knows silent letters and French or
German habits. It is slower by two orders, so it only re-reads the best few, and everything works without it.

Latin letters are read both ways by gated units; the Arabic is written letter by letter, looking back at the Latin once
a step. Weights by name as ``training/naming`` exports them.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from isnad.instruments.naming.letters import ARABIC, encode
from isnad.instruments.naming.tables import learned

Floats = NDArray[np.float32]
START = END = len(ARABIC) + 1


def reread(latin: list[str], arabic: list[str]) -> Floats:
    """log p(Arabic | Latin) for each pair of words."""
    return _network().given(latin, arabic)


@cache
def _network() -> _Network:
    return _Network(learned().rereader)


class _Network:
    def __init__(self, weights: dict[str, Floats]) -> None:
        self.w = weights

    def given(self, latin: list[str], arabic: list[str]) -> Floats:
        words = sorted(set(latin))
        place = {word: number for number, word in enumerate(words)}
        rows = np.array([place[word] for word in latin])
        states, there, begun = self._read(words)
        return self._written(states[rows], there[rows], begun[rows], arabic)

    def _read(self, words: list[str]) -> tuple[Floats, NDArray[np.bool_], Floats]:
        """The state at each Latin letter (words, letters, 2 × width), which letters are there, and where to begin."""
        letters, lengths = encode(words, "latin")
        there = np.arange(letters.shape[1])[None, :] < lengths[:, None]
        seen = self.w["latin.weight"][letters]
        forth = self._gated(seen, there, "reader", "")
        back = self._gated(seen[:, ::-1], there[:, ::-1], "reader", "_reverse")[:, ::-1]
        last = np.concatenate([forth[:, -1], back[:, 0]], axis=1)
        begun = np.tanh(last @ self.w["bridge.weight"].T + self.w["bridge.bias"])
        return np.concatenate([forth, back], axis=2), there, begun

    def _gated(
        self, seen: Floats, there: NDArray[np.bool_], layer: str, way: str, begun: Floats | None = None
    ) -> Floats:
        """A gated recurrent layer over (words, steps, inputs); where no letter is, the state stays."""
        inward, across = self.w[f"{layer}.weight_ih_l0{way}"].T, self.w[f"{layer}.weight_hh_l0{way}"].T
        inputs = seen @ inward + self.w[f"{layer}.bias_ih_l0{way}"]
        bias = self.w[f"{layer}.bias_hh_l0{way}"]
        width = across.shape[0]
        state = np.zeros((len(seen), width), np.float32) if begun is None else begun
        states = np.empty((len(seen), seen.shape[1], width), np.float32)
        for step in range(seen.shape[1]):
            own = state @ across + bias
            reset = _sigmoid(inputs[:, step, :width] + own[:, :width])
            keep = _sigmoid(inputs[:, step, width : 2 * width] + own[:, width : 2 * width])
            fresh = np.tanh(inputs[:, step, 2 * width :] + reset * own[:, 2 * width :])
            state = np.where(there[:, step, None], (1 - keep) * fresh + keep * state, state)
            states[:, step] = state
        return states

    def _written(self, states: Floats, there: NDArray[np.bool_], begun: Floats, arabic: list[str]) -> Floats:
        letters, lengths = encode(arabic, "arabic")
        steps = np.arange(letters.shape[1] + 1)[None, :] <= lengths[:, None]
        before = np.concatenate([np.full((len(arabic), 1), START), letters], axis=1)
        targets = np.concatenate([letters, np.zeros((len(arabic), 1), np.uint8)], axis=1).astype(np.int64)
        targets[np.arange(len(arabic)), lengths] = END
        written = self._gated(self.w["arabic.weight"][before], steps, "writer", "", begun)
        scores = (written @ self.w["look.weight"].T) @ states.transpose(0, 2, 1)
        scores = np.where(there[:, None, :], scores, np.float32(-1e9))
        looked = np.exp(scores - scores.max(axis=2, keepdims=True))
        looked /= looked.sum(axis=2, keepdims=True)
        both = np.concatenate([written, looked @ states], axis=2)
        mixed = np.tanh(both @ self.w["mix.weight"].T + self.w["mix.bias"])
        logits = mixed @ self.w["out.weight"].T + self.w["out.bias"]
        peak = logits.max(axis=2, keepdims=True)
        logs = logits - peak - np.log(np.exp(logits - peak).sum(axis=2, keepdims=True))
        told = np.take_along_axis(logs, targets[:, :, None], axis=2)[:, :, 0]
        return np.asarray((told * steps).sum(axis=1), np.float32)


def _sigmoid(values: Floats) -> Floats:
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * values)), np.float32)
