"""Does several things at once that each wait for the disk, and ends when all have ended.

* The first failure is raised, after all have ended: nothing goes on unseen.
* What is done must itself not call `together` deeper than once: acts may wait for syncs, syncs wait for nothing.
* A forked child starts with threads of its own.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from threading import local

_SYNCS = 8
_ACTS = 4
_pools: dict[str, ThreadPoolExecutor] = {}
_here = local()


def together(acts: Sequence[Callable[[], object]]) -> None:
    """Runs each act, side by side; raises what the first of them (in order) raised."""
    if len(acts) < 2:
        for act in acts:
            act()
        return
    inside = getattr(_here, "inside", False)
    pool = _pool("syncs", _SYNCS) if inside else _pool("acts", _ACTS)
    futures = [pool.submit(act if inside else _inside(act)) for act in acts[1:]]
    try:
        (acts[0] if inside else _inside(acts[0]))()
    finally:
        wait(futures)
    for future in futures:
        future.result()


def _inside(act: Callable[[], object]) -> Callable[[], None]:
    """The act, marked so that what it does together goes to the other threads."""

    def marked() -> None:
        before, _here.inside = getattr(_here, "inside", False), True
        try:
            act()
        finally:
            _here.inside = before

    return marked


def _pool(name: str, size: int) -> ThreadPoolExecutor:
    if name not in _pools:
        _pools[name] = ThreadPoolExecutor(size, thread_name_prefix=f"isnad-{name}")
    return _pools[name]


os.register_at_fork(after_in_child=_pools.clear)
