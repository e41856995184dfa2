"""Reads the programmes from their files; a file that is not in the form is refused with the place of the fault.

``programmes/*.yaml``: see docs/developers/programmes.md for the form. Reading checks the form; ``check`` looks for
gaps, overlaps, and missing citations.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from isnad.sanctions.programmes.programme import (
    Basis,
    Clock,
    Criterion,
    Decision,
    Gap,
    Licence,
    Period,
    Programme,
    Recency,
    Source,
    Texts,
    Waiver,
)
from isnad.words import Refusal

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def library() -> dict[str, Programme]:
    """Every programme that comes with Isnad, by its key."""
    folder = resources.files("isnad.sanctions.programmes")
    files = sorted((each for each in folder.iterdir() if each.name.endswith(".yaml")), key=lambda each: each.name)
    found = [read_programme(each.read_text("utf-8"), each.name) for each in files]
    return {programme.key: programme for programme in found}


def chosen(keys: list[str] | None) -> list[Programme]:
    """The programmes named, all where none is; refuses a name that is none."""
    known = library()
    for key in keys or ():
        if key not in known:
            raise Refusal("sanctions.unknown-programme", programme=key, known=", ".join(known))
    return [known[key] for key in keys] if keys else list(known.values())


def read_folder(folder: Path) -> list[Programme]:
    """The programmes in the ``*.yaml`` of ``folder``; refuses a folder without any."""
    files = sorted(folder.glob("*.yaml")) if folder.is_dir() else []
    if not files:
        raise Refusal("sanctions.no-programmes", folder=folder.name)
    return [read_programme(each.read_text("utf-8"), each.name) for each in files]


def read_programme(text: str, name: str) -> Programme:
    """The programme written in ``text``; ``name`` is what it is called in a refusal."""
    try:
        value = yaml.load(text, Loader=_LOADER)  # noqa: S506  a safe loader
        return _programme(value)
    except yaml.YAMLError as error:
        raise Refusal("sanctions.programme-unreadable", file=name) from error
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise Refusal("sanctions.programme-form", file=name, fault=str(error)[:120]) from error


def _programme(value: dict[str, Any]) -> Programme:
    sources = {key: _source(key, each) for key, each in value["sources"].items()}
    return Programme(
        key=value["key"],
        title=_texts(value["title"]),
        issuer=value["issuer"],
        joins=value.get("joins") or {},
        sources=sources,
        bases=tuple(_basis(each) for each in value["bases"]),
        criteria=tuple(_criterion(each, value.get("periods")) for each in value["criteria"]),
        gaps=tuple(_gap(each) for each in value.get("gaps") or ()),
        waivers=tuple(_waiver(each) for each in value.get("waivers") or ()),
        licences=tuple(_licence(each) for each in value.get("licences") or ()),
        clocks=tuple(_clock(each) for each in value.get("clocks") or ()),
        recency=_recency(value["recency"]),
        ownership_rule=value["ownership_rule"],
        decides=_decision(value["decides"]),
        effects=tuple(value["effects"]),
        notes=tuple(_texts(each) for each in value.get("notes") or ()),
        as_of=_day(value["as_of"]),
        review_by=_day(value["review_by"]),
    )


def _source(key: str, value: dict[str, Any]) -> Source:
    return Source(key, value["citation"], str(_day(value["as_of"])), value["seen"])


def _own_texts(value: Any) -> Texts:
    """Texts in both languages; a plain text is a name that is the same in both."""
    return _texts(value) if isinstance(value, dict) else Texts(str(value), str(value))


def _texts(value: dict[str, Any]) -> Texts:
    return Texts(str(value["en"]), str(value["ar"]))


def _day(value: Any) -> date:
    if not isinstance(value, date):
        raise TypeError(f"not a day: {value!r}")
    return value


def _decision(value: dict[str, Any]) -> Decision:
    return Decision(_own_texts(value["who"]), _own_texts(value["may_ask"]), value.get("duty_to_answer"))


def _day_or_none(value: Any) -> date | None:
    return None if value is None else _day(value)


def _period(value: dict[str, Any]) -> Period:
    return Period(
        _day(value["from"]),
        _day_or_none(value.get("to")),
        _own_texts(value["ended_by"]) if value.get("ended_by") else None,
        _keys(value.get("source")),
        _texts(value["doubt"]) if value.get("doubt") else None,
    )


def _basis(value: dict[str, Any]) -> Basis:
    return Basis(value.get("line", value["act"]), value["act"], value["citation"], _period(value))


def _gap(value: dict[str, Any]) -> Gap:
    return Gap(_period(value), _texts(value["words"]))


def _waiver(value: dict[str, Any]) -> Waiver:
    criteria = tuple(value.get("criteria") or ())
    return Waiver(value["kind"], _period(value), _texts(value["scope"]), criteria, value.get("unless"))


def _licence(value: dict[str, Any]) -> Licence:
    return Licence(value["id"], _period(value), _texts(value["words"]))


def _criterion(value: dict[str, Any], periods: Any) -> Criterion:
    periods = value.get("periods", periods)
    return Criterion(
        key=value["id"],
        words=_texts(value["words"]),
        periods=tuple(_period(each) for each in periods),
        who=value.get("who", "any"),
        needs=value["needs"],
        asks=frozenset(_names(value["needs"])),
        status_based=bool(value.get("status_based", False)),
        conduct_from=_day_or_none(value.get("conduct_from")),
        standard=value.get("standard", ""),
        mandatory=bool(value.get("mandatory", False)),
        confirmed=bool(value.get("confirmed", True)),
        sources=_keys(value.get("source")),
        warnings=tuple(_texts(each) for each in value.get("warnings") or ()),
    )


def _names(needs: Any) -> Iterator[str]:
    """The names of ``needs`` and of every need inside it."""
    for name, inside in needs.items():
        yield name
        if name in ("all", "any", "first"):
            for each in inside:
                yield from _names(each)


def _clock(value: dict[str, Any]) -> Clock:
    return Clock(
        key=value["id"],
        words=_texts(value["words"]),
        first=_day(value["first"]),
        every_days=value.get("every_days"),
        every_years=value.get("every_years"),
        until=_day_or_none(value.get("until")),
        starts=_day_or_none(value.get("starts")),
        overtaken=_day_or_none(value.get("overtaken")),
        sources=_keys(value.get("source")),
    )


def _recency(value: dict[str, Any]) -> Recency:
    return Recency(value["kind"], value.get("years"), str(value.get("source") or ""))


def _keys(value: str | Iterable[str] | None) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)
