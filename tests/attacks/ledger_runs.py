"""Runs the sealing program, does it harm, and asks afterwards what every attack must leave true."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from isnad.verify.keyless import check_archive
from ledger.archive import Archive
from ledger.child import waiting

TESTS = Path(__file__).parents[1]
SYSCALLS = ("openat", "write", "pwrite64", "fsync", "rename", "link", "unlink", "mkdir", "ftruncate", "flock")


@dataclass
class Run:
    """What a run of the program said: entries acknowledged, how it ended, what it complained of, whether it began."""

    acknowledged: set[int] = field(default_factory=set)
    code: int = 0
    complaint: str = ""
    began: bool = True


def command(folder: Path, batches: Sequence[int]) -> list[str]:
    return [sys.executable, "-B", "-m", "ledger.child", str(folder), "00000000000000aa", *map(str, batches)]


def environment(*, lies: bool = False) -> dict[str, str]:
    return {"PYTHONPATH": str(TESTS), "PATH": os.environ["PATH"], **({"LIES": "1"} if lies else {})}


def run(folder: Path, batches: Sequence[int], strace: Sequence[str] = (), *, lies: bool = False) -> Run:
    """Runs to its end, under strace where something is injected."""
    done = subprocess.run(
        [*strace, *command(folder, batches)], env=environment(lies=lies), capture_output=True, text=True, timeout=120
    )
    return Run(acknowledged_in(done.stdout), done.returncode, done.stderr, "GO" in done.stdout)


def run_and_kill(folder: Path, batches: Sequence[int], after: int, *, lies: bool = False) -> Run:
    """Kills the program (SIGKILL) as soon as it has acknowledged ``after`` entries."""
    child = subprocess.Popen(command(folder, batches), env=environment(lies=lies), stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    said = ""
    while said.count("ACK") < after and (line := child.stdout.readline()):
        said += line
    child.kill()
    said += child.stdout.read()
    child.stdout.close()
    return Run(acknowledged_in(said), child.wait())


def acknowledged_in(said: str) -> set[int]:
    # A last line without its end was cut off by the kill: nobody was told it.
    return {int(number) for number in re.findall(r"^ACK ([0-9]+)\n", said, re.MULTILINE)}


def injected(fault: str, syscall: str, when: int) -> list[str]:
    """The strace that does this to the n-th call of a kind."""
    return [
        "strace",
        "-f",
        "-qq",
        "-o",
        "/dev/null",
        "-e",
        f"trace={syscall}",
        "-e",
        f"inject={syscall}:{fault}:when={when}",
    ]


def calls(folder: Path, batches: Sequence[int], log: Path) -> Iterator[tuple[str, int]]:
    """Every call that the program makes after it said GO: its kind, and its number of that kind in its thread."""
    kinds = ",".join(SYSCALLS)
    run(folder, batches, ["strace", "-f", "-qq", "-o", str(log), "-e", f"trace={kinds}"])
    counts: dict[tuple[str, str], int] = {}
    told = set()
    begun = False
    for line in log.read_text().splitlines():
        found = re.match(r"([0-9]+) +([a-z0-9]+)\(", line)
        if found is None or found[2] not in SYSCALLS:
            continue
        at = counts[found[1], found[2]] = counts.get((found[1], found[2]), 0) + 1
        if begun and (found[2], at) not in told:
            told.add((found[2], at))
            yield found[2], at
        begun = begun or '"GO' in line


def check(archive: Archive, acknowledged: set[int], *, before: bool = True) -> list[str]:
    """What is wrong after an attack, before (where asked) and after the next start: nothing, one hopes."""
    wrong = []
    if before and (archive.ledger / "checkpoint").exists():
        wrong += [f"before the start: {each}" for each in check_archive(archive.data).bad]
    with archive.writer(waiting=waiting(archive.folder / "queue")) as writer:
        size = writer.size
    wrong += [f"after the start: {each}" for each in check_archive(archive.data).bad]
    wrong += [f"after the start: {each}" for each in check_archive(archive.data).notices]
    if archive.numbers_said() != list(range(size)):
        wrong.append("an entry does not say its own number")
    if lost := acknowledged - set(range(size)):
        wrong.append(f"acknowledged and lost: {sorted(lost)}")
    wrong += [f"left over: {path.name}" for path in (archive.data / "incoming").rglob("*.part")]
    return wrong
