"""The picture that inquiries give together: a map of where people were taken from and held, a timeline by branch.

* Only what passes this reader's gate, for the purpose of their session, is counted. Who traces opens each count to the
  inquiries behind it; for everybody else no cell is under five, and nothing opens.
* Drawings are made on the server; every number in them stands in a table beneath, so that nothing hangs on seeing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from isnad.access.gate import TRACING, Aspect, Gate
from isnad.access.sessions import Reader
from isnad.families import picturing
from isnad.families.picturing import Branch, Cell, Picture
from isnad.families.places import governorates
from isnad.remains.queries import Asked, bodies
from isnad.site import finding_picture, picture_drawing
from isnad.site.deeds import Deed, may, need
from isnad.site.door import reader_of
from isnad.site.errors import NotHere
from isnad.speech import current_language
from isnad.words import Label

MOST_BEHIND = 60  # that one count opens to


@require_safe
def picture(request: HttpRequest) -> HttpResponse:
    """The page."""
    reader = reader_of(request)
    need(reader, Deed.READ)
    if reader.gate.up_to(Aspect.CLAIMS) is None:
        raise NotHere
    found = _counted(_Key(reader.gate, opens(reader)), finding_picture.state())
    most = picture_drawing.highest(found.branches)
    names = {key: told.name[current_language()] for key, told in governorates().items()}
    about: dict[str, Any] = {
        "found": found,
        "marks": [(each, names[each.key]) for each in picture_drawing.marks(found.places)],
        "places": [(each, names[each.key], _behind(each.taken), _behind(each.held)) for each in found.places],
        "branches": [_drawn(each, found, most) for each in found.branches],
        "grid": (picture_drawing.GRID_X, picture_drawing.GRID_Y),
        "width": picture_drawing.WIDTH,
        "height": picture_drawing.HEIGHT,
    }
    return render(request, "site/picture.html", about)


def opens(reader: Reader) -> bool:
    """Whether who looks may see what is behind a count: they trace, and may read what families told."""
    reads = reader.gate.opens(Aspect.CLAIMS, Label.RESTRICTED)
    return reader.purpose == TRACING and reads and may(reader, Deed.REVIEW)


def _drawn(branch: Branch, found: Picture, most: int) -> dict[str, Any]:
    return {
        "branch": branch,
        "bars": picture_drawing.bars(branch, found.first, found.last, most),
        "months": [(each, _behind(each.arrests), _behind(each.deaths)) for each in branch.months],
    }


def _behind(cell: Cell) -> tuple[tuple[int, ...], int]:
    """What a count opens to, and how many more there are."""
    return cell.behind[:MOST_BEHIND], max(len(cell.behind) - MOST_BEHIND, 0)


@dataclass(frozen=True)
class _Key:
    """A gate, and whether it opens counts, as one thing that tells counts apart."""

    gate: Gate
    open: bool

    def __hash__(self) -> int:
        return hash((self.gate.roles, self.gate.purpose, self.gate.compartments, self.open))


@lru_cache(maxsize=8)
def _counted(key: _Key, state: tuple[int, str, str]) -> Picture:
    asked = Asked(Label.INTERNAL, key.gate.purpose or TRACING, gate=key.gate)
    return picturing.picture(finding_picture.people(key.gate), bodies(asked), open_=key.open)
