"""Accuracy and speed of reading numbers, on photographs made for it and on the demo's.

   python -m benchmarks.reading [--photographs 400] [--digits DIR] [--peers 60] [--json FILE] [--install-peers]

* Four sets: *plain*, *hard* and *none* (``scenes.py``), and *demo* (``isnad demo archive``). No network saw their
  digits, hands, seeds or composer. They are made pictures: nothing here says how an archive will be read.
* Speed: processor seconds from file to reading on one thread, at 1200 x 900 and at 10 megapixels; photographs a second
  on two processors are twice the inverse of it.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from benchmarks.reading.accuracy import Reading, Tally, count, table
from benchmarks.reading.peers import Reader, install, peers
from benchmarks.reading.scenes import Kind, made

SHARED = Path(__file__).resolve().parents[3] / "shared/data/digits"
FIRST = 900_000  # seeds from here on are for measuring


def main() -> None:
    """Measures and prints."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--photographs", type=int, default=400, help="of each kind")
    asked.add_argument("--digits", type=Path, default=SHARED, help="folder with the digits' files")
    asked.add_argument("--peers", type=int, default=60, help="photographs that the other readers are given")
    asked.add_argument("--first", type=int, default=FIRST)
    asked.add_argument("--json", type=Path)
    asked.add_argument("--install-peers", action="store_true", help="fetch RapidOCR into .venv-peers first")
    given = asked.parse_args()
    if given.install_peers:
        install()
    os.environ["OMP_NUM_THREADS"] = "1"
    digits = given.digits if given.digits.is_dir() else None
    told: dict[str, Any] = {"digits": "real, unseen" if digits else "the demo's strokes only"}
    kinds: tuple[Kind, ...] = ("plain", "hard", "none")
    for kind in kinds:
        told[kind] = _measured(kind, given.first, given.photographs, digits, _ours())
    for name, peer in (peers() if given.peers else {}).items():
        told[name] = _measured("plain", given.first, given.peers, digits, peer)
    told["demo"] = _demo()
    told["speed"] = _speed(given.first, digits)
    text = json.dumps(told, indent=1, ensure_ascii=False)
    print(text)
    if given.json:
        given.json.write_text(text + "\n", "utf-8")


def _ours() -> Reader:
    from isnad.instruments.numerals import Numerals

    numerals = Numerals()

    def read(picture: Image.Image) -> list[Reading]:
        found = numerals.read(np.asarray(picture.convert("L")))
        return [Reading(each.text, np.array(each.place.quad()), each.confidence, each.accepted) for each in found]

    return Reader(read)


def _measured(kind: Kind, first: int, many: int, digits: Path | None, reader: Reader) -> dict[str, Any]:
    tally, spent = Tally(), 0.0
    for seed in range(first, first + many):
        scene = made(kind, seed, digits)
        began = reader.spent()
        readings = reader.read(scene.picture)
        spent += reader.spent() - began
        count(tally, scene.truths, readings)
    scripts = {script: table(each) for script, each in sorted(tally.by_script.items())}
    return {
        "photographs": many,
        "processor seconds a photograph": round(spent / many, 4),
        **table(tally),
        "scripts": scripts,
    }


def _demo() -> dict[str, Any]:
    """The demo's archive: which of the numbers on its cards are among the accepted readings, and what else is."""
    from isnad.reading.numbers import read_all
    from isnad.reading.photographs import photographs
    from isnad.testing.demo.archive import make_archive

    with tempfile.TemporaryDirectory() as folder:
        make_archive(Path(folder, "demo"), bodies=20, seed=77)
        drive = Path(folder, "demo/drive")
        truth = {each["file"]: each for each in _lines(Path(folder, "demo/truth.jsonl"))}
        shown = right = wrong = said = 0
        for line in read_all(photographs(drive), drive):
            numbers = set(truth.get(line["file"], {}).get("numbers", {}).values())
            accepted = [each["text"] for each in line["readings"] if each["accepted"]]
            shown += len(numbers)
            said += len(numbers & {each["text"] for each in line["readings"]})
            right += len(numbers & set(accepted))
            wrong += len([each for each in accepted if each not in numbers])
    return {"numbers on photographs": shown, "read": said, "read and accepted": right, "accepted but not there": wrong}


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    for line in file.read_text("utf-8").splitlines():
        yield json.loads(line)


def _speed(first: int, digits: Path | None) -> dict[str, Any]:
    """Processor seconds from file to reading, one thread, warm."""
    from isnad.instruments.numerals import Numerals
    from isnad.reading.numbers import read_file

    numerals, told = Numerals(), {}
    for name, size in {"1200 x 900": (1200, 900), "10 megapixels": (3648, 2736)}.items():
        with tempfile.TemporaryDirectory() as folder:
            files = [Path(folder, f"{at}.jpg") for at in range(12)]
            for at, file in enumerate(files):
                made("plain", first + at, digits).picture.resize(size).save(file, quality=90)
            read_file(files[0], numerals)
            began = time.process_time()
            for file in files:
                read_file(file, numerals)
            each = (time.process_time() - began) / len(files)
        told[name] = {
            "processor seconds a photograph": round(each, 4),
            "a second on two processors": round(2 / each, 1),
        }
    return told


if __name__ == "__main__":
    main()
