"""Attack: the sealing program is killed, at random and at each system call. Nothing acknowledged may be lost."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from attacks.ledger_runs import calls, check, injected, run, run_and_kill
from ledger.archive import Archive

BATCHES = (1, 1, 250, 3, 1, 40, 1, 1)


def kill_often(folder: Path, kills: int, seed: int, *, lies: bool = False) -> list[str]:
    """One archive, killed again and again in the middle of its work."""
    archive, chance = Archive(folder), random.Random(seed)
    acknowledged: set[int] = set()
    wrong = []
    for _ in range(kills):
        before = len(acknowledged)
        batches = [chance.choice([1, 1, 2, 7, 260]) for _ in range(12)]
        acknowledged |= run_and_kill(folder, batches, before + chance.randrange(1, 60), lies=lies).acknowledged
        wrong += check(archive, acknowledged)
    return wrong


def test_killed_at_random_it_loses_nothing_acknowledged(tmp_path: Path) -> None:
    assert kill_often(tmp_path, 8, seed=1) == []


def test_a_program_that_acknowledges_too_early_is_caught(tmp_path: Path) -> None:
    wrong: list[str] = []
    for attempt in range(20):
        wrong += kill_often(tmp_path / str(attempt), 1, seed=attempt, lies=True)
        if wrong:
            break
    assert any("acknowledged and lost" in each for each in wrong)


@pytest.mark.slow
def test_killed_at_random_a_thousand_times(tmp_path: Path) -> None:
    for seed in range(20):
        assert kill_often(tmp_path / str(seed), 50, seed=seed) == []


def kill_at_calls(tmp_path: Path, step: int) -> list[str]:
    """A fresh archive for each chosen call, killed as that call begins."""
    wrong = []
    every = list(calls(tmp_path / "count", BATCHES, tmp_path / "log"))
    assert len({kind for kind, _ in every}) >= 7
    for at, (kind, number) in enumerate(every[:: step or 1]):
        archive = Archive(tmp_path / str(at))
        told = run(archive.folder, BATCHES, injected("signal=KILL", kind, number))
        assert told.code != 0
        wrong += [f"{kind} {number}: {each}" for each in check(archive, told.acknowledged)]
    return wrong


def test_killed_at_system_calls_it_loses_nothing_acknowledged(tmp_path: Path) -> None:
    assert kill_at_calls(tmp_path, step=31) == []


@pytest.mark.slow
def test_killed_at_every_system_call(tmp_path: Path) -> None:
    assert kill_at_calls(tmp_path, step=1) == []
