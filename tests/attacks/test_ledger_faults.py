"""Attack: every system call fails once. Only what is durable may be acknowledged, and the next start must go on."""

from __future__ import annotations

from pathlib import Path

import pytest

from attacks.ledger_runs import calls, check, injected, run
from ledger.archive import Archive

BATCHES = (1, 1, 255, 2)
FAULTS = {
    "openat": ("EIO", "ENOSPC"),
    "write": ("EIO", "ENOSPC"),
    "pwrite64": ("EIO", "ENOSPC"),
    "fsync": ("EIO", "ENOSPC"),
    "rename": ("EIO", "ENOSPC"),
    "link": ("EIO", "ENOSPC"),
    "unlink": ("EIO",),
    "mkdir": ("EIO", "ENOSPC"),
}


def fail_once(tmp_path: Path, step: int) -> list[str]:
    """A fresh archive for each chosen call and fault."""
    wrong = []
    every = [
        (kind, number, fault)
        for kind, number in calls(tmp_path / "count", BATCHES, tmp_path / "log")
        for fault in FAULTS.get(kind, ())
    ]
    for at, (kind, number, fault) in enumerate(every[:: step or 1]):
        archive = Archive(tmp_path / str(at))
        told = run(archive.folder, BATCHES, injected(f"error={fault}", kind, number))
        found = check(archive, told.acknowledged)
        if told.began and "Traceback" in told.complaint:  # else it was Python itself that could not start
            found.append(told.complaint.splitlines()[-1])
        wrong += [f"{kind} {number} {fault}: {each}" for each in found]
    return wrong


def test_a_call_that_fails_is_never_acknowledged_as_done(tmp_path: Path) -> None:
    assert fail_once(tmp_path, step=23) == []


@pytest.mark.slow
def test_every_call_that_fails_is_never_acknowledged_as_done(tmp_path: Path) -> None:
    assert fail_once(tmp_path, step=1) == []


def test_a_failed_sync_is_said_and_not_tried_again(tmp_path: Path) -> None:
    last = max(number for kind, number in calls(tmp_path / "count", (1,), tmp_path / "log") if kind == "fsync")
    told = run(tmp_path / "failed", (1,), injected("error=EIO", "fsync", last - 3))
    assert (told.code, told.acknowledged) == (4, set())
    assert "durable.failed" in told.complaint
