"""``python -m benchmarks.custody``: taking in and checking, beside borg, restic and bagit, on the same files and disk.

 * 3,000 files of 300 kB of random bytes: `isnad intake` (hash, encrypt, durable, examined, recorded, sealed) against
   `borg create -C none`, `restic backup` and the floor (the same files written and synced, nothing else); of each, the
   time above that of taking in one file.
 * `isnad verify --keyless` against `bagit.py --validate --processes 2` on the plain tree; full verify against
   `borg check --verify-data`.
 * The pen: acknowledged transactions a second, alone and from 16 threads; entries a second in batches of 1,000.

Programs run in turns, several rounds; medians are printed, by the clock and of processors, for a machine that others
use as well. Peers that are not installed are left out and said so.
"""

from __future__ import annotations

import argparse
import os
import resource
import secrets
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

FILES, SIZE = 3000, 300_000
ISNAD = [sys.executable, "-m", "isnad"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="isnad-bench-", dir=os.environ.get("ISNAD_BENCH")) as folder:
        home = Path(folder)
        many, one = home / "many", home / "one"
        fill(many, FILES)
        fill(one, 1)
        rows = [*taking_in(home, many, one, given.rounds), *checking(home, many, given.rounds), *the_pen(home)]
        for name, figure in rows:
            print(f"{name:58} {figure}")
        print(f"medians of {given.rounds} rounds, in turns; load {os.getloadavg()[0]:.1f}")


def fill(folder: Path, files: int) -> None:
    for number in range(files):
        path = folder / f"{number // 500:02}" / f"{number:05}.bin"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(secrets.token_bytes(SIZE))


class Spent(NamedTuple):
    """Seconds by the clock, and of processors, ended children included."""

    wall: float
    cpu: float

    def less(self, other: Spent) -> Spent:
        return Spent(self.wall - other.wall, self.cpu - other.cpu)

    def __str__(self) -> str:
        return f"{self.wall:.2f} s, {self.cpu:.2f} s of processors"


def processors() -> float:
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def timed(act: Callable[[], object]) -> Spent:
    os.sync()
    began, used = time.monotonic(), processors()
    act()
    return Spent(time.monotonic() - began, processors() - used)


def median(spent: list[Spent]) -> Spent:
    return Spent(statistics.median(each.wall for each in spent), statistics.median(each.cpu for each in spent))


def beside(ours: Spent, theirs: Spent) -> str:
    """Our time as a share of theirs: by the clock, and of processors."""
    return f"{theirs}; ours is {ours.wall / theirs.wall:.2f} of its time, {ours.cpu / theirs.cpu:.2f} of its processors"


def run(*line: str, **environment: str) -> None:
    subprocess.run(line, check=True, capture_output=True, env=os.environ | environment)


def archive(home: Path, name: str) -> dict[str, str]:
    environment = {
        "ISNAD_DATA": str(home / name),
        "ISNAD_PASSPHRASE": "a passphrase for benchmarks",
        "XDG_STATE_HOME": str(home / "state"),
    }
    run(*ISNAD, "init", **environment)
    return environment


def isnad(home: Path, folder: Path, name: str) -> Spent:
    environment = archive(home, name)
    line = [*ISNAD, "intake", str(folder), "--accession", "a", "--source", "b", "--json"]
    return timed(lambda: run(*line, **environment))


def borg(home: Path, folder: Path, name: str) -> Spent:
    environment = borg_at(home, name)
    run("borg", "init", "-e", "repokey-blake2", **environment)
    return timed(lambda: run("borg", "create", "-C", "none", "::a", str(folder), **environment))


def borg_at(home: Path, name: str) -> dict[str, str]:
    return {
        "BORG_PASSPHRASE": "x",
        "BORG_BASE_DIR": str(home / "borg-home"),
        "BORG_REPO": str(home / f"borg-{name}"),
    }


def restic(home: Path, folder: Path, name: str) -> Spent:
    environment = {"RESTIC_PASSWORD": "x", "RESTIC_REPOSITORY": str(home / f"restic-{name}"), "HOME": str(home)}
    run("restic", "init", **environment)
    return timed(lambda: run("restic", "backup", str(folder), **environment))


def floor(home: Path, folder: Path, name: str) -> Spent:
    """The same files written and synced one after another, nothing else."""
    target = home / f"floor-{name}"
    target.mkdir()

    def write() -> None:
        for path in sorted(folder.rglob("*.bin")):
            with (target / path.name).open("wb") as out:
                out.write(path.read_bytes())
                out.flush()
                os.fsync(out.fileno())

    return timed(write)


PROGRAMS = {"isnad intake": isnad, "borg create -C none": borg, "restic backup": restic, "written and synced": floor}


def taking_in(home: Path, many: Path, one: Path, rounds: int) -> list[tuple[str, str]]:
    """Each program in turn, ``rounds`` times; of each the median above that of one file."""
    there = {name: act for name, act in PROGRAMS.items() if act in (isnad, floor) or shutil.which(name.split()[0])}
    taken: dict[str, list[Spent]] = {name: [] for name in there}
    for number in range(rounds):
        for name, act in there.items():
            single = act(home, one, f"one-{number}")
            taken[name].append(act(home, many, f"many-{number}").less(single))
    ours = median(taken.pop("isnad intake"))
    rows = [(f"isnad intake, {FILES:,} × {SIZE // 1000} kB", f"{ours} ({FILES / ours.wall:.0f} files/s)")]
    rows += [(name, beside(ours, median(spent))) for name, spent in taken.items()]
    return rows + [(name, "not installed") for name in PROGRAMS.keys() - there.keys()]


def checking(home: Path, many: Path, rounds: int) -> list[tuple[str, str]]:
    """Our checks and the peers', in turn, of what the last round took in."""
    environment = {
        "ISNAD_DATA": str(home / f"many-{rounds - 1}"),
        "ISNAD_PASSPHRASE": "a passphrase for benchmarks",
        "XDG_STATE_HOME": str(home / "state"),
    }
    bag = home / "bag"
    shutil.copytree(many, bag, copy_function=os.link)
    run(sys.executable, "-m", "bagit", "--sha256", "--quiet", str(bag))
    bagit = [sys.executable, "-m", "bagit", "--validate", "--processes", "2", "--quiet", str(bag)]
    lines: dict[str, Callable[[], None]] = {
        "verify --keyless": lambda: run(*ISNAD, "verify", "--keyless", **environment),
        "bagit.py --validate --processes 2": lambda: run(*bagit),
        "verify": lambda: run(*ISNAD, "verify", **environment),
    }
    if shutil.which("borg"):
        theirs = borg_at(home, f"many-{rounds - 1}")
        lines["borg check --verify-data"] = lambda: run("borg", "check", "--verify-data", **theirs)
    taken: dict[str, list[Spent]] = {name: [] for name in lines}
    for _ in range(rounds):
        for name, act in lines.items():
            taken[name].append(timed(act))
    found = {name: median(spent) for name, spent in taken.items()}
    rows = []
    for ours, peer in (
        ("verify --keyless", "bagit.py --validate --processes 2"),
        ("verify", "borg check --verify-data"),
    ):
        rows.append((f"isnad {ours}", str(found[ours])))
        rows.append((peer, beside(found[ours], found[peer]) if peer in found else "not installed"))
    return rows


def the_pen(home: Path) -> list[tuple[str, str]]:
    os.environ["XDG_STATE_HOME"] = str(home / "state")
    from isnad.house.waking import start_django

    start_django(home / "pen")
    from isnad.custody.entries import Pseudonym
    from isnad.house import opening
    from isnad.record.pen import pen, say

    opening.create(home / "pen", "a passphrase for benchmarks")

    def singles(count: int) -> None:
        for number in range(count):
            say([Pseudonym(f"{number}")], by="owner")

    def together() -> None:
        threads = [threading.Thread(target=singles, args=(60,)) for _ in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def batches() -> None:
        for _ in range(10):
            with pen("owner") as held:
                for number in range(1000):
                    held.say(Pseudonym(f"{number}"))

    singles(10)
    alone, sixteen, batched = timed(lambda: singles(300)).wall, timed(together).wall, timed(batches)
    opening.close()
    return [
        ("single acknowledged transactions", f"{300 / alone:.0f}/s"),
        ("the same from 16 threads", f"{960 / sixteen:.0f}/s"),
        (
            "entries in batches of 1,000, rows and sealing included",
            f"{10_000 / batched.wall:.0f}/s, {10_000 / batched.cpu:.0f}/s of processor time",
        ),
    ]


if __name__ == "__main__":
    main()
