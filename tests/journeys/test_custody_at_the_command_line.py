"""The custody story at the command line, as contracts promise it: names, options, JSON keys, exit codes.

One archive for the whole story; each step is a process of its own, as for a custodian.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from conftest import SERVER
from isnad.words import Digest

pytestmark = pytest.mark.skipif(SERVER is not None, reason="commands open the archive's own database")

DRIVE_FILES = 6


class Shell:
    """Runs ``isnad`` in an archive of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "archive"
        self.environment = {
            "PATH": os.environ["PATH"],
            "XDG_STATE_HOME": str(folder / "state"),
            "XDG_RUNTIME_DIR": str(folder / "run"),
            "ISNAD_DATA": str(self.data),
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
    drive = made.folder / "drive"
    drive.mkdir()
    for number in range(DRIVE_FILES):
        (drive / f"{number}.txt").write_text(f"file {number}")
    assert made("init").returncode == 0
    made.json("intake", str(drive), "--accession", "Drive 1", "--source", "north wind")
    return made


def digest(number: int) -> str:
    return str(Digest.of(f"file {number}".encode()))


def test_init_refuses_to_overwrite(shell: Shell) -> None:
    done = shell("init")
    assert done.returncode == 2
    assert "already" in done.stderr


def test_a_second_intake_adds_nothing_and_prints_the_contract(shell: Shell) -> None:
    told = shell.json("intake", str(shell.folder / "drive"), "--accession", "Drive 1", "--source", "north wind")
    assert {"received", "already_held", "unreadable", "damaged", "bytes", "seconds", "checkpoint"} <= told.keys()
    assert told["received"] == 0
    assert set(told["checkpoint"]) == {"size", "root"}


def test_the_same_title_from_another_source_is_refused(shell: Shell) -> None:
    done = shell("intake", str(shell.folder / "drive"), "--accession", "Drive 1", "--source", "south wind")
    assert (done.returncode, done.stdout) == (2, "")


@pytest.mark.parametrize("tier", [[], ["--quick"], ["--sample", "3"], ["--rolling", "2"], ["--keys"], ["--keyless"]])
def test_every_tier_of_verify_finds_a_sound_archive_sound(shell: Shell, tier: list[str]) -> None:
    told = shell.json("verify", *tier)
    assert told["bad"] == []
    assert told["items"] >= DRIVE_FILES - 1
    assert {"items", "entries", "bad", "notices"} <= told.keys()


def test_items_are_listed_and_shown_with_their_proof(shell: Shell) -> None:
    listed = shell.json("item", "list")
    assert digest(0) in {each["digest"] for each in listed}
    shown = shell.json("item", "show", digest(0))
    assert shown["proof"].startswith("c2sp.org/tlog-proof@v1\n")
    (shell.folder / "one.tlog-proof").write_text(shown["proof"])
    policy = shell.data / "ledger/policy"
    done = shell("ledger", "check", str(shell.folder / "one.tlog-proof"), "--policy", str(policy))
    assert done.returncode == 0, done.stderr


def test_a_proof_is_written_and_checked_without_an_archive(shell: Shell) -> None:
    out = shell.folder / "5.tlog-proof"
    assert shell("ledger", "prove", "5", "--out", str(out)).returncode == 0
    assert shell("ledger", "check", str(out), ISNAD_DATA="").returncode == 0
    out.write_text(out.read_text().replace("index 5", "index 4"))
    assert shell("ledger", "check", str(out), ISNAD_DATA="").returncode == 1


def test_the_original_leaves_only_by_two_people(shell: Shell) -> None:
    out = str(shell.folder / "original.txt")
    assert shell("item", "export", digest(1), out, "--original", "--reason", "a court").returncode == 2
    done = shell("user", "add", "layla", ISNAD_USER_PASSPHRASE="her own")
    assert done.returncode == 0, done.stderr
    line = ["item", "export", digest(1), out, "--original", "--reason", "a court", "--second", "layla"]
    assert shell(*line, ISNAD_SECOND_PASSPHRASE="not hers").returncode == 2
    assert shell(*line, ISNAD_SECOND_PASSPHRASE="her own").returncode == 0
    assert Path(out).read_text() == "file 1"
    kinds = [event["kind"] for event in shell.json("item", "show", digest(1))["events"]]
    assert kinds == ["opening", "disclosure"]


def test_a_hold_forbids_erasure(shell: Shell) -> None:
    assert shell("hold", digest(2), "--reason", "a court asks").returncode == 0
    line = ["erase", digest(2), "--reason", "a request", "--second", "layla"]
    assert shell(*line, ISNAD_SECOND_PASSPHRASE="her own").returncode == 2


def test_erasure_leaves_the_tables_equal_and_the_archive_sound(shell: Shell) -> None:
    told = shell.json(
        "erase", digest(3), "--reason", "a request", "--second", "layla", ISNAD_SECOND_PASSPHRASE="her own"
    )
    assert told["journal_is_clean"] is True
    assert shell("item", "show", digest(3)).returncode == 2
    assert shell.json("rebuild")["equal"] is True
    assert shell.json("verify")["bad"] == []


def test_transfer_wants_a_receipt_that_is_signed(shell: Shell) -> None:
    import base64

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.generate()
    public = base64.b64encode(key.public_key().public_bytes_raw()).decode()
    line = ["transfer", digest(4), "--to", "a court", "--reason", "an order"]
    text = shell(*line, "--print-receipt").stdout
    signed = base64.b64encode(key.sign(text.encode())).decode()
    assert shell(*line, "--signature", signed, "--key", public).returncode == 0
    wrong = base64.b64encode(key.sign(b"another text")).decode()
    assert shell(*line, "--signature", wrong, "--key", public).returncode == 2


def test_a_bit_flipped_in_a_copy_is_named(shell: Shell) -> None:
    import shutil

    copy = shell.folder / "copy"
    for name in ("ledger", "vault"):
        shutil.copytree(shell.data / name, copy / name)
    victim = next(path for path in (copy / "vault").rglob("*") if path.is_file())
    data = bytearray(victim.read_bytes())
    data[-1] ^= 1
    victim.write_bytes(data)
    told = shell.json("verify", "--keyless", expect=1, ISNAD_DATA=str(copy))
    assert len(told["bad"]) == 1
    assert victim.name in told["bad"][0]["where"]


def test_an_anchor_kept_outside_agrees_and_another_does_not(shell: Shell) -> None:
    anchor = shell.folder / "anchor.txt"
    told = shell.json("checkpoint", "export", "--out", str(anchor), "--qr", str(shell.folder / "anchor.png"))
    assert told["size"] > 0
    assert (shell.folder / "anchor.png").read_bytes().startswith(b"\x89PNG")
    assert shell.json("verify", "--quick", "--against", str(anchor))["bad"] == []
    anchor.write_text(anchor.read_text().replace("\n", "\nX", 2))
    assert shell("verify", "--quick", "--against", str(anchor)).returncode == 1


def test_the_doctor_and_the_selftest_answer(shell: Shell) -> None:
    assert isinstance(shell.json("doctor", expect=1), list)
    assert shell.json("selftest")["failed"] == []


def test_two_sides_are_compared(shell: Shell) -> None:
    listed = shell.folder / "theirs.txt"
    listed.write_text(f"{digest(0)}  a name\n{'0' * 64}  another\n")
    told = shell.json("compare", "Drive 1", str(listed))
    assert told["same"] == [digest(0)]
    assert told["additional"] == ["0" * 64]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (["item", "show", "nonsense"], 2),
        (["item", "show", "0" * 64], 2),
        (["intake", "/nowhere", "--accession", "x", "--source", "y"], 2),
        (["intake", "/dev/null", "--accession", "x", "--source", "y"], 2),
        (["compare", "nothing", "nowhere"], 2),
        (["verify", "--sample", "0"], 2),
        (["ledger", "prove", "99999", "--out", "/tmp/never"], 2),
        (["user", "add", "owner"], 2),
        (["nonsense"], 2),
    ],
)
def test_wrong_input_is_refused_in_words(shell: Shell, line: list[str], code: int) -> None:
    done = shell(*line, ISNAD_USER_PASSPHRASE="x")
    assert done.returncode == code, done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert "Reference" not in done.stderr


def test_a_wrong_passphrase_is_refused(shell: Shell) -> None:
    done = shell("item", "list", ISNAD_PASSPHRASE="wrong")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_an_old_backup_put_back_refuses_to_sign(shell: Shell) -> None:
    import shutil

    backup = shell.folder / "backup"
    shutil.copytree(shell.data, backup)
    assert shell("hold", digest(5), "--reason", "goes on").returncode == 0
    shutil.rmtree(shell.data)
    shutil.copytree(backup, shell.data)
    done = shell("hold", digest(0), "--reason", "after the restore")
    assert done.returncode in (2, 3)
    assert "Traceback" not in done.stderr
