"""``isnad lists`` and ``isnad screen``: thin doors over the store, the differences and the screening."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from isnad import speech
from isnad.sanctions.lists import differences, sources
from isnad.sanctions.lists.store import Store, Taken, Version
from isnad.words import Refusal

commands = typer.Typer(no_args_is_help=True, help=speech.phrase("lists.help"))

STORE = Annotated[Path | None, typer.Option("--store", help=speech.phrase("lists.help-store"))]
MACHINE = Annotated[bool, typer.Option("--json", help=speech.phrase("lists.help-json"))]
SOURCE = Annotated[str | None, typer.Argument(help=speech.phrase("lists.help-source"))]
_TOLD = 20  # findings that are shown one by one


@commands.command(name="import", help=speech.phrase("lists.help-import"))
def import_(
    source: Annotated[str, typer.Argument(help=speech.phrase("lists.help-source"))],
    path: Annotated[Path, typer.Argument(help=speech.phrase("lists.help-path"))],
    store: STORE = None,
    issued: Annotated[str | None, typer.Option("--issued", help=speech.phrase("lists.help-issued"))] = None,
    accept_shrinkage: Annotated[
        bool, typer.Option("--accept-shrinkage", help=speech.phrase("lists.help-accept-shrinkage"))
    ] = False,
    as_machine: MACHINE = False,
) -> None:
    taken = store_at(store).take_in(source, path, issued=issued, accept_shrinkage=accept_shrinkage)
    for line in _account(taken):
        print(line, file=sys.stderr)
    if as_machine:
        findings = list(taken.version.findings())
        print(json.dumps(_shown(taken.version) | {"new": taken.new, "findings": findings}, ensure_ascii=False))
    else:
        print(_line(taken.version))


@commands.command(help=speech.phrase("lists.help-diff"))
def diff(source: SOURCE = None, store: STORE = None, as_machine: MACHINE = False) -> None:
    found = [
        differences.between(*versions[-2:])
        for name in _names(source)
        if len(versions := store_at(store).versions(name)) > 1
    ]
    if as_machine:
        print(json.dumps(found, ensure_ascii=False))
        return
    if not found:
        print(speech.phrase("lists.nothing-to-compare"), file=sys.stderr)
    for each in found:
        print("\n".join(_difference(each)))


@commands.command(help=speech.phrase("lists.help-show"))
def show(source: SOURCE = None, store: STORE = None, as_machine: MACHINE = False) -> None:
    found = [version for name in _names(source) for version in store_at(store).versions(name)]
    _print(found, as_machine=as_machine)


@commands.command(help=speech.phrase("lists.help-age"))
def age(store: STORE = None, as_machine: MACHINE = False) -> None:
    _print(store_at(store).last(), as_machine=as_machine)


def store_at(folder: Path | None) -> Store:
    """The store that was named, else the data folder's."""
    if folder is not None:
        return Store(folder)
    if data := os.environ.get("ISNAD_DATA"):
        return Store(Path(data) / "lists")
    raise Refusal("lists.no-store")


def warn_of_age(versions: list[Version]) -> None:
    """One red line on standard error for each list that is old or of no known age."""
    for version in versions:
        if version.is_old(date.today()):
            typer.secho(_line(version), fg=typer.colors.RED, err=True)


def _print(versions: list[Version], *, as_machine: bool) -> None:
    if as_machine:
        print(json.dumps([_shown(version) for version in versions], ensure_ascii=False))
        return
    for version in versions:
        old = version.is_old(date.today())
        typer.secho(_line(version), fg=typer.colors.RED if old else None)
    if not versions:
        print(speech.phrase("lists.no-lists"), file=sys.stderr)


def _shown(version: Version) -> dict[str, Any]:
    today = date.today()
    kept = {key: value for key, value in version.manifest.items() if key != "format"}
    return kept | {"age_days": version.age(today), "old": version.is_old(today)}


def _line(version: Version) -> str:
    days = version.age(date.today())
    aged = speech.phrase("lists.age", count=days) if days is not None else speech.phrase("lists.age-unknown")
    return speech.phrase(
        "lists.version", source=version.source, number=version.number, listed=version.listed,
        issued=version.manifest.get("issued") or "–", imported=version.manifest["imported"][:10], age=aged,
    )  # fmt: skip


def _account(taken: Taken) -> list[str]:
    account = taken.account
    told = [] if taken.new else [speech.phrase("lists.same-as-before", number=taken.version.number)]
    for key, findings in (("refused", account.refused), ("doubts", account.doubts)):
        if not findings:
            continue
        told.append(speech.phrase(f"lists.{key}-rows", count=len(findings)))
        told += [f"  {speech.phrase(f'lists.{name}')}: {n}" for name, n in Counter(f.reason for f in findings).items()]
        told += [f"  {each.file}:{each.line} {each.reason}" for each in findings[:_TOLD]]
        if len(findings) > _TOLD:
            told.append(f"  … {taken.version.folder.name}/refused.jsonl")
    told += [speech.phrase("lists.new-column", name=name, count=count) for name, count in account.unread.items()]
    return told


def _difference(found: dict[str, Any]) -> list[str]:
    counts = {key: len(found[key]) for key in ("added", "removed", "changed")}
    told = [speech.phrase("lists.difference", source=found["list"], first=found["from"]["version"],
                          last=found["to"]["version"], **counts)]  # fmt: skip
    for mark, key in (("+", "added"), ("-", "removed"), ("~", "changed")):
        for each in found[key]:
            told.append(f"{mark} {each['id']}  {each['name']}")
            told += [f"    - {name}: {'; '.join(values)}" for name, values in each.get("gone", {}).items()]
            told += [f"    + {name}: {'; '.join(values)}" for name, values in each.get("new", {}).items()]
    return told


def _names(source: str | None) -> tuple[str, ...]:
    if source is None:
        return sources.NAMES
    if source not in sources.NAMES:
        raise Refusal("lists.no-such-source", source=source, known=", ".join(sources.NAMES))
    return (source,)
