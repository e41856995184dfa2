"""Other readers on the same photographs, where they are installed: RapidOCR (pip), tesseract (Debian)."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from benchmarks.reading.accuracy import Reading

Read = Callable[[Image.Image], list[Reading]]
TO_WESTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")


def peers() -> dict[str, Read]:
    """The readers at hand by name."""
    found: dict[str, Read] = {}
    if importlib.util.find_spec("rapidocr"):
        found["RapidOCR"] = _rapid()
    if shutil.which("tesseract"):
        found["tesseract"] = _tesseract
    return found


def _digits(text: str) -> str:
    return "".join(each for each in text.translate(TO_WESTERN) if each in "0123456789/").strip("/")


def _rapid() -> Read:
    from rapidocr import RapidOCR

    engine: Any = RapidOCR()

    def read(picture: Image.Image) -> list[Reading]:
        said = engine(np.asarray(picture)[:, :, ::-1])
        if said.boxes is None:
            return []
        return [
            Reading(_digits(text), np.array(box, float), float(score), score >= 0.9)
            for box, text, score in zip(said.boxes, said.txts, said.scores, strict=True)
            if _digits(text)
        ]

    return read


def _tesseract(picture: Image.Image) -> list[Reading]:
    known = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=False).stdout
    language = "ara+eng" if "ara" in known.split() else "eng"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "photograph.png")
        picture.save(file)
        said = subprocess.run(
            ["tesseract", str(file), "-", "-l", language, "--psm", "11", "tsv"],
            capture_output=True,
            text=True,
            check=False,
        ).stdout
    readings = []
    for row in said.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) == 12 and _digits(cells[11]):
            left, top, wide, high = (float(each) for each in cells[6:10])
            quad = np.array([[left, top], [left + wide, top], [left + wide, top + high], [left, top + high]])
            share = max(0.0, float(cells[10])) / 100
            readings.append(Reading(_digits(cells[11]), quad, share, share >= 0.9))
    return readings
