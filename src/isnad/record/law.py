"""The law, at one gate.

For each record, in the order in which it is said:

 1. every entry it stands on or cites was said before it;
 2. none of them is gone, and the record admits each as ground;
 3. a region it cites lies inside the picture;
 4. what it erases was said before, is not gone, is not itself an erasure, and leaves its own kind and traits.

The pen refuses the first fault; ``verify`` reports them all. The law sees of an earlier entry its :class:`Ground`
and nothing more, so it needs no key. It does not check that bytes are what they say (``verify`` does), nor who may
(``access`` does).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from isnad.record.records import Ground, Record
from isnad.words import Citation, Region

ERASED_KIND = "erased"


def faults(number: int, record: Record, grounds: Mapping[int, Ground]) -> Iterator[str]:
    """The code of every rule that ``record``, said as entry ``number``, breaks."""
    for each in record.stands_on():
        yield from _standing(number, record, grounds.get(each))
    for citation in record.cites():
        yield from _citing(number, citation, grounds.get(citation.entry))
    for each in record.gone():
        yield from _erasing(number, record, grounds.get(each))


def _standing(number: int, record: Record, ground: Ground | None) -> Iterator[str]:
    if ground is None or ground.number >= number:
        yield "record.never-said"
    elif ground.gone:
        yield "record.ground-is-gone"
    elif not record.admits(ground):
        yield "record.wrong-ground"


def _citing(number: int, citation: Citation, ground: Ground | None) -> Iterator[str]:
    if ground is None or ground.number >= number:
        yield "record.never-said"
    elif ground.gone:
        yield "record.ground-is-gone"
    elif isinstance(citation.selector, Region) and not _inside(citation.selector, ground):
        yield "record.outside-the-picture"


def _erasing(number: int, record: Record, ground: Ground | None) -> Iterator[str]:
    if ground is None or ground.number >= number:
        yield "record.never-said"
    elif ground.gone or ground.kind == ERASED_KIND:
        yield "record.cannot-be-erased"
    elif not record.admits(ground):
        yield "record.wrong-ground"


def needed(record: Record) -> Iterator[int]:
    """The numbers of the entries whose ground the law asks for."""
    yield from record.stands_on()
    for citation in record.cites():
        yield citation.entry
    yield from record.gone()


def _inside(region: Region, ground: Ground) -> bool:
    width, height = ground.traits.get("width"), ground.traits.get("height")
    return isinstance(width, int) and isinstance(height, int) and region.fits(width, height)
