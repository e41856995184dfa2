"""Reads the numbers of a folder's photographs, several at a time, and writes one line for each.

* Every photograph has a line: with its readings, or with none and an ``error`` code that says why.
* Lines stand in the order of the files, whichever process was quicker.
* A photograph that brings its process down is tried once more alone, and then told as ``reading.lost``.
* Coordinates are pixels of the picture as stored; ``seconds`` runs from the file to its reading.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from isnad.engine import Lost, engine
from isnad.instruments.numerals import NumberRead, Numerals, Series
from isnad.reading.photographs import open_grey
from isnad.words import Refusal

Line = dict[str, Any]


def read_all(files: Iterable[Path], root: Path, series: Series | None = None) -> Iterator[Line]:
    """One line for each file, in their order; names are told from ``root``."""
    waiting: dict[int, Line] = {}
    following = 0
    tasks = ((at, str(file)) for at, file in enumerate(files))
    for (at, file), result in engine(_prepare, (series,)).run(_work, tasks):
        line = {"readings": [], "error": "reading.lost"} if isinstance(result, Lost) else result
        waiting[at] = {"file": told_name(Path(file), root), **line}
        while following in waiting:
            yield waiting.pop(following)
            following += 1


def told_name(file: Path, root: Path) -> str:
    """A file's name from the folder that was asked for; bytes that are no text are written as escapes."""
    name = file.name if file == root else file.relative_to(root).as_posix()
    return name.encode("utf-8", "backslashreplace").decode()


@cache
def _numerals(series: Series | None) -> Numerals:
    return Numerals(series)


_series: list[Series | None] = [None]


def _prepare(series: Series | None) -> None:
    """Loads the networks once in each process."""
    _series[0] = series
    _numerals(series)


def _work(task: tuple[int, str]) -> Line:
    return read_file(Path(task[1]), _numerals(_series[0]))


def read_file(file: Path, numerals: Numerals) -> Line:
    """One photograph's line, without its name."""
    began = time.perf_counter()
    try:
        photograph = open_grey(file)
    except Refusal as refused:
        return {"readings": [], "error": refused.code, "seconds": _since(began)}
    found = numerals.read(photograph.grey)
    readings = [told(each, photograph.quarters, photograph.grey.shape) for each in found]
    return {"readings": readings, "seconds": _since(began)}


def _since(began: float) -> float:
    return round(time.perf_counter() - began, 4)


def told(read: NumberRead, quarters: int, shape: tuple[int, ...]) -> Line:
    """One reading as a JSON value."""
    place = read.place.before_turning(quarters, shape)
    rival = read.runner_up
    return {
        "text": read.text,
        "as_written": read.as_written,
        "letter": read.letter,
        "script": read.script.value,
        "role": read.proposal.role,
        "reasons": list(read.proposal.reasons),
        "quad": place.quad(),
        "direction": round(read.direction - 90 * quarters, 1) % 360,
        "confidence": read.confidence,
        "accepted": read.accepted,
        "doubts": list(read.doubts),
        "runner_up": rival
        and {"text": rival.text, "as_written": rival.as_written, "script": rival.script.value, "chance": rival.chance},
    }
