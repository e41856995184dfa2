"""How the records of who may become rows."""

from __future__ import annotations

from collections.abc import Iterator

from isnad.access.entries import (
    PURPOSES,
    CompartmentMade,
    Granted,
    Placed,
    Revoked,
    RuleSet,
    TakenOut,
    UserAdded,
    UserRemoved,
)
from isnad.access.models import Bound, Compartment, GrantRow, Removal, Revocation, RuleRow, Unbound, User
from isnad.record.fold import Row, folds
from isnad.record.records import Saying
from isnad.record.tables import key
from isnad.words import canonical


@folds(UserAdded)
def user_added(said: Saying, record: UserAdded) -> Iterator[Row]:
    yield User, {"name": record.name, "roles": canonical(list(record.roles)).decode()}
    for role in record.roles:
        yield GrantRow, {"user": said.number, "role": role, "compartment": None, "purposes": None, "until": None}


@folds(UserRemoved)
def user_removed(said: Saying, record: UserRemoved) -> Iterator[Row]:
    yield Removal, {"user_id": key(record.user)}


@folds(Granted)
def granted(said: Saying, record: Granted) -> Iterator[Row]:
    narrowed = None if record.purposes is None else " ".join(each for each in PURPOSES if each in record.purposes)
    yield (
        GrantRow,
        {
            "user": record.user,
            "role": record.role,
            "compartment": record.compartment,
            "purposes": narrowed,
            "until": record.until,
        },
    )


@folds(Revoked)
def revoked(said: Saying, record: Revoked) -> Iterator[Row]:
    yield Revocation, {"user": record.user, "role": record.role, "compartment": record.compartment}


@folds(CompartmentMade)
def compartment_made(said: Saying, record: CompartmentMade) -> Iterator[Row]:
    yield Compartment, {"name": record.name}


@folds(Placed)
def placed(said: Saying, record: Placed) -> Iterator[Row]:
    everything = dict.fromkeys(PURPOSES, True)
    yield Bound, {"subject": record.subject, "compartment": record.compartment, "until": None, **everything}


@folds(TakenOut)
def taken_out(said: Saying, record: TakenOut) -> Iterator[Row]:
    yield Unbound, {"bound_id": key(record.placed)}


@folds(RuleSet)
def rule_set(said: Saying, record: RuleSet) -> Iterator[Row]:
    yield (
        RuleRow,
        {"name": record.name, "value": record.value, "reason": record.reason, "by": said.by, "at": str(said.at)},
    )
