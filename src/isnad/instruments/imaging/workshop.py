"""The workshop: keeps sandboxed workers, passes them bytes by pipe, and believes nothing but the form of their answers.

* A file that is no picture by its first bytes never reaches a decoder; nor does one of more bytes than ``most``.
* A worker that ends, hangs or answers in a wrong form is replaced, and the file has the finding ``crashed`` or
  ``timeout``: one file never stops the others. After ``LIFE`` files a sound one is replaced too, so that nothing stays
  that has settled in it.
* Workers start with an empty environment and no descriptor but the pipe. ``isolation`` says what keeps them in.

   with Workshop(2) as workshop:
       examined = workshop.examine(data)            # from any thread
       for examined in workshop.each(many): ...     # in order, as many at once as there are workers
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from isnad.instruments.imaging import bubble, kinds, values
from isnad.instruments.imaging.bench import Bench, Failed
from isnad.instruments.imaging.values import Examined, Isolation
from isnad.words import Broken, Json, Refusal, Region, Unavailable

MOST_BYTES = 512 * 2**20
LIFE = 4_000  # files a worker opens
SECONDS = 60.0  # of processor time a file
Source = bytes | bytearray | memoryview | Path
_T = TypeVar("_T")


class Workshop:
    """``workers`` sandboxed processes, started when first needed.

    ``seconds``: processor time a file may take. ``most``: bytes a file may have to be decoded. ``bubblewrap``: False to
    do without it (tests, and machines where it is forbidden).
    """

    def __init__(
        self, workers: int = 2, *, seconds: float = SECONDS, most: int = MOST_BYTES, bubblewrap: bool = True
    ) -> None:
        self._seconds, self._most = seconds, most
        self._lines = [bubble.plain()]
        wrapped = bubble.bubblewrap() if bubblewrap else None
        if wrapped is not None:
            self._lines.insert(0, wrapped)
        self._free: deque[Bench | None] = deque([None] * workers)
        self._turn = threading.Semaphore(workers)
        self._threads = ThreadPoolExecutor(workers, "imaging")
        self._workers = workers
        self._isolation: Isolation | None = None

    @property
    def isolation(self) -> Isolation:
        """What keeps the workers in; starts one where none has yet been started."""
        if self._isolation is None:
            self._with_bench(lambda bench: None)
        assert self._isolation is not None
        return self._isolation

    def examine(self, source: Source, *, capture_time: bool = False) -> Examined:
        """All that is said of one file. ``capture_time``: whether the policy lets the time of capture be open."""
        head, size = _head(source)
        kind = kinds.media_type(head)
        if size == 0:
            return Examined(kind, finding=values.EMPTY)
        if not kinds.is_picture(kind):
            return Examined(kind, finding=values.NOT_A_PICTURE)
        if size > self._most:
            return Examined(kind, finding=values.TOO_LARGE)
        try:
            told, block = self._ask("examine", source, {"capture_time": capture_time})
            return Examined.from_wire(told, bytes(block))
        except Failed as failure:
            return Examined(kind, finding=failure.finding)
        except values.NotOfThisForm:
            return Examined(kind, finding=values.CRASHED)

    def submit(self, source: Source, *, capture_time: bool = False) -> Future[Examined]:
        """The same, later: as many at once as there are workers."""
        return self._threads.submit(self.examine, source, capture_time=capture_time)

    def each(self, sources: Iterable[Source], *, capture_time: bool = False) -> Iterator[Examined]:
        """Each file's answer, in order; reads ahead by two files a worker."""
        waiting: deque[Future[Examined]] = deque()
        for source in sources:
            waiting.append(self.submit(source, capture_time=capture_time))
            if len(waiting) > 2 * self._workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def evidence_copy(self, source: Source) -> bytes:
        """The bytes of the evidence copy that ``examine`` named; Refusal ``imaging.needs-decoding`` without one."""
        made = self._made("evidence-copy", source, {})
        if not made:
            raise Refusal("imaging.needs-decoding")
        return made

    def decoded_copy(self, source: Source) -> bytes:
        """A PNG of the upright picture alone, for what has no evidence copy (HEIC …). Refusal where unreadable."""
        return self._made("decoded-copy", source, {})

    def redact(self, source: Source, regions: Iterable[Region]) -> bytes:
        """A new picture without the regions (of stored pixels); Refusal where one lies outside, or nothing opens it."""
        told = [[region.left, region.top, region.width, region.height] for region in regions]
        return self._made("redact", source, {"regions": told})

    def lines(self, source: Source, lines: Iterable[dict[str, Json]]) -> bytes:
        """A JPEG of these lines of writing alone, laid straight (``lines.py``); Refusal where nothing opens it."""
        return self._made("lines", source, {"lines": list(lines)})

    def render(self, source: Source) -> bytes:
        """A JPEG of the whole picture for looking into, upright and without metadata; Refusal where unreadable."""
        return self._made("render", source, {})

    def close(self) -> None:
        """Ends the workers."""
        self._threads.shutdown(cancel_futures=True)
        for bench in self._free:
            if bench is not None:
                bench.close()
        self._free.clear()

    def __enter__(self) -> Workshop:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _made(self, task: str, source: Source, more: dict[str, Json]) -> bytes:
        try:
            told, block = self._ask(task, source, more)
        except Failed as failure:
            raise Refusal(failure.finding) from failure
        finding = told.get("finding") if isinstance(told, dict) else values.CRASHED
        if finding is not None:
            raise Refusal(finding if finding in _REFUSED else values.CRASHED)
        return bytes(block)

    def _ask(self, task: str, source: Source, more: dict[str, Json]) -> tuple[Json, bytearray]:
        data = source.read_bytes() if isinstance(source, Path) else source
        asked = {"task": task, "seconds": self._seconds, **more}
        return self._with_bench(lambda bench: bench.ask(asked, data, self._seconds))

    def _with_bench(self, work: Callable[[Bench], _T]) -> _T:
        """Lends a worker to ``work``; one that failed is not lent again."""
        with self._turn:
            bench = self._free.popleft()
            try:
                if bench is None:
                    bench = self._start()
                result = work(bench)
            except BaseException:
                if bench is not None:
                    bench.close()
                bench = None
                raise
            finally:
                self._free.append(self._kept(bench))
            return result

    def _kept(self, bench: Bench | None) -> Bench | None:
        if bench is None or bench.asked < LIFE:
            return bench
        bench.close()
        return None

    def _start(self) -> Bench:
        """A new worker, by the first way that works; a way that does not work here is not tried again."""
        for line in tuple(self._lines):
            try:
                bench = Bench(line)
            except Failed as failure:
                if failure.finding == values.TIMEOUT:
                    break  # a machine too busy to start one is no reason for weaker walls
                self._lines = [other for other in self._lines if other != line] or self._lines
                continue
            if bench.isolation.code == "imaging.isolation-none":
                bench.close()
                raise Broken("imaging.not-confined")
            self._isolation = bench.isolation
            return bench
        raise Unavailable("imaging.no-worker")


_REFUSED = frozenset({values.UNREADABLE, values.TOO_LARGE, "imaging.region-outside"})


def _head(source: Source) -> tuple[bytes, int]:
    if isinstance(source, Path):
        with source.open("rb") as file:
            return file.read(kinds.HEAD), source.stat().st_size
    return bytes(source[: kinds.HEAD]), len(source)
