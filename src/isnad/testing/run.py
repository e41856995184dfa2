"""``isnad demo run``: the main job, from a drive to a sealed archive that anyone can check, told step by step.

It asks nothing. Passphrases are ``ISNAD_PASSPHRASE`` where set, else made and printed. Its folder is marked as a demo;
it starts over in a folder so marked and refuses any other that is not empty. Each step says what it did and whether it
held; the command ends with 0 when every step held.
"""

from __future__ import annotations

import json
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import typer

from isnad.house.waking import start_django
from isnad.keys import passphrase
from isnad.speech import phrase
from isnad.testing import (
    courts_steps,
    families_steps,
    findings_steps,
    identification_steps,
    reading_steps,
    station_steps,
    treasury_steps,
)
from isnad.testing.demo.archive import make_archive
from isnad.verify.keyless import check_archive
from isnad.words import Refusal

BODIES, SEED = 40, 1
TITLE, SOURCE = "Demo drive", "north wind"


@dataclass
class Story:
    """One telling: the data folder, where the drive lies, and whether every step has held so far."""

    data: Path
    drive: Path
    secret: str
    held: bool = True

    def step(self, name: str, act: Callable[[], dict[str, object] | None]) -> None:
        """Does one step and tells how it went."""
        facts = act()
        self.held &= facts is not None
        told = phrase(f"demo.step-{name}", **facts) if facts is not None else phrase("demo.step-failed", name=name)
        typer.echo(("✓ " if facts is not None else "✗ ") + told)


def run(data: Path, *, secret: str | None = None) -> Story:
    """Tells the whole story in ``data``; leaves its archive's desk laid."""
    _start_over(data)
    start_django(data)
    given = secret or passphrase.given()
    story = Story(data, data / "cache" / "demo", given or _made_up())
    if given is None:
        typer.echo(phrase("demo.passphrase", passphrase=story.secret))
    story.step("init", lambda: _init(story))
    story.step("drive", lambda: _drive(story))
    story.step("intake", lambda: _intake(story))
    story.step("read", reading_steps.read)
    story.step("group", reading_steps.group)
    story.step("findings", findings_steps.fill_in)
    story.step("double-entry", lambda: station_steps.type_cards(story.drive))
    story.step("ask", lambda: families_steps.ask(story.drive))
    identification_steps.tell_all(story.drive, story.step)
    story.step("verify", _verify)
    story.step("flip", lambda: _flip(story))
    story.step("package", lambda: _package(story))
    courts_steps.tell_all(story.drive, story.data / "cache" / "case-file", story.step)
    treasury_steps.tell_all(story.data / "cache" / "dossier", story.step)
    return story


def _start_over(data: Path) -> None:
    """Empties a folder that is marked as a demo; refuses any other that holds something."""
    if not data.exists() or (data.is_dir() and not any(data.iterdir())):
        return
    try:
        marked = json.loads((data / "archive.json").read_bytes()).get("demo") is True
    except (OSError, ValueError, AttributeError):
        marked = False
    if not marked:
        raise Refusal("demo.not-a-demo")
    shutil.rmtree(data)


def _made_up() -> str:
    return "-".join(secrets.token_hex(2) for _ in range(5))


def _init(story: Story) -> dict[str, object]:
    from isnad.house import opening

    laid = opening.create(story.data, story.secret, demo=True)
    return {"folder": story.data, "origin": laid.folder.config.origin}


def _drive(story: Story) -> dict[str, object]:
    made = make_archive(story.drive, BODIES, SEED)
    return {"files": made.files, "bodies": made.bodies}


def _intake(story: Story) -> dict[str, object] | None:
    from isnad.access.actions import OWNER
    from isnad.intake.actions import Request, take_in
    from isnad.intake.carriers import read
    from isnad.intake.series import path_reading
    from isnad.speech.progress import counting

    carrier = read(story.drive / "carrier.yaml")
    request = Request(story.drive / "drive", TITLE, SOURCE, OWNER, carrier, reading=path_reading("demo"))
    with counting(phrase("intake.taking-in")) as measure:
        taken = take_in(request, measure)
    files = sum(1 for _ in (story.drive / "truth.jsonl").open("rb"))
    if taken.received + taken.already_held + taken.unreadable != files:
        return None
    return {"files": files, "received": taken.received, "again": taken.already_held, "damaged": taken.damaged}


def _verify() -> dict[str, object] | None:
    from isnad.access.actions import OWNER
    from isnad.custody import checking
    from isnad.record.desk import desk

    outcome = checking.check(desk(), checking.Ask())
    checking.note(outcome, by=OWNER)
    return None if outcome.bad else {"items": outcome.items, "entries": outcome.entries}


def _flip(story: Story) -> dict[str, object] | None:
    """Copies ledger and vault as a stranger would hold them, flips one bit, and checks without any key."""
    with tempfile.TemporaryDirectory(prefix="isnad-demo-") as beside:
        copy = Path(beside)
        for name in ("ledger", "vault"):
            shutil.copytree(story.data / name, copy / name)
        if not check_archive(copy).clean:
            return None
        victim = max((path for path in (copy / "vault").rglob("*") if path.is_file()), key=lambda p: p.stat().st_size)
        data = bytearray(victim.read_bytes())
        data[len(data) // 2] ^= 1
        victim.write_bytes(data)
        found = check_archive(copy).bad
    named = [each for each in found if victim.name in each.where]
    return {"payload": victim.name[:16], "findings": len(found)} if len(named) == len(found) == 1 else None


def _package(story: Story) -> dict[str, object] | None:
    """Packs the accession for somebody who trusts nobody; the program inside checks it, run by itself."""
    from isnad.access.actions import OWNER
    from isnad.packages.actions import create
    from isnad.packages.choosing import Request
    from isnad.speech.progress import steps

    out = story.data / "cache" / "package"
    with steps(phrase("packages.packing"), None) as progress:
        made = create(Request(out, accession=TITLE), by=OWNER, second=None, progress=progress)
    checker = [sys.executable, "-I", str(out / "verify.py"), "--json"]
    done = subprocess.run(checker, capture_output=True, env={})
    if done.returncode or not json.loads(done.stdout)["sound"]:
        return None
    withheld = sum(made.withheld["items"].values())
    return {"items": made.items, "withheld": withheld, "folder": out}
