"""Proofs that travel, anchors that stay outside, and the commands for both."""

from __future__ import annotations

import json
import shutil
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from isnad.ledger import anchors
from isnad.ledger.commands import build, commands
from isnad.ledger.note import Note
from isnad.ledger.policy import Policy
from isnad.ledger.proof import Proof
from isnad.ledger.signers import Signers
from isnad.ledger.writer import Writer
from isnad.words import Broken, Refusal
from ledger.archive import ORIGIN, Archive

run = CliRunner().invoke


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """An archive of 300 entries; nothing may change it."""
    archive = Archive(tmp_path_factory.mktemp("sealed"))
    archive.seal(5, 295)
    return archive


def test_a_proof_checks_with_the_policy_alone(sealed: Archive) -> None:
    proof = Proof.of(sealed.reader(), 123)
    again = Proof.parse(proof.encode())
    assert again == proof
    assert again.check(sealed.policy()).size == 300
    assert again.extra == sealed.reader().leaf_bytes(123)
    assert again.check(sealed.policy(), sealed.reader().leaf_bytes(123)).size == 300
    with pytest.raises(Broken, match=r"ledger\.bad-proof"):
        again.check(sealed.policy(), sealed.reader().leaf_bytes(124))


@given(at=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_a_proof_with_any_bit_flipped_is_not_believed(sealed: Archive, at: int, bit: int) -> None:
    data = bytearray(Proof.of(sealed.reader(), 123).encode())
    data[at % len(data)] ^= 1 << bit
    with pytest.raises(Broken):
        Proof.parse(bytes(data)).check(sealed.policy())


def test_the_shape_is_that_of_the_specification() -> None:
    # transparency-dev/formats 0b850f1, proof/tlog_proof_test.go (Apache-2.0), around a real note.
    note = Note.parse(b"o\n1\n" + b"x\n\n" + "— k AAAAAAA=\n".encode())
    first, second = sha256(b"hash1").digest(), sha256(b"hash2").digest()
    written = Proof(10, (first, second), note, b"extra information").encode().split(b"\n")
    assert written[:3] == [b"c2sp.org/tlog-proof@v1", b"extra ZXh0cmEgaW5mb3JtYXRpb24=", b"index 10"]
    assert Proof(0, (), note).encode().startswith(b"c2sp.org/tlog-proof@v1\nindex 0\n\no\n1\n")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"c2sp.org/tlog-proof@v1", b"c2sp.org/tlog-proof@v2"),
        (b"extra ", b"extra !!"),
        (b"\nindex 123", b""),
        (b"index 123", b"index -5"),
        (b"index 123", b"index 0123"),
        (b"index 123", b"index one"),
        (b"index 123\n", b"index 123\nAAAA\n"),
        (b"index 123\n", b"index 123\n" + b"A" * 43 + b"=\n"),
        (b"\n\n", b"\n"),
    ],
)
def test_what_is_not_a_proof_is_broken(sealed: Archive, old: bytes, new: bytes) -> None:
    data = Proof.of(sealed.reader(), 123).encode()
    assert old in data
    with pytest.raises(Broken):
        Proof.parse(data.replace(old, new, 1)).check(sealed.policy())


def test_a_proof_is_written_and_checked_by_commands_without_any_archive(sealed: Archive, tmp_path: Path) -> None:
    out = tmp_path / "entry.tlog-proof"
    made = run(commands, ["prove", "7", "--out", str(out), "--data", str(sealed.data), "--json"])
    assert made.exit_code == 0
    checked = run(commands, ["check", str(out), "--json"])
    assert checked.exit_code == 0
    assert json.loads(checked.stdout)["entry"] == 7
    assert json.loads(checked.stdout)["policy_digest"] == json.loads(made.stdout)["policy_digest"]
    out.write_bytes(out.read_bytes().replace(b"index 7", b"index 8"))
    failed = run(commands, ["check", str(out), "--json"])
    assert failed.exit_code == 1
    assert json.loads(failed.stdout)["sound"] is False
    out.write_bytes(b"nothing of the kind")
    assert run(commands, ["check", str(out)]).exit_code == 1


def test_a_proof_of_one_log_does_not_check_against_anothers_policy(sealed: Archive, tmp_path: Path) -> None:
    out, other = tmp_path / "entry.tlog-proof", tmp_path / "other"
    run(commands, ["prove", "7", "--out", str(out), "--data", str(sealed.data)])
    other.write_bytes(Policy(Signers.generate().vkeys(ORIGIN)).encode())
    assert run(commands, ["check", str(out), "--policy", str(other)]).exit_code == 1
    assert isinstance(run(commands, ["check", str(out), "--policy", str(tmp_path / "none")]).exception, Refusal)


def test_an_anchor_is_whole_or_short_and_the_short_one_fits_a_code(sealed: Archive) -> None:
    note, policy = sealed.reader().note, sealed.policy()
    short = anchors.short(note, policy)
    assert len(short) < 400
    assert anchors.qr_png(short).startswith(b"\x89PNG")
    assert anchors.qr_lines(short).count("\n") > 20
    for anchor in (note.encode(), short.encode()):
        anchors.hold_against(sealed.reader(), anchors.read_anchor(anchor, policy))


def test_an_anchor_that_nobody_signed_or_that_was_changed_counts_for_nothing(sealed: Archive) -> None:
    note, policy = sealed.reader().note, sealed.policy()
    stranger = Signers.generate().sign(sealed.reader().checkpoint)
    with pytest.raises(Broken, match=r"ledger\.unsigned"):
        anchors.read_anchor(stranger.encode(), policy)
    with pytest.raises(Broken, match=r"ledger\.bad-signature"):
        anchors.read_anchor(note.encode().replace(b"\n300\n", b"\n301\n"), policy)


def test_a_lost_guard_comes_back_with_an_anchor_that_agrees(archive: Archive) -> None:
    archive.seal(3)
    anchor = archive.reader().note.encode()
    archive.seal(4)
    archive.guard.unlink()
    with archive.writer() as writer:
        assert writer.read_only
    assert anchors.resume_against(archive.ledger, archive.guard, anchor).size == 7
    archive.seal(1)
    assert archive.reader().size == 8


def test_a_ledger_behind_its_anchor_stays_read_only(archive: Archive) -> None:
    archive.seal(3)
    shutil.copytree(archive.data, archive.folder / "copy")
    archive.seal(1)
    anchor = archive.reader().note.encode()
    shutil.rmtree(archive.data)
    (archive.folder / "copy").rename(archive.data)
    archive.guard.unlink()
    with pytest.raises(Refusal, match=r"ledger\.behind-anchor"):
        anchors.resume_against(archive.ledger, archive.guard, anchor)
    assert archive.writer().read_only


def test_an_anchor_of_another_history_is_never_resumed_against(archive: Archive) -> None:
    archive.seal(3)
    branch = Archive(archive.folder / "branch")
    branch.seal(3)
    archive.guard.unlink()
    with pytest.raises(Broken, match=r"ledger\.other-history"):
        anchors.resume_against(archive.ledger, archive.guard, branch.reader().note.encode())


def test_a_guard_ahead_is_not_talked_away_by_an_older_anchor(archive: Archive) -> None:
    archive.seal(3)
    shutil.copytree(archive.data, archive.folder / "copy")
    anchor = archive.reader().note.encode()
    archive.seal(1)
    shutil.rmtree(archive.data)
    (archive.folder / "copy").rename(archive.data)
    with pytest.raises(Refusal, match=r"ledger\.behind-guard"):
        anchors.resume_against(archive.ledger, archive.guard, anchor)


def test_a_clock_once_wrong_is_set_right_by_resuming(archive: Archive) -> None:
    with archive.writer(clock=lambda: 4_000_000_000) as writer:
        writer.seal(archive.entries(0, 1))
    with pytest.raises(Refusal, match=r"ledger\.clock-went-back"):
        archive.seal(1)
    anchors.resume_against(archive.ledger, archive.guard, archive.reader().note.encode())
    archive.seal(1)


def test_a_new_history_goes_on_under_a_new_name_and_says_so(archive: Archive) -> None:
    archive.seal(3)
    old = archive.reader().note
    archive.guard.unlink()
    archive.signers = Signers.generate()
    anchors.resume_new_origin(archive.ledger, archive.guard, "archive.example/second", archive.signers)
    assert archive.policy().origins == [ORIGIN, "archive.example/second"]
    assert archive.policy().check(old).size == 3
    assert archive.reader().checkpoint.origin == "archive.example/second"
    assert {path.name for path in (archive.ledger / "checkpoints").iterdir()} == {"000", "001", "002"}
    assert archive.numbers_said() == [0, 1, 2]


def test_a_new_history_needs_a_new_name_and_new_keys(archive: Archive) -> None:
    archive.seal(3)
    for origin, signers in [(ORIGIN, Signers.generate()), ("archive.example/second", archive.signers)]:
        with pytest.raises(Refusal, match=r"ledger\.origin-known"):
            anchors.resume_new_origin(archive.ledger, archive.guard, origin, signers)


def test_resume_is_a_command_that_needs_to_know_one_thing(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "elsewhere"))
    archive.seal(3)
    anchor = tmp_path / "anchor"
    anchor.write_bytes(archive.reader().note.encode())
    data = ["--data", str(archive.data), "--json"]
    assert isinstance(run(commands, ["resume", *data]).exception, Refusal)
    assert isinstance(run(commands, ["resume", "--new-origin", *data]).exception, Refusal)
    found = run(commands, ["resume", "--against", str(anchor), *data])
    assert json.loads(found.stdout)["size"] == 3
    assert [path.name for path in (tmp_path / "elsewhere" / "isnad" / "guards").glob("*[!k]")]
    new = build(renew=lambda data: ("archive.example/second", Signers.generate()))
    found = run(new, ["resume", "--new-origin", *data])
    assert json.loads(found.stdout)["origin"] == "archive.example/second"


def test_a_new_history_takes_the_place_of_the_guard_that_the_house_names(archive: Archive) -> None:
    archive.seal(3)
    archive.guard.write_bytes(archive.guard.read_bytes().replace(b"\n3\n", b"\n4\n"))  # signed, and lost
    signers = Signers.generate()
    new = build(lambda ledger: archive.guard, lambda data: ("archive.example/second", signers))
    assert run(new, ["resume", "--new-origin", "--data", str(archive.data)]).exit_code == 0
    with Writer.open(archive.ledger, archive.slots, archive.guard, "archive.example/second", signers) as writer:
        writer.seal(archive.entries(3, 2))
    assert archive.numbers_said() == list(range(5))
