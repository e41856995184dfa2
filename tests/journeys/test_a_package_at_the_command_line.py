"""A package at the command line, as its contract promises: names, options, JSON keys, exit codes; each a process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from conftest import SERVER
from handovers import a_drive

pytestmark = pytest.mark.skipif(SERVER is not None, reason="commands open the archive's own database")


class Shell:
    """Runs ``isnad`` in an archive of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            "PATH": os.environ["PATH"],
            "XDG_STATE_HOME": str(folder / "state"),
            "XDG_RUNTIME_DIR": str(folder / "run"),
            "ISNAD_DATA": str(folder / "archive"),
            "ISNAD_PASSPHRASE": "the custodian's own",
            "LANG": "en_GB.UTF-8",
        }

    def __call__(self, *line: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "isnad", *line], capture_output=True, text=True, env=self.environment | more
        )

    def json(self, *line: str, expect: int = 0, **more: str) -> Any:
        done = self(*line, "--json", **more)
        assert done.returncode == expect, done.stderr
        return json.loads(done.stdout)


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    made = Shell(tmp_path_factory.mktemp("journey"))
    assert made("init").returncode == 0
    drive = a_drive(made.folder)
    made.json("intake", str(drive), "--accession", "Drive 1", "--source", "north wind", "--accept-writable")
    assert made("user", "add", "leila", ISNAD_USER_PASSPHRASE="leila's own words").returncode == 0
    return made


def test_a_package_is_made_and_verified(shell: Shell) -> None:
    out = str(shell.folder / "package")
    made = shell.json("package", "create", "--accession", "Drive 1", "--out", out, "--receiver", "The Mechanism")
    assert (made["items"], made["withheld"]["items"], made["label"]) == (4, {"no-evidence-copy": 1}, "internal")
    nobody = {"ISNAD_DATA": "", "ISNAD_PASSPHRASE": ""}
    told = shell.json("package", "verify", out, **nobody)
    assert (told["sound"], told["bad"], told["receiver"]) == (True, [], "The Mechanism")
    (Path(out) / "data/items/added.jpg").write_bytes(b"added")
    broken = shell.json("package", "verify", out, expect=1, **nobody)
    assert {"what": "bag", "where": "data/items/added.jpg", "why": "unknown"} in broken["bad"]
    said = shell("package", "verify", out, **nobody, LANG="ar_SY.UTF-8")
    assert said.returncode == 1
    assert "غير سليمة" in said.stdout


def test_verifying_loads_no_django(shell: Shell) -> None:
    program = (
        "import sys; from isnad import cli\n"
        "try: cli.main(['package', 'verify', '/nowhere'])\n"
        "except SystemExit as end: print(end.code, 'django' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=shell.environment)
    assert done.stdout.split() == ["2", "False"]


def test_wrong_use_ends_with_two_and_words(shell: Shell, tmp_path: Path) -> None:
    for line in (
        ("package", "create", "--out", str(tmp_path / "p")),
        ("package", "create", "--accession", "none", "--out", str(tmp_path / "p")),
        ("package", "create", "--accession", "Drive 1", "--out", str(tmp_path)),
        ("package", "create", "--accession", "Drive 1", "--out", str(tmp_path / "p"), "--for", "age1nobody"),
        ("package", "create", "--accession", "Drive 1", "--out", str(tmp_path / "p"), "--label", "secret"),
        ("package", "create", "--accession", "Drive 1", "--out", str(tmp_path / "p"), "--label", "restricted"),
        ("package", "verify", str(tmp_path / "none")),
        ("package", "condition", "--purpose", "justice"),
        ("leave", str(tmp_path / "left")),
    ):
        done = shell(*line)
        assert done.returncode == 2, (line, done.stderr)
        assert done.stderr.strip()
        assert "Traceback" not in done.stderr
    assert not (tmp_path / "p").exists()


def test_a_condition_is_set_kept_and_lifted(shell: Shell, tmp_path: Path) -> None:
    set_it = ("package", "condition", "--source", "north wind", "--purpose", "tracing", "--words", "only to find them")
    number = shell.json(*set_it)["entry"]
    refused = shell("package", "create", "--accession", "Drive 1", "--out", str(tmp_path / "p"))
    assert refused.returncode == 2
    assert str(number) in refused.stderr
    allowed = ("package", "create", "--accession", "Drive 1", "--out", str(tmp_path / "p"), "--purpose", "tracing")
    shell.json(*allowed)
    assert "only to find them" in (tmp_path / "p/conditions.en.txt").read_text()
    both = {"ISNAD_SECOND_PASSPHRASE": "leila's own words"}
    lifted = shell("package", "lift", str(number), "--reason", "they agreed", "--second", "leila", **both)
    assert lifted.returncode == 0, lifted.stderr


def test_two_people_leave_with_everything(shell: Shell, tmp_path: Path) -> None:
    both = {"ISNAD_SECOND_PASSPHRASE": "leila's own words"}
    left = shell.json("leave", str(tmp_path / "left"), "--second", "leila", "--reason", "we close", **both)
    assert left["objects"] == 5
    assert (tmp_path / "left/data/items.jsonl").read_text().count("\n") == 6
