"""``python -m benchmarks.access [--items 20000] [--claims 50000]``: what the gate adds to a query.

The figure: at most 10 %. Each query of a page is asked bare (only the label, as any archive would) and through the
gate, in turns in the same run; both are given by the processor's time of this process, so that others on the machine do
not count. Three archives: nothing bound; one item in ten bound to a purpose; and everything bound, through its source.
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

SOURCE = "north wind"
ROUNDS = 9


def fill(items: int, claims: int) -> tuple[int, int, list[int], list[int]]:
    """An archive of items from one source and claims that cite them; returns source, accession, items, claims."""
    from isnad.claims import actions
    from isnad.custody.entries import Accession, Pseudonym, Received
    from isnad.record.desk import desk
    from isnad.record.pen import pen
    from isnad.record.shape import Sealed
    from isnad.words import Citation, Digest, Label

    (kept,) = desk().vault.put_many([io.BytesIO(b"a photograph")])
    with pen("bench") as held:
        source = held.say(Pseudonym(SOURCE))
        accession = held.say(
            Accession("bench", source, None, "folder", True, None, Sealed(None), Sealed(()), Label.INTERNAL)
        )
    numbers: list[int] = []
    for start in range(0, items, 1000):
        with pen("bench") as held:
            for number in range(start, min(start + 1000, items)):
                digest = Digest.of(number.to_bytes(8, "big"))
                kind = "image/jpeg" if number % 7 else "image/png"
                record = Received(
                    accession, kept.payload, digest, 300_000, kind, None, 640, 480,
                    {}, None, None, None, f"{number:032x}", None, {}, Sealed("x"), Sealed({}), Sealed({}), Sealed({}),
                )  # fmt: skip
                numbers.append(held.say(record))
    entity = actions.introduce("Remains", by="bench")
    stated: list[int] = []
    for start in range(0, claims, 1000):
        part = [
            actions.claim(entity, "Remains", "detaineeNumber", str(each), [Citation(numbers[each % len(numbers)])])
            for each in range(start, min(start + 1000, claims))
        ]
        stated += actions.state(part, by="bench")
    return source, accession, numbers, stated


def timed(act: Callable[[], object], times: int) -> float:
    """Seconds of this process for one of ``times`` turns."""
    begun = time.process_time()
    for _ in range(times):
        act()
    return (time.process_time() - begun) / times


def compare(name: str, bare: Callable[[], object], gated: Callable[[], object], times: int) -> None:
    """Both in turns; the best round of each counts."""
    bare(), gated()
    pairs = [(timed(bare, times), timed(gated, times)) for _ in range(ROUNDS)]
    one, two = min(a for a, _ in pairs), min(b for _, b in pairs)
    print(f"  {name:32} {one * 1e6:11,.0f} µs {two * 1e6:11,.0f} µs   {100 * (two / one - 1):+7.1f} %")


def measure(title: str, purpose: str, accession: int, items: list[int], claims: list[int]) -> None:
    """The queries of the pages, bare and through the gate."""
    from django.db.models import Count

    from isnad.access.gate import Aspect, Gate
    from isnad.claims.models import ClaimRow
    from isnad.claims.queries import stated
    from isnad.custody.models import Item
    from isnad.record.tables import key
    from isnad.words import Label

    gate, label = Gate(("analyst",), purpose), int(Label.RESTRICTED)
    rows = Item.objects.select_related("accession").filter(accession_id=key(accession)).order_by("pk")
    page = rows.filter(pk__gte=key(items[len(items) // 2]))
    cited = ClaimRow.objects.filter(pk__in=[key(each) for each in claims[-200:]]).order_by("pk")
    one = ClaimRow.objects.filter(pk=key(claims[0]))
    kinds = Item.objects.values("media_type").annotate(count=Count("pk"))

    def through(found: Any, aspect: Aspect, column: str, most: int) -> Callable[[], object]:
        return lambda: list(gate.through(found, aspect, column)[:most])

    print(f"{title}; asked for {purpose}:")
    compare("a page of 60 items", lambda: list(page.filter(accession__label__lte=label)[:60]),
            through(page, Aspect.ITEMS, "accession__label", 60), 40)  # fmt: skip
    compare("200 claims as they stand", lambda: stated(list(cited.filter(label__lte=label))),
            lambda: stated(list(gate.through(cited, Aspect.CLAIMS))), 4)  # fmt: skip
    compare("200 claims' rows", lambda: list(cited.filter(label__lte=label)),
            through(cited, Aspect.CLAIMS, "label", 200), 20)  # fmt: skip
    compare("one claim as it stands", lambda: stated(list(one.filter(label__lte=label))),
            lambda: stated(list(gate.through(one, Aspect.CLAIMS))), 60)  # fmt: skip
    compare("all items by kind", lambda: list(kinds.filter(accession__label__lte=label)),
            through(kinds, Aspect.ITEMS, "accession__label", 100), 3)  # fmt: skip


def bind(subjects: Iterable[int]) -> None:
    """Conditions that leave tracing, and the time of the first question after them."""
    from isnad.access import reach
    from isnad.packages.entries import Condition
    from isnad.record.pen import pen

    listed = list(subjects)
    for start in range(0, len(listed), 1000):
        with pen("bench") as held:
            for each in listed[start : start + 1000]:
                held.say(Condition(each, ("tracing",), None, None, None))
    begun = time.process_time()
    reach.catch_up()
    print(f"  (what {len(listed):,} conditions reach was worked out once, in {time.process_time() - begun:.2f} s)")


def main() -> None:
    """Builds the archive and measures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--items", type=int, default=20_000)
    parser.add_argument("--claims", type=int, default=50_000)
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="isnad-bench-"))
    os.environ["XDG_STATE_HOME"] = str(folder / "state")
    from isnad.house.waking import start_django

    start_django(folder / "archive")
    from isnad.house import opening

    try:
        opening.create(folder / "archive", "a passphrase for benches", work_factor=10)
        source, accession, items, claims = fill(asked.items, asked.claims)
        print(f"{asked.items:,} items, {asked.claims:,} claims;   bare, through the gate, difference; processor's time")
        measure("nothing is bound", "tracing", accession, items, claims)
        bind(items[::10])
        for purpose in ("tracing", "justice"):
            measure("one item in ten is bound to tracing, with what cites it", purpose, accession, items, claims)
        bind([source])
        measure("everything is bound to tracing, through its source", "tracing", accession, items, claims)
        opening.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
