"""``python -m benchmarks.custody``: taking in and checking, beside borg, restic and bagit, on the same files and disk.

 * 3,000 files of 300 kB of random bytes: `isnad intake` (hash, encrypt, durable, examined, recorded, sealed) against
   `borg create -C none` and `restic backup`; of each, the time above that of taking in one file.
 * `isnad verify --keyless` against `bagit.py --validate --processes 2` on the plain tree; full verify against
   `borg check --verify-data`.
 * The pen: acknowledged transactions a second, alone and from 16 threads; entries a second in batches of 1,000.

Peers that are not installed are left out and said so.
"""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

FILES, SIZE = 3000, 300_000
ISNAD = [sys.executable, "-m", "isnad"]


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="isnad-bench-", dir=os.environ.get("ISNAD_BENCH")) as folder:
        home = Path(folder)
        many, one = home / "many", home / "one"
        fill(many, FILES)
        fill(one, 1)
        rows = [*taking_in(home, many, one), *checking(home, many)]
        rows += the_pen(home)
        for name, figure in rows:
            print(f"{name:58} {figure}")


def fill(folder: Path, files: int) -> None:
    for number in range(files):
        path = folder / f"{number // 500:02}" / f"{number:05}.bin"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(secrets.token_bytes(SIZE))


def timed(act: Callable[[], object]) -> float:
    os.sync()
    began = time.monotonic()
    act()
    return time.monotonic() - began


def run(*line: str, **environment: str) -> None:
    subprocess.run(line, check=True, capture_output=True, env=os.environ | environment)


def archive(home: Path, name: str) -> dict[str, str]:
    environment = {
        "ISNAD_DATA": str(home / name),
        "ISNAD_PASSPHRASE": "a passphrase for benchmarks",
        "XDG_STATE_HOME": str(home / "state"),
    }
    run(*ISNAD, "init", **environment)
    return environment


def taking_in(home: Path, many: Path, one: Path) -> list[tuple[str, str]]:
    def isnad(folder: Path, name: str) -> float:
        environment = archive(home, name)
        line = [*ISNAD, "intake", str(folder), "--accession", "a", "--source", "b", "--json"]
        return timed(lambda: run(*line, **environment))

    ours = isnad(many, "ours") - isnad(one, "ours-one")
    rows = [("isnad intake, 3,000 × 300 kB", f"{ours:.2f} s ({FILES / ours:.0f} files/s)")]
    for name, peer in (("borg create -C none (repokey-blake2)", borg), ("restic backup", restic)):
        if shutil.which(name.split()[0]) is None:
            rows.append((name, "not installed"))
            continue
        theirs = peer(home, many, "many") - peer(home, one, "one")
        rows.append((name, f"{theirs:.2f} s; isnad is {theirs / ours:.2f} × as fast"))
    return rows


def borg(home: Path, folder: Path, name: str) -> float:
    environment = {
        "BORG_PASSPHRASE": "x",
        "BORG_BASE_DIR": str(home / "borg-home"),
        "BORG_REPO": str(home / f"borg-{name}"),
    }
    run("borg", "init", "-e", "repokey-blake2", **environment)
    return timed(lambda: run("borg", "create", "-C", "none", "::a", str(folder), **environment))


def restic(home: Path, folder: Path, name: str) -> float:
    environment = {"RESTIC_PASSWORD": "x", "RESTIC_REPOSITORY": str(home / f"restic-{name}"), "HOME": str(home)}
    run("restic", "init", **environment)
    return timed(lambda: run("restic", "backup", str(folder), **environment))


def checking(home: Path, many: Path) -> list[tuple[str, str]]:
    environment = {"ISNAD_DATA": str(home / "ours"), "ISNAD_PASSPHRASE": "a passphrase for benchmarks",
                   "XDG_STATE_HOME": str(home / "state")}  # fmt: skip
    keyless = timed(lambda: run(*ISNAD, "verify", "--keyless", **environment))
    full = timed(lambda: run(*ISNAD, "verify", **environment))
    rows = [("isnad verify --keyless", f"{keyless:.2f} s"), ("isnad verify, full", f"{full:.2f} s")]
    try:
        import bagit

        bagit.make_bag(str(many), checksums=["sha256"])
        line = [sys.executable, "-m", "bagit", "--validate", "--processes", "2", str(many)]
        theirs = timed(lambda: run(*line))
        rows.append(
            ("bagit.py --validate --processes 2", f"{theirs:.2f} s; keyless takes {keyless / theirs:.2f} × that")
        )
    except ImportError:
        rows.append(("bagit.py", "not installed"))
    if shutil.which("borg"):
        borg_home = {
            "BORG_PASSPHRASE": "x",
            "BORG_BASE_DIR": str(home / "borg-home"),
            "BORG_REPO": str(home / "borg-many"),
        }
        theirs = timed(lambda: run("borg", "check", "--verify-data", **borg_home))
        rows.append(("borg check --verify-data", f"{theirs:.2f} s; full verify takes {full / theirs:.2f} × that"))
    return rows


def the_pen(home: Path) -> list[tuple[str, str]]:
    os.environ["XDG_STATE_HOME"] = str(home / "state")
    from isnad.house.waking import start_django

    start_django(home / "pen")
    from isnad.custody.entries import Pseudonym
    from isnad.house import opening
    from isnad.record.pen import pen, say

    opening.create(home / "pen", "a passphrase for benchmarks")

    def singles(count: int) -> None:
        for number in range(count):
            say([Pseudonym(f"{number}")], by="owner")

    def together() -> None:
        threads = [threading.Thread(target=singles, args=(60,)) for _ in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def batches() -> None:
        for _ in range(10):
            with pen("owner") as held:
                for number in range(1000):
                    held.say(Pseudonym(f"{number}"))

    singles(10)
    alone, sixteen, batched = timed(lambda: singles(300)), timed(together), timed(batches)
    opening.close()
    return [
        ("single acknowledged transactions", f"{300 / alone:.0f}/s"),
        ("the same from 16 threads", f"{960 / sixteen:.0f}/s"),
        ("entries in batches of 1,000, rows and sealing included", f"{10_000 / batched:.0f}/s"),
    ]


if __name__ == "__main__":
    main()
