"""``python -m benchmarks.pages [--items 100000] [--cards 50000]``: pages, the gate, chains, and the station.

Against the figures: p95 ≤ 100 ms with 50 people at once; the first page ≤ 60 kB without pictures; a chain ≤ 20 ms; the
gate ≤ 10 % of a query; the next card ≤ 100 ms at p95 with 50,000 queued. Pages are asked one after another inside this
process (by the clock, and by its processor time, for where others use the machine the clock measures them too), and
then of ``isnad serve`` by 50 people who each open a page every five seconds. With ``ISNAD_TEST_POSTGRESQL`` set, on
that server.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

PASSPHRASE, TIMES = "a passphrase for benches", 80
PEOPLE, EVERY, SECONDS = 50, 5.0, 40.0


def quantile(values: list[float], part: float) -> float:
    """The value below which this part lies."""
    return sorted(values)[min(len(values) - 1, int(part * len(values)))]


def told(name: str, clock: list[float], processor: list[float], more: str = "") -> None:
    """One line: median and 95th percentile by the clock, the same by processor time, in milliseconds."""
    figures = [1000 * quantile(each, part) for each in (clock, processor) for part in (0.5, 0.95)]
    print("{:34} clock p50 {:6.1f} p95 {:6.1f} ms   processor p50 {:6.1f} p95 {:6.1f} ms".format(name, *figures), more,
          flush=True)  # fmt: skip


def timed(act: Callable[[], object], times: int) -> tuple[list[float], list[float]]:
    """How long each of so many calls took, by the clock and by the processor."""
    clock, processor = [], []
    for _ in range(times):
        began, spent = time.perf_counter(), time.process_time()
        act()
        clock.append(time.perf_counter() - began)
        processor.append(time.process_time() - spent)
    return clock, processor


def main() -> None:
    """Builds the archive, measures, prints."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--cards", type=int, default=50_000)
    asked = parser.parse_args()
    work = Path(tempfile.mkdtemp(prefix="isnad-bench-"))
    os.environ["XDG_STATE_HOME"] = str(work / "state")
    os.environ["XDG_RUNTIME_DIR"] = str(work)
    if server := os.environ.get("ISNAD_TEST_POSTGRESQL"):
        os.environ["ISNAD_DATABASE"] = server
    try:
        _measure(work, asked.items, asked.cards)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _measure(work: Path, items: int, cards: int) -> None:
    from isnad.house.waking import start_django

    start_django(work / "archive")
    from benchmarks.pages import archive
    from isnad.access.actions import add_user
    from isnad.claims.models import ClaimRow
    from isnad.house import opening

    desk = opening.create(work / "archive", PASSPHRASE, demo=True)
    began = time.monotonic()
    made = archive.fill(desk, items)
    archive.queue(made.items, cards)
    print(f"{len(made.items):,} items, {ClaimRow.objects.count():,} claims, {cards:,} cards on {_database()};"
          f" said in {time.monotonic() - began:.0f} s", flush=True)  # fmt: skip
    for number in range(4):
        add_user(f"person {number}", PASSPHRASE, by="owner", roles=("investigator", "custodian"))
    _pages(made)
    _queries(made)
    _station()
    opening.close()
    _people(work, made)


def _database() -> str:
    from django.db import connection

    return str(connection.vendor)


def _signed_in(name: str) -> Any:
    from django.test import Client

    client = Client(SERVER_NAME="127.0.0.1")
    assert client.post("/en/enter", {"name": name, "passphrase": PASSPHRASE}).status_code == 302
    return client


def _addresses(made: Any) -> dict[str, Callable[[random.Random], str]]:
    return {
        "the first page": lambda chance: "/en/",
        "an accession": lambda chance: f"/en/accessions/{made.accession}/",
        "an item": lambda chance: f"/en/items/{chance.choice(made.items)}/",
        "a chain": lambda chance: f"/en/claims/{chance.choice(made.claims)}/",
        "a remains": lambda chance: f"/en/remains/{chance.choice(made.remains)}/",
        "remains, a page of them": lambda chance: f"/en/remains/from/{chance.choice(made.remains)}/",
        "the review desk": lambda chance: f"/en/review/machines/{chance.choice(made.claims)}/",
        "sources that disagree": lambda chance: "/en/review/disagreements/0/",
    }


def _pages(made: Any) -> None:
    client, chance = _signed_in("person 0"), random.Random(3)
    _first_page(client)
    for name, address in _addresses(made).items():

        def ask(address: Callable[[random.Random], str] = address, name: str = name) -> None:
            answer = client.get(address(chance))
            assert answer.status_code == 200, f"{name}: {answer.status_code}"

        ask()
        told(name, *timed(ask, TIMES))


def _first_page(client: Any) -> None:
    """What the first page weighs, with all that it loads the first time, without pictures."""
    page = client.get("/en/").content
    static = Path(__file__).parents[2] / "src/isnad/site/static"
    names = set(re.findall(rb"/static/([a-z./-]+)\?v=", page)) | {
        b"fonts/noto-serif-400.woff2",
        b"fonts/noto-serif-700.woff2",
    }
    plain = len(page) + sum((static / each.decode()).stat().st_size for each in names)
    packed = len(gzip.compress(page)) + sum(len(gzip.compress((static / each.decode()).read_bytes())) for each in names)
    print(f"first page with sheets, scripts and fonts: {plain / 1000:.1f} kB as sent, {packed / 1000:.1f} kB if packed;"
          f" the page alone {len(page) / 1000:.1f} kB", flush=True)  # fmt: skip


def _queries(made: Any) -> None:
    from isnad.access.gate import Aspect, Gate
    from isnad.claims import queries
    from isnad.claims.models import ClaimRow
    from isnad.record.tables import key

    chance, gate = random.Random(5), Gate(("investigator",), "justice")
    told("queries.chain", *timed(lambda: queries.chain(chance.choice(made.claims)), TIMES))
    spans = [(start, start + 3000) for start in (chance.choice(made.claims) for _ in range(TIMES))]
    bare = [ClaimRow.objects.filter(pk__gte=key(one), pk__lt=key(other)) for one, other in spans]
    passing = [gate.through(rows, Aspect.CLAIMS) for rows in bare]
    plain = timed(lambda: [len(list(rows.all())) for rows in bare], 3)
    gated = timed(lambda: [len(list(rows.all())) for rows in passing], 3)
    share = min(gated[1]) / min(plain[1]) - 1
    print(f"{'the gate on 3,000 entries’ claims':34} adds {share:+.1%} of processor time", flush=True)


def _station() -> None:
    """From an answer to the next card: the form that is sent, and the page to which it leads."""
    client = _signed_in("person 1")
    address = client.post("/en/station/begin").headers["Location"]
    client.get(address)
    held = [address]

    def answer() -> None:
        held[0] = client.post(held[0], {"detaineeNumber": "6841", "outcome": "typed"}).headers["Location"]
        page = client.get(held[0]).content.decode()
        assert "data:image/jpeg" in page, (held[0], re.sub(r"<[^>]+>", " ", page)[:1500])

    told("from an answer to the next card", *timed(answer, 200), "(form and page together)")


def _people(work: Path, made: Any) -> None:
    """Fifty people, each with a page every five seconds, asking a site that is served."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "ISNAD_DATA": str(work / "archive"), "ISNAD_PASSPHRASE": PASSPHRASE}
    command = [sys.executable, "-m", "isnad", "serve", "--port", str(port)]
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            cookie = _cookie(port)
            took: list[float] = []
            threads = [
                threading.Thread(target=_person, args=(port, cookie, made, number, took)) for number in range(PEOPLE)
            ]
            for each in threads:
                each.start()
            for each in threads:
                each.join()
        finally:
            process.terminate()
            process.wait(30)
    rate, half, most = len(took) / SECONDS, *(1000 * quantile(took, part) for part in (0.5, 0.95))
    print(f"{PEOPLE} people at once, a page every {EVERY:.0f} s each ({rate:.1f} pages/s):", end=" ")
    print(f"p50 {half:.1f} ms, p95 {most:.1f} ms by the clock", flush=True)


def _cookie(port: int) -> str:
    """Signs in over the wire, as browsers do."""
    for _ in range(600):
        try:
            page, cookie = _ask(port, "/en/enter")
            break
        except OSError:
            time.sleep(0.1)
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    form = f"csrfmiddlewaretoken={token[1]}&name=person+2&passphrase={PASSPHRASE.replace(' ', '+')}"
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie,
               "Origin": f"http://127.0.0.1:{port}"}  # fmt: skip
    connection.request("POST", "/en/enter", form, headers)
    answer = connection.getresponse()
    answer.read()
    return "; ".join(each.split(";")[0] for each in answer.headers.get_all("Set-Cookie") or [])


def _ask(port: int, address: str, cookie: str = "") -> tuple[str, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", address, headers={"Cookie": cookie} if cookie else {})
    answer = connection.getresponse()
    page = answer.read().decode()
    assert answer.status == 200, (address, answer.status)
    return page, "; ".join(each.split(";")[0] for each in answer.headers.get_all("Set-Cookie") or [])


def _person(port: int, cookie: str, made: Any, number: int, took: list[float]) -> None:
    chance = random.Random(number)
    addresses = list(_addresses(made).values())
    time.sleep(chance.random() * EVERY)
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        began = time.perf_counter()
        _ask(port, chance.choice(addresses)(chance), cookie)
        took.append(time.perf_counter() - began)
        time.sleep(max(0.0, EVERY - (time.perf_counter() - began)))


if __name__ == "__main__":
    main()
