"""How fast the vault keeps files, beside borg, restic and the floor: the same files written and synced, nothing else.

    python -m benchmarks.vault [--files 3000] [--size 300000] [--rounds 2] [--folder DIR]

Everything runs in the same folder, one after the other, in turns; each program's time for a single file is taken off
(as the goal says), and the ratio of the best times is printed. Random bytes; `borg` is repokey-blake2 with `-C none`.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

from isnad.instruments.sealing import Identity
from isnad.vault import FolderStore, Gate, Vault, WrapBook, prepare

QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": True}
BATCH = 1000


def make(folder: Path, files: int, size: int) -> None:
    """``files`` files of random bytes."""
    folder.mkdir()
    for number in range(files):
        (folder / f"{number:06}.bin").write_bytes(os.urandom(size))
    os.sync()


def floor(source: Path, target: Path) -> None:
    """The same files written and synced, nothing else."""
    target.mkdir()
    for path in sorted(source.iterdir()):
        with (target / path.name).open("wb") as out:
            out.write(path.read_bytes())
            out.flush()
            os.fsync(out.fileno())
    descriptor = os.open(target, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)


def vault(source: Path, target: Path) -> None:
    """Batches of 1,000, encrypted by two workers that hold a public recipient only."""
    target.mkdir()
    recipient = Identity.new().recipient
    book = WrapBook([target / "wraps", target / "second"], target / "index", Gate(target / "gate"))
    kept = Vault(FolderStore(target / "vault"), book, lambda: [recipient], target / "incoming")
    paths = sorted(source.iterdir())
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as workers:
        for start in range(0, len(paths), BATCH):
            chosen = paths[start : start + BATCH]
            with kept.batch() as batch:
                folders, to = [batch.folder] * len(chosen), [batch.recipients] * len(chosen)
                for draft in workers.map(prepare, chosen, folders, to, chunksize=8):
                    batch.adopt(draft)


def borg(source: Path, target: Path) -> None:
    """`borg create -C none` into a new repository."""
    environment = {**os.environ, "BORG_PASSPHRASE": "benchmark", "BORG_BASE_DIR": str(target)}
    subprocess.run(["borg", "init", "-e", "repokey-blake2", str(target / "repo")], env=environment, **QUIET)
    subprocess.run(
        ["borg", "create", "-C", "none", f"{target / 'repo'}::one", "."], cwd=source, env=environment, **QUIET
    )


def restic(source: Path, target: Path) -> None:
    """`restic backup` into a new repository."""
    environment = {**os.environ, "RESTIC_PASSWORD": "benchmark", "RESTIC_CACHE_DIR": str(target / "cache")}
    repository = str(target / "repo")
    subprocess.run(["restic", "init", "-r", repository], env=environment, **QUIET)
    subprocess.run(["restic", "backup", "-r", repository, "."], cwd=source, env=environment, **QUIET)


class Spent(NamedTuple):
    """Seconds by the clock on the wall, and of processors, children included."""

    wall: float
    cpu: float

    def less(self, other: Spent) -> Spent:
        """What is left without the time for a single file."""
        return Spent(self.wall - other.wall, self.cpu - other.cpu)


def processors() -> float:
    """Seconds of processor time so far, of this process and of its ended children."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def timed(act: Callable[[Path, Path], None], source: Path, root: Path) -> Spent:
    """One run in a fresh folder, which is removed afterwards."""
    target = root / "target"
    target.mkdir()
    os.sync()
    started, used = time.perf_counter(), processors()
    act(source, target / "it" if act in (floor, vault) else target)
    spent = Spent(time.perf_counter() - started, processors() - used)
    shutil.rmtree(target)
    return spent


def main() -> None:
    """Runs all, in turns, and prints a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=3000)
    parser.add_argument("--size", type=int, default=300_000)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--folder", type=Path, default=None)
    parser.add_argument("--only", nargs="*", default=["floor", "vault", "borg", "restic"])
    given = parser.parse_args()
    programs = {"floor": floor, "vault": vault, "borg": borg, "restic": restic}
    programs = {
        name: act
        for name, act in programs.items()
        if name in given.only and (name in ("floor", "vault") or shutil.which(name))
    }
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        root = Path(folder)
        make(root / "one", 1, given.size)
        make(root / "many", given.files, given.size)
        start = {name: min(timed(act, root / "one", root) for _ in range(2)) for name, act in programs.items()}
        best = dict.fromkeys(programs, Spent(float("inf"), float("inf")))
        for number in range(given.rounds):
            for name, act in programs.items():
                spent = timed(act, root / "many", root)
                load = os.getloadavg()[0]
                print(
                    f"round {number + 1}: {name} {spent.wall:.2f} s, {spent.cpu:.2f} s of processors, load {load:.1f}"
                )
                best[name] = min(best[name], spent.less(start[name]))
    print(f"{given.files} files of {given.size} bytes; best of {given.rounds}, above the time for one file; vault = 1")
    for name, spent in best.items():
        wall, cpu = spent.wall / best["vault"].wall, spent.cpu / best["vault"].cpu
        print(f"  {name:8} {spent.wall:7.2f} s {wall:6.2f}     {spent.cpu:7.2f} s of processors {cpu:6.2f}")


if __name__ == "__main__":
    main()
