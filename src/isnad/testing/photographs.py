"""Photographs of bodies as a grouping gets them, with what is wrong with real ones; invented, and nothing is drawn.

Two series, like the demonstration's: three numbers on a card, or one number and a file name that says more. Several
photographers work side by side and their files are mixed; clocks jump and stay wrong; numbers are unreadable,
misread or without role; some views show no card; some photographs lie twice in the archive, slightly changed.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from isnad.remains.evidence import BRANCH, DETAINEE, EXAMINATION, FILE, OTHER, Number, Photograph
from isnad.testing.demo.chance import chance_of

BRANCHES = ("215", "216", "227", "235", "248", "251")


@dataclass(frozen=True, slots=True)
class Faults:
    """How often things go wrong: shares of numbers, of photographs, of bodies."""

    unreadable: float = 0.05
    misread: float = 0.01
    hesitant: float = 0.04  # misread, and the reader says that it is not sure
    without_role: float = 0.05
    without_card: float = 0.12
    twice: float = 0.03
    clock_jumps: float = 0.01
    without_clock: float = 0.0
    cameras_known: bool = True


@dataclass(slots=True)
class _Photographer:
    camera: str
    clock: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Shown:
    """A photograph and the body it truly shows."""

    photograph: Photograph
    body: int


def simulated(bodies: int, seed: int, faults: Faults = Faults()) -> list[Shown]:
    """Photographs of so many bodies, in the order in which they would be received."""
    chance = chance_of(f"isnad photographs/{seed}")
    first = round(bodies * 0.7)
    shown = [*_series(range(first), "A", chance, faults), *_series(range(first, bodies), "B", chance, faults)]
    copies = [_copy(each, chance) for each in chance.sample(shown, round(len(shown) * faults.twice))]
    return [
        replace(each, photograph=replace(each.photograph, entry=at, order=at))
        for at, each in enumerate([*shown, *copies])
    ]


def _series(bodies: range, series: str, chance: random.Random, faults: Faults) -> Iterator[Shown]:
    """The bodies of one series, day by day; the files of photographers who worked at once lie mixed."""
    numbers = chance.sample(range(1_000, 1_000 + max(9_000, 4 * len(bodies))), len(bodies))
    photographers = [_Photographer(f"{series}{at}") for at in range(3)]
    moment, examination = datetime(2013 if series == "A" else 2015, 3, 4, 8, 30), 1_000
    waiting = list(zip(bodies, numbers, strict=True))
    while waiting:
        together = [waiting.pop(0) for _ in range(min(len(waiting), chance.choice((1, 2, 2, 3))))]
        taken: list[tuple[datetime, Shown]] = []
        for (body, number), photographer in zip(together, photographers, strict=False):
            examination += chance.choice((1, 1, 2, 7))
            borne = {DETAINEE: str(number), BRANCH: chance.choice(BRANCHES), EXAMINATION: str(examination)}
            if series == "B":
                borne = {OTHER: str(20_000 + number), FILE: f"{body:05}"}
            if chance.random() < faults.clock_jumps:
                photographer.clock += timedelta(seconds=chance.randrange(-400_000, 400_000))
            taken += _taken(body, borne, moment, photographer, chance, faults)
        yield from (shown for _, shown in sorted(taken, key=lambda each: each[0]))
        moment = _later(moment, chance)


def _later(moment: datetime, chance: random.Random) -> datetime:
    if moment.hour >= 14:
        return moment.replace(hour=8, minute=chance.randrange(59)) + timedelta(days=chance.choice((1, 1, 2, 5)))
    return moment + timedelta(seconds=chance.randrange(420, 1_500))


def _taken(
    body: int, borne: dict[str, str], moment: datetime, by: _Photographer, chance: random.Random, faults: Faults
) -> Iterator[tuple[datetime, Shown]]:
    """Three to five photographs, seconds apart."""
    moment += timedelta(seconds=chance.randrange(60))
    for _ in range(chance.choice((3, 4, 4, 5))):
        moment += timedelta(seconds=chance.randrange(9, 70))
        card = chance.random() >= faults.without_card
        numbers = tuple(_read(borne, chance, faults, card=card))
        clock = None if chance.random() < faults.without_clock else moment + by.clock
        camera = by.camera if faults.cameras_known else None
        likeness = chance.randbytes(32)
        accession = 1 if by.camera.startswith("A") else 2
        yield moment, Shown(Photograph(0, accession, 0, numbers, clock, camera, likeness), body)


def _read(borne: dict[str, str], chance: random.Random, faults: Faults, *, card: bool) -> Iterator[Number]:
    for role, text in borne.items():
        if role == FILE:
            yield Number(role, text, 0.95)
        elif card and chance.random() >= faults.unreadable:
            wrong, told = chance.random(), chance.random()
            shown_as = OTHER if told < faults.without_role else role
            if wrong < faults.misread:
                yield Number(shown_as, _misread(text, chance), 0.97)
            elif wrong < faults.misread + faults.hesitant:
                yield Number(shown_as, _misread(text, chance), chance.uniform(0.2, 0.6))
            else:
                yield Number(shown_as, text, chance.choice((0.6, 0.9, 0.97, 0.99, 0.99)))


def _misread(text: str, chance: random.Random) -> str:
    """One digit is another, or lost."""
    at = chance.randrange(len(text))
    digit = chance.choice([each for each in "0123456789" if each != text[at]])
    return text[:at] + chance.choice((digit, digit, "")) + text[at + 1 :]


def _copy(shown: Shown, chance: random.Random) -> Shown:
    """The same photograph once more in another folder, saved anew: a few bits of its likeness turn; no clock."""
    likeness = int.from_bytes(shown.photograph.likeness or b"", "big")
    for bit in chance.sample(range(256), chance.randrange(8)):
        likeness ^= 1 << bit
    return replace(shown, photograph=replace(shown.photograph, likeness=likeness.to_bytes(32, "big")))
