"""``python -m benchmarks.memory [--small 100000] [--large 20]``: the memory of an intake, all its processes together.

 * many small files, and one file of so many GiB (full of zeros, so sparse on its own disk; the vault's copy is not);
 * once a tenth of a second the proportional share (PSS) of each process under the command is added up from
   ``/proc/PID/smaps_rollup``, so that what they share counts once; the highest sum is printed. The 256 MiB that the key
   process needs to stretch the passphrase count too.

Asked: below 500 MB in both.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

EVERY = 0.1  # seconds


def small(folder: Path, count: int) -> None:
    """``count`` files of some hundred bytes, each another."""
    for number in range(count):
        path = folder / f"{number // 1000:04}" / f"{number:07}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"note {number}\n" * 40)


def large(folder: Path, gibibytes: int) -> None:
    """One file of zeros."""
    folder.mkdir(parents=True)
    with (folder / "large.bin").open("wb") as out:
        out.truncate(gibibytes * 2**30)


def family(process: int) -> list[int]:
    """A process and all below it."""
    found, next_ones = [], [process]
    while next_ones:
        each = next_ones.pop()
        found.append(each)
        with suppress(OSError):
            for task in os.listdir(f"/proc/{each}/task"):
                next_ones += map(int, Path(f"/proc/{each}/task/{task}/children").read_text().split())
    return found


def share(process: int) -> int:
    """The proportional share of a process, in bytes."""
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def highest(line: list[str], environment: dict[str, str]) -> tuple[float, float, float]:
    """Megabytes at most, megabytes at most once the key process has stretched the passphrase, and seconds."""
    began = time.monotonic()
    running = subprocess.Popen(line, env=os.environ | environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    most = later = 0
    while running.poll() is None:
        now = sum(map(share, family(running.pid)))
        most = max(most, now)
        if time.monotonic() - began > 15:
            later = max(later, now)
        time.sleep(EVERY)
    if running.returncode:
        raise SystemExit(f"the intake ended with {running.returncode}")
    return most / 1e6, later / 1e6, time.monotonic() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", type=int, default=100_000)
    parser.add_argument("--large", type=int, default=20, help="GiB")
    parser.add_argument("--folder", type=Path, default=None)
    given = parser.parse_args()
    isnad = [sys.executable, "-m", "isnad"]
    for name, make, count in (("small files", small, given.small), ("GiB in one file", large, given.large)):
        if not count:
            continue
        with tempfile.TemporaryDirectory(prefix="isnad-memory-", dir=given.folder) as home:
            make(Path(home) / "drive", count)
            environment = {
                "ISNAD_DATA": f"{home}/archive",
                "ISNAD_PASSPHRASE": "a passphrase for benchmarks",
                "XDG_STATE_HOME": f"{home}/state",
            }
            subprocess.run([*isnad, "init"], check=True, capture_output=True, env=os.environ | environment)
            line = [*isnad, "intake", f"{home}/drive", "--accession", "a", "--source", "b", "--json"]
            most, later, seconds = highest(line, environment)
            print(
                f"{count:,} {name}: at most {most:.0f} MB, {later:.0f} MB after its first 15 s; {seconds:.0f} s; "
                f"load {os.getloadavg()[0]:.1f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
