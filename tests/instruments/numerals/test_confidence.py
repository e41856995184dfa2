"""The confidence is a probability, grows with the evidence and is what acceptance hangs on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from isnad.instruments.numerals.alphabet import Script
from isnad.instruments.numerals.confidence import SQUARED, Confidence, features, fitted

NAMES = (
    "mean", "least", "agree", "looks", "rival", "script", "script_near", "sense", "sense_near", "cut", "nothing",
    "finder", "way", "contrast", "length", "per_sign", "others", "tries", "room", "size", "arabic", "upside", "slashes",
    "slash",
)  # fmt: skip
EVIDENCE = st.fixed_dictionaries({name: st.floats(-9, 9) for name in NAMES})


def a_model(**changes: object) -> Confidence:
    """A model that looks at the first feature alone."""
    count = len(NAMES) + len(SQUARED) + 2
    model = Confidence(
        NAMES, np.zeros(count), np.ones(count), np.eye(count)[0], 0.0, np.zeros((0, count + 1)), np.zeros(0),
        ((0.0, 0.0), (1.0, 1.0)), {"western": 0.9, "arabic-indic": 0.8},
    )  # fmt: skip
    return replace(model, **changes)  # type: ignore[arg-type]


@given(EVIDENCE)
def test_the_fitted_confidence_is_a_probability_whatever_the_evidence(evidence: dict[str, float]) -> None:
    assert 0 <= fitted().of(evidence) <= 1


def test_the_fitted_model_has_a_weight_for_each_feature_and_a_table_that_only_rises() -> None:
    model = fitted()
    assert len(model.weights) == len(features(dict.fromkeys(NAMES, 0.0), model.names))
    assert all(len(each) == len(model.weights) + 1 for each in model.bends)
    assert all(low[0] <= high[0] and low[1] <= high[1] for low, high in zip(model.table, model.table[1:], strict=False))


@given(EVIDENCE, st.floats(0.1, 5))
def test_more_evidence_is_never_less_confidence(evidence: dict[str, float], more: float) -> None:
    assert a_model().of(evidence | {"mean": evidence["mean"] + more}) >= a_model().of(evidence)


def test_each_script_has_its_own_threshold() -> None:
    model = a_model()
    assert not model.accepts(0.85, Script.WESTERN)
    assert model.accepts(0.85, Script.ARABIC_INDIC)


def test_a_bend_lowers_what_the_weights_alone_would_believe() -> None:
    count = len(NAMES) + len(SQUARED) + 2
    doubtful = a_model(bends=np.eye(1, count + 1), bent=np.array([-2.0]))
    clear = dict.fromkeys(NAMES, 0.0) | {"mean": 3.0}
    assert doubtful.of(clear) < a_model().of(clear)


def test_a_table_bends_the_confidence() -> None:
    modest = a_model(table=((0.0, 0.0), (1.0, 0.5)))
    assert modest.of(dict.fromkeys(NAMES, 0.0)) == pytest.approx(0.25)
