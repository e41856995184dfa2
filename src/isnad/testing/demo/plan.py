"""Decides what the drive holds: bodies, days, cameras, cards, and what each file shows. Pure; draws nothing."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from isnad.testing.demo import people
from isnad.testing.demo.camera import Camera, Point
from isnad.testing.demo.card import Card
from isnad.testing.demo.chance import chance_of
from isnad.testing.demo.figure import Build
from isnad.testing.demo.hand import Script, Writer
from isnad.testing.demo.scene import Laid, Scene, Surface

Form = Literal["jpeg", "png", "cut", "empty", "text", "noise"]
BRANCHES = ("215", "216", "227", "235", "248", "251")
UPRIGHT, ACROSS = (960, 1280), (1280, 960)
_PLACES: tuple[Surface, ...] = ("tiles", "concrete", "sheet", "tiles")
_SPOTS: tuple[Point, ...] = ((0.0, -0.29), (0.02, -0.25), (-0.34, -0.6), (0.34, -0.58), (0.0, -0.32))


@dataclass(frozen=True, slots=True)
class Device:
    """A camera as its EXIF names it; ``turns``: it stores upright photographs lying, with an orientation."""

    make: str
    model: str
    serial: str
    turns: bool


@dataclass(frozen=True, slots=True)
class Shot:
    """One file of the drive: where it lies, what it shows, when and with what it was taken."""

    file: str
    series: str
    body: int | None
    numbers: dict[str, str]
    name: str | None
    script: Script | None
    taken: datetime
    scene: Scene
    device: Device
    form: Form = "jpeg"
    duplicate_of: str | None = None

    @property
    def broken(self) -> bool:
        """Whether no decoder opens it whole."""
        return self.form in ("cut", "empty", "text", "noise")

    def truth(self) -> dict[str, object]:
        """The line of ``truth.jsonl``."""
        return {
            "file": self.file, "series": self.series, "body": self.body, "numbers": self.numbers, "name": self.name,
            "script": self.script, "duplicate_of": self.duplicate_of, "broken": self.broken,
            "taken": self.taken.isoformat(timespec="seconds"),
        }  # fmt: skip


DEVICES = {
    "A": (Device("NIKON", "COOLPIX L22", "30118427", False), Device("FUJIFILM", "FinePix A220", "5AC02931", True)),
    "B": (
        Device("Canon", "Canon PowerShot SX130 IS", "018062004471", True),
        Device("SONY", "DSC-W320", "2417366", False),
    ),
}


def planned(bodies: int, seed: int) -> list[Shot]:
    """Every file of the drive, sorted by its path."""
    chance = chance_of(f"isnad demo/{seed}")
    first = max(1, round(bodies * 0.7))  # the bodies of series A
    shots = [*_series_a(range(1, first + 1), chance, seed), *_series_b(range(first + 1, bodies + 1), chance, seed)]
    shots += _empty_places(shots, chance)
    shots = _odd(shots, chance)
    return sorted(shots, key=lambda shot: os.fsencode(shot.file))


def _series_a(bodies: range, chance: random.Random, seed: int) -> Iterator[Shot]:
    """Three numbers on a card, folders by day, the camera's own file names."""
    detainees, examination = _distinct(len(bodies), chance), 1_000 + chance.randrange(400)
    moment, count = datetime(2012, 9, 3, 8, 40) + timedelta(days=chance.randrange(20)), 100 + chance.randrange(300)
    for body, detainee in zip(bodies, detainees, strict=True):
        moment = _next_body(moment, chance)
        examination += chance.choice((1, 1, 1, 2, 7, 30))
        numbers = {"detainee": detainee, "branch": chance.choice(BRANCHES), "examination": str(examination)}
        script: Script = chance.choice(("western", "arabic-indic"))
        written = _Body(body, "A", numbers, None, script, seed)
        for shot in written.shots(moment, chance):
            count += chance.choice((1, 1, 1, 1, 2))
            yield replace(shot, file=f"photos/{shot.taken:%Y-%m-%d}/DSCN{count:04}.JPG")
            moment = shot.taken


def _series_b(bodies: range, chance: random.Random, seed: int) -> Iterator[Shot]:
    """One number and a name on the card; branch, date and photographer in the file name."""
    moment, photographers = datetime(2015, 2, 9, 9, 10), ("RS", "MK")
    for body, number in zip(bodies, _distinct(len(bodies), chance, low=20_000), strict=True):
        moment = _next_body(moment, chance)
        branch, photographer = chance.choice(BRANCHES), chance.choice(photographers)
        script: Script = chance.choice(("arabic-indic", "arabic-indic", "western"))
        written = _Body(body, "B", {"detainee": number}, people.invented(chance), script, seed)
        for index, shot in enumerate(written.shots(moment, chance), 1):
            name = f"{branch}_{shot.taken:%Y%m%d}_{photographer}_{body:03}-{index}.jpg"
            yield replace(shot, file=f"archive 2015/{branch}/{name}")
            moment = shot.taken


def _distinct(count: int, chance: random.Random, low: int = 1_000) -> list[str]:
    return [str(number) for number in chance.sample(range(low, low + max(9_000, 4 * count)), count)]


def _next_body(moment: datetime, chance: random.Random) -> datetime:
    """Some minutes later, or on another morning."""
    if moment.hour >= 13 or chance.random() < 0.25:
        morning = moment.replace(hour=8, minute=chance.randrange(20, 59), second=chance.randrange(60))
        return morning + timedelta(days=chance.choice((1, 1, 2, 3, 6, 11)))
    return moment + timedelta(seconds=chance.randrange(240, 1_100))


@dataclass(frozen=True, slots=True)
class _Body:
    number: int
    series: str
    numbers: dict[str, str]
    name: str | None
    script: Script
    seed: int

    def shots(self, moment: datetime, chance: random.Random) -> Iterator[Shot]:
        """Three to five photographs, seconds apart: the whole, from nearer, the card, sometimes without it."""
        own = chance_of(f"body/{self.seed}/{self.number}")
        writer = Writer.made(self.script, own)
        card = Card(tuple(self.numbers.values()), self.name, writer, own.randrange(2**31))
        laid = Laid(card, own.choice(_SPOTS), own.uniform(0.3, 0.36), own.gauss(0, 0.12))
        build, surface, place = Build.made(own), own.choice(_PLACES), own.randrange(12)
        device = DEVICES[self.series][own.random() < 0.4]
        views = ["whole", "upper", "head", "card"]
        if own.random() < 0.3:
            views.remove(own.choice(("upper", "head")))
        if own.random() < 0.45:
            views.append("legs")
        warmth, light = own.gauss(0.006, 0.012), own.uniform(0.9, 1.12)
        for view in views:
            moment += timedelta(seconds=chance.randrange(9, 55))
            camera, seen = _camera(view, laid, own)
            soft = own.choice((0, 0, 0, 0, 1.0))
            scene = Scene(
                surface, place, camera, build, laid, warmth, light, own.uniform(2, 5), soft, own.randrange(2**31)
            )
            numbers = self.numbers if seen else {}
            yield Shot(
                "", self.series, self.number, numbers, self.name if seen else None, self.script if seen else None,
                moment, scene, device,
            )  # fmt: skip


def _camera(view: str, laid: Laid, own: random.Random) -> tuple[Camera, bool]:
    """Where the camera stands for a view, and whether the whole card is in the picture; never a part of it."""
    width, height = UPRIGHT if view in ("whole", "legs") or own.random() < 0.5 else ACROSS
    x, y = laid.middle
    middle, zoom = {
        "whole": ((0.0, 0.02), 640.0),
        "upper": ((x * 0.3, -0.4), 1_080.0),
        "head": ((x * 0.6, (y - 0.68) / 2), 1_500.0),
        "card": ((x, y), 0.62 * width / laid.width),
        "legs": ((0.0, 0.52), 1_150.0),
    }[view]
    angle = own.gauss(0, 0.035)
    middle = (middle[0] + own.gauss(0, 0.015), middle[1] + own.gauss(0, 0.015))
    camera = Camera(middle, zoom * own.uniform(0.94, 1.06), angle, width, height)
    if view == "legs":
        return camera, False
    while not _inside(camera, laid):
        camera = replace(camera, zoom=camera.zoom * 0.95)
    return camera, True


def _inside(camera: Camera, laid: Laid) -> bool:
    placed = [camera.place(corner) for corner in laid.corners()]
    return all(14 <= x <= camera.width - 14 and 14 <= y <= camera.height - 14 for x, y in placed)


def _empty_places(shots: list[Shot], chance: random.Random) -> list[Shot]:
    """A few photographs of the place alone, as one takes to try a camera."""
    found = []
    for like in chance.sample(shots, min(len(shots), 1 + len(shots) // 60)):
        scene = replace(like.scene, build=None, laid=None, seed=like.scene.seed + 1)
        stem, _, ending = like.file.rpartition(".")
        found.append(
            replace(
                like, file=f"{stem}a.{ending}", body=None, numbers={}, name=None, script=None, scene=scene,
                taken=like.taken - timedelta(seconds=4),
            )
        )  # fmt: skip
    return found


def _odd(shots: list[Shot], chance: random.Random) -> list[Shot]:
    """Broken files beside the whole ones, duplicates, a wrong ending, a name in an old encoding."""
    forms: tuple[Form, ...] = ("cut", "empty", "text", "noise")
    broken = [_broken(chance.choice(shots), form, index) for index, form in enumerate(forms * (1 + len(shots) // 400))]
    copied = chance.sample(shots, 2 + len(shots) // 14)
    known = {shot.file for shot in copied}
    others = [shot for shot in shots if shot.file not in known]
    renamed = chance.choice([shot for shot in others if shot.series == "A"])
    wrong = chance.choice([shot for shot in others if shot is not renamed])
    kept = [shot for shot in shots if shot is not renamed and shot is not wrong]
    kept += [replace(renamed, file=_old_name(renamed.file)), replace(wrong, form="png")]
    return kept + broken + [_copy(shot, index) for index, shot in enumerate(copied)]


def _broken(like: Shot, form: Form, index: int) -> Shot:
    """One more photograph of the same, of which only a part is there, or nothing, or something else."""
    stem, _, ending = like.file.rpartition(".")
    scene = replace(
        like.scene, seed=like.scene.seed + 7, camera=replace(like.scene.camera, zoom=like.scene.camera.zoom * 1.05)
    )
    return replace(
        like, file=f"{stem}-{index + 2}.{ending}", form=form, body=like.body if form == "cut" else None, numbers={},
        name=None, script=None, taken=like.taken + timedelta(seconds=3), scene=scene,
    )  # fmt: skip


def _copy(shot: Shot, index: int) -> Shot:
    name = shot.file.rpartition("/")[2]
    folder = "نسخة احتياطية" if index % 2 else "backup/old disk"
    return replace(shot, file=f"{folder}/{index:02} {name}", duplicate_of=shot.file)


def _old_name(file: str) -> str:
    """Beside the others, under a name in Windows' old Arabic encoding: bytes that are no UTF-8."""
    folder = file.rpartition("/")[0]
    return f"{folder}/" + os.fsdecode("صورة 3.JPG".encode("cp1256"))
