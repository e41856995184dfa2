"""Grants and compartments: who has which role, of which compartments, until when; and what lies in them.

A person's standing grants are worked out anew at every question, on the day it is: a grant that ended, or was revoked,
gives nothing, and sessions that began under it are over.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from isnad.access.actions import ROLES, Second, current_user, two_people
from isnad.access.entries import PURPOSES, CompartmentMade, Granted, Placed, Revoked, TakenOut
from isnad.access.gate import TABLE
from isnad.access.models import Bound, Compartment, GrantRow, Revocation, Unbound, User
from isnad.record.pen import pen
from isnad.record.tables import WIDTH
from isnad.words import Refusal


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody is granted today."""

    roles: tuple[str, ...]
    compartments: frozenset[int]
    narrowed: dict[str, frozenset[str]]

    def as_text(self) -> str:
        """Tells one standing from another."""
        narrowed = sorted((role, sorted(purposes)) for role, purposes in self.narrowed.items())
        return repr((self.roles, sorted(self.compartments), narrowed))

    def purposes(self) -> tuple[str, ...]:
        """The purposes for which somebody with these grants may ask, in the order of the rule."""
        held = {p for role in self.roles if role in TABLE for p in self.narrowed.get(role, TABLE[role].purposes)}
        return tuple(each for each in PURPOSES if each in held)


def standing(user: int) -> Standing:
    """The grants of a person (by the entry that added them) that count today."""
    rows = _counting(user)
    roles = tuple(role for role in ROLES if any(row.role == role for row in rows))
    left = {role: [row.purposes for row in rows if row.role == role] for role in roles}
    narrowed = {
        role: frozenset(purpose for each in given for purpose in (each or "").split())
        for role, given in left.items()
        if None not in given
    }
    return Standing(roles, frozenset(row.compartment for row in rows if row.compartment is not None), narrowed)


def _counting(user: int) -> list[GrantRow]:
    today = _today()
    revoked = list(Revocation.objects.filter(user=user))
    return [
        row
        for row in GrantRow.objects.filter(user=user).order_by("pk")
        if (row.until is None or row.until >= today)
        and not any(
            each.entry > row.entry and (each.role, each.compartment) == (row.role, row.compartment) for each in revoked
        )
    ]


def grant(
    name: str,
    reason: str,
    *,
    by: str,
    role: str | None = None,
    compartment: str | None = None,
    purposes: Iterable[str] | None = None,
    until: str | None = None,
) -> int:
    """Gives a person a role or the membership of a compartment; returns the entry."""
    person, place = _person(name), None if compartment is None else _compartment(compartment).entry
    if (role is None) == (place is None):
        raise Refusal("access.one-of-two")
    if role is not None and role not in ROLES:
        raise Refusal("access.unknown-role", role=role, known=", ".join(ROLES))
    said = Granted(person.entry, role, place, _fewer(role, purposes), _day(until), reason)
    with pen(by) as held:
        return held.say(said)


def revoke(name: str, reason: str, *, by: str, role: str | None = None, compartment: str | None = None) -> int:
    """Ends every grant of this role, or of this compartment, to a person; their sessions end with it."""
    person, place = _person(name), None if compartment is None else _compartment(compartment).entry
    if (role is None) == (place is None):
        raise Refusal("access.one-of-two")
    if not any((row.role, row.compartment) == (role, place) for row in _counting(person.entry)):
        raise Refusal("access.not-granted")
    with pen(by) as held:
        return held.say(Revoked(person.entry, role, place, reason))


def make_compartment(name: str, reason: str, *, by: str) -> int:
    """A compartment with nobody and nothing in it."""
    if not name.strip() or len(name) > 80 or not name.isprintable():
        raise Refusal("access.not-a-compartment-name")
    if Compartment.objects.filter(name=name).exists():
        raise Refusal("access.compartment-taken")
    with pen(by) as held:
        return held.say(CompartmentMade(name, reason))


def place(compartment: str, subject: int, reason: str, *, by: str) -> int:
    """Puts an entry into a compartment, with all that rests on it, said already or later."""
    with pen(by) as held:
        return held.say(Placed(_compartment(compartment).entry, subject, reason))


def take_out(compartment: str, subject: int, reason: str, *, by: str, second: Second | None) -> list[int]:
    """Takes an entry out of a compartment again; two people."""
    agreed, here = two_people(second), _compartment(compartment).entry
    rows = Bound.objects.filter(compartment=here, subject=subject).order_by("pk")
    lifted = set(Unbound.objects.filter(bound__in=rows).values_list("bound_id", flat=True))
    lying = [row.entry for row in rows if row.pk not in lifted]
    if not lying:
        raise Refusal("access.not-placed")
    with pen(by) as held:
        return [held.say(TakenOut(each, reason, agreed)) for each in lying]


def compartments() -> list[dict[str, Any]]:
    """Every compartment: its members today, and the entries placed in it."""
    lifted = set(Unbound.objects.values_list("bound_id", flat=True))
    placed = [row for row in Bound.objects.filter(compartment__isnull=False).order_by("pk") if row.pk not in lifted]
    people = [(row.name, standing(row.entry)) for row in User.objects.order_by("name") if current_user(row.name) == row]
    return [
        {
            "name": row.name,
            "entry": row.entry,
            "members": [name for name, stands in people if row.entry in stands.compartments],
            "placed": [each.subject for each in placed if each.compartment == row.entry],
        }
        for row in Compartment.objects.order_by("pk")
    ]


def granted() -> list[dict[str, Any]]:
    """Every grant that counts today, of everybody who works here, with the entry that gave it."""
    named = {row.entry: row.name for row in Compartment.objects.all()}
    people = [row for row in User.objects.order_by("name") if current_user(row.name) == row]
    return [
        {
            "name": person.name,
            "role": row.role,
            "compartment": None if row.compartment is None else named.get(row.compartment),
            "purposes": None if row.purposes is None else row.purposes.split(),
            "until": row.until,
            "entry": row.pk // WIDTH,
        }
        for person in people
        for row in _counting(person.entry)
    ]


def _person(name: str) -> User:
    user = current_user(name)
    if user is None:
        raise Refusal("access.unknown-user")
    return user


def _compartment(name: str) -> Compartment:
    row = Compartment.objects.filter(name=name).first()
    if row is None:
        raise Refusal("access.unknown-compartment")
    return row


def _fewer(role: str | None, purposes: Iterable[str] | None) -> tuple[str, ...] | None:
    """The purposes that a grant leaves of a role's; a grant never adds one."""
    if purposes is None:
        return None
    named = tuple(dict.fromkeys(purposes))
    if role is None or not set(named) <= TABLE[role].purposes:
        known = ", ".join(sorted(TABLE[role].purposes)) if role else "–"
        raise Refusal("access.not-this-roles-purpose", known=known)
    return named


def _day(until: str | None) -> str | None:
    if until is None:
        return None
    try:
        day = date.fromisoformat(until)
    except ValueError as error:
        raise Refusal("access.not-a-day") from error
    if until != day.isoformat() or until < _today():
        raise Refusal("access.not-a-day")
    return until


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
