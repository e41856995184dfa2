"""Where batch work runs: an empty environment, no lost tasks, nothing that grows with their number."""

from __future__ import annotations

import os

import pytest

from isnad.engine import Local, Lost, engine
from isnad.words import Refusal
from tasks import die_of_seven, environment, square


def test_every_task_comes_back_once() -> None:
    found = dict(Local(2).run(square, range(100)))
    assert found == {number: number * number for number in range(100)}


def test_children_see_an_empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ISNAD_PASSPHRASE", "secret")
    ((_, seen),) = list(Local(1).run(environment, [1]))
    assert isinstance(seen, bytes)
    assert b"secret" not in seen
    assert b"ISNAD" not in seen
    assert os.environ["ISNAD_PASSPHRASE"] == "secret"


def test_a_task_that_kills_its_worker_takes_no_other_with_it() -> None:
    found = dict(Local(2).run(die_of_seven, range(20)))
    assert found.pop(7) == Lost(7)
    assert found == {number: number for number in range(20) if number != 7}


def test_tasks_are_asked_for_only_as_they_are_needed() -> None:
    asked = 0

    def many():  # type: ignore[no-untyped-def]
        nonlocal asked
        for number in range(10_000):
            asked += 1
            yield number

    results = Local(2).run(square, many(), ahead=4)
    next(results)
    assert asked <= 20
    results.close()  # type: ignore[attr-defined]


def test_an_unknown_engine_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ISNAD_ENGINE", "steam")
    with pytest.raises(Refusal, match=r"engine\.unknown"):
        engine()
