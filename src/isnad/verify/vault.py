"""The vault's folder, checked without keys: every payload owed is there, and is what its name says.

* A payload lies under ``ab/<64 hexadecimal characters>``: the SHA-256 of its own bytes, whose first two stand for the
  folder. Nothing else belongs there.
* Owed and missing, or of other bytes: a finding. Whole but named by no entry: a notice, since an interrupted intake
  leaves that. Erased by an entry, and still there: a finding.
* Hashing takes several threads, for it leaves Python alone; a payload is never read whole into memory.
* ``chosen`` picks payloads for a quick, sampled or rolling check; the others are only looked for.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from itertools import islice
from pathlib import Path
from threading import local

from isnad.verify.files import Files
from isnad.verify.findings import Report
from isnad.verify.ledger import Owed

_NAME = re.compile(r"([0-9a-f]{2})/(\1[0-9a-f]{62})")
_AT_ONCE = 512
_PART = 1 << 20
_mine = local()  # a buffer for each thread: a new one for every file costs more than opening it

Chosen = Callable[[str], bool]
Progress = Callable[[int], None]


def check_vault(
    vault: Path,
    owed: Owed,
    report: Report,
    *,
    name: str = "vault",
    workers: int = 2,
    chosen: Chosen = lambda digest: True,
    progress: Progress = lambda size: None,
) -> None:
    """Checks the folder into ``report``; ``progress`` is told the bytes of each payload that was hashed."""
    files = Files(vault, name, report)
    found = {match[2]: path for path in files.below("") if (match := _NAME.fullmatch(path))}
    for digest in sorted(owed.living - found.keys()):
        report.blame("payload", files.place(f"{digest[:2]}/{digest}"), "missing")
    report.items = len(owed.living)
    for digest, path in found.items():
        files.claim(path)
        if digest in owed.erased:
            report.blame("payload", files.place(path), "still-there")
    for digest, size, same in _hashed(vault, found, chosen, workers):
        place = files.place(found[digest])
        if same is None:
            report.blame("payload", place, "unreadable")
        elif not same:
            report.blame("payload", place, "changed")
        elif digest not in owed.living and digest not in owed.erased:
            report.note("payload", place, "not-named")
        report.bytes += size
        progress(size)
    files.finish()


def _hashed(vault: Path, found: dict[str, str], chosen: Chosen, workers: int) -> Iterator[tuple[str, int, bool | None]]:
    """Digest by name, size, and whether the bytes are so (None where they cannot be read)."""
    picked = iter([digest for digest in found if chosen(digest)])
    with ThreadPoolExecutor(workers) as pool:
        while batch := list(islice(picked, _AT_ONCE)):
            yield from pool.map(lambda digest: (digest, *_hash(f"{vault}/{found[digest]}", digest)), batch)


def _hash(path: str, digest: str) -> tuple[int, bool | None]:
    if not hasattr(_mine, "buffer"):
        _mine.buffer = memoryview(bytearray(_PART))
    hashed, size = sha256(), 0
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            while read := os.readv(descriptor, [_mine.buffer]):
                hashed.update(_mine.buffer[:read])
                size += read
        finally:
            os.close(descriptor)
    except OSError:
        return 0, None
    return size, hashed.hexdigest() == digest
