"""The families' door: 200 people at once, ten sign-ins a second, and whether a clock tells right codes from wrong.

python -m benchmarks.door [--seconds 20]

The door is served as `isnad serve --door` serves it, in a process of its own; this process plays the families, on the
same machine, and takes some of its processor. Prints the processor time that the door itself used.

 1. 200 people, each with a connection of their own, read and write pages: a page every one to three seconds, as people
    do; then as fast as they can, without reading, which no family does.
 2. Ten sign-ins begin in each second, at moments of chance, half of them right; each follows to the page behind it.
 3. 150 tries in random order: right, wrong word, wrong code. Mann and Whitney's test of their times; the same test on
    a made sample with a shortcut of one millisecond, to show what it would have found. Then the same inside the
    process with Argon2 made cheap, so that what differs besides it shows in microseconds.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))

from doorway import WORD, Served, served
from isnad.door.codes import Code
from isnad.door.door import Door
from isnad.door.folder import DoorFolder, Prepared
from isnad.door.slots import Cost, Slot, Status
from isnad.door.turns import Turns
from isnad.instruments.sealing import Identity

PEOPLE = 200
PAGES = ("", "before", "honest", "person", "enter", "report", "paper", "aloud")
A_SECOND = 10
TRIES = 150


class Line:
    """One connection that stays open, as a browser's does."""

    def __init__(self, port: int, address: str = "127.0.0.1") -> None:
        self._port, self._address = port, address
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self.cookie = ""

    async def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[int, bytes, float]:
        """Status, body, seconds."""
        begun = time.perf_counter()
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port, local_addr=(self._address, 0))
        reader, writer = self._streams
        body = b"" if form is None else urlencode(form).encode()
        head = f"{'GET' if form is None else 'POST'} {path} HTTP/1.1\r\nHost: d\r\nCookie: {self.cookie}\r\n"
        kind = "Content-Type: application/x-www-form-urlencoded\r\n" if form is not None else ""
        writer.write(f"{head}{kind}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        told = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = dict(each.lower().split(": ", 1) for each in told[1:] if ": " in each)
        found = await reader.readexactly(int(headers.get("content-length", "0")))
        for each in told:
            if each.lower().startswith("set-cookie: "):
                self.cookie = each[12:].partition(";")[0]
        return int(told[0].split()[1]), found, time.perf_counter() - begun

    def close(self) -> None:
        """Hangs up."""
        if self._streams is not None:
            self._streams[1].close()


async def reads(port: int, until: float, pause: Callable[[], float], took: list[float], bad: list[int]) -> None:
    """One person: reads, begins to ask, answers a page of questions, reads on."""
    line = Line(port)
    await asyncio.sleep(random.random() * min(2.0, pause() + 0.01))
    while time.perf_counter() < until:
        for path, form in (
            *((f"/ar/{page}", None) for page in random.sample(PAGES, 3)),
            ("/look.css", None),
            ("/ar/before", {}),
            ("/ar/ask/person", None),
            ("/ar/ask/taken", None),
        ):
            status, _, seconds = await line.ask(path, form)
            took.append(seconds)
            if status not in (200, 303):
                bad.append(status)
            await asyncio.sleep(pause())
    line.close()


async def crowd(port: int, seconds: float, pause: Callable[[], float]) -> tuple[list[float], list[int]]:
    """`PEOPLE` at once."""
    took: list[float] = []
    bad: list[int] = []
    until = time.perf_counter() + seconds
    await asyncio.gather(*(reads(port, until, pause, took, bad) for _ in range(PEOPLE)))
    return took, bad


async def signs_in(port: int, code: str, word: str, right: bool, took: list[float], bad: list[str]) -> None:
    """One sign-in, to the page behind it; each from an address of its own."""
    line = Line(port, f"127.0.{random.randrange(1, 250)}.{random.randrange(2, 250)}")
    status, _, first = await line.ask("/ar/enter", {"code": code, "word": word})
    shown, page, second = await line.ask("/ar/status")
    took.append(first + second)
    if (status, shown) != (303, 200) or (b"/ar/withdraw" in page) != right:
        bad.append(f"{status} {shown}")
    line.close()


async def sign_ins(port: int, seconds: float, codes: list[str]) -> tuple[list[float], list[str]]:
    """`A_SECOND` begin in each second, whether or not those before have ended."""
    took: list[float] = []
    bad: list[str] = []
    tasks: list[asyncio.Task[None]] = []
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        right = random.random() < 0.5
        code = random.choice(codes) if right else Code.new().written()
        tasks.append(asyncio.create_task(signs_in(port, code, WORD, right, took, bad)))
        await asyncio.sleep(random.expovariate(A_SECOND))
    await asyncio.gather(*tasks)
    return took, bad


async def clocked(port: int, codes: list[str]) -> dict[str, list[float]]:
    """Tries one after another, kinds in random order; a code is given few wrong words, else it would rest."""
    took: dict[str, list[float]] = {"right": [], "wrong word": [], "wrong code": []}
    for number in range(TRIES):
        for kind in random.sample(list(took), 3):
            code = Code.new().written() if kind == "wrong code" else codes[number % len(codes)]
            line = Line(port, f"127.0.{random.randrange(1, 250)}.{random.randrange(2, 250)}")
            word = f"not {number}" if kind == "wrong word" else WORD
            took[kind].append((await line.ask("/ar/enter", {"code": code, "word": word}))[2])
            line.close()
            if kind == "wrong word":
                line = Line(port)
                await line.ask("/ar/enter", {"code": code, "word": WORD})
                line.close()
    return took


async def without_its_cost(folder: Path) -> dict[str, list[float]]:
    """The same tries inside the process, with Argon2 made so cheap that all the rest shows."""
    home, cost = DoorFolder(folder), Cost(64, 1)
    home.prepare(Prepared((str(Identity.new().recipient),), "-"))
    door, code = Door(home, secure=False, cost=cost), Code.new()
    slot = Slot.of(code, WORD, cost)
    home.keep_record(slot.name, slot.seal(Status("looking")))
    took: dict[str, list[float]] = {"right": [], "wrong word": [], "wrong code": []}
    for number in range(10 * TRIES):
        for kind in random.sample(list(took), 3):
            typed = (Code.new() if kind == "wrong code" else code).written()
            door.turns = Turns()
            begun = time.perf_counter()
            await door.attempt(f"{number} {kind}", typed, "not" if kind == "wrong word" else WORD)
            took[kind].append(time.perf_counter() - begun)
    return took


def rank_z(one: list[float], other: list[float]) -> float:
    """Mann and Whitney's statistic, in standard deviations."""
    ranked = sorted([(value, 0) for value in one] + [(value, 1) for value in other])
    ranks = sum(place for place, (_, which) in enumerate(ranked, 1) if which == 0)
    n, m = len(one), len(other)
    return float((ranks - n * (n + m + 1) / 2) / (n * m * (n + m + 1) / 12) ** 0.5)


def told(name: str, took: list[float], bad: list[object], seconds: float, cpu: float) -> None:
    """One line of figures."""
    cuts = statistics.quantiles(took, n=100)
    print(
        f"{name:<34} {len(took):>7} in {seconds:5.1f} s   median {1e3 * cuts[49]:7.1f}  p95 {1e3 * cuts[94]:7.1f}  "
        f"p99 {1e3 * cuts[98]:7.1f} ms   errors {len(bad)}   processor of the door {cpu:5.1f} s"
    )


def cpu_of(process: int) -> float:
    """Seconds of processor that a process used."""
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measured(door: Served, name: str, act: Callable[[], Awaitable[tuple[list[float], list[object]]]]) -> None:
    """Runs one part and prints it."""
    before, begun = cpu_of(door.process.pid), time.perf_counter()
    took, bad = asyncio.run(act())  # type: ignore[arg-type]
    told(name, took, bad, time.perf_counter() - begun, cpu_of(door.process.pid) - before)


def main() -> None:
    """Everything, one after another."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--seconds", type=float, default=20)
    seconds = parser.parse_args().seconds
    print(f"processors {os.cpu_count()}, load before {os.getloadavg()[0]:.1f} (others' work counts against us)")
    with tempfile.TemporaryDirectory() as folder, served(Path(folder) / "door") as door:
        codes = [door.family().ask() for _ in range(8)]
        measured(
            door,
            f"{PEOPLE} people, 1 to 3 s a page",
            lambda: crowd(door.port, seconds, lambda: 1 + 2 * random.random()),
        )  # type: ignore[arg-type, return-value]
        measured(door, f"{PEOPLE} people, no pause at all", lambda: crowd(door.port, seconds / 2, lambda: 0.0))  # type: ignore[arg-type, return-value]
        measured(door, f"sign-in, {A_SECOND} a second", lambda: sign_ins(door.port, seconds, codes))  # type: ignore[arg-type, return-value]
        took = asyncio.run(clocked(door.port, codes))
    print(f"\n{TRIES} tries of each, one after another: median, and standard deviations between ranks (|z| < 3: noise)")
    for kind, values in took.items():
        print(
            f"  {kind:<12} {1e3 * statistics.median(values):7.2f} ms   z against right "
            f"{rank_z(took['right'], values):+.2f}"
        )
    shortcut = [each - 0.001 for each in took["right"]]
    print(f"  made sample, 1 ms less          z against right {rank_z(took['right'], shortcut):+.2f}")
    with tempfile.TemporaryDirectory() as folder:
        bare = asyncio.run(without_its_cost(Path(folder) / "door"))
    print("the same inside the process, Argon2 at next to nothing: median µs")
    for kind, values in bare.items():
        print(f"  {kind:<12} {1e6 * statistics.median(values):7.1f} µs")
    print(f"load after {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
