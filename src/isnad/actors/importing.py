"""Takes a file of actors over: FollowTheMoney JSON lines, or a CSV with a mapping; as claims that wait for a verdict.

The file's bytes are kept and each claim cites the line it came from (:mod:`isnad.claims.importing`); what cannot be is
refused by its line (:mod:`isnad.actors.screening`). A trial reads and screens, and says nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from isnad.actors.mapping import read_mapping
from isnad.actors.screening import Screen
from isnad.claims import importing, told
from isnad.claims.importing import Progress, Taken
from isnad.claims.lines import Problem
from isnad.instruments.durable import disk
from isnad.words import Label, Refusal

TABLES = (".csv", ".tsv")


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be taken over, by which mapping, under which name, and how widely it may be seen at most."""

    path: Path
    by: str
    mapping: Path | None = None
    dataset: str | None = None
    label: Label = Label.INTERNAL


@dataclass
class Trial:
    """What a file would come to: entities by schema, claims, and what would be refused."""

    lines: int = 0
    entities: dict[str, int] = field(default_factory=dict)
    claims: int = 0
    problems: list[Problem] = field(default_factory=list)


def take_over(request: Request, measure: Callable[[int], Progress] = lambda _: lambda _: None) -> Taken:
    """Takes the file over."""
    screen = _screen(request)
    asked = importing.Request(request.path, request.by, request.dataset, request.label)
    return importing.take_over(asked, measure, screen)


def try_out(request: Request) -> Trial:
    """Reads the file as :func:`take_over` would, and says nothing."""
    screen, trial = _screen(request), Trial()
    if not request.path.is_file():
        raise Refusal("claims.no-such-file")
    source = told.Source(0, "", request.dataset or "", request.label)
    with disk(), request.path.open("rb") as stream:
        for number, _ in screen(stream, source, trial.problems):
            trial.lines = number
    trial.entities, trial.claims = dict(sorted(screen.seen.items())), screen.claims
    return trial


def _screen(request: Request) -> Screen:
    table = request.path.suffix.lower() in TABLES
    if table and request.mapping is None:
        raise Refusal("actors.map-needed")
    if request.mapping is None:
        return Screen(importing.entities)
    return Screen(read_mapping(request.mapping).reading)
