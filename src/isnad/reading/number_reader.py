"""The reader of numbers: the instrument's readings, one claim a number, with its role where that is told.

A line joined by a slash is as many numbers as it has parts; a number without a role is *another number*. The letter
beside a number belongs to it (1234 ب is not 1234 ج); digits are never changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from isnad.instruments.numerals import Numerals
from isnad.reading.numbers import told
from isnad.reading.photographs import unfolded
from isnad.reading.readers import Picture, Reading, Seen, digest_of
from isnad.words import Refusal, Region

PROPERTIES = {"detainee": "detaineeNumber", "branch": "branchNumber", "examination": "examinationNumber"}
WITHOUT_ROLE = "otherNumber"


class NumberReader:
    """Reads handwritten numbers."""

    name = "numbers"

    @cached_property
    def version(self) -> str:
        """Changes with every change of the networks, their calibration or the series' codes."""
        package = "isnad.instruments.numerals"
        return f"1-{digest_of((package, 'weights'), (package, 'series'))}"

    @cached_property
    def _numerals(self) -> Numerals:
        return Numerals()

    def takes(self, media_type: str) -> bool:
        return media_type.startswith("image/")

    def read(self, batch: Sequence[Picture]) -> list[Seen]:
        return [self._one(each) for each in batch]

    def _one(self, picture: Picture) -> Seen:
        try:
            photograph = unfolded(picture.data)
        except Refusal as refused:
            return Seen(picture.entry, finding=refused.code)
        shape = photograph.grey.shape
        stored = shape if photograph.quarters % 2 == 0 else shape[::-1]
        found = [told(each, photograph.quarters, shape) for each in self._numerals.read(photograph.grey)]
        return Seen(picture.entry, tuple(reading for each in found for reading in readings(each, stored)))


def readings(line: dict[str, Any], stored: tuple[int, ...]) -> Iterator[Reading]:
    """What one line on a photograph of ``stored`` (height, width) pixels says, number by number."""
    texts = line["text"].split("/")
    roles = (line["role"] or "").split("/")
    written = line["as_written"].split("/")
    if len(texts) != len(roles) or len(texts) != len(written) or not any(role in PROPERTIES for role in roles):
        texts, roles, written = [line["text"]], [""], [line["as_written"]]
    for text, role, as_written in zip(texts, roles, written, strict=True):
        letter = line["letter"] if len(texts) == 1 else None
        normal = " ".join(each for each in (text, letter) if each)
        if normal:
            yield Reading(
                PROPERTIES.get(role, WITHOUT_ROLE), as_written or normal, normal, region(line["quad"], stored),
                round(1000 * line["confidence"]), firm=line["accepted"], more=_more(line),
            )  # fmt: skip


def region(quad: Sequence[Sequence[float]], stored: tuple[int, ...]) -> Region | None:
    """The rectangle around a quadrilateral, inside the picture; None where it lies outside."""
    height, width = stored[:2]
    left, right = max(0, int(min(x for x, _ in quad))), min(width, round(max(x for x, _ in quad)) + 1)
    top, bottom = max(0, int(min(y for _, y in quad))), min(height, round(max(y for _, y in quad)) + 1)
    return Region(left, top, right - left, bottom - top) if right > left and bottom > top else None


def _more(line: dict[str, Any]) -> dict[str, Any]:
    rival = line["runner_up"]
    return {
        "script": line["script"],
        "quad": [[round(x), round(y)] for x, y in line["quad"]],  # so that a person sees the line laid straight
        "reasons": list(line["reasons"]),
        "doubts": list(line["doubts"]),
        "runner_up": None if rival is None else [rival["text"], round(1000 * rival["chance"])],
    }
