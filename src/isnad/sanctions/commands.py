"""The door: reads the arguments, asks the pure rooms, prints. It decides nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import orjson
import typer

from isnad import speech
from isnad.sanctions.days import day_of
from isnad.words import Refusal

if TYPE_CHECKING:
    from isnad.sanctions.programmes.clocks import Due

commands = typer.Typer(no_args_is_help=True, add_completion=False)

IN_ARCHIVE = ("support", "dossier", "dossiers", "filed", "answered", "gap", "decide")

On = Annotated[str | None, typer.Option("--on", metavar="DATE", help=speech.phrase("sanctions.on-help"))]
AsJson = Annotated[bool, typer.Option("--json", help=speech.phrase("sanctions.json-help"))]


@commands.callback()
def _group() -> None:
    """Keeps the words behind ``sanctions`` even while there is one."""


def write_new(path: Path, content: bytes) -> None:
    """Writes a new file; refuses one that is there already."""
    try:
        with path.open("xb") as out:
            out.write(content)
    except OSError as error:
        raise Refusal("sanctions.not-written", file=path.name) from error


def _print_json(value: Any) -> None:
    typer.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode())


@commands.command("ownership", help=speech.phrase("sanctions.ownership-help"))
def ownership(
    entity: Annotated[str | None, typer.Argument(help=speech.phrase("sanctions.ownership-entity-help"))] = None,
    graph: Annotated[Path | None, typer.Option("--graph", help=speech.phrase("sanctions.ownership-graph-help"))] = None,
    rule: Annotated[str, typer.Option("--rule", help=speech.phrase("sanctions.ownership-rule-help"))] = "ofac50",
    on: On = None,
    every: Annotated[bool, typer.Option("--all", help=speech.phrase("sanctions.ownership-all-help"))] = False,
    as_json: AsJson = False,
) -> None:
    from isnad.sanctions.ownership import examine, read_graph, rule_on, solve, survey

    day = day_of(on)
    rule_on(rule, day)
    if entity is None and not every:
        raise Refusal("sanctions.ownership-needs-entity")
    if graph is None:
        raise Refusal("sanctions.ownership-needs-graph")
    solution = solve(read_graph(graph), rule, day)
    if entity is None:
        found = survey(solution)
        if as_json:
            _print_json([{"id": each.entity, **each.as_json()} for each in found])
        else:
            typer.echo("\n".join(each.line() for each in found))
        return
    finding = examine(solution, entity)
    if as_json:
        _print_json(finding.as_json())
    else:
        typer.echo("\n".join(finding.told(rule, day, solution.graph.called(entity))))


@commands.command("which", help=speech.phrase("sanctions.which-help"))
def which(
    facts: Annotated[Path, typer.Argument(help=speech.phrase("sanctions.which-facts-help"))],
    on: On = None,
    programme: Annotated[list[str] | None, typer.Option(help=speech.phrase("sanctions.which-programme-help"))] = None,
    as_json: AsJson = False,
) -> None:
    from isnad.cases.law.reader import read_facts
    from isnad.sanctions.programmes import chosen, told, which

    rows = which(read_facts(facts), day_of(on), chosen(programme))
    if as_json:
        _print_json([row.as_json() for row in rows])
    else:
        typer.echo("\n".join(told(rows)))


@commands.command("check", help=speech.phrase("sanctions.check-help"))
def check(
    folder: Annotated[Path | None, typer.Argument(help=speech.phrase("sanctions.check-folder-help"))] = None,
    as_json: AsJson = False,
) -> None:
    from isnad.sanctions.programmes.check import faults
    from isnad.sanctions.programmes.library import chosen, read_folder

    programmes = chosen(None) if folder is None else read_folder(folder)
    found = [str(fault) for fault in faults(programmes)]
    if as_json:
        _print_json(found)
    else:
        typer.echo("\n".join(found) or speech.phrase("sanctions.check-well", count=len(programmes)))
    if found:
        raise typer.Exit(1)


@commands.command("clocks", help=speech.phrase("sanctions.clocks-help"))
def clocks(
    on: On = None,
    ics: Annotated[Path | None, typer.Option("--ics", help=speech.phrase("sanctions.clocks-ics-help"))] = None,
    as_json: AsJson = False,
) -> None:
    from isnad.sanctions.programmes.clocks import clocks

    day = day_of(on)
    tell_clocks(clocks(day), day, ics, as_json=as_json)


def tell_clocks(dues: list[Due], day: date, ics: Path | None, *, as_json: bool) -> None:
    """Prints clocks, or writes them as a calendar."""
    from isnad.sanctions.programmes.calendar import calendar
    from isnad.sanctions.programmes.clocks import told_clocks

    if ics is not None:
        write_new(ics, calendar(dues, day))
    if as_json:
        _print_json([due.as_json() for due in dues])
    elif ics is None:
        typer.echo("\n".join(told_clocks(dues)))


@commands.command("programmes", help=speech.phrase("sanctions.programmes-help"))
def programmes(
    key: Annotated[str | None, typer.Argument(help=speech.phrase("sanctions.programmes-key-help"))] = None,
    on: On = None,
    as_json: AsJson = False,
) -> None:
    from isnad.sanctions.programmes.library import chosen
    from isnad.sanctions.programmes.overview import overview, told_line, told_overview

    day, found = day_of(on), chosen([key] if key else None)
    if as_json:
        seen = [overview(programme, day) for programme in found]
        _print_json(seen[0] if key else seen)
    elif key:
        typer.echo("\n".join(told_overview(found[0], day)))
    else:
        typer.echo("\n".join(told_line(programme, day) for programme in found))


for _name in IN_ARCHIVE:  # they lead to ``archive_commands``; here they stand for the help alone
    commands.command(_name, help=speech.phrase(f"sanctions-archive.help-{_name}"))(lambda: None)
