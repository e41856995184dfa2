"""Rotates archives until it is killed: reads folders from standard input and forks a child for each, which waits for
``go`` beside the archive. A fork, for starting Python anew takes longer than a rotation.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

from isnad.keys import DataFolder
from isnad.keys.rotation import rotate
from isnad.words import IsnadError
from keys.archives import FACTOR, NEW_PASSPHRASE, PASSPHRASE, a_holding


def child(folder: Path) -> None:
    """One rotation, from ``go`` to its end."""
    (folder.parent / "ready").write_text(str(os.getpid()))
    while not (folder.parent / "go").exists():
        time.sleep(0.002)
    code = 0
    try:
        rotate(DataFolder(folder), PASSPHRASE, NEW_PASSPHRASE, work_factor=FACTOR)
    except IsnadError:
        code = 4
    except BaseException:  # noqa: BLE001  a bug is to be told, not hidden
        code = 9
    os._exit(code)


def main() -> None:
    """Forks and waits."""
    with tempfile.TemporaryDirectory() as folder:
        holding = a_holding(Path(folder) / "archive")
        rotate(holding.folder, PASSPHRASE, NEW_PASSPHRASE, work_factor=FACTOR)  # imports are not under test
    for line in sys.stdin:
        if (number := os.fork()) == 0:
            child(Path(line.strip()))
        print(os.waitstatus_to_exitcode(os.waitpid(number, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
