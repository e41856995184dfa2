"""Makes the networks and the confidence again from the beginning, with one command.

    python3.11 training/numerals/make.py WORK [--hours 3] [--into WEIGHTS] [--digits ../shared/data/digits]
                                              [--photographs ../shared/data/photos/jpg]

 1. An environment in ``WORK/venv`` from ``requirements.txt``, if it is not there.
 2. Open handwriting fonts through npm (``FONTS``); without npm the strokes do without them. Photographs without a
    number, to lie under the cards: those that scikit-image carries, and some of ``--photographs``.
 3. Scenes of the part *train*, written while the networks learn.
 4. The reader on one processor; the finder, then a second reader, on the other; on a GPU where torch sees one. They
    have what time is left.
 5. All three as ONNX; then the confidence, on scenes of the part *calibrate*.

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
import time
import zipfile
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

CARRIER = "scikit-image==0.26.0"
CARRIED = (
    "brick.png", "grass.png", "gravel.png", "camera.png", "chelsea.png", "coffee.png", "rocket.jpg", "astronaut.png",
    "moon.png", "coins.png",
)  # fmt: skip
OTHERS = (
    "gps/DSCN0010.jpg", "gps/DSCN0012.jpg", "gps/DSCN0021.jpg", "gps/DSCN0025.jpg", "gps/DSCN0027.jpg",
    "gps/DSCN0029.jpg", "gps/DSCN0038.jpg", "gps/DSCN0040.jpg", "gps/DSCN0042.jpg", "hdr/canon_hdr_NO.jpg",
    "hdr/iphone_hdr_NO.jpg", "exif-org/fujifilm-dx10.jpg", "exif-org/fujifilm-mx1700.jpg", "exif-org/nikon-e950.jpg",
    "exif-org/fujifilm-finepix40i.jpg", "exif-org/sanyo-vpcg250.jpg",
)  # fmt: skip
BESIDE = (("finder", "finder"), ("reader", "second"))  # what is taught beside the reader
CALIBRATED = 0.25  # seconds that a scene takes to be made and read, when the confidence is fitted


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


def photographs(work: Path, others: str) -> Path:
    """A folder with photographs on which no number stands."""
    folder, packed = work / "photographs", work / "packed"
    if folder.exists():
        return folder
    packed.mkdir(exist_ok=True)
    pip = [str(environment(work)), "-m", "pip", "download", "-q", "--no-deps", "--only-binary=:all:"]
    subprocess.run([*pip, "-d", str(packed), CARRIER], check=True)
    folder.mkdir()
    with zipfile.ZipFile(next(packed.glob("scikit_image-*.whl"))) as opened:
        for name in CARRIED:
            (folder / name).write_bytes(opened.read(f"skimage/data/{name}"))
    for name in OTHERS:
        if others and Path(others, name).exists():
            shutil.copy(Path(others, name), folder)
    return folder


class Making:
    """Programs of this folder, run in the environment, one processor each."""

    def __init__(self, work: Path, digits: str, others: str) -> None:
        self.python, self.work, self.shards = environment(work), work, work / "shards"
        held = str(Path(digits).resolve()) if digits and Path(digits).is_dir() else ""
        self.sources = ["--digits", held, "--fonts", str(fonts(work)), "--photographs", str(photographs(work, others))]
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
        """The reader on one processor; the finder, then the second reader, on the other; more scenes all the while."""
        making = self.start("shards", self.shards, *self.sources, "--scenes", 40_000)
        reader = self.teach("reader", "reader", minutes)
        ended = [
            self.teach(network, name, minutes / 2).wait()
            for network, name in (("finder", "finder"), ("reader", "second"))
        ]
        ended.append(reader.wait())
        making.terminate()
        making.wait()
        if any(ended):
            raise SystemExit("training failed")

    def teach(self, network: str, name: str, minutes: float) -> subprocess.Popen[bytes]:
        """Starts teaching a network, from where it ended if it was taught before."""
        out = self.work / f"{name}.pt"
        earlier = ["--from", out] if out.exists() else []
        return self.start(f"train_{network}", self.shards, out, "--minutes", minutes, *earlier)


def main() -> None:
    """The five steps."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("work", type=Path)
    asked.add_argument("--digits", default=str(ROOT.parent / "shared/data/digits"))
    asked.add_argument("--photographs", default=str(ROOT.parent / "shared/data/photos/jpg"))
    asked.add_argument("--hours", type=float, default=3.0)
    asked.add_argument("--into", type=Path, default=WEIGHTS)
    given = asked.parse_args()
    began, work, into = time.monotonic(), given.work.resolve(), given.into.resolve()
    work.mkdir(parents=True, exist_ok=True)
    making = Making(work, given.digits, given.photographs)
    many = max(100, min(2500, int(1000 * given.hours)))
    making.run("shards", making.shards, *making.sources, "--scenes", 2000 if given.hours > 0.5 else 250)
    spent = (time.monotonic() - began + many * CALIBRATED) / 60
    making.learn(max(1.0, given.hours * 60 * 0.95 - spent))
    networks = [work / f"{name}.pt" for name in ("finder", "reader", "second")]
    making.run("export", *networks, making.shards, "--out", into)
    making.run("calibrate", many, *making.sources, "--weights", into, "--out", into / "confidence.json")
    print(f"made in {(time.monotonic() - began) / 3600:.2f} hours")


if __name__ == "__main__":
    main()
