"""What a command prints for machines: exactly one JSON value on standard output, and nothing else there."""

from __future__ import annotations

import sys
from typing import Any

import orjson


def print_json(value: Any) -> None:
    """Prints one JSON value and a line's end."""
    sys.stdout.buffer.write(orjson.dumps(value) + b"\n")
    sys.stdout.buffer.flush()
