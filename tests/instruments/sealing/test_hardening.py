"""What a hardened process shows of itself: nothing."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

MARK = "correct-horse-battery"
PROGRAM = """
import resource, sys
from pathlib import Path
from isnad.instruments.sealing.hardening import harden, take_from_environment
before = Path("/proc/self/environ").read_bytes()
value = take_from_environment("ISNAD_PASSPHRASE") if sys.argv[1] == "take" else __import__("os").environ.pop("ISNAD_PASSPHRASE")
after = Path("/proc/self/environ").read_bytes()
harden()
import ctypes
print(value, value.encode() in before, value.encode() in after, resource.getrlimit(resource.RLIMIT_CORE)[1],
      ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), take_from_environment("ISNAD_PASSPHRASE"))
"""  # noqa: E501


@pytest.mark.skipif(sys.platform != "linux", reason="Linux only")
def test_a_secret_taken_from_the_environment_is_gone_from_the_system_s_own_view() -> None:
    told = {}
    for how in ("take", "remove"):
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, how],
            env={"ISNAD_PASSPHRASE": MARK, "PATH": os.environ["PATH"]},
            capture_output=True,
            text=True,
            check=True,
        )
        told[how] = done.stdout.split()
    assert told["take"] == [MARK, "True", "False", "0", "0", "None"]
    assert told["remove"][:3] == [MARK, "True", "True"]  # removing alone is not enough: this is why
