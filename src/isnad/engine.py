"""Where batch work runs: processes of this machine now, a cluster later; by one setting, ``ISNAD_ENGINE``.

* Work is a function of one task; it returns values and never writes. Tasks and results travel as pickles: paths and
  numbers, never large bytes.
* Workers start with an empty environment, so nothing secret that this process was given reaches them.
* At most a few tasks a worker are under way: a million tasks need no more memory than a hundred.
* A worker that dies takes no other task with it: those under way are run again, alone; the one that kills its worker
  twice is given back as :class:`Lost`.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from isnad.words import Refusal

Task = TypeVar("Task")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Lost(Generic[Task]):
    """A task whose worker died of it, twice."""

    task: Task


@dataclass(slots=True)
class Local:
    """Processes of this machine. ``prepare`` is called once in each, with ``given``, before its first task."""

    workers: int
    prepare: Callable[..., None] | None = None
    given: tuple[Any, ...] = ()

    def run(
        self, work: Callable[[Task], Result], tasks: Iterable[Task], *, ahead: int = 4
    ) -> Iterator[tuple[Task, Result | Lost[Task]]]:
        """Gives each task with its result, in the order in which they finish. The workers start at once, here."""
        return self._run(self._pool(), work, tasks, ahead)

    def _run(
        self, pool: ProcessPoolExecutor, work: Callable[[Task], Result], tasks: Iterable[Task], ahead: int
    ) -> Iterator[tuple[Task, Result | Lost[Task]]]:
        feed = iter(tasks)
        under_way: dict[Future[Result], Task] = {}
        try:
            while True:
                while len(under_way) < self.workers * ahead and (task := next(feed, None)) is not None:
                    under_way[pool.submit(work, task)] = task
                if not under_way:
                    return
                done, _ = wait(under_way, return_when=FIRST_COMPLETED)
                broken: deque[Task] = deque()
                for future in done:
                    task = under_way.pop(future)
                    try:
                        yield task, future.result()
                    except BrokenProcessPool:
                        broken.append(task)
                if broken:
                    broken.extend(under_way.values())
                    under_way.clear()
                    pool.shutdown(wait=False, cancel_futures=True)
                    yield from self._alone(work, broken)
                    pool = self._pool()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    def _alone(
        self, work: Callable[[Task], Result], tasks: Iterable[Task]
    ) -> Iterator[tuple[Task, Result | Lost[Task]]]:
        for task in tasks:
            with self._pool(1) as pool:
                try:
                    yield task, pool.submit(work, task).result()
                except BrokenProcessPool:
                    yield task, Lost(task)

    def _pool(self, workers: int | None = None) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(workers or self.workers, context, _prepare, (self.prepare, self.given))
        with _empty_environment():
            # The executor starts its processes at the first tasks; these make it start all of them now.
            wait([pool.submit(_nothing) for _ in range(workers or self.workers)])
        return pool


def _prepare(prepare: Callable[..., None] | None, given: tuple[Any, ...]) -> None:
    if prepare is not None:
        prepare(*given)


def _nothing() -> None:
    pass


@contextlib.contextmanager
def _empty_environment() -> Iterator[None]:
    kept = dict(os.environ)
    os.environ.clear()
    try:
        yield
    finally:
        os.environ.update(kept)


def engine(prepare: Callable[..., None] | None = None, given: tuple[Any, ...] = ()) -> Local:
    """The engine that ``ISNAD_ENGINE`` names."""
    name = os.environ.get("ISNAD_ENGINE", "local")
    if name != "local":
        raise Refusal("engine.unknown", name=name)
    return Local(max(1, len(os.sched_getaffinity(0))), prepare, given)
