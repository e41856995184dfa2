"""A hand-over to examine: a small archive full of markers that must not leave, and the packages made from it.

Markers stand wherever a source could be betrayed: in metadata, in paths and names of files, in the pseudonym, the
carrier, the title, the officer, in the name of the data that claims came in.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from conftest import PASSPHRASE, point_database_at
from isnad.claims import actions as claims
from isnad.claims.entries import How, Terms
from isnad.custody import queries
from isnad.custody.actions import give_anchor
from isnad.custody.entries import Anchor
from isnad.house import opening
from isnad.intake.actions import Request as Intake
from isnad.intake.actions import take_in
from isnad.intake.carriers import CarrierFile
from isnad.ledger.reader import Reader
from isnad.packages import actions
from isnad.packages.choosing import Request
from isnad.packages.entries import Condition
from isnad.record.desk import Desk, desk
from isnad.words import Citation, Digest, Label, Region

MARKER = "zrqmarker"
TITLE, SOURCE, OFFICER = f"{MARKER} title", f"{MARKER} source", f"{MARKER} officer"
RECEIVER = "The Mechanism"
PICTURES = 4


@dataclass
class Handover:
    """Where packages lie, and what is known of the archive they came from."""

    folder: Path
    data: Path
    package: Path
    items: list[int] = field(default_factory=list)
    claims: dict[str, int] = field(default_factory=dict)
    condition: int = 0
    older_note: bytes = b""  # a checkpoint that was handed out before

    def copy(self, into: Path) -> Path:
        """The package, to be broken."""
        return Path(shutil.copytree(self.package, into / "package"))


def a_picture(shade: int, size: tuple[int, int] = (64, 48)) -> bytes:
    """A JPEG whose metadata is full of markers."""
    picture = Image.new("RGB", size, (shade, shade // 2, 30))
    exif = Image.Exif()
    exif[0x013B] = f"{MARKER} artist"
    exif[0x010F] = f"{MARKER} maker"
    exif[0x010E] = f"{MARKER} description"
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif, comment=f"{MARKER} comment".encode())
    return out.getvalue()


def a_drive(folder: Path) -> Path:
    """A drive with pictures, one of them twice, and a note that has no evidence copy."""
    drive = folder / f"{MARKER} drive"
    (drive / f"{MARKER} sub").mkdir(parents=True)
    for number in range(PICTURES):
        (drive / f"{MARKER} sub" / f"{MARKER}_{number}.jpg").write_bytes(a_picture(40 * number + 10))
    (drive / f"{MARKER}_again.jpg").write_bytes(a_picture(10))
    (drive / f"{MARKER}.txt").write_bytes(f"{MARKER} note".encode())
    return drive


@contextmanager
def an_archive(folder: Path, *, demo: bool = True) -> Iterator[Desk]:
    """An archive of its own, outside the life of one test."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("state", "run"):
            (folder / name).mkdir(exist_ok=True)
        patch.setenv("XDG_STATE_HOME", str(folder / "state"))
        patch.setenv("XDG_RUNTIME_DIR", str(folder / "run"))
        opening.close()
        point_database_at(folder / "archive", [])
        yield opening.create(folder / "archive", PASSPHRASE, demo=demo, work_factor=10)
        opening.close()


def a_carrier() -> CarrierFile:
    """A carrier whose serial number and witnesses are markers."""
    facts = {"title": f"{MARKER} carrier", "serial": f"{MARKER} serial", "present": [f"{MARKER} present"]}
    return CarrierFile(facts, (), (), (), None, f"{MARKER} place")


def silent(files: int, size: int) -> Any:
    """Nobody looks at the progress."""
    return lambda more, more_bytes: None


def take(drive: Path, title: str = TITLE, label: Label = Label.INTERNAL) -> list[int]:
    """Takes a drive in; returns the entries of its pictures, in the order of their shades."""
    take_in(Intake(drive, title, SOURCE, OFFICER, a_carrier(), label, accept_writable=True), silent)
    return [queries.item(Digest.of(a_picture(40 * number + 10))).entry for number in range(PICTURES)]


def state_claims(items: list[int]) -> dict[str, int]:
    """Claims that leave, and claims that do not, by why."""
    person = claims.introduce("Person", by=OFFICER)
    here, elsewhere = Citation(items[0], Region(1, 1, 10, 10)), Citation(queries_note())
    imported = How("imported", f"{MARKER} data", "1", 900)
    wanted = {
        "leaves": (("name", "Samir"), [here], How(), Terms()),
        "imported": (("name", "Samira"), [here], imported, Terms()),
        "label": (("notes", f"{MARKER} restricted"), [here], How(), Terms(label=Label.RESTRICTED)),
        "condition": (("notes", f"{MARKER} tracing"), [here], How(), Terms(conditions={"purposes": ["tracing"]})),
        "rests-elsewhere": (("notes", f"{MARKER} elsewhere"), [here, elsewhere], How(), Terms()),
    }
    found = {}
    for name, ((prop, value), places, how, terms) in wanted.items():
        claim = claims.claim(person, "Person", prop, value, places, how=how, terms=terms)
        (found[name],) = claims.state([claim], by=OFFICER)
    return found


def queries_note() -> int:
    """The entry of the note, which has no evidence copy."""
    return queries.item(Digest.of(f"{MARKER} note".encode())).entry


def a_request(out: Path, **more: Any) -> Request:
    """What the tests mostly ask for."""
    return Request(out, **{"accession": TITLE, "receiver": RECEIVER, **more})


def hand_out_checkpoint() -> bytes:
    """Gives the newest checkpoint to somebody outside; returns it as it was signed."""
    at = desk()
    note = Reader(at.folder.ledger).note
    with at.alone():
        size, root = at.writer().size, str(at.writer().root)
    give_anchor(Anchor(size, root, "export"), by=OFFICER)
    return note.encode()


def a_handover(folder: Path) -> Handover:
    """Takes a drive in, states claims, sets a condition, hands a checkpoint out, and makes the package."""
    with an_archive(folder) as at:
        made = Handover(folder, at.folder.root, folder / "package")
        made.items = take(a_drive(folder))
        made.older_note = hand_out_checkpoint()
        made.claims = state_claims(made.items)
        source = queries.source(SOURCE)
        assert source is not None
        made.condition = actions.set_condition(
            Condition(source.entry, ("justice",), (RECEIVER,), None, "ask the family first"), by=OFFICER
        )
        actions.create(a_request(folder / "earlier"), by=OFFICER, second=None)
        actions.create(a_request(made.package), by=OFFICER, second=None)
        actions.create(a_request(folder / "package.zip", zipped=True), by=OFFICER, second=None)
    return made


def told(package: Path) -> dict[str, Any]:
    """``package.json``."""
    found: dict[str, Any] = json.loads((package / "package.json").read_bytes())
    return found


def relist(package: Path) -> None:
    """Writes the bag's lists anew, as one who changed something would who has no key to sign them with."""
    names = sorted(
        os.path.relpath(os.path.join(folder, name), package)
        for folder, _, files in os.walk(package)
        for name in files
        if not name.startswith("tagmanifest-") and name != "manifest-sha256.txt"
    )
    lines = {name: f"{hashlib.sha256((package / name).read_bytes()).hexdigest()}  {name}\n" for name in names}
    payload = "".join(line for name, line in lines.items() if name.startswith("data/"))
    (package / "manifest-sha256.txt").write_text(payload)
    lines["manifest-sha256.txt"] = f"{hashlib.sha256(payload.encode()).hexdigest()}  manifest-sha256.txt\n"
    tags = "".join(lines[name] for name in sorted(lines) if not name.startswith("data/"))
    (package / "tagmanifest-sha256.txt").write_text(tags)
