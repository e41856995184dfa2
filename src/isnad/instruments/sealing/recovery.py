"""Recovery words: a 32-byte secret as n lists of words of which any k bring it back (SLIP-39).

* One group, k of n, at most 16. No SLIP-39 passphrase is used: a wrong one would silently give another secret.
* The library that does the arithmetic is not hardened against whoever watches its timing or memory. So it runs in a
  process of its own that lives for one call, gets its task through a pipe and starts with an empty environment.
* What comes back is only as good as the words: whoever restores compares the recipient (`isnad.keys.recovery`).
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from isnad.words import Refusal, Unavailable

MOST = 16
PATIENCE = 120.0


def need_split(*, needed: int, of: int) -> None:
    """A Refusal where no such split is made. One of one is allowed, one of many is not."""
    if not 1 <= needed <= of <= MOST or (needed == 1 and of > 1):
        raise Refusal("sealing.no-such-split", most=MOST)


def split(secret: bytes, *, needed: int, of: int) -> list[str]:
    """``of`` lists of words; any ``needed`` of them give ``secret`` back."""
    need_split(needed=needed, of=of)
    told = _ask({"do": "split", "secret": secret.hex(), "needed": needed, "of": of})
    return list(told["lists"])


def join(lists: Sequence[str]) -> bytes:
    """The secret that these lists of words give; refuses too few, mistyped ones, and ones of different splits."""
    told = _ask({"do": "join", "lists": [" ".join(words.lower().split()) for words in lists]})
    if reason := told.get("refused"):
        raise Refusal(f"sealing.words-{reason}", count=len(lists))
    return bytes.fromhex(told["secret"])


def _ask(task: dict[str, Any]) -> dict[str, Any]:
    """One task for one process."""
    command = [sys.executable, "-I", "-m", "isnad.instruments.sealing.recovery_process"]
    try:
        done = subprocess.run(
            command,
            input=json.dumps(task).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            cwd="/",
            timeout=PATIENCE,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise Unavailable("sealing.words-process") from error
    told: dict[str, Any] = json.loads(done.stdout)
    return told
