"""``isnad cases`` in an archive: open, charge, attach, answer, step, protect, readiness, file; where of an actor."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from isnad.access.actions import OWNER
from isnad.access.asking import second_person
from isnad.actors import queries as actors
from isnad.cases import actions, derived, filing, queries, showing, telling
from isnad.cases import commands as alone
from isnad.cases.law.evaluate import where as law_where
from isnad.cases.proceedings import example, warrants
from isnad.cases.standing_warrants import in_archive
from isnad.claims.yielding import asked_by_owner
from isnad.speech import phrase
from isnad.speech.output import print_json
from isnad.words import Citation, Label, Refusal, Region, Whole

commands = typer.Typer(no_args_is_help=True, help=phrase("cases.help"))

AsJson = Annotated[bool, typer.Option("--json", help=phrase("cli.help-json"))]
Purpose = Annotated[str, typer.Option(help=phrase("claims.help-purpose"))]
CaseNumber = Annotated[int, typer.Argument(min=0, metavar="CASE", help=phrase("case.help-case"))]
ChargeNumber = Annotated[int, typer.Argument(min=0, metavar="CHARGE", help=phrase("case.help-charge-number"))]
Second = Annotated[str | None, typer.Option("--second", help=phrase("custody.help-second"))]
Cites = Annotated[list[str] | None, typer.Option("--cites", help=phrase("claims.help-cites"))]
ClaimNumbers = Annotated[list[int], typer.Option("--claim", help=phrase("case.help-claim"))]


@commands.command("open", help=phrase("case.help-open"))
def open_(
    name: Annotated[str, typer.Argument(help=phrase("case.help-name"))],
    country: Annotated[str, typer.Option("--country", help=phrase("case.help-country"))],
    accused: Annotated[list[str], typer.Option("--accused", help=phrase("actors.help-actor"))],
    court: Annotated[str | None, typer.Option("--court", help=phrase("case.help-court"))] = None,
    as_json: AsJson = False,
) -> None:
    """Opens a case against actors before the courts of a country."""
    entity = actions.open_case(name, country, [actors.find(each) for each in accused], by=OWNER, court=court)
    _said("case", entity, as_json=as_json)


@commands.command("charge", help=phrase("case.help-charge"))
def charge(
    case: CaseNumber,
    crime: Annotated[str, typer.Option("--crime", help=phrase("case.help-crime"))],
    mode: Annotated[str, typer.Option("--mode", help=phrase("case.help-mode"))],
    accused: Annotated[str | None, typer.Option("--accused", help=phrase("actors.help-actor"))] = None,
    start: Annotated[str | None, typer.Option("--from", help=phrase("case.help-from"))] = None,
    end: Annotated[str | None, typer.Option("--to", help=phrase("case.help-to"))] = None,
    place: Annotated[str | None, typer.Option("--place", help=phrase("case.help-place"))] = None,
    as_json: AsJson = False,
) -> None:
    """Charges an accused of the case."""
    whole = queries.matter(case)
    if accused is None and len(whole.accused) != 1:
        raise Refusal("case.which-accused")
    who = actors.find(accused) if accused is not None else whole.accused[0]
    entity = actions.charge(case, who, actions.Alleged(crime, mode, start, end, place), by=OWNER)
    _said("charge", entity, as_json=as_json)


@commands.command("attach", help=phrase("case.help-attach"))
def attach(
    charge: ChargeNumber,
    element: Annotated[str, typer.Argument(help=phrase("case.help-element"))],
    claims: ClaimNumbers,
    against: Annotated[bool, typer.Option("--against", help=phrase("case.help-against"))] = False,
    as_json: AsJson = False,
) -> None:
    """Says that claims support an element, or weaken it."""
    numbers = actions.attach(charge, element, claims, by=OWNER, against=against)
    if as_json:
        print_json({"attachments": numbers})
    else:
        typer.echo(phrase("case.attached", entries=", ".join(map(str, numbers)), element=element))


@commands.command("answer", help=phrase("case.help-answer"))
def answer(
    attachment: Annotated[int, typer.Argument(min=0, metavar="ATTACHMENT", help=phrase("case.help-attachment"))],
    text: Annotated[str, typer.Argument(help=phrase("case.help-text"))],
    claims: Annotated[list[int] | None, typer.Option("--claim", help=phrase("case.help-claim"))] = None,
    as_json: AsJson = False,
) -> None:
    """Answers what weakens an element."""
    _said("answer", actions.answer(attachment, text, claims or [], by=OWNER), as_json=as_json)


@commands.command("step", help=phrase("case.help-step"))
def step(
    kind: Annotated[str, typer.Argument(help=phrase("case.help-kind"))],
    on: Annotated[str, typer.Option("--on", help=phrase("case.help-step-on"))],
    cites: Cites = None,
    case: Annotated[int | None, typer.Option("--case", help=phrase("case.help-case"))] = None,
    party: Annotated[str | None, typer.Option("--party", help=phrase("actors.help-actor"))] = None,
    court: Annotated[str, typer.Option("--court", help=phrase("case.help-court"))] = "",
    what: Annotated[str, typer.Option("--what", help=phrase("case.help-what"))] = "",
    state: Annotated[str, typer.Option("--state", help=phrase("case.help-country"))] = "",
    of: Annotated[int | None, typer.Option("--of", help=phrase("case.help-of"))] = None,
    as_json: AsJson = False,
) -> None:
    """A step of proceedings, resting on a document."""
    who = None if party is None else actors.find(party)
    places = [_place(each) for each in cites or []]
    entity = actions.step(case, kind, on, who, places, by=OWNER, court=court, what=what, state=state, of=of)
    _said("step", entity, as_json=as_json)


@commands.command("protect", help=phrase("case.help-protect"))
def protect(
    witness: Annotated[int, typer.Argument(min=0, metavar="WITNESS", help=phrase("case.help-witness"))],
    measures: Annotated[list[str], typer.Option("--measure", help=phrase("case.help-measure"))],
    case: Annotated[int | None, typer.Option("--case", help=phrase("case.help-case"))] = None,
    as_json: AsJson = False,
) -> None:
    """Decides how a witness is protected, and in which case they are heard."""
    _said("protection", actions.protect(witness, measures, by=OWNER, case=case)[0], as_json=as_json)


@commands.command("readiness", help=phrase("case.help-readiness"))
def readiness(case: CaseNumber, purpose: Purpose = "justice", as_json: AsJson = False) -> None:
    """Whether a case could go to a court, element by element; 1 where it is not ready."""
    gate = asked_by_owner(purpose)
    found = queries.matter(case, gate, law=True)
    names, files = actors.named(found.accused, gate), queries.files(found.entity, gate)
    if as_json:
        print_json(showing.matter(found, names, files))
    else:
        for line in showing.matter_in_words(found, names, files):
            typer.echo(line)
    raise typer.Exit(0 if found.ready else 1)


@commands.command("list", help=phrase("case.help-list"))
def list_(purpose: Purpose = "justice", as_json: AsJson = False) -> None:
    """Every case, and how many of its elements stand."""
    gate = asked_by_owner(purpose)
    found = queries.all_cases(gate)
    if as_json:
        print_json([{"case": each.entity, "name": next(iter(each.values("name")), None),
                     "jurisdiction": each.country or None, "ready": each.ready} for each in found])  # fmt: skip
        return
    for each in found:
        name = next(iter(each.values("name")), "–")
        typer.echo(f"{each.entity}\t{each.country or '–'}\t{name}")


@commands.command("file", help=phrase("case.help-file"))
def file(
    case: CaseNumber,
    out: Annotated[Path, typer.Option("--out", help=phrase("case.help-out"))],
    receiver: Annotated[str | None, typer.Option("--for", help=phrase("claims.help-for"))] = None,
    label: Annotated[str, typer.Option("--label", help=phrase("case.help-label"))] = "restricted",
    zipped: Annotated[bool, typer.Option("--zip", help=phrase("packages.help-zip"))] = False,
    purpose: Purpose = "justice",
    second: Second = None,
    as_json: AsJson = False,
) -> None:
    """Makes the file: exhibits, claims, proofs, and the brief in several languages."""
    asked = filing.Asked(case, out, receiver, Label.parse(label), zipped)
    done = filing.file_case(asked, asked_by_owner(purpose), by=OWNER, second=second_person(second))
    told = {
        "entry": done.entry, "disclosure": done.made.entry, "digest": str(done.made.digest),
        "languages": list(done.languages), "sentences": done.sentences, "withheld_sentences": done.withheld,
        "exhibits": done.made.items, "claims": done.made.claims, "withheld": done.made.withheld,
    }  # fmt: skip
    if as_json:
        print_json(told)
    else:
        typer.echo(phrase("case.filed", sentences=done.sentences, exhibits=done.made.items, claims=done.made.claims,
                          languages=", ".join(done.languages), withheld=done.withheld))  # fmt: skip
        typer.echo(phrase("packages.stands-for-it", digest=done.made.digest))


@commands.command("where", help=phrase("cases.help-where"))
def where(
    actor: Annotated[str, typer.Argument(help=phrase("case.help-actor-or-facts"))],
    on: Annotated[str | None, typer.Option("--on", help=phrase("cases.help-on"))] = None,
    offence: Annotated[list[str] | None, typer.Option("--offence", help=phrase("case.help-offence"))] = None,
    place: Annotated[str | None, typer.Option("--place", help=phrase("case.help-place"))] = None,
    facts: Annotated[bool, typer.Option("--facts", help=phrase("case.help-facts"))] = False,
    purpose: Purpose = "justice",
    as_json: AsJson = False,
) -> None:
    """Where the conduct of an actor could be heard, by the facts that claims give."""
    gate = asked_by_owner(purpose)
    wish = derived.Wish(tuple(offence or ()), place)
    found = derived.facts_about(actors.find(actor, gate), gate, wish)
    if facts:
        print_json({"facts": found.facts, "derived_from": found.ground})
        return
    today = queries.today()
    asked = today if on is None else alone.the_day(on)
    rows = law_where(found.read(), asked)
    if not rows:
        typer.echo(phrase("case.no-conduct"), err=True)
    if as_json:
        print_json([telling.as_json(row, asked, today) for row in rows])
    else:
        for row in sorted(rows, key=lambda row: -row.held.standing):
            typer.echo("\n".join(telling.lines(row, asked, today)))
    typer.echo(phrase("cases.not-advice", day=asked), err=True)


@commands.command("warrants", help=phrase("cases.help-warrants"))
def warrants_(
    archive: Annotated[bool, typer.Option("--archive", help=phrase("case.help-archive"))] = True,
    on: Annotated[str | None, typer.Option("--on", help=phrase("cases.help-warrants-on"))] = None,
    purpose: Purpose = "justice",
    as_json: AsJson = False,
) -> None:
    """Which warrants stand on a day, by the public example and by the archive's own claims."""
    day = queries.today() if on is None else alone.the_day(on)
    found = [*warrants(in_archive(asked_by_owner(purpose)), day), *warrants(example(), day)]
    if as_json:
        print_json([telling.warrant_json(each) for each in found])
    else:
        for each in found:
            typer.echo(telling.warrant_line(each))


def _said(what: str, entity: int, *, as_json: bool) -> None:
    if as_json:
        print_json({what: entity})
    else:
        typer.echo(phrase(f"case.said-{what}", entity=entity))


def _place(text: str) -> Citation:
    """``17`` is an entry, ``17#xywh=pixel:120,44,300,80`` a rectangle of its picture."""
    number, _, fragment = text.partition("#")
    if not number.isascii() or not number.isdecimal():
        raise Refusal("words.not-a-citation")
    return Citation(int(number), Region.parse(fragment) if fragment else Whole())
