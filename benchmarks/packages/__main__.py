"""``python -m benchmarks.packages``: making and checking packages, beside bagit.py, on the same photographs and disk.

 * `isnad package create` of 1,000 photographs (decrypted, copied without metadata, hashed, each with its proof, papers,
   signature) against `bagit.py` as it comes (SHA-256 and SHA-512) on the same files; asked: at least 0.5 of its rate.
 * The same less what one package costs whatever is in it (start, key, papers): a package of one photograph.
 * `isnad package verify` against `bagit.py --validate` on the same package; asked: no slower. `verify.py` alone, too.

Programs run in turns, several rounds; medians are printed, by the clock and of processors, for a machine that others
use as well.
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy
from PIL import Image

from benchmarks.custody.__main__ import ISNAD, Spent, beside, median, run, timed

PHOTOGRAPHS = 1000
SIZES = {"small": (1280, 960), "of a camera": (2560, 1920)}  # pixels
BAGIT = [sys.executable, "-m", "bagit"]
Acts = dict[str, Callable[[], Spent]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--photographs", type=int, default=PHOTOGRAPHS)
    parser.add_argument("--size", choices=list(SIZES), action="append")
    given = parser.parse_args()
    for name in given.size or SIZES:
        with tempfile.TemporaryDirectory(prefix="isnad-bench-", dir=os.environ.get("ISNAD_BENCH")) as folder:
            measure(Path(folder), name, given.photographs, given.rounds)


def measure(home: Path, name: str, count: int, rounds: int) -> None:
    """Everything, with photographs of one size."""
    size = photograph(home / "many", count, *SIZES[name])
    photograph(home / "one", 1, *SIZES[name])
    environment = archive(home)
    print(f"{count} photographs, {name}: {size / 1e6:.0f} MB", flush=True)
    report_making(in_turns(making(home, environment), rounds))
    report_checking(in_turns(checking(home / "checked"), rounds))
    print(
        f"medians of {rounds} rounds, in turns; load {os.getloadavg()[0]:.1f}; {os.cpu_count()} processors\n",
        flush=True,
    )


def photograph(folder: Path, count: int, width: int, height: int) -> int:
    """Writes invented photographs: grain and shades, each with metadata; returns their bytes."""
    folder.mkdir()
    chance = numpy.random.default_rng(7)
    grain = chance.normal(0, 9, (height * 2, width * 2)).astype("float32")
    slope = numpy.linspace(40, 200, width, dtype="float32")[None, :]
    size = 0
    for number in range(count):
        top, left = chance.integers(0, height), chance.integers(0, width)
        pixels = (slope + grain[top : top + height, left : left + width] + number % 40)[:, :, None].repeat(3, 2)
        exif = Image.Exif()
        exif[0x010F] = f"maker {number}"
        out = io.BytesIO()
        Image.fromarray(pixels.clip(0, 255).astype("uint8")).save(out, "JPEG", quality=88, exif=exif)
        size += (folder / f"{number:05}.jpg").write_bytes(out.getvalue())
    return size


def archive(home: Path) -> dict[str, str]:
    """An archive that holds both folders, and one package to check."""
    environment = {
        "ISNAD_DATA": str(home / "archive"),
        "ISNAD_PASSPHRASE": "a passphrase for benchmarks",
        "XDG_STATE_HOME": str(home / "state"),
    }
    run(*ISNAD, "init", "--demo", **environment)
    for name in ("many", "one"):
        run(
            *ISNAD, "intake", str(home / name), "--accession", name, "--source", "b", "--accept-writable", **environment
        )
    run(*ISNAD, "package", "create", "--accession", "many", "--out", str(home / "checked"), **environment)
    return environment


def making(home: Path, environment: dict[str, str]) -> Acts:
    """What is made, each time anew."""

    def ours(accession: str) -> Spent:
        out = home / "package"
        line = [*ISNAD, "package", "create", "--accession", accession, "--out", str(out), "--json"]
        spent = timed(lambda: run(*line, **environment))
        shutil.rmtree(out)
        return spent

    def theirs(folder: str) -> Spent:
        bag = home / "bag"
        copied = timed(lambda: shutil.copytree(home / folder, bag))
        spent = timed(lambda: run(*BAGIT, "--quiet", str(bag)))
        shutil.rmtree(bag)
        return Spent(spent.wall + copied.wall, spent.cpu + copied.cpu)

    return {
        "bagit.py": lambda: theirs("many"),
        "package": lambda: ours("many"),
        "bagit.py, one": lambda: theirs("one"),
        "package, one": lambda: ours("one"),
    }


def checking(package: Path) -> Acts:
    """What is checked: one package, by three programs."""
    validate = [*BAGIT, "--quiet", "--validate", str(package)]
    return {
        "bagit.py --validate": lambda: timed(lambda: run(*validate)),
        "package verify": lambda: timed(lambda: run(*ISNAD, "package", "verify", str(package), "--json")),
        "verify.py": lambda: timed(lambda: run(sys.executable, "-I", str(package / "verify.py"), "--json")),
    }


def in_turns(acts: Acts, rounds: int) -> dict[str, Spent]:
    """The medians of each, run in turns; one round before counts for nothing."""
    for act in acts.values():
        act()
    spent: dict[str, list[Spent]] = {name: [] for name in acts}
    for _ in range(rounds):
        for name, act in acts.items():
            spent[name].append(act())
    return {name: median(each) for name, each in spent.items()}


def report_making(found: dict[str, Spent]) -> None:
    whole, bag = found["package"], found["bagit.py"]
    more = whole.less(found["package, one"]), bag.less(found["bagit.py, one"])
    for name, each in found.items():
        print(f"{name:58} {each}")
    for name, ours, theirs in (
        ("made, as a rate of bagit.py's (asked: 0.5)", whole, bag),
        ("the same less one", *more),
    ):
        print(f"{name:58} {theirs.wall / ours.wall:.2f} by the clock, {theirs.cpu / ours.cpu:.2f} of processors")


def report_checking(found: dict[str, Spent]) -> None:
    theirs = found["bagit.py --validate"]
    print(f"{'bagit.py --validate':58} {theirs}")
    for name in ("package verify", "verify.py"):
        print(f"{name:58} {found[name]}")
        print(f"{name + ' beside it (asked: at most 1)':58} {beside(found[name], theirs)}")


if __name__ == "__main__":
    main()
