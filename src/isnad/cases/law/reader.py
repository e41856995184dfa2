"""Reads ``FACTS.yaml`` and refuses what cannot be facts.

What is refused, each with a code of its own and the key it stands under: a file that is no YAML, a key nobody knows,
a key written twice, a country, offence, office or programme that does not exist, a date that is no date, an interval
that ends before it begins, and facts that contradict each other. ``null`` is the same as not written.

YAML is read as ``plain_yaml`` reads it: dates and numbers stay text until the key says what they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from isnad.cases.law.facts import (
    OFFICES_OF_STATE,
    Capacity,
    Context,
    Designation,
    Extradition,
    Facts,
    Interval,
    Kin,
    Kind,
    Offence,
    Office,
    OfficeKind,
    Proceeding,
    Relative,
    Support,
    Suspect,
    Tie,
    Victim,
)
from isnad.cases.law.plain_yaml import plain
from isnad.cases.law.states import COURTS, PROGRAMMES, STATES
from isnad.words import Refusal, When

_LARGEST = 1_000_000
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.\-]{0,99}")
_FACTS = "offence place from to acts context suspect victim support designated_under proceedings"
Value = TypeVar("Value")
Choice = TypeVar("Choice", bound=StrEnum)


def read_facts(path: Path) -> Facts:
    """The facts in the file at ``path``. Refusal where there is none, or where it holds no facts."""
    try:
        written = path.read_bytes()
    except OSError as error:
        raise Refusal("cases.facts-not-readable") from error
    if len(written) > _LARGEST:
        raise Refusal("cases.facts-too-large", limit=_LARGEST)
    value = plain(written)
    return facts_from({} if value is None else value)


def facts_from(value: Any) -> Facts:
    """The facts in a mapping as YAML or JSON gives it: text, booleans, lists, mappings, None."""
    stated = _Stated(
        value, "", "offence place from to acts context suspect victim support designated_under proceedings"
    )
    facts = Facts(
        offences=stated.get("offence", _offences),
        place=stated.get("place", _state),
        acts=_acts(stated),
        context=stated.get("context", _context) or Context(),
        suspect=stated.get("suspect", _suspect) or Suspect(),
        victim=stated.get("victim", _victim) or Victim(),
        support=stated.get("support", _listed(_support)),
        designated_under=stated.get("designated_under", _listed(_designation)),
        proceedings=stated.get("proceedings", _listed(_proceeding)),
    )
    _refuse_contradictions(facts.suspect)
    return facts


class _Stated:
    """A mapping of the file, and where it stands; a key not in ``known`` is refused."""

    def __init__(self, value: Any, where: str, known: str) -> None:
        if not isinstance(value, Mapping):
            raise Refusal("cases.not-a-mapping", key=where or "FACTS")
        for key in value:
            if key not in known.split():
                raise Refusal("cases.unknown-key", key=f"{where}.{key}".lstrip("."), known=", ".join(known.split()))
        self._value, self._where = value, where

    def get(self, key: str, read: Callable[[Any, str], Value]) -> Value | None:
        """What stands under ``key``, read; None where nothing does."""
        found = self._value.get(key)
        return None if found is None else read(found, f"{self._where}.{key}".lstrip("."))

    def need(self, key: str, read: Callable[[Any, str], Value]) -> Value:
        """The same, refused where nothing does."""
        found = self.get(key, read)
        if found is None:
            raise Refusal("cases.key-needed", key=f"{self._where}.{key}".lstrip("."))
        return found

    def has(self, key: str) -> bool:
        return self._value.get(key) is not None

    def interval(self) -> Interval:
        """What ``from`` and ``to`` say."""
        return Interval(self.get("from", _date), self.get("to", _date))


def _listed(read: Callable[[Any, str], Value]) -> Callable[[Any, str], tuple[Value, ...]]:
    """A list of what ``read`` reads; one value alone is a list of one."""

    def read_all(value: Any, where: str) -> tuple[Value, ...]:
        values = value if isinstance(value, list | tuple) else [value]
        return tuple(read(each, where) for each in values)

    return read_all


def _word(value: Any, where: str) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int) or not _WORD.fullmatch(str(value).strip()):
        raise Refusal("cases.not-a-word", key=where)
    return str(value).strip()


def _yes_or_no(value: Any, where: str) -> bool:
    if not isinstance(value, bool):
        raise Refusal("cases.not-true-or-false", key=where)
    return value


def _date(value: Any, where: str) -> When:
    if isinstance(value, bool | list | Mapping):
        raise Refusal("cases.not-a-date", key=where, text=type(value).__name__)
    try:
        return When.parse(str(value))
    except Refusal as error:
        raise Refusal("cases.not-a-date", key=where, text=str(value)[:40]) from error


def _state(value: Any, where: str) -> str:
    code = str(value).strip().upper()
    if code not in STATES:
        raise Refusal("cases.unknown-country", key=where, text=code[:40])
    return code


def _state_or_court(value: Any, where: str) -> str:
    code = str(value).strip().upper()
    return code if code in COURTS else _state(value, where)


def _one_of(kind: type[Choice], code: str) -> Callable[[Any, str], Choice]:
    """Reads one word of an enumeration; another is refused with ``code`` and the words there are."""

    def read(value: Any, where: str) -> Choice:
        written = str(value).strip()
        if written not in {each.value for each in kind}:
            raise Refusal(code, key=where, text=written[:40], known=", ".join(kind))
        return kind(written)

    return read


def _offences(value: Any, where: str) -> tuple[Offence, ...]:
    found = _listed(_one_of(Offence, "cases.unknown-offence"))(value, where)
    return tuple(dict.fromkeys(found))


def _acts(stated: _Stated) -> tuple[Interval, ...] | None:
    dated = stated.has("from") or stated.has("to")
    if stated.has("acts"):
        if dated:
            raise Refusal("cases.contradictory", one="acts", other="from, to")
        return stated.get("acts", _listed(lambda value, where: _Stated(value, where, "from to").interval()))
    return (stated.interval(),) if dated else None


def _context(value: Any, where: str) -> Context:
    stated = _Stated(value, where, "armed_conflict attack_on_civilians")
    return Context(stated.get("armed_conflict", _yes_or_no), stated.get("attack_on_civilians", _yes_or_no))


def _tie(value: Any, where: str) -> Tie:
    if isinstance(value, Mapping):
        stated = _Stated(value, where, "state from to")
        return Tie(stated.need("state", _state), stated.interval())
    return Tie(_state(value, where))


def _office(value: Any, where: str) -> Office:
    kinds = _one_of(OfficeKind, "cases.unknown-office")
    if not isinstance(value, Mapping):
        return Office(kinds(value, where))
    stated = _Stated(value, where, "kind state from to")
    return Office(stated.need("kind", kinds), stated.interval(), stated.get("state", _state))


def _kin(value: Any, where: str) -> Kin:
    stated = _Stated(value, where, "relation of")
    return Kin(stated.need("relation", _word), stated.need("of", _word))


def _extraditions(value: Any, where: str) -> tuple[tuple[str, Extradition], ...]:
    if not isinstance(value, Mapping):
        raise Refusal("cases.not-a-mapping", key=where)
    read = _one_of(Extradition, "cases.unknown-extradition")
    return tuple((_state(state, where), read(how, f"{where}.{state}")) for state, how in value.items())


_SUSPECT = (
    "kind us_person nationality residence present connections capacity office official_of family_of extradition alive"
)


def _suspect(value: Any, where: str) -> Suspect:
    stated = _Stated(value, where, _SUSPECT)
    return Suspect(
        kind=stated.get("kind", _one_of(Kind, "cases.unknown-kind")),
        us_person=stated.get("us_person", _yes_or_no),
        nationality=stated.get("nationality", _listed(_tie)),
        residence=stated.get("residence", _listed(_tie)),
        present=stated.get("present", _listed(_state)),
        connections=stated.get("connections", _listed(_state)),
        capacity=stated.get("capacity", _one_of(Capacity, "cases.unknown-kind")),
        office=stated.get("office", _listed(_office)),
        official_of=stated.get("official_of", _state),
        family_of=stated.get("family_of", _listed(_kin)),
        extradition=stated.get("extradition", _extraditions),
        alive=stated.get("alive", _yes_or_no),
    )


def _exercised(value: Any, where: str) -> bool:
    """True, false, or the rights by name: a word or a list of words; an empty list is no."""
    return value if isinstance(value, bool) else bool(_listed(_word)(value, where))


def _relative(value: Any, where: str) -> Relative:
    stated = _Stated(value, where, "relation nationality residence")
    ties = _listed(_tie)
    return Relative(stated.need("relation", _word), stated.get("nationality", ties), stated.get("residence", ties))


def _victim(value: Any, where: str) -> Victim:
    stated = _Stated(value, where, "nationality residence exercised_rights relatives")
    return Victim(
        nationality=stated.get("nationality", _listed(_tie)),
        residence=stated.get("residence", _listed(_tie)),
        exercised_rights=stated.get("exercised_rights", _exercised),
        relatives=stated.get("relatives", _listed(_relative)),
    )


def _support(value: Any, where: str) -> Support:
    stated = _Stated(value, where, "to kind significant knowing date")
    return Support(
        to=stated.need("to", _word),
        kind=stated.get("kind", _word),
        significant=stated.get("significant", _yes_or_no),
        knowing=stated.get("knowing", _yes_or_no),
        date=stated.get("date", _date),
    )


def _programme(value: Any, where: str) -> str:
    written = str(value).strip()
    if written not in PROGRAMMES:
        raise Refusal("cases.unknown-programme", key=where, text=written[:40], known=", ".join(sorted(PROGRAMMES)))
    return written


def _designation(value: Any, where: str) -> Designation:
    if not isinstance(value, Mapping):
        return Designation(_programme(value, where))
    stated = _Stated(value, where, "programme from to")
    return Designation(stated.need("programme", _programme), stated.interval())


def _proceeding(value: Any, where: str) -> Proceeding:
    stated = _Stated(value, where, "state kind from to")
    return Proceeding(stated.need("state", _state_or_court), stated.need("kind", _word), stated.interval())


def _refuse_contradictions(suspect: Suspect) -> None:
    """Facts that cannot both be true, whatever the law."""
    if suspect.kind is Kind.ENTITY and any(office.kind in OFFICES_OF_STATE for office in suspect.office or ()):
        raise Refusal("cases.contradictory", one="suspect.kind: entity", other="suspect.office")
    if suspect.capacity is Capacity.NON_STATE and suspect.official_of:
        raise Refusal("cases.contradictory", one="suspect.capacity: non_state", other="suspect.official_of")
    lasting = {tie.state for tie in suspect.nationality or () if tie.time == Interval()}
    if suspect.us_person is False and "US" in lasting:
        raise Refusal("cases.contradictory", one="suspect.us_person: false", other="suspect.nationality: US")
