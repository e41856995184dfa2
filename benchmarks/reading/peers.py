"""Other readers on the same photographs: RapidOCR in an environment of its own, tesseract where Debian has it.

``python -m benchmarks.reading --install-peers`` makes ``.venv-peers`` at the repository's root and puts RapidOCR there;
nothing of it is part of Isnad. A reader that is not there is left out, and the table says so.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.reading.accuracy import Reading

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".venv-peers/bin/python"
WORKER = Path(__file__).with_name("rapid_worker.py")
RAPID = ("rapidocr==3.10.0", "onnxruntime==1.32.0")
SURE = 0.9  # neither reader has a threshold of its own; this is what would be accepted of them
TO_WESTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")


@dataclass(frozen=True)
class Reader:
    """How a reader reads one photograph, and the processor seconds that it has spent so far."""

    read: Callable[[Image.Image], list[Reading]]
    spent: Callable[[], float] = time.process_time


def install() -> None:
    """Makes the environment of the other readers."""
    subprocess.run([sys.executable, "-m", "venv", str(PYTHON.parents[1])], check=True)
    subprocess.run([str(PYTHON), "-m", "pip", "install", "-q", *RAPID], check=True)


def peers() -> dict[str, Reader]:
    """The readers at hand by name."""
    found: dict[str, Reader] = {}
    if PYTHON.exists():
        found["RapidOCR"] = _rapid()
    if shutil.which("tesseract"):
        found["tesseract"] = Reader(_tesseract, lambda: time.process_time() + sum(os.times()[2:4]))
    return found


def digits_of(text: str) -> str:
    """The digits and slashes of a text, Western."""
    return "".join(each for each in text.translate(TO_WESTERN) if each in "0123456789/").strip("/")


def _reading(text: str, quad: object, share: float) -> list[Reading]:
    digits = digits_of(text)
    return [Reading(digits, np.array(quad, float), share, share >= SURE)] if digits else []


def _rapid() -> Reader:
    known = os.environ | {"OMP_NUM_THREADS": "1"}
    worker = subprocess.Popen(
        [str(PYTHON), str(WORKER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=known
    )
    spent = 0.0

    def read(picture: Image.Image) -> list[Reading]:
        nonlocal spent
        assert worker.stdin
        assert worker.stdout
        with tempfile.NamedTemporaryFile(suffix=".png") as file:
            picture.save(file.name)
            print(file.name, file=worker.stdin, flush=True)
            said = json.loads(worker.stdout.readline())
        spent += said["seconds"]
        return [reading for text, quad, share in said["lines"] for reading in _reading(text, quad, share)]

    return Reader(read, lambda: spent)


def _tesseract(picture: Image.Image) -> list[Reading]:
    known = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=False).stdout
    language = "ara+eng" if "ara" in known.split() else "eng"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "photograph.png")
        picture.save(file)
        command = ["tesseract", str(file), "-", "-l", language, "--psm", "11", "tsv"]
        known_one = os.environ | {"OMP_THREAD_LIMIT": "1"}
        said = subprocess.run(command, capture_output=True, text=True, check=False, env=known_one).stdout
    readings: list[Reading] = []
    for row in said.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) == 12:
            left, top, wide, high = (float(each) for each in cells[6:10])
            quad = [[left, top], [left + wide, top], [left + wide, top + high], [left, top + high]]
            readings += _reading(cells[11], quad, max(0.0, float(cells[10])) / 100)
    return readings
