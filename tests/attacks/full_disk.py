"""A disk that fills up while a drive is taken in, and grows again. Runs where it may mount: ``unshare -Urm``.

python full_disk.py ARCHIVE STATE DRIVE FOLDER ROOM     one line of JSON: what each of three commands ended with

A memory disk is mounted on FOLDER with the archive (a copy) and ROOM bytes to spare; a drive is taken in, which may
stop for want of room; the disk grows; the same command goes on; everything is checked.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

PAGE = 4096
LARGE = 256 * 2**20


def mount(folder: Path, size: int, *, again: bool = False) -> None:
    options = f"{'remount,' if again else ''}size={size}"
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], check=True)


def isnad(home: Path, *line: str) -> dict[str, object]:
    """One command: its exit code and what it printed."""
    environment = {**os.environ, "ISNAD_DATA": str(home / "archive"), "XDG_STATE_HOME": str(home / "state")}
    ended = subprocess.run(
        [sys.executable, "-m", "isnad", *line, "--json"], env=environment, capture_output=True, text=True
    )
    told = json.loads(ended.stdout) if ended.stdout.strip() else None
    return {"exit": ended.returncode, "told": told, "said": ended.stderr[-600:]}


def main(archive: Path, state: Path, drive: Path, folder: Path, room: int) -> None:
    mount(folder, LARGE)
    shutil.copytree(archive, folder / "archive")
    shutil.copytree(state, folder / "state")
    used = shutil.disk_usage(folder).used
    mount(folder, (used + room) // PAGE * PAGE, again=True)
    take = ("intake", str(drive), "--accession", "one", "--source", "north wind")
    stopped = isnad(folder, *take)
    mount(folder, LARGE, again=True)
    print(json.dumps([stopped, isnad(folder, *take), isnad(folder, "verify")]))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:5]), int(sys.argv[5]))
