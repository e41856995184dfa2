"""``isnad tellings``: what is said to a family, by whom, with whom beside them; and what happened around an inquiry."""

from __future__ import annotations

from typing import Annotated

import typer

from isnad.families import queries as inquiries
from isnad.families import telling as actions
from isnad.families import telling_queries as queries
from isnad.families.candidate_commands import AsJson, By, who
from isnad.families.telling import Conversation, Words
from isnad.families.timeline import timeline
from isnad.speech import phrase
from isnad.speech.output import print_json
from isnad.words import When

commands = typer.Typer(no_args_is_help=True)

Inquiry = Annotated[int, typer.Argument(min=0, help=phrase("telling.help-inquiry"))]


@commands.command("prepare", help=phrase("telling.help-prepare"))
def prepare(
    inquiry: Inquiry,
    about: Annotated[str, typer.Option("--about", help=phrase("telling.help-about"))],
    words: Annotated[str, typer.Option("--words", help=phrase("telling.help-words"))],
    means: Annotated[str, typer.Option("--means", help=phrase("telling.help-means"))],
    with_them: Annotated[str, typer.Option("--with", help=phrase("telling.help-with"))],
    subject: Annotated[int | None, typer.Option("--subject", min=0, help=phrase("telling.help-subject"))] = None,
    images: Annotated[str, typer.Option("--images", help=phrase("telling.help-images"))] = "not-asked",
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Prepares what is said."""
    entry = actions.prepare(inquiry, about, Words(words, means, with_them, images), by=who(by), subject=subject)
    _said("telling.prepared", entry, as_json)


@commands.command("note", help=phrase("telling.help-note"))
def note(
    telling: Annotated[int, typer.Argument(min=0, help=phrase("telling.help-telling"))],
    outcome: Annotated[str, typer.Option("--outcome", help=phrase("telling.help-outcome"))],
    conversation: Annotated[str, typer.Option("--note", help=phrase("telling.help-conversation"))],
    support: Annotated[list[str] | None, typer.Option("--support", help=phrase("telling.help-support"))] = None,
    wish: Annotated[list[str] | None, typer.Option("--wish", help=phrase("telling.help-wish"))] = None,
    promise: Annotated[str | None, typer.Option("--promise", help=phrase("telling.help-promise"))] = None,
    due: Annotated[str | None, typer.Option("--due", help=phrase("telling.help-due"))] = None,
    images_shown: Annotated[bool, typer.Option("--images-shown", help=phrase("telling.help-shown"))] = False,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Notes how a conversation went."""
    until = None if due is None else When.parse(due)
    told = Conversation(outcome, conversation, images_shown, tuple(support or ()), tuple(wish or ()), promise, until)
    _said("telling.noted", actions.note(telling, told, by=who(by)), as_json)


@commands.command("list", help=phrase("telling.help-list"))
def list_tellings(inquiry: Inquiry, as_json: AsJson = False) -> None:
    """What was prepared for an inquiry, and how it went."""
    found = queries.tellings([inquiries.asking_of(inquiry).entry])
    if as_json:
        print_json([
            {
                "entry": each.entry, "about": each.about, "subject": each.subject, "words": each.words,
                "means": each.means, "with": each.with_them, "images": each.images, "outcome": each.outcome,
                "note": each.note, "support": list(each.support),
            }
            for each in found
        ])  # fmt: skip
        return
    for each in found:
        state = phrase("telling.waits") if each.outcome is None else phrase(f"telling.outcome-{each.outcome}")
        about, means = phrase(f"telling.about-{each.about}"), phrase(f"telling.means-{each.means}")
        typer.echo(phrase("telling.line", entry=each.entry, about=about, means=means, state=state))


@commands.command("timeline", help=phrase("telling.help-timeline"))
def show_timeline(inquiry: Inquiry, as_json: AsJson = False) -> None:
    """Everything that happened around an inquiry."""
    found = timeline(inquiry)
    if as_json:
        print_json([{"entry": e.entry, "at": e.at, "code": e.code, "by": e.by, "told": e.sentence} for e in found])
        return
    for each in found:
        typer.echo(f"{each.at[:16]}  {each.entry}  {each.sentence}")


def _said(code: str, entry: int, as_json: bool) -> None:
    if as_json:
        print_json({"entry": entry})
    else:
        typer.echo(phrase(code, entry=entry))
