"""Attack: the power goes at any moment, and with it whatever was not synced. Nothing acknowledged may be lost."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from attacks.ledger_powercut import Call, Disk, record
from attacks.ledger_runs import check
from isnad.words import IsnadError
from ledger.archive import Archive

BATCHES = (1, 1, 254, 3, 1)


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Call]]:
    """What the sealing program did, call by call."""
    folder = tmp_path_factory.mktemp("recorded")
    archive = folder / "archive"
    archive.mkdir()
    calls = record(archive, BATCHES, folder / "log")
    return archive, calls


def cut_everywhere(
    folder: Path, recorded: tuple[Path, list[Call]], step: int, *, skip_syncs: bool = False, seed: int | None = None
) -> list[str]:
    """The power goes after every ``step``-th call; what is wrong then."""
    origin, calls = recorded
    disk, wrong = Disk(origin, skip_syncs=skip_syncs), []
    for number, call in enumerate(calls):
        disk.do(call)
        if number % step and number != len(calls) - 1:
            continue
        archive = Archive(folder / "after")
        archive.folder.mkdir(parents=True)
        disk.after_the_cut(archive.folder, None if seed is None else random.Random(f"{seed} {number}"))
        try:
            wrong += [f"after call {number}: {each}" for each in check(archive, disk.acknowledged, before=False)]
        except IsnadError as error:
            wrong.append(f"after call {number}: {error.code}")
        shutil.rmtree(archive.folder)
    return wrong


def test_the_model_follows_the_program_to_its_end(recorded: tuple[Path, list[Call]], tmp_path: Path) -> None:
    origin, calls = recorded
    disk = Disk(origin)
    for call in calls:
        disk.do(call)
    assert disk.acknowledged == set(range(sum(BATCHES)))
    held = {name: bytes(file.seen) for name, file in disk.names.items() if file is not None}
    real = {str(path): path.read_bytes() for path in origin.rglob("*") if path.is_file()}
    assert held == real


def test_the_least_that_a_cut_leaves_is_enough(recorded: tuple[Path, list[Call]], tmp_path: Path) -> None:
    assert cut_everywhere(tmp_path, recorded, step=9) == []


def test_whatever_else_a_cut_leaves_does_no_harm(recorded: tuple[Path, list[Call]], tmp_path: Path) -> None:
    assert cut_everywhere(tmp_path, recorded, step=9, seed=1) == []


def test_without_syncs_the_same_cuts_lose_entries(recorded: tuple[Path, list[Call]], tmp_path: Path) -> None:
    wrong = cut_everywhere(tmp_path, recorded, step=40, skip_syncs=True)
    assert any("acknowledged and lost" in each for each in wrong)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [None, *range(20)])
def test_a_cut_after_every_single_call(recorded: tuple[Path, list[Call]], tmp_path: Path, seed: int | None) -> None:
    assert cut_everywhere(tmp_path, recorded, step=1, seed=seed) == []
