"""``isnad sanctions`` in an archive: what claims say of an actor, who supports whom, dossiers, the gap, our own clocks.

The words that work on files alone stand in ``commands``; those of the same name here answer from claims.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from isnad.access.actions import OWNER
from isnad.access.asking import second_person
from isnad.actors import queries as actors
from isnad.cases.derived import Wish
from isnad.claims.yielding import asked_by_owner
from isnad.record.desk import desk
from isnad.sanctions import designations, dossiers, dossiers_showing, gap, support, support_ownership
from isnad.sanctions.actor_facts import facts_for
from isnad.sanctions.actor_facts_which import SPEAKING, grounded
from isnad.sanctions.commands import On, tell_clocks
from isnad.sanctions.days import day_of
from isnad.sanctions.dossiers_clocks import filing_clocks
from isnad.sanctions.dossiers_sentences import Person
from isnad.sanctions.lists.store import Store
from isnad.sanctions.programmes.clocks import clocks as programme_clocks
from isnad.speech import phrase
from isnad.speech.output import print_json
from isnad.words import Citation, Label, Refusal

commands = typer.Typer(no_args_is_help=True, help=phrase("cli.sanctions"))

AsJson = Annotated[bool, typer.Option("--json", help=phrase("cli.help-json"))]
Purpose = Annotated[str, typer.Option(help=phrase("claims.help-purpose"))]
Actor = Annotated[str, typer.Argument(metavar="ACTOR", help=phrase("actors.help-actor"))]
Second = Annotated[str | None, typer.Option("--second", help=phrase("custody.help-second"))]
Programmes = Annotated[list[str] | None, typer.Option("--programme", help=phrase("sanctions.which-programme-help"))]


@commands.command("which", help=phrase("sanctions-archive.help-which"))
def which(
    actor: Actor,
    on: On = None,
    programme: Programmes = None,
    offence: Annotated[list[str] | None, typer.Option("--offence", help=phrase("case.help-offence"))] = None,
    place: Annotated[str | None, typer.Option("--place", help=phrase("case.help-place"))] = None,
    facts: Annotated[bool, typer.Option("--facts", help=phrase("case.help-facts"))] = False,
    purpose: Purpose = "justice",
    as_json: AsJson = False,
) -> None:
    """Which criteria the claims about an actor speak to, each reason with its claims."""
    from isnad.sanctions.programmes import chosen

    gate, day, programmes = asked_by_owner(purpose), day_of(on), chosen(programme)
    derived = facts_for(actors.find(actor, gate), gate, Wish(tuple(offence or ()), place))
    if facts:
        print_json({"facts": derived.facts, "derived_from": derived.ground})
        return
    rows = grounded(derived, day, programmes)
    if as_json:
        print_json([row.as_json() for row in rows])
        return
    shown = [row for row in rows if row.row.answer in SPEAKING]
    for each in programmes:
        mine = [row for row in shown if row.row.programme == each.key]
        if mine:
            typer.echo(phrase("sanctions.which-title", programme=each.key, title=each.title))
            for row in mine:
                typer.echo("\n".join(row.lines()))
    typer.echo(phrase("sanctions.which-elsewhere", count=len(rows) - len(shown)))
    typer.echo(phrase("sanctions.which-footer"))


@commands.command("ownership", help=phrase("sanctions-archive.help-ownership"))
def ownership(
    entity: Annotated[str | None, typer.Argument(help=phrase("sanctions-archive.help-entity"))] = None,
    rule: Annotated[str, typer.Option("--rule", help=phrase("sanctions.ownership-rule-help"))] = "ofac50",
    on: On = None,
    every: Annotated[bool, typer.Option("--all", help=phrase("sanctions.ownership-all-help"))] = False,
    purpose: Purpose = "justice",
    as_json: AsJson = False,
) -> None:
    """Whether listed persons own or control an entity, by the archive's claims."""
    from isnad.sanctions.ownership import examine, rule_on, solve, survey

    gate, day = asked_by_owner(purpose), day_of(on)
    rule_on(rule, day)
    if entity is None:
        if not every:
            raise Refusal("sanctions.ownership-needs-entity")
        found = survey(solve(support_ownership.everything_owned(gate).graph, rule, day))
        if as_json:
            print_json([{"id": each.entity, **each.as_json()} for each in found])
        else:
            typer.echo("\n".join(each.line() for each in found))
        return
    known = support_ownership.known_entity(entity)
    number = actors.find(entity, gate) if known is None else known
    owned = support_ownership.owners_above([number], gate)
    solution = solve(owned.graph, rule, day)
    asked = owned.asked
    finding = examine(solution, asked)
    if as_json:
        print_json({**finding.as_json(), "claims": owned.claims, "ground": owned.ground})
    else:
        typer.echo("\n".join(finding.told(rule, day, solution.graph.called(asked))))
        typer.echo(phrase("sanctions-archive.by-claims", claims=", ".join(map(str, owned.claims)) or "–"))


@commands.command("support", help=phrase("sanctions-archive.help-support"))
def support_(
    actor: Actor,
    on: On = None,
    now: Annotated[bool, typer.Option("--now", help=phrase("sanctions-archive.help-now"))] = False,
    purpose: Purpose = "justice",
    as_json: AsJson = False,
) -> None:
    """The paths from an actor to those who supply."""
    gate = asked_by_owner(purpose)
    found = support.network(actors.find(actor, gate), day_of(on), gate, ever=not now)
    if as_json:
        print_json(support.as_json(found))
    else:
        typer.echo("\n".join(support.lines(found)))


@commands.command("dossier", help=phrase("sanctions-archive.help-dossier"))
def dossier(
    actor: Actor,
    programme: Annotated[str, typer.Option("--programme", help=phrase("sanctions-archive.help-programme"))],
    out: Annotated[Path, typer.Option("--out", help=phrase("sanctions-archive.help-out"))],
    historical: Annotated[bool, typer.Option("--historical", help=phrase("sanctions-archive.help-historical"))] = False,
    on: On = None,
    receiver: Annotated[str | None, typer.Option("--for", help=phrase("claims.help-for"))] = None,
    label: Annotated[str, typer.Option("--label", help=phrase("case.help-label"))] = "restricted",
    submitter: Annotated[str, typer.Option("--submitter", help=phrase("sanctions-archive.help-submitter"))] = "",
    interest: Annotated[str, typer.Option("--interest", help=phrase("sanctions-archive.help-interest"))] = "",
    zipped: Annotated[bool, typer.Option("--zip", help=phrase("packages.help-zip"))] = False,
    purpose: Purpose = "justice",
    second: Second = None,
    as_json: AsJson = False,
) -> None:
    """Makes the dossier: exhibits, claims, proofs, and the papers in both languages."""
    gate = asked_by_owner(purpose)
    asked = dossiers.Asked(
        actors.find(actor, gate), programme, out, None if on is None else day_of(on), historical, receiver,
        Label.parse(label), zipped, Person(submitter.strip(), interest.strip()),
    )  # fmt: skip
    done = dossiers.make(asked, gate, by=OWNER, second=second_person(second))
    if as_json:
        print_json(dossiers_showing.done(done))
    else:
        typer.echo("\n".join(dossiers_showing.done_in_words(done)))


@commands.command("dossiers", help=phrase("sanctions-archive.help-dossiers"))
def dossiers_(
    actor: Annotated[str | None, typer.Argument(metavar="ACTOR", help=phrase("actors.help-actor"))] = None,
    purpose: Purpose = "justice",
    as_json: AsJson = False,
) -> None:
    """The dossiers that were made; 1 where one of them is stale."""
    gate = asked_by_owner(purpose)
    found = dossiers.dossiers(None if actor is None else actors.find(actor, gate), gate)
    names = actors.named([each.actor for each in found], gate)
    if as_json:
        print_json([dossiers_showing.dossier(each, names) for each in found])
    else:
        for each in found:
            typer.echo("\n".join(dossiers_showing.dossier_in_words(each, names)))
    raise typer.Exit(1 if any(each.fallen for each in found) else 0)


Number = Annotated[int, typer.Argument(min=0, metavar="DOSSIER", help=phrase("sanctions-archive.help-number"))]


@commands.command("filed", help=phrase("sanctions-archive.help-filed"))
def filed(
    number: Number,
    receiver: Annotated[str, typer.Option("--with", help=phrase("sanctions-archive.help-with"))],
    on: On = None,
    due: Annotated[str | None, typer.Option("--due", help=phrase("sanctions-archive.help-due"))] = None,
    what: Annotated[str, typer.Option("--what", help=phrase("case.help-what"))] = "",
    as_json: AsJson = False,
) -> None:
    """Says that a dossier was filed, with whom and when."""
    entity = dossiers.file_with(number, receiver, day_of(on), by=OWNER, due=day_of(due) if due else None, what=what)
    _said("filing", entity, as_json=as_json)


@commands.command("answered", help=phrase("sanctions-archive.help-answered"))
def answered(
    filing: Annotated[int, typer.Argument(min=0, metavar="FILING", help=phrase("sanctions-archive.help-filing"))],
    kind: Annotated[str, typer.Argument(help=phrase("sanctions-archive.help-kind"))],
    on: On = None,
    what: Annotated[str, typer.Option("--what", help=phrase("case.help-what"))] = "",
    cites: Annotated[list[int] | None, typer.Option("--cites", min=0, help=phrase("claims.help-cites"))] = None,
    as_json: AsJson = False,
) -> None:
    """Says what came back on a filing."""
    places = [Citation(each) for each in cites or []]
    _said("answer", dossiers.answered(filing, kind, day_of(on), by=OWNER, what=what, places=places), as_json=as_json)


@commands.command("gap", help=phrase("sanctions-archive.help-gap"))
def gap_(
    names: Annotated[list[str] | None, typer.Argument(metavar="[ACTOR]...", help=phrase("actors.help-actor"))] = None,
    store: Annotated[Path | None, typer.Option("--store", help=phrase("lists.help-store"))] = None,
    on: On = None,
    purpose: Purpose = "justice",
    as_json: AsJson = False,
) -> None:
    """Who of ours stands on which list, and on which not; 1 where a hit waits for a decision."""
    gate = asked_by_owner(purpose)
    wanted = [actors.find(each, gate) for each in names] if names else None
    found = gap.gap(wanted, _store(store), day_of(on), gate)
    if as_json:
        print_json(gap.as_json(found))
    else:
        typer.echo("\n".join(gap.lines(found)))
        typer.echo(phrase("lists.a-person-decides"), err=True)
    waiting = any(each.hits for row in found.rows for each in row.standings)
    raise typer.Exit(1 if waiting else 0)


@commands.command("decide", help=phrase("sanctions-archive.help-decide"))
def decide(
    actor: Actor,
    source: Annotated[str, typer.Argument(metavar="LIST", help=phrase("lists.help-source"))],
    listed: Annotated[str, typer.Argument(metavar="ID", help=phrase("sanctions-archive.help-listed"))],
    same: Annotated[bool, typer.Option("--same/--other", help=phrase("sanctions-archive.help-same"))],
    why: Annotated[str, typer.Option("--reason", help=phrase("sanctions-archive.help-reason"))],
    store: Annotated[Path | None, typer.Option("--store", help=phrase("lists.help-store"))] = None,
    as_json: AsJson = False,
) -> None:
    """A person's decision on a hit: the same, or somebody else."""
    who = actors.find(actor)
    versions = _store(store).versions(source) if source in gap.LISTS else []
    name = next((str(each.get("caption") or next((n["name"] for n in each.get("names", ())), ""))
                 for each in (versions[-1].entities() if versions else ()) if each["id"] == listed), None)  # fmt: skip
    if versions and name is None:
        raise Refusal("sanctions-archive.not-on-list", list=source, id=listed[:60])
    verdict = designations.SAME if same else designations.OTHER
    version = str(versions[-1].number) if versions else ""
    entity = designations.decide(who, source, listed, verdict, by=OWNER, why=why, version=version, name=name or "")
    _said("decision", entity, as_json=as_json)


@commands.command("clocks", help=phrase("sanctions-archive.help-clocks"))
def clocks(
    archive: Annotated[bool, typer.Option("--archive", help=phrase("sanctions-archive.help-archive"))] = True,
    on: On = None,
    ics: Annotated[Path | None, typer.Option("--ics", help=phrase("sanctions.clocks-ics-help"))] = None,
    purpose: Purpose = "justice",
    as_json: AsJson = False,
) -> None:
    """The programmes' clocks and those of our own filings."""
    day = day_of(on)
    dues = [*programme_clocks(day), *(filing_clocks(day, asked_by_owner(purpose)) if archive else ())]
    tell_clocks(sorted(dues, key=lambda due: (due.state != "running", due.day)), day, ics, as_json=as_json)


def _store(folder: Path | None) -> Store:
    return Store(folder or desk().folder.root / "lists")


def _said(what: str, entity: int, *, as_json: bool) -> None:
    if as_json:
        print_json({what: entity})
    else:
        typer.echo(phrase(f"sanctions-archive.said-{what}", entity=entity))
