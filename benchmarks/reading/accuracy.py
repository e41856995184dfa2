"""What became of each number, and what each reading was worth.

* A reading belongs to the line on which its middle lies, when it runs within 45 degrees along the line's axis.
* *Exact*: the same digits and slashes. A line joined by a slash may be one reading or its parts, if none is missing.
* A reading on no line, on words, or the second on one line is wrong. One on a line that is not legible is not counted,
  unless it is accepted: then it claims to be right and is held to it.
* Bounds are Wilson's at 95 %. The calibration error is the mean distance, over ten bins of confidence of equal count,
  between what was said and what was true.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from benchmarks.reading.scenes import Truth


@dataclass(frozen=True)
class Reading:
    """A reading as any reader gives it: text, corners, confidence, whether it is accepted."""

    text: str
    quad: NDArray[np.float64]
    confidence: float
    accepted: bool


@dataclass
class Tally:
    """Counts over many photographs."""

    legible: int = 0
    exact: int = 0
    accepted: int = 0
    accepted_exact: int = 0
    upright: int = 0
    upright_accepted: int = 0
    found: int = 0
    wrong_accepted: list[tuple[str, str]] = field(default_factory=list)
    said: list[tuple[float, bool]] = field(default_factory=list)
    empty: int = 0
    empty_accepted: int = 0
    by_script: dict[str, Tally] = field(default_factory=dict)

    def of(self, script: str) -> Tally:
        """The counts of one script alone."""
        return self.by_script.setdefault(script, Tally())


def count(tally: Tally, truths: list[Truth], readings: list[Reading]) -> None:
    """Adds one photograph to the counts."""
    if not truths:
        tally.empty += 1
        tally.empty_accepted += any(each.accepted for each in readings)
    groups: dict[int | None, list[Reading]] = {}
    for reading in readings:
        groups.setdefault(_line_of(reading, truths), []).append(reading)
    for at, truth in enumerate(truths):
        mine = groups.get(at, [])
        _count_line(tally, truth, mine)
        _count_line(tally.of(truth.script), truth, mine)
    for reading in groups.get(None, []):
        tally.said.append((reading.confidence, False))
        if reading.accepted:
            tally.accepted += 1
            tally.wrong_accepted.append(("", reading.text))


def _count_line(tally: Tally, truth: Truth, mine: list[Reading]) -> None:
    right = _exact(truth, mine)
    sure = bool(mine) and all(each.accepted for each in mine) if right else any(each.accepted for each in mine)
    if truth.legible:
        upright = truth.height >= 25 and truth.turned <= 45
        tally.legible += 1
        tally.found += bool(mine)
        tally.exact += right
        tally.upright += upright
        tally.upright_accepted += upright and sure
        tally.said += [(each.confidence, right) for each in mine]
    if sure and (truth.legible or not right):
        tally.accepted += 1
        tally.accepted_exact += right
        if not right:
            tally.wrong_accepted.append((truth.text, " ".join(each.text for each in mine)))


def _exact(truth: Truth, mine: list[Reading]) -> bool:
    if len(mine) == 1:
        return mine[0].text == truth.text
    along = truth.corners[1] - truth.corners[0]
    ordered = sorted(mine, key=lambda each: float(each.quad.mean(0) @ along))
    return len(mine) > 1 and "/".join(each.text for each in ordered) == truth.text


def _line_of(reading: Reading, truths: list[Truth]) -> int | None:
    middle = reading.quad.mean(0)
    best: tuple[float, int] | None = None
    for at, truth in enumerate(truths):
        centre = truth.corners.mean(0)
        along = truth.corners[[1, 2]].mean(0) - truth.corners[[0, 3]].mean(0)
        length = float(np.linalg.norm(along))
        along = along / max(length, 1e-6)
        away = middle - centre
        beside = abs(float(away @ np.array([-along[1], along[0]])))
        inside = abs(float(away @ along)) < length / 2 + 0.3 * truth.height and beside < 0.55 * truth.height
        if inside and (best is None or np.linalg.norm(away) < best[0]):
            best = (float(np.linalg.norm(away)), at)
    return best[1] if best else None


def bounds(right: int, total: int) -> tuple[float, float]:
    """Wilson's interval at 95 %."""
    if not total:
        return 0.0, 1.0
    z, share = 1.96, right / total
    middle, reach = share + z * z / (2 * total), z * math.sqrt(share * (1 - share) / total + z * z / (4 * total**2))
    return (middle - reach) / (1 + z * z / total), (middle + reach) / (1 + z * z / total)


def calibration_error(said: list[tuple[float, bool]], bins: int = 10) -> float:
    """Expected calibration error over bins of equal count."""
    if not said:
        return 0.0
    ordered = np.array(sorted(said), float)
    return float(
        sum(
            abs(part[:, 0].mean() - part[:, 1].mean()) * len(part)
            for part in np.array_split(ordered, min(bins, len(ordered)))
        )
        / len(ordered)
    )


def table(tally: Tally) -> dict[str, object]:
    """The counts as shares."""
    low, _ = bounds(tally.accepted_exact, tally.accepted)
    return {
        "legible": tally.legible,
        "found": _share(tally.found, tally.legible),
        "exact": _share(tally.exact, tally.legible),
        "accepted": _share(tally.accepted_exact, tally.legible),
        "accepted of upright ones of 25 px and more": _share(tally.upright_accepted, tally.upright),
        "exact of accepted": _share(tally.accepted_exact, tally.accepted),
        "lower bound of that": round(low, 4),
        "readings accepted": tally.accepted,
        "calibration error": round(calibration_error(tally.said), 4),
        "readings": len(tally.said),
        "without a number": tally.empty,
        "of these with an accepted reading": tally.empty_accepted,
        "wrong and accepted": [f"{true or 'nothing'} read as {read}" for true, read in tally.wrong_accepted[:20]],
    }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
