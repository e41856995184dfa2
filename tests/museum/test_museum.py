"""Each broken package is found broken, and named, by the program that travels in packages and at the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from handovers import Handover
from isnad.verify import package as checking
from isnad.verify.package_commands import commands
from museum.breaking import MUSEUM

VERIFY = Path(checking.__file__)


@pytest.fixture
def broken(request: pytest.FixtureRequest, handover: Handover, tmp_path: Path) -> tuple[Path, tuple[str, ...]]:
    """One package of the museum, and what its checker is given."""
    piece = MUSEUM[request.param]
    package = handover.copy(tmp_path)
    piece.make(package, handover)
    return package, tuple(str(tmp_path / each) if each == "ANCHOR" else each for each in piece.options)


@pytest.mark.parametrize(("broken", "name"), [(name, name) for name in MUSEUM], indirect=["broken"], ids=list(MUSEUM))
def test_what_was_done_is_named(broken: tuple[Path, tuple[str, ...]], name: str) -> None:
    package, options = broken
    alone = subprocess.run(
        [sys.executable, "-I", str(VERIFY), str(package), "--json", *options], capture_output=True, text=True
    )
    assert alone.returncode == 1, alone.stderr
    assert alone.stderr == ""
    found = json.loads(alone.stdout)
    what, where, why = MUSEUM[name].finding
    named = [(each["what"], each["why"]) for each in found["bad"] if each["where"].startswith(where)]
    assert (what, why) in named, found["bad"]
    door = CliRunner().invoke(commands, ["verify", str(package), "--json", *options])
    assert door.exit_code == 1
    assert json.loads(door.stdout) == found


@pytest.mark.parametrize("language", ["ar_SY.UTF-8", "en_GB.UTF-8"])
def test_every_finding_has_its_words(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from isnad.speech import phrase

    monkeypatch.setenv("LANG", language)
    for why in checking.WHY:
        assert phrase(f"packages.why-{why}")
    for code in checking.HELD:
        assert phrase(f"packages.held-{code}", count=2, origin="log")
    for code in checking.NOTICES:
        assert phrase(f"packages.notice-{code}", count=2)


def test_every_finding_is_in_the_museum() -> None:
    shown = {piece.finding[2] for piece in MUSEUM.values()}
    assert set(checking.WHY) - shown == {"not-installed"}  # that one is about the machine, not the package
    assert shown <= set(checking.WHY)


def test_the_unbroken_package_is_sound(handover: Handover) -> None:
    assert checking.check(handover.package).bad == []
    door = CliRunner().invoke(commands, ["verify", str(handover.package)])
    assert door.exit_code == 0, door.output
