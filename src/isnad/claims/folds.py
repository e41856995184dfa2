"""How the records of claims become rows."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

import orjson

from isnad.access.reach import bound
from isnad.claims.entries import Claim, Entity, Identity, Import, Parted, Review, SealedClaim, Statement, Withdrawn
from isnad.claims.models import ClaimRow, EntityRow, IdentityRow, ImportRow, ReviewRow, WithdrawalRow
from isnad.record.fold import Row, folds
from isnad.record.records import Saying
from isnad.words import canonical

HEAD = 48  # characters of the normal value by which a claim is found


@folds(Entity)
def entity(said: Saying, record: Entity) -> Iterator[Row]:
    key = None if record.foreign is None else foreign_key(record.dataset or "", record.foreign)
    yield EntityRow, {"schema": record.schema, "foreign": record.foreign, "key": key}


def foreign_key(dataset: str, foreign: str) -> str:
    """Finds an entity by what others call it; the two parts are told apart, however they read together."""
    return sha256(canonical(["isnad/entity/v1", dataset, foreign])).hexdigest()


@folds(Import)
def imported(said: Saying, record: Import) -> Iterator[Row]:
    yield ImportRow, {"dataset": record.dataset, "digest": record.digest.raw, "size": record.size}


@folds(SealedClaim)
@folds(Claim)
def claim(said: Saying, record: Claim) -> Iterator[Row]:
    says, how, terms = record.says, record.how, record.terms
    citations = [each.as_json() for each in record.citations]
    yield (
        ClaimRow,
        {
            "about": record.entity,
            "schema": says.schema,
            "property": says.property,
            "value": says.value,
            "normal": says.normal,
            "head": found_by(says),
            "refers": says.refers,
            "language": says.language,
            "citations": orjson.dumps(citations, option=orjson.OPT_SORT_KEYS).decode(),
            "method": how.method,
            "reader": how.reader,
            "version": how.version,
            "confidence": how.confidence,
            "kind": terms.kind,
            "label": int(terms.label),
            "conditions": None if terms.conditions is None else canonical(terms.conditions).decode(),
            "supersedes": record.supersedes,
        },
    )
    if terms.conditions is not None:
        set_for = terms.conditions if isinstance(terms.conditions, dict) else {"purposes": ()}
        yield bound(said.number, set_for.get("purposes"), set_for.get("until"))


def found_by(says: Statement) -> str:
    """What stands in the index for a statement: the entry it refers to, else the beginning of its normal value."""
    if says.refers is not None:
        return str(says.refers)
    return head(says.value if says.normal is None else says.normal)


def head(value: str) -> str:
    """What stands in the index for a value."""
    return value[:HEAD]


@folds(Review)
def review(said: Saying, record: Review) -> Iterator[Row]:
    yield (
        ReviewRow,
        {
            "subject": record.subject,
            "by": said.by,
            "verdict": record.verdict,
            "reason": record.reason,
            "source": record.verified.source,
            "content": record.verified.content,
            "technical": record.verified.technical,
            "at": str(said.at),
        },
    )


@folds(Withdrawn)
def withdrawn(said: Saying, record: Withdrawn) -> Iterator[Row]:
    yield WithdrawalRow, {"subject": record.subject, "reason": record.reason}


@folds(Parted)
def parted(said: Saying, record: Parted) -> Iterator[Row]:
    yield WithdrawalRow, {"subject": record.identity, "reason": record.reason}


@folds(Identity)
def identity(said: Saying, record: Identity) -> Iterator[Row]:
    yield (
        IdentityRow,
        {
            "one": record.one,
            "other": record.other,
            "reason": record.reason,
            "method": record.how.method,
            "confidence": record.how.confidence,
        },
    )
