"""The key process: what it gives, what it keeps, who can reach it, and what its surroundings show of it."""

from __future__ import annotations

import os
import pty
import socket
import struct
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from isnad.instruments import sealing
from isnad.keys import DataFolder, KeyHolder, lock, open_vault, stay_unlocked, unlock, wire
from isnad.keys import passphrase as passphrases
from isnad.keys.locked import open_identity, open_secrets
from isnad.words import Refusal, Unavailable
from keys.archives import NEW_PASSPHRASE, PASSPHRASE, a_holding, an_archive

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="/proc")

BECOME_NOBODY = """
import ctypes, os, socket, sys, time
from isnad.instruments.sealing.hardening import harden
os.setgroups([]); os.setgid(65534); os.setuid(65534)
"""


def children(of: int) -> list[int]:
    text = Path(f"/proc/{of}/task/{of}/children").read_text()
    return [int(each) for each in text.split()]


def environment_of(number: int) -> bytes:
    """What the system shows of a process's environment; to anybody but root, of a hardened one, nothing."""
    try:
        return Path(f"/proc/{number}/environ").read_bytes()
    except PermissionError:
        return b""


def child_of(holder: KeyHolder) -> int:
    assert holder._child is not None
    return holder._child.pid


def is_alive(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text().split()[2] != "Z"
    except FileNotFoundError:
        return False


def gone(number: int, patience: float = 10.0) -> bool:
    until = time.monotonic() + patience
    while is_alive(number) and time.monotonic() < until:
        time.sleep(0.02)
    return not is_alive(number)


def test_everything_opens_and_is_counted(tmp_path: Path) -> None:
    holding = a_holding(tmp_path / "archive")
    with unlock(holding.folder, PASSPHRASE) as holder:
        assert holder.counts() == {}
        holding.opens_with(holder)
        assert holder.counts() == {"objects": 3, "segments": 2, "sealed": 2}
        secrets = open_secrets(holding.folder, open_identity(holding.folder, PASSPHRASE))
        assert holder.database_key() == secrets.database
        assert holder.log_signers().seeds() == (secrets.log_ed25519, secrets.log_ml_dsa)


def test_a_hand_over_is_a_header_for_its_recipient(tmp_path: Path) -> None:
    holding, court = a_holding(tmp_path / "archive"), sealing.Identity.new()
    kept, data = holding.objects[1]
    vault = open_vault(holding.folder)
    with unlock(holding.folder, PASSPHRASE) as holder:
        header = holder.relock(vault.header(kept.payload), [court.recipient])
        assert holder.counts() == {"relocked": 1}
    with vault.store.open(kept.payload) as stream:
        assert sealing.open_bytes(header + stream.read(), court) == data


def test_what_is_sealed_needs_a_reason(tmp_path: Path) -> None:
    holding = a_holding(tmp_path / "archive")
    with unlock(holding.folder, PASSPHRASE) as holder:
        with pytest.raises(Refusal, match="sealed-needs-a-reason"):
            holder.sealed_key(holding.segments[0].name, reason=" ")
        assert "sealed" not in holder.counts()


def test_a_wrong_passphrase_leaves_no_process_behind(tmp_path: Path) -> None:
    folder = an_archive(tmp_path / "archive")
    before = set(children(os.getpid()))
    with pytest.raises(Refusal, match="wrong-passphrase"):
        unlock(folder, "not this one")
    assert set(children(os.getpid())) <= before


def test_without_a_passphrase_and_a_terminal_it_is_a_refusal(tmp_path: Path) -> None:
    folder = an_archive(tmp_path / "archive")
    program = (
        "import sys; from pathlib import Path; from isnad.keys import *\n"
        "try: unlock(DataFolder.find(Path(sys.argv[1])))\n"
        "except Exception as error: print(error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder.root)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        start_new_session=True,
        check=True,
    )
    assert done.stdout.strip() == "keys.no-passphrase"


def test_the_child_has_an_empty_environment_and_nothing_secret_on_its_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = an_archive(tmp_path / "archive")
    monkeypatch.setenv("ISNAD_PASSPHRASE", PASSPHRASE)
    with unlock(folder) as holder:
        number = child_of(holder)
        assert environment_of(number) == b""
        line = Path(f"/proc/{number}/cmdline").read_bytes()
        assert b"isnad.keys.process" in line
        assert PASSPHRASE.encode() not in line
        assert str(folder.root).encode() not in line
        assert "ISNAD_PASSPHRASE" not in os.environ
        assert os.getpgid(number) == os.getpgid(0)


def test_the_child_ends_with_the_command_however_that_ends(tmp_path: Path) -> None:
    folder = an_archive(tmp_path / "archive")
    program = (
        "import sys, time; from pathlib import Path; from isnad.keys import *\n"
        "holder = unlock(DataFolder.find(Path(sys.argv[1])), sys.argv[2])\n"
        "print(holder._child.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(folder.root), PASSPHRASE], stdout=subprocess.PIPE, text=True
    ) as command:
        assert command.stdout
        child = int(command.stdout.readline())
        assert is_alive(child)
        command.kill()
    assert gone(child)


def test_closing_ends_the_child_at_once(tmp_path: Path) -> None:
    holder = unlock(an_archive(tmp_path / "archive"), PASSPHRASE)
    child = child_of(holder)
    holder.close()
    assert not is_alive(child)
    with pytest.raises(Unavailable, match="process-gone"):
        holder.database_key()


def test_a_forked_worker_holds_no_keys(tmp_path: Path) -> None:
    with unlock(an_archive(tmp_path / "archive"), PASSPHRASE) as holder:
        reading, writing = os.pipe()
        if (number := os.fork()) == 0:
            try:
                os.write(writing, b"key" if holder.database_key() else b"")
            except Unavailable as error:
                os.write(writing, str(error).encode())
            finally:
                os._exit(0)
        os.waitpid(number, 0)
        os.close(writing)
        with os.fdopen(reading, "rb") as told:
            assert told.read() == b"keys.process-gone"
        assert len(holder.database_key()) == 32  # the command itself goes on


@pytest.mark.skipif(os.geteuid() != 0, reason="needs a second user")
def test_another_process_of_the_same_person_cannot_look_inside(tmp_path: Path) -> None:
    """As an ordinary user: what the system shows of a hardened process belongs to root."""
    program = BECOME_NOBODY + (
        "ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)\n"  # as any program of theirs begins
        "sys.argv[1] == 'hard' and harden(); print('up', flush=True); time.sleep(30)"
    )
    owners = {}
    for how in ("hard", "soft"):
        with subprocess.Popen([sys.executable, "-c", program, how], stdout=subprocess.PIPE) as process:
            assert process.stdout
            process.stdout.readline()
            owners[how] = Path(f"/proc/{process.pid}/environ").stat().st_uid
            process.kill()
    assert owners == {"hard": 0, "soft": 65534}


@pytest.mark.parametrize("asked", [{}, {"do": "identity"}, {"do": "header"}, {"do": "header", "header": 3}, {"do": 7}])
def test_a_request_that_is_none_is_refused_and_the_process_goes_on(tmp_path: Path, asked: dict[str, object]) -> None:
    with unlock(an_archive(tmp_path / "archive"), PASSPHRASE) as holder:
        wire.send(holder._connection, asked)
        answer = wire.receive(holder._connection)
        assert answer is not None
        assert answer.get("refused") == "keys.not-asked-so"
        assert len(holder.database_key()) == 32


@pytest.mark.parametrize("name", ["../identity", "0" * 16, ""])
def test_a_segment_that_is_not_there_is_no_way_to_other_files(tmp_path: Path, name: str) -> None:
    with unlock(an_archive(tmp_path / "archive"), PASSPHRASE) as holder:
        with pytest.raises(Exception, match=r"keys\."):
            holder.segment_key(name)
        assert holder.counts() == {}


def test_unlocked_it_serves_many_commands_and_locked_it_is_gone(tmp_path: Path) -> None:
    holding = a_holding(tmp_path / "archive")
    number = stay_unlocked(holding.folder, PASSPHRASE)
    assert holding.folder.socket.stat().st_mode & 0o777 == 0o600
    assert holding.folder.socket.parent.stat().st_mode & 0o777 == 0o700
    assert os.getsid(number) == number
    assert environment_of(number) == b""
    for _ in range(2):
        with unlock(holding.folder) as holder:  # nobody is asked
            holding.opens_with(holder)
    with unlock(holding.folder) as holder:
        assert holder.counts() == {"objects": 6, "segments": 4, "sealed": 4}
        with pytest.raises(Refusal, match="already-unlocked"):
            stay_unlocked(holding.folder, PASSPHRASE)
        assert lock(holding.folder)
        with pytest.raises(Unavailable):
            holder.database_key()
    assert gone(number)
    assert not holding.folder.socket.exists()
    assert not lock(holding.folder)


def test_left_alone_it_locks_itself(tmp_path: Path) -> None:
    folder = an_archive(tmp_path / "archive")
    number = stay_unlocked(folder, PASSPHRASE, minutes=0.02)
    assert is_alive(number)
    assert gone(number)
    assert not folder.socket.exists()


def test_many_ask_at_once_and_each_gets_its_own_answer(tmp_path: Path) -> None:
    holding = a_holding(tmp_path / "archive")
    stay_unlocked(holding.folder, PASSPHRASE)
    wrong: list[object] = []

    def ask() -> None:
        with unlock(holding.folder) as holder:
            for _ in range(20):
                told = [(holder.segment_key(keys.name), keys.open) for keys in holding.segments]
                wrong.extend(pair for pair in told if pair[0] != pair[1])

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lock(holding.folder)
    assert wrong == []


def test_a_socket_folder_open_to_others_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = an_archive(tmp_path / "archive")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    (tmp_path / "isnad").mkdir(mode=0o777)
    (tmp_path / "isnad").chmod(0o777)
    with pytest.raises(Refusal, match="socket-folder-open"):
        stay_unlocked(folder, PASSPHRASE)


@pytest.mark.skipif(os.geteuid() != 0, reason="needs a second user")
def test_another_person_s_process_on_the_socket_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = an_archive(tmp_path / "archive")
    place = Path("/tmp") / f"isnad-test-{os.getpid()}"  # where another user can get to
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(place))
    (place / "isnad").mkdir(parents=True, mode=0o777)
    for each in (place, place / "isnad"):
        each.chmod(0o777)
    program = BECOME_NOBODY + (
        "s = socket.socket(socket.AF_UNIX); s.bind(sys.argv[1]); s.listen();print('up', flush=True); time.sleep(30)"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(folder.socket)], stdout=subprocess.PIPE) as other:
        assert other.stdout
        other.stdout.readline()
        with pytest.raises(Refusal, match="socket-of-another"):
            unlock(folder, PASSPHRASE)
        other.kill()
    folder.socket.unlink()
    (place / "isnad").rmdir()
    place.rmdir()


def test_a_message_that_is_too_long_or_cut_ends_the_conversation() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.sendall(struct.pack(">I", wire.LONGEST + 1))
        assert wire.receive(theirs) is None
    ours, theirs = socket.socketpair()
    with theirs:
        with ours:
            ours.sendall(struct.pack(">I", 100) + b"{")
        assert wire.receive(theirs) is None


def test_a_passphrase_from_the_environment_is_read_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ISNAD_PASSPHRASE", "short")
    assert passphrases.new() == "short"  # taken whatever its strength, with a warning
    assert "12" in capsys.readouterr().err
    assert passphrases.given() is None
    monkeypatch.setenv("ISNAD_PASSPHRASE", NEW_PASSPHRASE)
    assert passphrases.current() == NEW_PASSPHRASE
    assert "ISNAD_PASSPHRASE" not in os.environ


def test_nothing_secret_lies_in_any_file(tmp_path: Path) -> None:
    holding = a_holding(tmp_path / "archive")
    with unlock(holding.folder, PASSPHRASE) as holder:
        holding.opens_with(holder)
    identity = open_identity(holding.folder, PASSPHRASE)
    secrets = open_secrets(holding.folder, identity)
    marks = [PASSPHRASE.encode(), identity.raw, identity.reveal().encode(), secrets.sealing.raw, secrets.database]
    marks += [secrets.log_ed25519, secrets.log_ml_dsa, *(keys.open for keys in holding.segments)]
    marks += [keys.sealed for keys in holding.segments]
    written = b"".join(path.read_bytes() for path in holding.folder.root.rglob("*") if path.is_file())
    assert holding.folder.config.recipient.encode() in written  # the look is not blind
    for mark in marks:
        for spelled in (mark, mark.hex().encode()):
            assert spelled not in written


def test_a_copy_of_the_folder_elsewhere_is_served_under_the_same_name(tmp_path: Path) -> None:
    """The socket is the archive's, not the folder's: a moved archive stays unlocked."""
    holding = a_holding(tmp_path / "archive")
    stay_unlocked(holding.folder, PASSPHRASE)
    holding.folder.root.rename(tmp_path / "moved")
    moved = DataFolder.find(tmp_path / "moved")
    with unlock(moved) as holder:
        assert len(holder.database_key()) == 32
    assert lock(moved)


def test_at_a_terminal_the_key_process_itself_asks(tmp_path: Path) -> None:
    """The passphrase is typed once, is not echoed, and the command that needed it never had it."""
    folder = an_archive(tmp_path / "archive")
    program = (
        "import sys; from pathlib import Path; from isnad.keys import *\n"
        "holder = unlock(DataFolder.find(Path(sys.argv[1]))); print('opened', len(holder.database_key()))"
    )
    number, terminal = pty.fork()
    if number == 0:
        os.execv(sys.executable, [sys.executable, "-c", program, str(folder.root)])
    shown = b""
    while b":" not in shown:
        shown += os.read(terminal, 1000)
    os.write(terminal, PASSPHRASE.encode() + b"\n")
    with suppress(OSError):  # the end of a terminal
        while piece := os.read(terminal, 1000):
            shown += piece
    os.waitpid(number, 0)
    assert b"opened 32" in shown
    assert PASSPHRASE.encode() not in shown
