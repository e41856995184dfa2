"""The command's side of the key process.

* `unlock` goes to the process that ``isnad unlock`` left running, else starts a child that ends with the command.
* What comes over is the database's key, the slots' mask, the log's signing keys, and one opened header or segment key
  at a time. The identity and the passphrase never do.
* A process forked off the command loses the connection at once: workers hold no keys.
* From `unlock` on, the command itself cannot be read by other processes and leaves no core dump.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any

from isnad import speech
from isnad.instruments.sealing import Recipient, open_payload
from isnad.instruments.sealing.hardening import harden
from isnad.instruments.sealing.payload import Readable
from isnad.keys import passphrase as passphrases
from isnad.keys import segments, wire
from isnad.keys.folder import ArchiveConfig, DataFolder
from isnad.keys.process import LOCK, peer_is_me
from isnad.ledger.body import SegmentKeys
from isnad.ledger.signers import Signers
from isnad.ledger.slots import Slots
from isnad.words import Refusal, Unavailable

IDLE_MINUTES = 15
TOGETHER = 24  # headers on their way at once: they fit into what a socket holds, whoever reads it when
_open: weakref.WeakSet[KeyHolder] = weakref.WeakSet()


class KeyHolder:
    """A connection to the key process of one archive."""

    def __init__(
        self, folder: DataFolder, connection: socket.socket, child: subprocess.Popen[bytes] | None = None
    ) -> None:
        self._folder = folder
        self._connection = connection
        self._child = child
        self._turn = threading.Lock()
        _open.add(self)

    def database_key(self) -> bytes:
        """The 32 bytes that open the tables."""
        return bytes.fromhex(self._ask("database")["key"])

    def slots(self) -> Slots:
        """The slots of entries, under the mask of now."""
        return Slots(self._folder.both("slots"), bytes.fromhex(self._ask("slots")["key"]))

    def log_signers(self) -> Signers:
        """The log's signing keys."""
        told = self._ask("log")
        return Signers.from_seeds(bytes.fromhex(told["ed25519"]), bytes.fromhex(told["ml_dsa"]))

    def expected(self) -> ArchiveConfig:
        """The archive's description with the recipients that the opened identities really have."""
        told = self._ask("recipients")
        return replace(self._folder.config, recipient=told["archive"], sealing_recipient=told["sealing"])

    def new_segment(self) -> SegmentKeys:
        """Keys for a new segment; their wraps are durable. Refused where ``archive.json`` names others meanwhile."""
        return segments.new_segment(self._folder, self.expected())

    def segment_key(self, name: str) -> bytes:
        """The open key of a segment."""
        return bytes.fromhex(self._ask("segment", name=name)["key"])

    def sealed_key(self, name: str, *, reason: str) -> bytes:
        """The sealed key of a segment; whoever asks says the reason in the ledger."""
        return bytes.fromhex(self._ask("sealed", name=name, reason=reason)["key"])

    def open_header(self, header: bytes) -> bytes:
        """The 16-byte file key of one object."""
        return bytes.fromhex(self._ask("header", header=header.decode("ascii"))["key"])

    def open_headers(self, headers: Sequence[bytes]) -> list[bytes]:
        """The file keys of several objects: each few are asked for before the first answer is read."""
        found: list[bytes] = []
        for start in range(0, len(headers), TOGETHER):
            asked = [{"do": "header", "header": each.decode("ascii")} for each in headers[start : start + TOGETHER]]
            with self._turn:
                answers = _exchange_all(self._connection, asked)
            found += [bytes.fromhex(each["key"]) for each in answers]
        return found

    def open_object(self, header: bytes, payload: Path | Readable) -> Iterator[bytes]:
        """The original's bytes, chunk by chunk, each authentic."""
        file_key = self.open_header(header)
        if isinstance(payload, Path):
            with payload.open("rb") as stream:
                yield from open_payload(stream, file_key)
        else:
            yield from open_payload(payload, file_key)

    def relock(self, header: bytes, recipients: Sequence[Recipient]) -> bytes:
        """A header of the same object for others: what a hand-over gives to a named recipient."""
        told = self._ask("relock", header=header.decode("ascii"), recipients=[str(each) for each in recipients])
        return str(told["header"]).encode("ascii")

    def counts(self) -> dict[str, int]:
        """How often the process has opened what: objects, segments, sealed, relocked."""
        return dict(self._ask("counts"))

    def close(self) -> None:
        """Ends the connection, and with it the child if there is one."""
        self._connection.close()
        if self._child is not None:
            self._child.wait()
            self._child = None

    def __enter__(self) -> KeyHolder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _ask(self, what: str, **facts: Any) -> dict[str, Any]:
        with self._turn:
            return _exchange(self._connection, {"do": what, **facts})


def unlock(folder: DataFolder, passphrase: str | None = None) -> KeyHolder:
    """The keys of an archive: from the process left by ``isnad unlock``, else from a child of this one.

    ``passphrase`` goes before ``ISNAD_PASSPHRASE``; with neither, the child asks at the terminal.
    """
    harden()
    if (running := connect(folder)) is not None:
        passphrases.given()
        return KeyHolder(folder, running)
    connection, child, _ = _start(folder, passphrase)
    return KeyHolder(folder, connection, child)


def stay_unlocked(folder: DataFolder, passphrase: str | None = None, *, minutes: float = IDLE_MINUTES) -> int:
    """Starts the process that stays until it is idle for ``minutes`` or told to lock; gives its number."""
    harden()
    if (running := connect(folder)) is not None:
        running.close()
        raise Refusal("keys.already-unlocked")
    connection, child, told = _start(folder, passphrase, socket=str(folder.socket), idle=minutes * 60)
    connection.close()
    child.returncode = 0  # it lives on by itself: nobody waits for it
    return int(told["process"])


def lock(folder: DataFolder) -> bool:
    """Ends the process left by ``isnad unlock``; False where none ran."""
    if (running := connect(folder)) is None:
        return False
    with running:
        _exchange(running, {"do": LOCK})
        # It closes its sockets only by ending: when this returns, its memory is gone.
        with suppress(ConnectionError):
            running.recv(1)
    return True


def connect(folder: DataFolder) -> socket.socket | None:
    """A connection to the process left by ``isnad unlock``, or None where none runs."""
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.connect(str(folder.socket))
    except OSError:
        connection.close()
        return None
    if not peer_is_me(connection):
        connection.close()
        raise Refusal("keys.socket-of-another")
    return connection


def _start(
    folder: DataFolder, passphrase: str | None, **stay: Any
) -> tuple[socket.socket, subprocess.Popen[bytes], dict[str, Any]]:
    """A key process, unlocked."""
    given = passphrase if passphrase is not None else passphrases.given()
    if given is None and not passphrases.can_ask():
        raise Refusal("keys.no-passphrase")
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
    with theirs:
        child = subprocess.Popen(
            [sys.executable, "-I", "-m", "isnad.keys.process", str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            env={},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    task = {"folder": str(folder.root), "passphrase": given, "prompt": speech.phrase("keys.ask-passphrase"), **stay}
    try:
        return ours, child, _exchange(ours, task)
    except BaseException:
        ours.close()
        child.wait()
        raise


def _exchange(connection: socket.socket, message: dict[str, Any]) -> dict[str, Any]:
    return _exchange_all(connection, [message])[0]


def _exchange_all(connection: socket.socket, messages: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The answers to messages that are few enough to wait on their way together; the first failure is raised last."""
    answers: list[dict[str, Any]] = []
    try:
        for message in messages:
            wire.send(connection, message)
        for _ in messages:
            answer = wire.receive(connection)
            if answer is None:
                raise Unavailable("keys.process-gone")
            answers.append(answer)
    except OSError as error:
        raise Unavailable("keys.process-gone") from error
    for answer in answers:
        wire.raise_failure(answer)
    return answers


def _forget_after_fork() -> None:
    for holder in list(_open):
        holder._connection.close()
        holder._child = None


os.register_at_fork(after_in_child=_forget_after_fork)
