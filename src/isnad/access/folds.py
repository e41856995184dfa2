"""How the records of who may become rows."""

from __future__ import annotations

from collections.abc import Iterator

from isnad.access.entries import RuleSet, UserAdded, UserRemoved
from isnad.access.models import Removal, RuleRow, User
from isnad.record.fold import Row, folds
from isnad.record.records import Saying
from isnad.record.tables import key
from isnad.words import canonical


@folds(UserAdded)
def user_added(said: Saying, record: UserAdded) -> Iterator[Row]:
    yield User, {"name": record.name, "roles": canonical(list(record.roles)).decode()}


@folds(UserRemoved)
def user_removed(said: Saying, record: UserRemoved) -> Iterator[Row]:
    yield Removal, {"user_id": key(record.user)}


@folds(RuleSet)
def rule_set(said: Saying, record: RuleSet) -> Iterator[Row]:
    yield (
        RuleRow,
        {"name": record.name, "value": record.value, "reason": record.reason, "by": said.by, "at": str(said.at)},
    )
