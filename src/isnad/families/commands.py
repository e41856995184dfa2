"""``isnad inquiries``: who asks for whom, at the command line.

How to reach an asker is typed into a form or onto standard input; it never stands on a command line.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from isnad.access.actions import OWNER
from isnad.access.asking import second_person
from isnad.families import actions, am_form_commands, inquiries_exporting, inquiries_forms, inquiries_importing, queries
from isnad.families import inquiries_showing as showing
from isnad.families import inquiries_tables as tables
from isnad.families.entries import BASES, PURPOSES, TRACING
from isnad.families.inquiries_drafts import chosen
from isnad.families.inquiries_withdrawing import expire
from isnad.families.inquiries_withdrawing import withdraw as take_back
from isnad.families.pfif import domain
from isnad.families.queries import Asked
from isnad.speech import phrase
from isnad.speech.output import print_json
from isnad.speech.progress import steps
from isnad.words import Label, Refusal

commands = typer.Typer(no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help=phrase("cli.help-json"))]
Number = Annotated[int, typer.Argument(min=0, metavar="INQUIRY", help=phrase("families.help-inquiry"))]
Reason = Annotated[str, typer.Option(help=phrase("families.help-reason"))]
SecondOption = Annotated[str | None, typer.Option("--second", help=phrase("custody.help-second"))]
Purpose = Annotated[str, typer.Option(help=phrase("families.help-purpose"))]
Own = Annotated[str | None, typer.Option("--domain", help=phrase("families.help-domain"))]
OWN_CHANNELS = ("paper", "voice", "page")


@commands.command("import", help=phrase("families.help-import"))
def import_file(
    file: Annotated[Path, typer.Argument(help=phrase("families.help-file"))],
    mapping: Annotated[Path | None, typer.Option("--map", help=phrase("families.help-map"))] = None,
    domains: Annotated[list[str] | None, typer.Option("--from", help=phrase("families.help-from"))] = None,
    own: Own = None,
    liaison: Annotated[str, typer.Option(help=phrase("families.help-liaison"))] = OWNER,
    risk: Annotated[str | None, typer.Option(help=phrase("families.help-risk"))] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=phrase("registers.help-dry-run"))] = False,
    as_json: AsJson = False,
) -> None:
    """Takes inquiries over from a table, PFIF, or FollowTheMoney lines."""
    told = None if mapping is None else tables.read_mapping(mapping)
    request = inquiries_importing.Request(
        file, OWNER, told, liaison, frozenset(each.lower() for each in domains or ()), _own(own), risk
    )
    with steps(phrase("families.importing"), None) as progress:
        if dry_run:
            found = inquiries_importing.try_out(request, progress)
        else:
            found = inquiries_importing.take_over(request, lambda _: progress)
    _print(as_json, showing.outcome(found), showing.outcome_in_words(found))
    nothing = found.taken is not None and found.taken.refused > 0 and found.inquiries == 0
    raise typer.Exit(2 if nothing else 0)


@commands.command("export", help=phrase("families.help-export"))
def export(
    pfif: Annotated[Path | None, typer.Option("--pfif", help=phrase("families.help-pfif"))] = None,
    ftm: Annotated[Path | None, typer.Option("--ftm", help=phrase("families.help-ftm"))] = None,
    receiver: Annotated[str | None, typer.Option("--for", help=phrase("families.help-for"))] = None,
    basis: Annotated[str, typer.Option(help=phrase("families.help-basis"))] = BASES[0],
    own: Own = None,
    second: SecondOption = None,
    as_json: AsJson = False,
) -> None:
    """Gives out what askers allowed."""
    if (pfif is None) == (ftm is None):
        raise Refusal("families.one-form")
    out, form = (pfif, "pfif") if pfif is not None else (ftm, "ftm")
    assert out is not None
    request = inquiries_exporting.Request(out, form, OWNER, _own(own), receiver, basis)
    given = inquiries_exporting.give(request, second=second_person(second))
    count = len(given.inquiries)
    told = {
        "inquiries": count, "placeholders": given.placeholders, "withheld": given.withheld,
        "digest": str(given.digest), "disclosure": given.disclosure, "entry": given.entry,
    }  # fmt: skip
    _print(as_json, told, [phrase("families.exported", count=count, withheld=given.withheld, entry=given.disclosure)])


commands.command("am-form", help=phrase("amform.help-command"))(am_form_commands.fill)


@commands.command("add", help=phrase("families.help-add"))
def add(
    form: Annotated[Path, typer.Argument(metavar="FORM", help=phrase("families.help-form"))],
    channel: Annotated[str, typer.Option(help=phrase("families.help-channel"))],
    liaison: Annotated[str, typer.Option(help=phrase("families.help-liaison"))] = OWNER,
    paper: Annotated[list[int] | None, typer.Option(min=0, help=phrase("families.help-paper"))] = None,
    as_json: AsJson = False,
) -> None:
    """Takes an inquiry down, from paper or by voice."""
    if channel not in OWN_CHANNELS:
        raise Refusal("families.unknown-channel", known=", ".join(OWN_CHANNELS))
    draft = inquiries_forms.read(form)
    taken = actions.take_down(draft, channel=channel, liaison=liaison, by=liaison, papers=paper or ())
    told = {"inquiry": taken.inquiry, "person": taken.person, "asking": taken.asking, "child": draft.child}
    _print(as_json, told, [phrase("families.added", inquiry=taken.inquiry)])


@commands.command("list", help=phrase("families.help-list"))
def list_inquiries(
    liaison: Annotated[str | None, typer.Option(help=phrase("families.help-held-by"))] = None,
    purpose: Purpose = TRACING,
    as_json: AsJson = False,
) -> None:
    """Every inquiry of which anything may be read for the purpose."""
    asked = _asked(purpose)
    rows = queries.running()
    held = queries.liaisons(rows)
    by_person = {member: each for each in queries.sought(asked) for member in each.members}
    found = [
        showing.line(row, held[row.entry], by_person[row.person]) for row in rows
        if row.person in by_person and liaison in (None, held[row.entry])
    ]  # fmt: skip
    _print(as_json, found, [showing.line_in_words(each) for each in found])


@commands.command("show", help=phrase("families.help-show"))
def show(number: Number, purpose: Purpose = TRACING, as_json: AsJson = False) -> None:
    """One inquiry, without who asks."""
    told = showing.whole(queries.asking_of(number), _asked(purpose))
    if not told["missing_person"]:
        raise Refusal("families.no-such-inquiry")
    _print(as_json, told, showing.whole_in_words(told))


@commands.command("asker", help=phrase("families.help-asker"))
def asker(
    number: Number,
    reason: Reason,
    liaison: Annotated[str | None, typer.Option("--as", help=phrase("families.help-as"))] = None,
    risk: Annotated[str | None, typer.Option(help=phrase("families.help-risk"))] = None,
    as_json: AsJson = False,
) -> None:
    """Who asks and how to reach them, for the liaison who holds the inquiry."""
    person = second_person(liaison)
    found = actions.open_asker(number, reason, by=OWNER if person is None else person.name, risk=risk)
    _print(as_json, dict(found), [f"{phrase('families.contact-' + name)}: {text}" for name, text in found.items()])


@commands.command("allow", help=phrase("families.help-allow"))
def allow(
    number: Number,
    purposes: Annotated[list[str] | None, typer.Option("--purpose", help=phrase("families.help-purposes"))] = None,
    receivers: Annotated[list[str] | None, typer.Option("--receiver", help=phrase("families.help-receivers"))] = None,
    until: Annotated[str | None, typer.Option(help=phrase("families.help-until"))] = None,
    given_by: Annotated[str, typer.Option(help=phrase("families.help-given-by"))] = "asker",
    language: Annotated[str | None, typer.Option(help=phrase("families.help-language"))] = None,
    text: Annotated[int | None, typer.Option(min=0, help=phrase("families.help-text"))] = None,
) -> None:
    """What an asker allows from here on; without options, nothing."""
    given = chosen(purposes or (), receivers or (), until, given_by, language)
    entry = actions.allow(number, given, by=OWNER, text=text)
    typer.echo(phrase("families.allowed", entry=entry))


@commands.command("hand", help=phrase("families.help-hand"))
def hand(
    number: Number,
    liaison: Annotated[str, typer.Argument(metavar="LIAISON", help=phrase("families.help-liaison"))],
    reason: Reason,
    second: SecondOption = None,
) -> None:
    """Gives an inquiry to another liaison."""
    entry = actions.hand_over(number, liaison, reason, by=OWNER, second=second_person(second))
    typer.echo(phrase("families.handed", liaison=liaison, entry=entry))


@commands.command("withdraw", help=phrase("families.help-withdraw"))
def withdraw(
    number: Number,
    reason: Reason,
    keep_search: Annotated[bool, typer.Option("--keep-search", help=phrase("families.help-keep-search"))] = False,
    interest: Annotated[str | None, typer.Option(help=phrase("families.help-interest"))] = None,
    second: SecondOption = None,
    as_json: AsJson = False,
) -> None:
    """A family takes its inquiry back."""
    done = take_back(
        number, reason, by=OWNER, second=second_person(second), all_of_it=not keep_search, interest=interest
    )
    told: dict[str, Any] = {
        "entry": done.entry, "decision": done.decision, "against": list(done.against), "erased": done.erased,
        "clean": done.clean, "papers": list(done.papers),
    }  # fmt: skip
    words = [phrase(f"families.withdrawn-{done.decision}", entry=done.entry, erased=done.erased)]
    words += [phrase(f"families.against-{each}") for each in done.against]
    if done.papers:
        words.append(phrase("families.papers-remain", entries=", ".join(map(str, done.papers))))
    _print(as_json, told, words)


@commands.command("expire", help=phrase("families.help-expire"))
def expire_records(second: SecondOption = None, as_json: AsJson = False) -> None:
    """Erases the records of others whose time is over."""
    done = expire(by=OWNER, second=second_person(second))
    told = {"erased": done.erased, "held": done.held}
    _print(as_json, told, [phrase("families.expired", **told)])


def _asked(purpose: str) -> Asked:
    if purpose not in PURPOSES:
        raise Refusal("access.unknown-purpose", known=", ".join(PURPOSES))
    return Asked(Label.RESTRICTED, purpose)


def _own(given: str | None) -> str:
    if given is not None and domain(f"{given}/1") is None:
        raise Refusal("families.not-a-domain")
    return given.lower() if given else inquiries_importing.own_domain()


def _print(as_json: bool, told: object, words: Any) -> None:
    if as_json:
        print_json(told)
        return
    for line in words:
        typer.echo(line)
