"""``isnad user``: who may work here. ``isnad rule``: the rules of the house."""

from __future__ import annotations

from typing import Annotated

import typer

from isnad.access import actions, queries, rules
from isnad.access.asking import new_passphrase, second_person
from isnad.speech import phrase
from isnad.speech.output import print_json

commands = typer.Typer(no_args_is_help=True)

Name = Annotated[str, typer.Argument(help=phrase("access.help-name"))]
AsJson = Annotated[bool, typer.Option("--json", help=phrase("cli.help-json"))]


@commands.command(help=phrase("access.help-add"))
def add(
    name: Name,
    role: Annotated[list[str] | None, typer.Option(help=phrase("access.help-role"))] = None,
) -> None:
    """Adds a person."""
    number = actions.add_user(name, new_passphrase(name), by=actions.OWNER, roles=tuple(role or ["custodian"]))
    typer.echo(phrase("access.added", name=name, entry=number))


@commands.command(help=phrase("access.help-reset"))
def reset(name: Name) -> None:
    """Gives a person a new passphrase."""
    actions.reset(name, new_passphrase(name))
    typer.echo(phrase("access.reset", name=name))


@commands.command(help=phrase("access.help-remove"))
def remove(name: Name, reason: Annotated[str, typer.Option(help=phrase("access.help-reason"))]) -> None:
    """A person works here no longer; what they said keeps their name."""
    number = actions.remove_user(name, reason, by=actions.OWNER)
    typer.echo(phrase("access.removed", name=name, entry=number))


@commands.command("list", help=phrase("access.help-list"))
def list_users(as_json: AsJson = False) -> None:
    """Who works here."""
    people = queries.people()
    if as_json:
        print_json(people)
        return
    for person in people:
        typer.echo(f"{person['name']}  {', '.join(person['roles'])}")


rule = typer.Typer(no_args_is_help=True)


@rule.command("show", help=phrase("access.help-rule-show"))
def rule_show(as_json: AsJson = False) -> None:
    """The rules of the house, and every change to them."""
    table = rules.table()
    if as_json:
        print_json(table)
        return
    for each in table:
        typer.echo(f"{each['name']}: {each['value']}  {phrase('access.rule-' + str(each['name']))}")


@rule.command("set", help=phrase("access.help-rule-set"))
def rule_set(
    name: Annotated[str, typer.Argument(help=phrase("access.help-rule-name"))],
    value: Annotated[str, typer.Argument(help=phrase("access.help-rule-value"))],
    reason: Annotated[str, typer.Option(help=phrase("access.help-reason"))],
    second: Annotated[str | None, typer.Option(help=phrase("access.help-second"))] = None,
) -> None:
    """Sets a rule from now on."""
    number = rules.change(name, value, reason, by=actions.OWNER, second=second_person(second))
    typer.echo(phrase("access.rule-now", name=name, value=value, entry=number))
