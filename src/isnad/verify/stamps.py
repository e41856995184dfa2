"""Time stamps beside the checkpoints (RFC 3161).

* A stamp is called ``stamps/<number of the checkpoint>-<SHA-256 of the stamp>.tsr``: its own bytes are named, and the
  checkpoint it belongs to is one that is kept. It must hold that checkpoint's SHA-256 or SHA-512.
* Not checked here: whose stamp it is. That takes the stamping authority's certificate, which nobody has without being
  told (``openssl ts -verify`` does it, with the checkpoint's file as the data).
"""

from __future__ import annotations

import re
from hashlib import sha256, sha512

from isnad.verify.chain import group
from isnad.verify.files import Files

_NAME = re.compile(r"stamps/(0|[1-9][0-9]{0,11})-([0-9a-f]{64})\.tsr")


def check_stamps(files: Files) -> None:
    """Claims every stamp that is what its name says and stamps a checkpoint that is here."""
    for path in files.below("stamps/"):
        found = _NAME.fullmatch(path)
        if found is None:
            continue
        data = files.take(path, "stamp")
        kept = files.root / f"checkpoints/{group(int(found[1]))}"
        if data is None:
            continue
        if sha256(data).hexdigest() != found[2]:
            files.report.blame("stamp", files.place(path), "changed")
        elif not kept.is_file() or not _stamps(kept.read_bytes(), data):
            files.report.blame("stamp", files.place(path), "stamps-another")


def _stamps(checkpoint: bytes, stamp: bytes) -> bool:
    """Whether a stamp holds the checkpoint's digest, in one of the two that stamping authorities take."""
    return sha256(checkpoint).digest() in stamp or sha512(checkpoint).digest() in stamp
