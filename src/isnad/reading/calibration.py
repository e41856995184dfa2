"""How often the reader of numbers is right on this archive, measured against what people typed.

* A photograph counts where two people typed the same number of a role, or where one was reviewed and accepted; it is
  said which. One person alone is no measure.
* Of what the machine emitted on such photographs: are the digits right, was it firm, is the role right?
* The share and its error are of *this* archive, with a 95 per cent interval (Wilson). What was measured on made scenes
  stands nowhere here.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from isnad.claims import queries as claims
from isnad.claims.entries import HUMAN, IMPORTED, MACHINE
from isnad.claims.models import ClaimRow
from isnad.claims.queries import Stated
from isnad.claims.standing import Standing
from isnad.reading import queries, typings
from isnad.reading.queries import SCHEMA

FIELDS = ("detaineeNumber", "branchNumber", "examinationNumber", "otherNumber")
BINS = 10


@dataclass
class Share:
    """So many of so many, with the interval in which the true share lies with 95 per cent."""

    right: int = 0
    of: int = 0

    def as_json(self) -> dict[str, object]:
        """Counts, share and interval; no share of nothing."""
        if not self.of:
            return {"right": 0, "of": 0, "share": None, "low": None, "high": None}
        low, high = wilson(self.right, self.of)
        share = round(self.right / self.of, 4)
        return {"right": self.right, "of": self.of, "share": share, "low": round(low, 4), "high": round(high, 4)}


@dataclass
class Calibration:
    """What was measured: numbers that people settled, how many the machine emitted and got right, firm or not."""

    version: str | None = None
    settled: int = 0
    by_two_people: int = 0
    by_review: int = 0
    emitted: Share = field(default_factory=Share)
    firm: Share = field(default_factory=Share)
    firm_of_settled: Share = field(default_factory=Share)
    role: Share = field(default_factory=Share)
    bins: list[tuple[float, Share]] = field(default_factory=list)  # mean confidence, and how many were right

    @property
    def error(self) -> float | None:
        """Expected calibration error over all that was emitted, between 0 and 1."""
        total = sum(each.of for _, each in self.bins)
        gaps = sum(abs(sure - each.right / each.of) * each.of for sure, each in self.bins if each.of)
        return round(gaps / total, 4) if total else None

    def as_json(self) -> dict[str, object]:
        """Everything, for machines."""
        return {
            "reader": "numbers", "version": self.version, "settled": self.settled, "by_two_people": self.by_two_people,
            "by_review": self.by_review, "emitted": self.emitted.as_json(), "firm": self.firm.as_json(),
            "firm_of_settled": self.firm_of_settled.as_json(), "role": self.role.as_json(),
            "calibration_error": self.error,
            "bins": [{"confidence": round(sure, 3), **each.as_json()} for sure, each in self.bins if each.of],
        }  # fmt: skip


def wilson(right: int, of: int, z: float = 1.96) -> tuple[float, float]:
    """The interval of a share."""
    middle = (right + z * z / 2) / (of + z * z)
    width = z * math.sqrt(right * (of - right) / of + z * z / 4) / (of + z * z)
    return max(0.0, middle - width), min(1.0, middle + width)


def calibrate() -> Calibration:
    """Measures the latest version of the reader that has read here."""
    versions = queries.versions("numbers")
    found = Calibration(versions[-1] if versions else None)
    settled: dict[int, dict[str, str]] = defaultdict(dict)
    for (entity, name), value in _settled(found).items():
        settled[entity][name] = value
    firm = {each["claim"] for each in queries.readings("numbers", versions[-1]) if each["firm"]} if versions else set()
    emitted: list[tuple[float, bool]] = []
    for entity, readings in _read(found.version, settled).items():
        emitted += _measured(found, settled[entity], readings, firm)
    found.firm_of_settled.of = found.settled
    found.bins = _binned(emitted)
    return found


def _measured(
    found: Calibration, settled: dict[str, str], readings: Sequence[Stated], firm: Collection[object]
) -> Iterator[tuple[float, bool]]:
    """The readings of one photograph beside what people settled of it: confidence, and whether it is right.

    A number is right where its digits are those that people typed, in whichever role; roles are counted apart. One of a
    role that nobody settled, and that is none of the numbers typed, is no evidence either way.
    """
    read_firm: set[str] = set()
    for each in readings:
        parts = (each.normal or each.value).split("/")
        right = (each.normal or each.value) in settled.values() or all(part in settled.values() for part in parts)
        if not right and each.property not in settled and each.property != "otherNumber":
            continue
        _count(found.emitted, right)
        if right and each.property != "otherNumber":
            _count(found.role, settled.get(each.property) == each.normal)
        if each.entry in firm:
            _count(found.firm, right)
            read_firm.update(name for name, value in settled.items() if value in (each.normal, *parts))
        yield each.confidence / 1000, right
    found.firm_of_settled.right += len(read_firm)


def _count(share: Share, right: bool) -> None:
    share.of += 1
    share.right += right


def _settled(found: Calibration) -> dict[tuple[int, str], str]:
    """The numbers that people settled, by photograph and field."""
    persons = typings.persons()
    typed: dict[tuple[int, str], dict[str, str]] = defaultdict(dict)
    settled: dict[tuple[int, str], str] = {}
    rows = ClaimRow.objects.filter(schema=SCHEMA, property__in=FIELDS, method__in=(HUMAN, IMPORTED)).order_by("pk")
    for each in _holding(rows):
        place = (each.entity, each.property)
        typed[place][persons.get(each.entry, str(each.entry))] = each.normal or each.value
        if each.standing is Standing.ACCEPTED:
            settled[place] = each.normal or each.value
    found.by_review = len(settled)
    for place, values in typed.items():
        if len(values) > 1 and len(set(values.values())) == 1 and place not in settled:
            settled[place] = next(iter(values.values()))
            found.by_two_people += 1
    found.settled = len(settled)
    return settled


def _read(version: str | None, entities: Iterable[int]) -> dict[int, list[Stated]]:
    found: dict[int, list[Stated]] = defaultdict(list)
    for each in claims.about(sorted(entities)):
        if each.method == MACHINE and each.reader == "numbers" and each.version == version:
            found[each.entity].append(each)
    return found


def _holding(rows: Iterable[ClaimRow]) -> list[Stated]:
    return [each for each in claims.stated(list(rows)) if each.standing.holds]


def _binned(emitted: list[tuple[float, bool]]) -> list[tuple[float, Share]]:
    """Ten bins of equal width."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for sure, right in emitted:
        bins[min(BINS - 1, int(sure * BINS))].append((sure, right))
    return [
        (sum(sure for sure, _ in each) / len(each), Share(sum(right for _, right in each), len(each)))
        for each in bins
        if each
    ]
