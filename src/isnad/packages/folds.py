"""How the records of hand-overs become rows."""

from __future__ import annotations

from collections.abc import Iterator

from isnad.access.models import Unbound
from isnad.access.reach import bound
from isnad.packages.entries import Condition, ConditionLifted, PackageKey, PackageReceived
from isnad.packages.models import ConditionRow, LiftedRow, PackageRow, ReceivedPackage
from isnad.record.fold import Row, folds
from isnad.record.records import Saying
from isnad.record.tables import key
from isnad.words import canonical


@folds(Condition)
def condition(said: Saying, record: Condition) -> Iterator[Row]:
    yield (
        ConditionRow,
        {
            "subject": record.subject,
            "purposes": _listed(record.purposes),
            "receivers": _listed(record.receivers),
            "until": None if record.until is None else str(record.until),
            "words": record.words,
        },
    )
    yield bound(record.subject, record.purposes, None if record.until is None else str(record.until))


@folds(ConditionLifted)
def lifted(said: Saying, record: ConditionLifted) -> Iterator[Row]:
    yield LiftedRow, {"condition": record.condition}
    yield Unbound, {"bound_id": key(record.condition)}


@folds(PackageKey)
def package_key(said: Saying, record: PackageKey) -> Iterator[Row]:
    yield (
        PackageRow,
        {
            "public": record.public,
            "label": int(record.label),
            "purpose": record.purpose,
            "receiver": record.receiver,
        },
    )


@folds(PackageReceived)
def received(said: Saying, record: PackageReceived) -> Iterator[Row]:
    yield (
        ReceivedPackage,
        {
            "partner": record.partner,
            "digest": record.digest.raw,
            "accession": record.accession,
            "item": record.item,
            "origin": record.origin,
            "size": record.size,
            "root": record.root,
            "policy": record.policy,
        },
    )


def _listed(values: tuple[str, ...] | None) -> str | None:
    return None if values is None else canonical(list(values)).decode()
