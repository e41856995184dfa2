"""The law, at one gate.

For each record, in the order in which it is said:

 1. every entry it stands on or cites was said before it;
 2. none of them is gone, and the record admits each as ground;
 3. a region it cites lies inside the picture, and a time inside the recording;
 4. what it erases was said before, is not gone, is not itself an erasure, and leaves its own kind, traits and ground;
 5. nothing is erased while a bar (a hold) runs on it or on what it stands on;
 6. where it asks for somebody else than the author of its ground, or for the same, that is who says it;
 7. where it needs two people it names a second one, who is not the first; an archive founded as a demo may have one;
 8. it has no flaw of its own.

The pen refuses the first fault; ``verify`` reports them all. The law sees of an earlier entry its :class:`Ground`
and nothing more, so it needs no key. It does not check that bytes are what they say (``verify`` does), nor who may
(``access`` does).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from isnad.record.records import Ground, Record, Who
from isnad.words import Citation, Region, Span

ERASED_KIND = "erased"
FOUNDED_KIND = "founded"
FOUNDING = 2
"""The number of the founding entry: before it stand the tool and its clock."""


@dataclass
class Around:
    """What the law must know besides grounds: the bars that run, by what they stand on, and whether it is a demo."""

    demo: bool = False
    bars: dict[int, set[int]] = field(default_factory=dict)
    _on: dict[int, tuple[int, ...]] = field(default_factory=dict)

    def heard(self, number: int, record: Record) -> None:
        """Takes in what was said as entry ``number``."""
        if record.BARS:
            self._on[number] = record.stands_on()
            for each in record.stands_on():
                self.bars.setdefault(each, set()).add(number)
        elif record.LIFTS:
            for bar in record.stands_on():
                for each in self._on.get(bar, ()):
                    self.bars[each].discard(bar)
        elif record.KIND == FOUNDED_KIND:
            self.demo = bool(record.traits()["demo"])


def faults(
    number: int, record: Record, grounds: Mapping[int, Ground], by: str, around: Around | None = None
) -> Iterator[str]:
    """The code of every rule that ``record``, said by ``by`` as entry ``number``, breaks."""
    around = around or Around()
    yield from record.flaws()
    if record.needs_two() and not _by_two(record, by, around):
        yield "record.second-person-needed"
    if record.KIND == FOUNDED_KIND and number > FOUNDING:
        yield "record.founded-before"
    for each in record.stands_on():
        yield from _standing(number, record, grounds.get(each), by)
    for citation in record.cites():
        yield from _citing(number, citation, grounds.get(citation.entry))
    for each in record.gone():
        yield from _erasing(number, record, grounds.get(each), around)


def _by_two(record: Record, by: str, around: Around) -> bool:
    second = record.agreed()
    return around.demo if second is None else second != by


def _standing(number: int, record: Record, ground: Ground | None, by: str) -> Iterator[str]:
    if ground is None or ground.number >= number:
        yield "record.never-said"
    elif ground.gone:
        yield "record.ground-is-gone"
    elif not record.admits(ground):
        yield "record.wrong-ground"
    else:
        yield from _author(record.who_may(ground), ground, by)


def _author(who: Who, ground: Ground, by: str) -> Iterator[str]:
    """An author who is not known is nobody else, and not the same."""
    author = ground.traits.get("by")
    if who is Who.SOMEBODY_ELSE and author in (None, by):
        yield "record.own-work"
    elif who is Who.THE_SAME and author != by:
        yield "record.not-own-work"


def _citing(number: int, citation: Citation, ground: Ground | None) -> Iterator[str]:
    if ground is None or ground.number >= number:
        yield "record.never-said"
    elif ground.gone:
        yield "record.ground-is-gone"
    elif isinstance(citation.selector, Region) and not _inside(citation.selector, ground):
        yield "record.outside-the-picture"
    elif isinstance(citation.selector, Span) and not _during(citation.selector, ground):
        yield "record.outside-the-recording"


def _erasing(number: int, record: Record, ground: Ground | None, around: Around) -> Iterator[str]:
    if ground is None or ground.number >= number:
        yield "record.never-said"
    elif ground.gone or ground.kind == ERASED_KIND:
        yield "record.cannot-be-erased"
    elif not record.admits(ground):
        yield "record.wrong-ground"
    elif any(around.bars.get(each) for each in (ground.number, *ground.on)):
        yield "record.under-hold"


def needed(record: Record) -> Iterator[int]:
    """The numbers of the entries whose ground the law asks for."""
    yield from record.stands_on()
    for citation in record.cites():
        yield citation.entry
    yield from record.gone()


def _inside(region: Region, ground: Ground) -> bool:
    width, height = ground.traits.get("width"), ground.traits.get("height")
    return isinstance(width, int) and isinstance(height, int) and region.fits(width, height)


def _during(span: Span, ground: Ground) -> bool:
    """A picture has no time. How long a recording runs is not always known: then any time in it is taken."""
    duration = ground.traits.get("duration")
    if isinstance(duration, int):
        return span.end <= duration
    return "width" not in ground.traits
