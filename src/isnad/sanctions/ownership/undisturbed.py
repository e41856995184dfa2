"""Work on millions of values that all stay, without the collector looking for garbage among them again and again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def undisturbed() -> Iterator[None]:
    """Inside the block the garbage collector rests; what stands at its end it never looks through again.

    Values are still freed when nothing refers to them: a graph has no circles of references, whatever its circles
    of owners. Without this, one answer in a thousand waits seconds for the collector to walk the whole graph.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.freeze()
            gc.enable()
