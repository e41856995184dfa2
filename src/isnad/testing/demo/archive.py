"""Writes the drive as a source would hand it over, and beside it what only the maker knows."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from isnad.testing.demo.photograph import made
from isnad.testing.demo.plan import Shot, planned
from isnad.words import Refusal

MOST_BODIES = 20_000
_FEW = 24  # photographs that one process makes sooner than two could begin

CARRIER = """\
# The carrier as the officer wrote it down. Everything here is invented.
kind: usb-drive
make: Kingston
model: DataTraveler G4
capacity: 8 GB
serial: 60A44C3FACC9B1A0
seal: IS-000417
write_blocker: Tableau T8u
acquired: logical copy, file by file
acquired_on: 2026-03-02
tool: rsync
tool_version: 3.2.7
handed_over: {at: "2026-03-02T10:20:00+01:00", by: the source, to: the receiving officer}
present: [the receiving officer, a second officer]
earlier_holders:
  - {who: the source, from: 2013-08~, to: 2014-01}
  - {who: a relative of the source, from: 2014-02, to: 2026-03-02}
note: Invented for the demonstration; grey shapes, no people.
"""


@dataclass(frozen=True, slots=True)
class Made:
    """What was written: files, bytes, photographs that show a body, and bodies."""

    files: int
    bytes: int
    photographs: int
    bodies: int


def make_archive(out: Path, bodies: int = 40, seed: int = 1, workers: int | None = None) -> Made:
    """Writes ``out/drive/``, ``out/carrier.yaml`` and ``out/truth.jsonl``. Refusal where ``out`` holds anything."""
    if not 1 <= bodies <= MOST_BODIES:
        raise Refusal("demo.how-many-bodies", most=MOST_BODIES)
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise Refusal("demo.not-empty")
    drive = out / "drive"
    drive.mkdir(parents=True)
    shots = planned(bodies, seed)
    for folder in {os.path.dirname(shot.file) for shot in shots}:
        (drive / folder).mkdir(parents=True, exist_ok=True)
    total = _photographs([shot for shot in shots if shot.duplicate_of is None], drive, workers or os.cpu_count() or 1)
    for shot in shots:
        if shot.duplicate_of is not None:
            total += _written(drive, shot, (drive / shot.duplicate_of).read_bytes())
    (out / "carrier.yaml").write_text(CARRIER, encoding="utf-8")
    (out / "truth.jsonl").write_text("".join(_line(shot) for shot in shots), encoding="utf-8")
    return Made(len(shots), total, sum(shot.body is not None for shot in shots), bodies)


def _photographs(shots: list[Shot], drive: Path, workers: int) -> int:
    jobs = [(drive, shot) for shot in shots]
    if workers == 1 or len(jobs) <= _FEW:
        return sum(_make(job) for job in jobs)
    with ProcessPoolExecutor(min(workers, 8), mp_context=get_context("spawn")) as pool:
        return sum(pool.map(_make, _by_body(jobs), chunksize=8))


def _by_body(jobs: list[tuple[Path, Shot]]) -> Iterable[tuple[Path, Shot]]:
    """Photographs of one body together: its card is drawn once."""
    return sorted(jobs, key=lambda job: (job[1].body or 0, job[1].taken))


def _make(job: tuple[Path, Shot]) -> int:
    drive, shot = job
    return _written(drive, shot, made(shot))


def _written(drive: Path, shot: Shot, data: bytes) -> int:
    path = drive / shot.file
    path.write_bytes(data)
    when = shot.taken.timestamp()
    os.utime(path, (when, when))
    return len(data)


def _line(shot: Shot) -> str:
    """One line of truth; a name that is no UTF-8 is written with escapes, which Python's own reader gives back."""
    told = json.dumps(shot.truth(), ensure_ascii=False)
    try:
        told.encode("utf-8")
    except UnicodeEncodeError:
        told = json.dumps(shot.truth())
    return told + "\n"
