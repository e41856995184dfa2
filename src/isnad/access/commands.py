"""``isnad user``: who may work here, and what they were granted. ``isnad rule``: the rules of the house."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from isnad.access import actions, grants, printing, queries, rules
from isnad.access.asking import new_passphrase, passphrase_of, second_person
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
def reset(
    name: Name,
    factors: Annotated[bool, typer.Option("--factors", help=phrase("access.help-drop-factors"))] = False,
) -> None:
    """Gives a person a new passphrase."""
    actions.reset(name, new_passphrase(name), factors=factors)
    typer.echo(phrase("access.reset", name=name))


@commands.command(help=phrase("access.help-remove"))
def remove(name: Name, reason: Annotated[str, typer.Option(help=phrase("access.help-reason"))]) -> None:
    """A person works here no longer; what they said keeps their name."""
    number = actions.remove_user(name, reason, by=actions.OWNER)
    typer.echo(phrase("access.removed", name=name, entry=number))


@commands.command("key", help=phrase("access.help-key"))
def register_key(name: Name, public: Annotated[Path, typer.Option(help=phrase("access.help-public"))]) -> None:
    """Registers the key with which a person signs what they say."""
    number = actions.register_key(name, passphrase_of(name), public)
    typer.echo(phrase("access.key-registered", name=name, entry=number))


@commands.command("list", help=phrase("access.help-list"))
def list_users(as_json: AsJson = False) -> None:
    """Who works here."""
    people = queries.people()
    if as_json:
        print_json(people)
        return
    for person in people:
        typer.echo(f"{person['name']}  {', '.join(person['roles'])}")


Role = Annotated[str | None, typer.Option("--role", help=phrase("access.help-one-role"))]
InCompartment = Annotated[str | None, typer.Option("--compartment", help=phrase("access.help-compartment"))]
Reason = Annotated[str, typer.Option(help=phrase("access.help-reason"))]


@commands.command(help=phrase("access.help-grant"))
def grant(
    name: Name,
    reason: Reason,
    role: Role = None,
    compartment: InCompartment = None,
    purpose: Annotated[list[str] | None, typer.Option(help=phrase("access.help-fewer-purposes"))] = None,
    until: Annotated[str | None, typer.Option(help=phrase("access.help-until"))] = None,
) -> None:
    """Gives a person a role, or the membership of a compartment."""
    number = grants.grant(
        name, reason, by=actions.OWNER, role=role, compartment=compartment, purposes=purpose, until=until
    )
    typer.echo(phrase("access.granted", name=name, what=role or compartment, entry=number))


@commands.command(help=phrase("access.help-revoke"))
def revoke(name: Name, reason: Reason, role: Role = None, compartment: InCompartment = None) -> None:
    """Ends a role, or the membership of a compartment."""
    number = grants.revoke(name, reason, by=actions.OWNER, role=role, compartment=compartment)
    typer.echo(phrase("access.revoked", name=name, what=role or compartment, entry=number))


@commands.command("grants", help=phrase("access.help-grants"))
def list_grants(as_json: AsJson = False) -> None:
    """Every grant that counts today."""
    found = grants.granted()
    if as_json:
        print_json(found)
        return
    for each in found:
        typer.echo(printing.grant_in_words(each))


@commands.command(help=phrase("access.help-notices"))
def notices(as_json: AsJson = False) -> None:
    """What the auditor is told."""
    found = queries.notices()
    if as_json:
        print_json(found)
        return
    for each in found:
        typer.echo(printing.notice_in_words(each))


@commands.command(help=phrase("access.help-table"))
def table(language: Annotated[str, typer.Argument(help=phrase("access.help-language"))] = "en") -> None:
    """The gate's table, as a page of the documentation."""
    typer.echo(printing.page("ar" if language == "ar" else "en"), nl=False)


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
