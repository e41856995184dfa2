"""``isnad cases``: where a case can be heard, and which warrants stand.

``cases where FACTS.yaml`` and ``cases warrants`` need no archive, no data folder and no Django: the one reads the
facts, asks the law and answers; the other reads the public proceedings that ship with Isnad. The words that work inside
an archive lead to ``archive_commands``; here they stand for the help alone.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from isnad import speech
from isnad.cases.elements import book
from isnad.cases.exporting import lines as exported
from isnad.cases.law.evaluate import where
from isnad.cases.law.reader import read_facts
from isnad.cases.proceedings import example, warrants
from isnad.cases.telling import as_json, lines, warrant_json, warrant_line
from isnad.words import Refusal, When

commands = typer.Typer(no_args_is_help=True, help=speech.phrase("cases.help"))


IN_ARCHIVE = ("open", "charge", "attach", "answer", "step", "protect", "readiness", "list", "file")


@commands.command(name="elements", help=speech.phrase("case.help-elements"))
def elements_(
    as_machine: Annotated[bool, typer.Option("--json", help=speech.phrase("cases.help-json"))] = False,
) -> None:
    """The crimes and modes whose elements Isnad knows, by their codes."""
    language = speech.current_language()
    sets = [*book().crimes.values(), *book().modes.values()]
    if as_machine:
        told = [{"code": each.code, "name": each.name[language], "offence": each.offence,
                 "elements": [{"code": one.code, "text": one.text[language]} for one in each.elements]}
                for each in sets]  # fmt: skip
        print(json.dumps(told, ensure_ascii=False, indent=1))
        return
    for each in sets:
        print(f"{each.code}: {each.name[language]}")
        for one in each.elements:
            print(f"  {one.code}  {one.text[language]}")


@commands.command(name="example", help=speech.phrase("case.help-example"))
def example_() -> None:
    """The public proceedings as FollowTheMoney lines, to be taken over with ``isnad actors import``."""
    print("\n".join(exported(example())))


@commands.command(name="where", help=speech.phrase("cases.help-where"))
def where_(
    facts: Annotated[Path, typer.Argument(help=speech.phrase("cases.help-facts"))],
    on: Annotated[str | None, typer.Option("--on", help=speech.phrase("cases.help-on"))] = None,
    as_machine: Annotated[bool, typer.Option("--json", help=speech.phrase("cases.help-json"))] = False,
) -> None:
    today = date.today()
    asked = today if on is None else the_day(on)
    rows = where(read_facts(facts), asked)
    if not rows:
        print(speech.phrase("cases.no-offence"), file=sys.stderr)
    if as_machine:
        print(json.dumps([as_json(row, asked, today) for row in rows], ensure_ascii=False, indent=1))
    else:
        for row in sorted(rows, key=lambda row: -row.held.standing):  # what is open first
            print("\n".join(lines(row, asked, today)))
    print(speech.phrase("cases.not-advice", day=asked), file=sys.stderr)


@commands.command(name="warrants", help=speech.phrase("cases.help-warrants"))
def warrants_(
    on: Annotated[str | None, typer.Option("--on", help=speech.phrase("cases.help-warrants-on"))] = None,
    as_machine: Annotated[bool, typer.Option("--json", help=speech.phrase("cases.help-json"))] = False,
) -> None:
    day = date.today() if on is None else the_day(on)
    collection = example()
    found = warrants(collection, day)
    if as_machine:
        print(json.dumps([warrant_json(each) for each in found], ensure_ascii=False, indent=1))
    else:
        print("\n".join(warrant_line(each) for each in found))
    print(speech.phrase("cases.public-example", seen=collection.as_of), file=sys.stderr)


def the_day(text: str) -> date:
    """The one day that ``text`` means; a month or a year is not one."""
    try:
        when = When.parse(text)
    except Refusal as error:
        raise Refusal("cases.not-a-day", text=text[:40]) from error
    if when.interval or when.earliest is None or when.earliest != when.latest:
        raise Refusal("cases.not-a-day", text=text[:40])
    return when.earliest


for _name in IN_ARCHIVE:
    commands.command(_name, help=speech.phrase(f"case.help-{_name}"))(lambda: None)
