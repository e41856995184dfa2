"""Makes both networks and the confidence again from the beginning, with one command.

    python3.11 training/numerals/make.py WORK [--digits ../shared/data/digits] [--hours 3] [--into WEIGHTS]

 1. An environment in ``WORK/venv`` from ``requirements.txt``, if it is not there.
 2. Open handwriting fonts through npm (``FONTS``); without npm the strokes do without them.
 3. Scenes of the part *train*, written while the networks learn.
 4. Finder and reader side by side, one processor each; on a GPU where torch sees one. Two thirds of the time each.
 5. Both as ONNX; then the confidence, on scenes of the part *calibrate*.

What is there already is kept: an interrupted run goes on, and a finished one is trained further from where it ended.
Nothing is written outside ``WORK`` and ``WEIGHTS``.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
WEIGHTS = ROOT / "src/isnad/instruments/numerals/weights"
FONTS = (
    "playpen-sans-arabic", "aref-ruqaa", "gulzar", "vibes", "marhey", "harmattan", "caveat", "gochi-hand", "kalam",
    "indie-flower", "patrick-hand", "reenie-beanie", "nanum-pen-script", "shadows-into-light", "covered-by-your-grace",
    "permanent-marker", "rock-salt", "homemade-apple", "handlee", "gloria-hallelujah",
)  # fmt: skip
KEPT = ("-arabic-400-normal.woff2", "-arabic-700-normal.woff2", "-latin-400-normal.woff2", "-latin-700-normal.woff2")


def environment(work: Path) -> Path:
    """The Python of an environment of its own."""
    python = work / "venv/bin/python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(work / "venv")], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", "-r", str(HERE / "requirements.txt")], check=True)
    return python


def fonts(work: Path) -> Path:
    """A folder with the fonts' files."""
    folder, packed = work / "fonts", work / "packed"
    if folder.exists() or shutil.which("npm") is None:
        folder.mkdir(exist_ok=True)
        return folder
    packed.mkdir(exist_ok=True)
    for name in FONTS:
        subprocess.run(
            ["npm", "pack", "--silent", f"@fontsource/{name}"], cwd=packed, check=True, stdout=subprocess.DEVNULL
        )
    folder.mkdir()
    for archive in packed.glob("*.tgz"):
        with tarfile.open(archive) as opened:
            for member in opened.getmembers():
                if member.name.endswith(KEPT) and (held := opened.extractfile(member)):
                    (folder / Path(member.name).name).write_bytes(held.read())
    return folder


class Making:
    """Programs of this folder, run in the environment, one processor each."""

    def __init__(self, work: Path, digits: str) -> None:
        self.python, self.work, self.shards = environment(work), work, work / "shards"
        held = str(Path(digits).resolve()) if digits and Path(digits).is_dir() else ""
        self.sources = ["--digits", held, "--fonts", str(fonts(work))]
        self.known = os.environ | {"OMP_NUM_THREADS": "1", "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}"}

    def start(self, name: str, *words: object) -> subprocess.Popen[bytes]:
        """Starts one program."""
        command = [str(self.python), "-m", f"training.numerals.{name}", *map(str, words)]
        return subprocess.Popen(command, env=self.known, cwd=ROOT)

    def run(self, name: str, *words: object) -> None:
        """Runs one program to its end."""
        if self.start(name, *words).wait():
            raise SystemExit(f"{name} failed")

    def learn(self, minutes: float) -> None:
        """Both networks side by side, while more scenes are made."""
        making = self.start("shards", self.shards, *self.sources, "--scenes", 40_000)
        running = []
        for name in ("finder", "reader"):
            out = self.work / f"{name}.pt"
            earlier = ["--from", out] if out.exists() else []
            running.append(
                self.start(f"train_{name}", self.shards, out, "--steps", 10**6, "--minutes", minutes, *earlier)
            )
        ended = [each.wait() for each in running]
        making.terminate()
        making.wait()
        if any(ended):
            raise SystemExit("training failed")


def main() -> None:
    """The five steps."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("work", type=Path)
    asked.add_argument("--digits", default=str(ROOT.parent / "shared/data/digits"))
    asked.add_argument("--hours", type=float, default=3.0)
    asked.add_argument("--into", type=Path, default=WEIGHTS)
    given = asked.parse_args()
    work: Path = given.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    making = Making(work, given.digits)
    making.run("shards", making.shards, *making.sources, "--scenes", 2000)
    making.learn(given.hours * 60 * 0.8)
    networks = [work / "finder.pt", work / "reader.pt"]
    making.run("export", *networks, "--out", given.into.resolve(), "--eight-bits", making.shards)
    making.run("calibrate", 2500, *making.sources, "--out", given.into.resolve() / "confidence.json")


if __name__ == "__main__":
    main()
