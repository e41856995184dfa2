"""A writer to be killed and hindered: ``writer.py`` reads folders from standard input and forks a child for each.

A child waits until ``go`` appears in its folder, then keeps batches of two small objects and tells ``ACK payload
digest`` for each one acknowledged; at the end ``DONE``, or ``SAID code`` for an error of the house, or ``OTHER type``
for any other, which is a bug. It holds a public recipient only.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
import time
from pathlib import Path

from isnad.instruments.sealing import Recipient
from isnad.vault import FolderStore, Gate, Vault, WrapBook
from isnad.words import IsnadError


def vault_in(root: Path, recipient: Recipient) -> Vault:
    """The vault that a child writes and a test looks at."""
    wraps = WrapBook([root / "wraps", root / "second"], root / "index", Gate(root / "gate"))
    return Vault(FolderStore(root / "vault"), wraps, lambda: [recipient], root / "incoming")


def keep(root: Path, recipient: Recipient, batches: int) -> None:
    """Keeps and acknowledges."""
    vault = vault_in(root, recipient)
    for _ in range(batches):
        with vault.batch() as batch:
            kept = [batch.put(io.BytesIO(os.urandom(70_000))), batch.put(io.BytesIO(os.urandom(10)))]
        for each in kept:
            _say(root, f"ACK {each.payload} {each.digest}")


def child(root: Path, recipient: Recipient, batches: int) -> None:
    """One life, from ``go`` to the end."""
    _say(root, f"READY {os.getpid()}")
    while not (root / "go").exists():
        time.sleep(0.002)
    try:
        keep(root, recipient, batches)
        _say(root, "DONE")
    except IsnadError as error:
        _say(root, f"SAID {error.code}")
    except BaseException as error:  # noqa: BLE001  a bug is to be told, not hidden
        _say(root, f"OTHER {type(error).__name__} {error}")
    os._exit(0)


def _say(root: Path, text: str) -> None:
    """Tells the test, which may be failing the telling itself."""
    try:
        _tell(root, text)
    except OSError:
        _tell(root, text)


def _tell(root: Path, text: str) -> None:
    descriptor = os.open(root / "said", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.write(descriptor, text.encode() + b"\n")
    os.close(descriptor)


def main(recipient: Recipient) -> None:
    """Forks a child for each folder and tells when it has ended."""
    with tempfile.TemporaryDirectory() as folder:
        keep(Path(folder), recipient, 1)  # whatever is imported late is imported now: imports are not under test
    for line in sys.stdin:
        folder, batches = line.rsplit(" ", 1)
        if (number := os.fork()) == 0:
            child(Path(folder), recipient, int(batches))
        print(os.waitpid(number, 0)[1], flush=True)


if __name__ == "__main__":
    main(Recipient.parse(sys.argv[1]))
