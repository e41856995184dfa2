"""Takes a path in, whole: carrier, accession, every find, and what it came to.

1. The carrier and the source are entries before anything is read.
2. What a container promises of itself (manifests, hashes, signatures, stamps) is checked; a broken one is an incident.
3. A container that is one file is received first, and what is in it cites it.
4. Each find goes through a worker (:mod:`isnad.intake.workers`) and arrives in a round (:mod:`isnad.intake.rounds`).
5. The run ends with an entry that counts it. Interrupted, the same command goes on: what was dealt with is known by
   its mark, and nothing is said twice.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable

from isnad.custody import actions as custody
from isnad.custody import queries
from isnad.custody.entries import Accession, Carrier, TakenIn
from isnad.intake.bags import KEPT, Promise
from isnad.intake.carriers import CarrierFile
from isnad.intake.finds import one_file
from isnad.intake.media import medium_of, refuse_if_it_may_change
from isnad.intake.taking import Noted, Progress, Request, Taken, Taking
from isnad.intake.ways import WayIn, way_in
from isnad.record.desk import desk
from isnad.record.shape import Sealed
from isnad.words import Refusal

__all__ = ["Noted", "Request", "Taken", "take_in"]

ROOM_TO_SPARE = 1.05  # payloads are a little larger than what they hold


def take_in(request: Request, measure: Callable[[int, int], Progress]) -> Taken:
    """Takes ``request.path`` in.

    ``measure`` is told how many files and bytes are to come, and gives what is told of each that is done.
    """
    began = time.monotonic()
    medium = medium_of(request.path) if request.path.exists() else None
    way = way_in(request.path)
    assert medium is not None
    refuse_if_it_may_change(medium, accepted=request.accept_writable)
    files, size = _measure(way)
    _refuse_without_room(size)
    accession, continued = _begin(request, way, writable=medium.writable)
    taken = Taken(accession, continued)
    _check_promises(way.promises(), taken, request.by)
    progress = measure(files, size)
    intake = Taking(request, taken, progress)
    containers = [intake.run([one_file(path)], None) for path in way.containers]
    inside = containers[0] if containers else None
    intake.run(way.finds(), inside)
    counts = TakenIn(accession, taken.received, taken.already_held, taken.unreadable, taken.damaged, taken.bytes)
    if taken.received or taken.already_held or taken.unreadable or not continued:
        custody.conclude(counts, by=request.by)
    taken.seconds = time.monotonic() - began
    return taken


def _measure(way: WayIn) -> tuple[int, int]:
    files = size = 0
    for path in way.containers:
        files, size = files + 1, size + path.stat().st_size
    for find in way.finds():
        files, size = files + 1, size + find.size
    return files, size


def _refuse_without_room(size: int) -> None:
    free = shutil.disk_usage(desk().folder.vault).free
    if size * ROOM_TO_SPARE > free:
        raise Refusal("intake.not-enough-room", missing=f"{int(size * ROOM_TO_SPARE - free) // 2**20 + 1}")


def _begin(request: Request, way: WayIn, *, writable: bool) -> tuple[int, bool]:
    source, _ = custody.name_source(request.source, by=request.by)
    carrier = _carrier(request.carrier, request.by) if request.carrier else None
    told = request.carrier
    record = Accession(
        request.title,
        source,
        carrier,
        way.manner,
        writable,
        told.acquired_on if told else None,
        Sealed(told.place if told else None),
        Sealed(told.holders if told else ()),
        request.label,
    )
    return custody.begin(record, by=request.by)


def _carrier(told: CarrierFile, by: str) -> int:
    known = queries.carrier(told.title, told.text("make"), told.text("model"), told.text("capacity"))
    if known is not None:
        return known.entry
    with desk().vault.batch() as batch:
        photographs = [batch.put(path) for path in told.photographs]
        log = [batch.put(path) for path in told.log]
    record = Carrier(
        title=told.title,
        make=told.text("make"),
        model=told.text("model"),
        capacity=told.text("capacity"),
        seal=told.text("seal"),
        write_blocker=told.text("write_blocker"),
        acquired_with=told.text("tool"),
        acquired_with_version=told.text("tool_version"),
        acquired=told.facts.get("acquired"),
        serial=Sealed(told.text("serial")),
        present=Sealed(told.names("present")),
        handed_over=Sealed(told.handed_over),
        more=Sealed(told.more),
        photographs=tuple([str(kept.payload), str(kept.digest)] for kept in photographs),
        log=tuple([str(kept.payload), str(kept.digest)] for kept in log),
    )
    return custody.record_carrier(record, by=by)


def _check_promises(promises: list[Promise], taken: Taken, by: str) -> None:
    for promise in promises:
        taken.promises[promise.what, promise.came_to] += 1
        if promise.came_to != KEPT and not taken.continued:
            what = f"intake.{promise.what}-{promise.came_to}"
            custody.incident(what, by=by, concerns=[taken.accession], told=promise.about)
            taken.noted.append(Noted(None, what))
