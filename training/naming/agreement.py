"""Learns when two words agree: a logistic curve over what the transducer and the quick filter say.

For words of the training spellings, the words that the filter finds near are either spellings of the same name (they
share a group) or are not. The groups are those that the quick filter never saw. ``python -m training.naming.agreement``
prints the curves; the instrument's are theirs in proportion, set harder (``vocabulary.CURVES`` says why).
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from sklearn.linear_model import LogisticRegression
from training.naming import sources

from isnad.instruments.naming.letters import Script, script_of
from isnad.instruments.naming.vocabulary import Vocabulary


def fit(groups: list[list[str]], pair: tuple[Script, Script], *, asked: int = 1500, size: int = 6000) -> np.ndarray:
    """The curve's coefficients and, last, its constant; for words of one script asked of words of another."""
    random = np.random.default_rng(0)
    kin: dict[str, set[int]] = defaultdict(set)
    for number, group in enumerate(groups):
        for word in group:
            kin[word].add(number)
    fitting = [g for g in groups if _fits(g, pair)]
    chosen = [fitting[place] for place in random.permutation(len(fitting))[:size]]
    words = sorted({word for group in chosen for word in group if script_of(word) == pair[1]})
    vocabulary = Vocabulary(words)
    features, truth = [], []
    for group in chosen[:asked]:
        word = str(random.choice([word for word in group if script_of(word) == pair[0]]))
        rows, found = vocabulary.features(word, pair[1])
        for row, values in zip(rows, found, strict=True):
            if words[row] != word:
                features.append(values)
                truth.append(bool(kin[word] & kin[words[row]]))
    told = np.array(features), np.array(truth)
    weights = np.where(told[1], 0.5 / told[1].mean(), 0.5 / (1 - told[1].mean()))
    curve = LogisticRegression(C=10.0, max_iter=500).fit(told[0], told[1], sample_weight=np.minimum(weights, 20.0))
    print(f"  {pair}: {told[1].sum()} kin among {len(told[1])}; right {curve.score(*told):.4f}; {curve.coef_[0]}")
    return np.append(curve.coef_[0], curve.intercept_).astype(np.float32)


def _fits(group: list[str], pair: tuple[Script, Script]) -> bool:
    scripts = [script_of(word) for word in group]
    return scripts.count(pair[0]) >= 1 and scripts.count(pair[1]) >= (2 if pair[0] == pair[1] else 1)


def main() -> None:
    """Prints the curve for each pair of scripts."""
    material = sources.Material.read(sources.FOLDER)
    every = [group.spellings["arabic"] + group.native for group in material.groups]
    unseen = [group for group in every if len(group) > 1 and sources.left_out(group)]
    pairs: list[tuple[Script, Script]] = [("arabic", "latin"), ("latin", "latin"), ("arabic", "arabic")]
    for pair in pairs:
        print(pair, fit(unseen, pair))


if __name__ == "__main__":
    main()
