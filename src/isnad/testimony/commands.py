"""``isnad testimony``: statements, transcripts, consent taken back, what was asked before."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from isnad.access.actions import OWNER
from isnad.claims.yielding import asked_by_owner
from isnad.custody import queries as custody
from isnad.speech import phrase
from isnad.speech.output import print_json
from isnad.testimony import actions, queries, transcripts
from isnad.testimony.actions import Consent, Statement, Translation
from isnad.testimony.transcripts import clock
from isnad.words import Digest, Refusal

commands = typer.Typer(no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help=phrase("cli.help-json"))]
Purpose = Annotated[str, typer.Option(help=phrase("claims.help-purpose"))]
Number = Annotated[int, typer.Argument(min=0, metavar="STATEMENT", help=phrase("testimony.help-statement"))]


@commands.command("take", help=phrase("testimony.help-take"))
def take(
    item: Annotated[str, typer.Argument(help=phrase("testimony.help-item"))],
    witness: Annotated[str, typer.Option("--witness", help=phrase("testimony.help-witness"))],
    consent: Annotated[list[str], typer.Option("--consent", help=phrase("testimony.help-consent"))],
    risks: Annotated[str, typer.Option("--risks", help=phrase("testimony.help-risks"))],
    receiver: Annotated[list[str] | None, typer.Option("--only-for", help=phrase("testimony.help-receiver"))] = None,
    until: Annotated[str | None, typer.Option("--until", help=phrase("testimony.help-until"))] = None,
    words: Annotated[str, typer.Option("--words", help=phrase("testimony.help-words"))] = "",
    medium: Annotated[str, typer.Option("--medium", help=phrase("testimony.help-medium"))] = "audio",
    on: Annotated[str | None, typer.Option("--on", help=phrase("testimony.help-on"))] = None,
    language: Annotated[str | None, typer.Option("--language", help=phrase("testimony.help-language"))] = None,
    interpreter: Annotated[str | None, typer.Option("--interpreter", help=phrase("testimony.help-interpreter"))] = None,
    about: Annotated[list[str] | None, typer.Option("--about", help=phrase("testimony.help-about"))] = None,
    before: Annotated[str | None, typer.Option("--heard-before", help=phrase("testimony.help-before"))] = None,
    again: Annotated[str | None, typer.Option("--again-because", help=phrase("testimony.help-again"))] = None,
    child: Annotated[bool, typer.Option("--child", help=phrase("testimony.help-child"))] = False,
    specialist: Annotated[str | None, typer.Option("--specialist", help=phrase("testimony.help-specialist"))] = None,
    compartment: Annotated[str | None, typer.Option("--compartment", help=phrase("testimony.help-compartment"))] = None,
    as_json: AsJson = False,
) -> None:
    """Keeps a statement under the consent it was given."""
    agreed = Consent(tuple(consent), tuple(receiver) if receiver else None, until, words)
    statement = Statement(
        _item(item), witness, agreed, risks, medium, on, None, language, interpreter, tuple(about or ()), before,
        again, child, specialist, None, compartment,
    )  # fmt: skip
    number, person = actions.take(statement, by=OWNER)
    if as_json:
        print_json({"statement": number, "witness": person})
    else:
        typer.echo(phrase("testimony.taken", statement=number, witness=person))


def _item(text: str) -> int:
    if text.isdecimal() and len(text) < 16:
        return int(text)
    return custody.item(Digest.parse(text)).entry


@commands.command("transcript", help=phrase("testimony.help-transcript"))
def transcript(
    statement: Number,
    file: Annotated[Path, typer.Argument(help=phrase("testimony.help-file"))],
    translator: Annotated[str | None, typer.Option("--translator", help=phrase("testimony.help-translator"))] = None,
    into: Annotated[str, typer.Option("--into", help=phrase("testimony.help-into"))] = "eng",
    sworn: Annotated[bool, typer.Option("--sworn", help=phrase("testimony.help-sworn"))] = False,
    as_json: AsJson = False,
) -> None:
    """Says what was said in a statement, part by part."""
    translation = None if translator is None else Translation(translator, into, sworn)
    parts = actions.transcribe(statement, transcripts.read(file), by=OWNER, translation=translation)
    if as_json:
        print_json({"parts": parts})
    else:
        typer.echo(phrase("testimony.transcribed", parts=len(parts)))


@commands.command("show", help=phrase("testimony.help-show"))
def show(statement: Number, purpose: Purpose = "justice", as_json: AsJson = False) -> None:
    """What was said, with times and speakers, the translation beside the original."""
    found = queries.transcript(statement, asked_by_owner(purpose))
    if as_json:
        print_json([_part(each) for each in found])
        return
    for each in found:
        typer.echo(f"{clock(each.span.start)}–{clock(each.span.end)}  {each.speaker or '–'}: {each.said.value}")
        if each.translation is not None:
            sworn = phrase("testimony.sworn" if each.sworn else "testimony.not-sworn")
            typer.echo(f"    {each.translation.value} [{each.translator}, {sworn}]")


def _part(each: queries.Spoken) -> dict[str, Any]:
    return {
        "part": each.entity,
        "start": each.span.start,
        "end": each.span.end,
        "speaker": each.speaker,
        "said": each.said.value,
        "claim": each.said.entry,
        "translated": None if each.translation is None else each.translation.value,
        "translator": each.translator,
        "sworn": each.sworn,
    }


@commands.command("before", help=phrase("testimony.help-asked-before"))
def before(
    witness: Annotated[str, typer.Argument(help=phrase("testimony.help-witness"))],
    purpose: Purpose = "justice",
    as_json: AsJson = False,
) -> None:
    """What a witness was asked before, so that nobody is asked twice."""
    person = queries.witness(witness)
    if person is None:
        raise Refusal("testimony.no-such-witness")
    gate = asked_by_owner(purpose)
    found, number = queries.heard(person, gate), len(queries.statements(person))
    if as_json:
        print_json({"witness": person, "statements": number, "asked": [
            {"statement": each.entity, "on": each.values("date"), "about": each.values("askedAbout"),
             "elsewhere": each.values("heardBefore")} for each in found]})  # fmt: skip
        return
    typer.echo(phrase("testimony.heard", count=number))
    for each in found:
        typer.echo(f"{each.entity}  {' '.join(each.values('date'))}  {'; '.join(each.values('askedAbout'))}")


@commands.command("take-back", help=phrase("testimony.help-take-back"))
def take_back(
    statement: Number, words: Annotated[str, typer.Option("--words", help=phrase("testimony.help-words"))] = ""
) -> None:
    """The witness takes consent back; the statement is bound to nothing from now on."""
    typer.echo(phrase("testimony.taken-back", entry=actions.take_back(statement, words, by=OWNER)))
