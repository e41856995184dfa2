"""One worker, seen from outside: a process at the other end of a pipe."""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import subprocess
import time

from isnad.instruments.imaging import pipe, values
from isnad.instruments.imaging.values import Isolation
from isnad.words import Json

START = 60.0  # seconds until a new worker must have spoken
SLACK = 5.0  # a busy machine gives a process a fifth of its time, and it is still not hung
MOST_JSON = 32 * 2**20
MOST_BLOCK = 2 * 2**30
_SIZE_OF_PIPE = 2**20


class Failed(Exception):
    """The worker did not answer; ``finding`` says how. Never leaves this package."""

    def __init__(self, finding: str) -> None:
        super().__init__(finding)
        self.finding = finding


class Bench:
    """Starts a worker and waits for its first word: what keeps it in. ``Failed`` where it does not come."""

    def __init__(self, line: list[str]) -> None:
        self.asked = 0  # files so far
        try:
            self._process = subprocess.Popen(
                line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}, cwd="/",
                close_fds=True, start_new_session=True, bufsize=0,
            )  # fmt: skip
        except OSError as error:
            raise Failed(values.CRASHED) from error
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._to, self._from = self._process.stdin.fileno(), self._process.stdout.fileno()
        for descriptor in (self._to, self._from):
            os.set_blocking(descriptor, False)
            with contextlib.suppress(OSError, AttributeError):  # a wider pipe is faster, and not needed
                fcntl.fcntl(descriptor, fcntl.F_SETPIPE_SZ, _SIZE_OF_PIPE)
        try:
            told, _ = self._receive(time.monotonic() + START)
            self.isolation = Isolation(**told["isolation"])
        except (Failed, KeyError, TypeError) as error:
            self.close()
            raise Failed(error.finding if isinstance(error, Failed) else values.CRASHED) from error

    def ask(self, asked: Json, data: bytes | bytearray | memoryview, seconds: float) -> tuple[Json, bytearray]:
        """Sends a task and its bytes; the answer, or Failed. After Failed the worker is of no more use."""
        self.asked += 1
        deadline = time.monotonic() + seconds * SLACK + START
        try:
            pipe.send(self._to, pipe.frame(asked, len(data)), deadline)
            pipe.send(self._to, data, deadline)
        except pipe.Ended as error:
            raise Failed(self._why()) from error
        except pipe.TooSlow as error:
            raise Failed(values.TIMEOUT) from error
        return self._receive(deadline)

    def close(self) -> None:
        """Ends the process and all that it started."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()

    def _receive(self, deadline: float) -> tuple[Json, bytearray]:
        try:
            return pipe.receive(self._from, MOST_JSON, MOST_BLOCK, deadline)
        except pipe.Ended as error:
            raise Failed(self._why()) from error
        except pipe.TooSlow as error:
            raise Failed(values.TIMEOUT) from error
        except (values.NotOfThisForm, MemoryError) as error:
            raise Failed(values.CRASHED) from error

    def _why(self) -> str:
        """Whether it ended because its time was over; bubblewrap tells of a signal as 128 and its number."""
        try:
            code = self._process.wait(5)
        except subprocess.TimeoutExpired:
            return values.CRASHED
        return values.TIMEOUT if code in (-signal.SIGPROF, 128 + signal.SIGPROF) else values.CRASHED
