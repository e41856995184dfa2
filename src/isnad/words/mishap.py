"""Notes what nobody foresaw: where in the code it happened, under a reference, and never what it was about.

The values in an exception's message may be a path, a name or a secret; so only its type and the places in the code
are written, into ``logs/`` of the data folder where there is one, else to standard error.
"""

from __future__ import annotations

import os
import secrets
import sys
import traceback
from pathlib import Path


def note(error: BaseException) -> str:
    """Writes the places where ``error`` happened; returns its reference, eight characters to read aloud."""
    reference = secrets.token_hex(4)
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    text = "\n".join([f"{reference} {type(error).__name__}", *places]) + "\n"
    folder = Path(os.environ.get("ISNAD_DATA") or "/nowhere") / "logs"
    try:
        with (folder / "mishaps.log").open("a", encoding="utf-8") as log:
            log.write(text)
    except OSError:  # no data folder, or no room in it
        sys.stderr.write(text)
    return reference
