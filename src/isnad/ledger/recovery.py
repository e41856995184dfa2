"""What a writer finds at its start, and what it may do about it. Decides; writes nothing.

 | ``ledger/checkpoint`` | guard | then |
 |---|---|---|
 | none | none | a new ledger is founded |
 | some | none | read only, until `anchors.resume` |
 | same size, same root | | go on |
 | same size, other root | | `Broken`: two histories |
 | behind | ahead | the entries between, from the tiles or from those waiting, lead to the guard's root: its note is published unchanged; else refused: an old ledger was put back |
 | ahead | behind | refused: the guard was put back, or the ledger came from elsewhere |

A note that its own policy does not bear out is `Broken`, whichever of the two it stands in.
"""  # noqa: E501  a table reads by its rows

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum

from isnad.ledger.body import Composed
from isnad.ledger.checkpoint import Checkpoint
from isnad.ledger.edge import Edge, Files
from isnad.ledger.places import Places
from isnad.ledger.reader import Reader
from isnad.ledger.tiles import Tile
from isnad.words import Broken, Refusal


class Found(Enum):
    """What the two places say together."""

    NOTHING = "nothing"
    UNGUARDED = "unguarded"
    AGREED = "agreed"
    UNFINISHED = "unfinished"


def judge(published: Checkpoint | None, guarded: Checkpoint | None) -> Found:
    """Compares ``ledger/checkpoint`` with the guard; refuses where going on could fork the history."""
    if guarded is None:
        return Found.NOTHING if published is None else Found.UNGUARDED
    if published is None:
        return Found.UNFINISHED
    if guarded.origin != published.origin:
        # A new origin begins at the guard; the old one's last checkpoint is then still the published one.
        if guarded.size == published.size and guarded.root == published.root:
            return Found.UNFINISHED
        raise Refusal("ledger.other-origin")
    if guarded.size > published.size:
        return Found.UNFINISHED
    if guarded.size < published.size:
        raise Refusal("ledger.ahead-of-guard", ledger=published.size, guard=guarded.size)
    if guarded.root != published.root:
        raise Broken("ledger.forked", size=guarded.size)
    return Found.AGREED


def finish(
    published: int, guarded: Checkpoint, load: Callable[[Tile], bytes], waiting: Sequence[Composed]
) -> tuple[Edge, Files]:
    """The edge that leads to the guard's root, and the tiles still to be written for it.

    Tiles are synced before the guard, so they are there unless the disk lied; then the waiting entries are tried.
    Refused where neither leads to the guard's root: the ledger is older than what was signed.
    """
    edge = _from_tiles(guarded, load)
    if edge is not None:
        return edge, []
    between = [each for each in waiting if published <= each.number < guarded.size]
    if [each.number for each in between] == list(range(published, guarded.size)):
        edge, full = Edge.read(published, load).extend([each.leaf.encode() for each in between])
        if edge.root == guarded.root.raw:
            return edge, full + edge.partials()
    raise Refusal("ledger.behind-guard", ledger=published, guard=guarded.size)


def refuse_other_history(places: Places, size: int, waiting: Sequence[Composed]) -> None:
    """Entries that wait although their numbers are sealed must be those: else the tables tell another story."""
    sealed = [each for each in waiting if each.number < size]
    reader = Reader(places.ledger) if sealed else None
    for each in sealed:
        if reader is not None and reader.leaf_bytes(each.number) != each.leaf.encode():
            raise Broken("ledger.waiting-differs", entry=each.number)


def _from_tiles(guarded: Checkpoint, load: Callable[[Tile], bytes]) -> Edge | None:
    try:
        edge = Edge.read(guarded.size, load)
    except Broken:  # a missing or torn tile: the crash came before it was written
        return None
    return edge if edge.root == guarded.root.raw else None
