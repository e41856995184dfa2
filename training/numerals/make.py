"""Makes both networks and the confidence again from the beginning, with one command.

    python3.11 training/numerals/make.py WORK [--digits ../shared/data/digits] [--hours 3] [--into WEIGHTS]

 1. An environment in ``WORK/venv`` from ``requirements.txt``, if it is not there.
 2. Open handwriting fonts through npm (``FONTS``); without npm the strokes do without them.
 3. Scenes of the part *train*, written while the networks learn.
 4. Finder and reader side by side, one processor each; on a GPU where torch sees one. Two thirds of the time each.
 5. Both as ONNX; then the confidence, on scenes of the part *calibrate*.

What is there already is kept, so an interrupted run goes on. Nothing is written outside ``WORK`` and ``WEIGHTS``.
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
    python, held = environment(work), fonts(work)
    digits = given.digits if Path(given.digits).is_dir() else ""
    sources = ["--digits", digits, "--fonts", str(held)]
    minutes = str(given.hours * 60 * 0.8)
    known = os.environ | {"OMP_NUM_THREADS": "1", "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}"}

    def module(name: str, *words: str) -> list[str]:
        return [str(python), "-m", f"training.numerals.{name}", *words]

    def run(command: list[str]) -> None:
        subprocess.run(command, check=True, env=known, cwd=ROOT)

    shards = work / "shards"
    run(module("shards", str(shards), *sources, "--scenes", "2000"))
    making = subprocess.Popen(module("shards", str(shards), *sources, "--scenes", "40000"), env=known, cwd=ROOT)
    learning = [
        subprocess.Popen(
            module(name, str(shards), str(work / out), "--steps", "1000000", "--minutes", minutes), env=known, cwd=ROOT
        )
        for name, out in (("train_finder", "finder.pt"), ("train_reader", "reader.pt"))
    ]
    ended = [each.wait() for each in learning]
    making.terminate()
    making.wait()
    if any(ended):
        raise SystemExit(1)
    run(module("export", str(work / "finder.pt"), str(work / "reader.pt"), "--out", str(given.into)))
    run(module("calibrate", "2500", *sources, "--out", str(given.into / "confidence.json")))


if __name__ == "__main__":
    main()
