"""The key process: reads the passphrase, holds the identity, answers one request at a time.

Started as ``python -I -m isnad.keys.process DESCRIPTOR`` with an empty environment and a socket to whoever started it.

 1. It makes itself unreadable to other processes (`harden`), then learns over the socket which folder, how to ask, and
    whether to stay. The passphrase comes over the socket where nobody can type, else from the terminal: then only this
    process ever sees it.
 2. As the child of one command it serves that command and ends with it: its socket closes, it goes.
 3. To stay (``isnad unlock``) it listens on a socket of mode 0600 in a folder of mode 0700, serves processes of the
    same person only, and ends after an idle time, or when told to lock.
"""

from __future__ import annotations

import getpass
import os
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from isnad.instruments.sealing.hardening import harden
from isnad.keys import wire
from isnad.keys.folder import DataFolder
from isnad.keys.keeper import Keeper
from isnad.words import IsnadError, Refusal, Unavailable

LOCK = "lock"
_CREDENTIALS = struct.Struct("3i")


def peer_is_me(connection: socket.socket) -> bool:
    """Whether the other side of a Unix socket runs as the same user."""
    data = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    return bool(_CREDENTIALS.unpack(data)[1] == os.getuid())


def serve(connection: socket.socket, keeper: Keeper, clock: Clock) -> None:
    """Answers until the other side has gone, or says to lock."""
    while (asked := wire.receive(connection)) is not None:
        if asked.get("do") == LOCK:
            wire.send(connection, {})
            clock.end()
            return
        try:
            answer = clock.working(keeper.answer, asked)
        except IsnadError as error:
            answer = wire.failure(error)
        except (KeyError, ValueError, TypeError, AttributeError):  # a request that is not one
            answer = wire.failure(Refusal("keys.not-asked-so"))
        wire.send(connection, answer)


class Clock:
    """One request at a time, and an end when nothing was asked for a while."""

    def __init__(self, idle: float) -> None:
        self._idle = idle
        self._turn = threading.Lock()
        self._last = time.monotonic()
        self._ended = threading.Event()

    def working(self, act: Callable[[dict[str, Any]], dict[str, Any]], asked: dict[str, Any]) -> dict[str, Any]:
        """Answers one request."""
        with self._turn:
            self._last = time.monotonic()
            return act(asked)

    def end(self) -> None:
        """The process ends."""
        self._ended.set()

    def wait(self) -> None:
        """Returns when it is time to end."""
        while not self._ended.is_set():
            left = self._last + self._idle - time.monotonic()
            if left <= 0:
                return
            self._ended.wait(min(left, 60.0))


def listen(path: Path) -> socket.socket:
    """A socket at ``path`` that only this user can reach."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = path.parent.lstat()
        if found.st_uid != os.getuid() or found.st_mode & 0o077 or path.parent.is_symlink():
            raise Refusal("keys.socket-folder-open")
        path.unlink(missing_ok=True)
        listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        before = os.umask(0o177)
        try:
            listening.bind(str(path))
        finally:
            os.umask(before)
        listening.listen()
    except OSError as error:
        raise Unavailable("keys.no-socket") from error
    return listening


def _stay(listening: socket.socket, path: Path, keeper: Keeper, idle: float) -> None:
    """Serves whoever connects until idle or locked; then takes the socket away and ends the process at once."""
    clock = Clock(idle)

    def accept() -> None:
        while True:
            connection, _ = listening.accept()
            if peer_is_me(connection):
                threading.Thread(target=serve, args=(connection, keeper, clock), daemon=True).start()
            else:
                connection.close()

    threading.Thread(target=accept, daemon=True).start()
    clock.wait()
    path.unlink(missing_ok=True)
    os._exit(0)


def _passphrase(asked: dict[str, Any]) -> str:
    given = asked.get("passphrase")
    if given is not None:
        return str(given)
    try:
        return getpass.getpass(asked["prompt"] + " ")
    except (EOFError, KeyboardInterrupt) as error:
        raise Refusal("keys.no-passphrase") from error


def main(descriptor: int) -> None:
    """The whole life of the process."""
    harden()
    connection = socket.socket(fileno=descriptor)
    asked = wire.receive(connection)
    if asked is None:
        return
    folder = DataFolder(Path(asked["folder"]))
    stay = Path(asked["socket"]) if "socket" in asked else None
    try:
        keeper = Keeper(folder, _passphrase(asked))
        listening = listen(stay) if stay else None
    except IsnadError as error:
        wire.send(connection, wire.failure(error))
        return
    if listening is None or stay is None:
        wire.send(connection, {})
        serve(connection, keeper, Clock(float("inf")))
        return
    os.setsid()
    os.chdir("/")
    wire.send(connection, {"process": os.getpid()})
    connection.close()
    _stay(listening, stay, keeper, float(asked["idle"]))


if __name__ == "__main__":
    main(int(sys.argv[1]))
