"""Reads the numbers of one photograph: finder, reader, judgement, confidence, roles, in this order."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from isnad.instruments.numerals import finding
from isnad.instruments.numerals.alphabet import SLASH, Script, meaning
from isnad.instruments.numerals.confidence import Confidence, fitted
from isnad.instruments.numerals.doubting import doubts
from isnad.instruments.numerals.evidence import Judged, evidence
from isnad.instruments.numerals.geometry import Grey, Place
from isnad.instruments.numerals.judging import judge
from isnad.instruments.numerals.roles import Part, Proposal, Series, known_series, propose

VERSION = "2"
LEAST = 0.02  # a confidence below which nothing is said
LIKELY = 0.3  # one below which no role is proposed
TWICE = 1.6  # times smaller than the finder's size, from where on a photograph without lines is looked at again


@dataclass(frozen=True, slots=True)
class RunnerUp:
    """The best other reading of the same line, and how likely the reader holds it."""

    text: str
    as_written: str
    script: Script
    chance: float


@dataclass(frozen=True, slots=True)
class NumberRead:
    """One number on a photograph. Coordinates and direction as in ``geometry``."""

    text: str
    as_written: str
    letter: str | None
    script: Script
    place: Place
    confidence: float
    accepted: bool
    runner_up: RunnerUp | None
    doubts: tuple[str, ...]
    proposal: Proposal

    @property
    def direction(self) -> float:
        """Degrees by which the writing is turned, clockwise as one sees it; 0 is upright, 180 upside down."""
        return round(math.degrees(self.place.angle) % 360, 1)


class Numerals:
    """The instrument. One for each process: it holds the networks. Reads on one thread; run several processes."""

    def __init__(
        self, series: Series | None = None, confidence: Confidence | None = None, weights: Path | None = None
    ) -> None:
        """``weights`` is a folder with the networks; None for those that came with the program."""
        self.series = series or known_series()
        self.confidence = confidence or fitted()
        self._finder = _session("finder", weights)
        self._reader, self._second = _session("reader", weights), _session("second", weights)

    def read(self, grey: Grey) -> list[NumberRead]:
        """The numbers of a photograph given as grey levels (height, width), the surest first."""
        judged = self.judge(grey)
        given = [(each, self.confidence.of(evidence(each))) for each in judged]
        given = sorted((each for each in given if each[1] >= LEAST), key=lambda each: -each[1])
        proposals = self._proposals(given)
        mirror = any(each.mirrored for each, _ in given)
        return [
            self._said(each, sure, proposal, doubts(each, judged, mirror))
            for (each, sure), proposal in zip(given, proposals, strict=True)
        ]

    def judge(self, grey: Grey) -> list[Judged]:
        """The lines with their evidence, before any confidence: what calibration is fitted on."""
        judged = judge(self._reader, self._second, grey, finding.lines(self._finder, grey))
        small = finding.LONG / max(grey.shape) * TWICE
        if small < 1 and not any(each.guess.chance > 0.5 for each in judged):
            return judge(self._reader, self._second, grey, finding.lines(self._finder, grey, small)) or judged
        return judged

    def _said(self, judged: Judged, sure: float, proposal: Proposal, found: tuple[str, ...]) -> NumberRead:
        written = judged.guess.text
        text, letter = meaning(written)
        return NumberRead(
            text, written, letter, judged.script, judged.place, round(sure, 4),
            not found and self.confidence.accepts(sure, judged.script), _runner_up(judged), found, proposal,
        )  # fmt: skip

    def _proposals(self, given: list[tuple[Judged, float]]) -> list[Proposal]:
        """One proposal a line; a line joined by a slash has the roles of its parts; what is hardly read has none."""
        parts = [parts_of(each) if sure >= LIKELY else [] for each, sure in given]
        flat = iter(propose([part for line in parts for part in line], self.series))
        return [_joined([next(flat) for _ in line]) for line in parts]


def parts_of(judged: Judged) -> list[Part]:
    """The numbers of one line: several where slashes part them."""
    text, letter = meaning(judged.guess.text)
    pieces = text.split(SLASH) if text else []
    along, _ = judged.place.axes
    step = judged.place.length / max(1, len(pieces))
    parts = []
    for at, digits in enumerate(pieces):
        off = (at - (len(pieces) - 1) / 2) * step
        middle = (judged.place.x + float(along[0]) * off, judged.place.y + float(along[1]) * off)
        near = letter if len(pieces) == 1 else None
        parts.append(Part(digits, near, middle, judged.place.angle, at > 0, at < len(pieces) - 1))
    return parts


def _joined(proposals: list[Proposal]) -> Proposal:
    if len(proposals) == 1:
        return proposals[0]
    if not proposals or all(each.role is None for each in proposals):
        return Proposal(None)
    reasons = tuple(dict.fromkeys(reason for each in proposals for reason in each.reasons))
    return Proposal(SLASH.join(each.role or "?" for each in proposals), reasons)


def _runner_up(judged: Judged) -> RunnerUp | None:
    rival = judged.runner_up
    if rival is None:
        return None
    written = rival.text
    script = Script.ARABIC_INDIC if any(each in Script.ARABIC_INDIC.digits for each in written) else Script.WESTERN
    return RunnerUp(meaning(written)[0], written, script, round(rival.chance, 4))


@cache
def _session(name: str, folder: Path | None) -> Any:
    """A network, on one thread: whoever has more processors runs more processes."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    import onnxruntime  # type: ignore[import-untyped]

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    held = folder or resources.files("isnad.instruments.numerals").joinpath("weights")
    return onnxruntime.InferenceSession(
        held.joinpath(f"{name}.onnx").read_bytes(), options, providers=["CPUExecutionProvider"]
    )
