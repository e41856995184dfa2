"""What a series says the parts of a path mean, read while the path is in hand.

``paths/<name>.yaml`` has, under ``paths``, patterns with named groups (``branch``, ``date``, ``number``,
``photographer``, ``name``); the first that fits a part of a path reads it. What a series lists under ``sealed`` (who
took a picture, whose name it is) stays sealed; the rest becomes restricted codes that cite the part by its index.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import resources
from typing import Any

import yaml

from isnad.words import Json, Refusal

ALWAYS_SEALED = frozenset({"photographer", "name"})


@dataclass(frozen=True, slots=True)
class PathReading:
    """The patterns of one series; none for an accession of no known series."""

    series: str = ""
    patterns: tuple[re.Pattern[str], ...] = ()
    sealed: frozenset[str] = ALWAYS_SEALED

    def read(self, path: str) -> tuple[list[Json], list[Json]]:
        """What the parts of ``path`` say: open codes and sealed ones, each with the index of its part."""
        codes: list[Json] = []
        sealed: list[Json] = []
        for index, part in enumerate(path.split("/")):
            for meaning, value in self._meanings(part):
                into = sealed if meaning in self.sealed else codes
                into.append({"part": index, "meaning": meaning, "value": value, "series": self.series})
        return codes, sealed

    def _meanings(self, part: str) -> list[tuple[str, str]]:
        for pattern in self.patterns:
            if found := pattern.fullmatch(part):
                return [(name, value) for name, value in found.groupdict().items() if value is not None]
        return []


def known_series() -> list[str]:
    """The names of the series that the package ships."""
    folder = resources.files("isnad.intake").joinpath("paths")
    return sorted(each.name.removesuffix(".yaml") for each in folder.iterdir() if each.name.endswith(".yaml"))


def path_reading(series: str | None) -> PathReading:
    """How the paths of a series are read; refused for a series that nobody knows."""
    if series is None:
        return PathReading()
    if series not in known_series():
        raise Refusal("intake.unknown-series", known=", ".join(known_series()))
    text = resources.files("isnad.intake").joinpath("paths", f"{series}.yaml").read_text("utf-8")
    data: dict[str, Any] = yaml.safe_load(text)
    patterns = tuple(re.compile(each) for each in data["paths"])
    return PathReading(series, patterns, ALWAYS_SEALED | frozenset(data.get("sealed", ())))
