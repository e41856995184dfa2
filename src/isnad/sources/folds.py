"""How the records of the sources' room become rows."""

from __future__ import annotations

from collections.abc import Iterator

from isnad.record.fold import Row, folds
from isnad.record.records import Saying
from isnad.sources.entries import Quorum, SealedIdentity
from isnad.sources.models import IdentityRow, QuorumRow


@folds(Quorum)
def quorum(said: Saying, record: Quorum) -> Iterator[Row]:
    yield QuorumRow, {"recipient": record.recipient, "needed": record.needed, "of": record.of}


@folds(SealedIdentity)
def sealed_identity(said: Saying, record: SealedIdentity) -> Iterator[Row]:
    yield IdentityRow, {"source": record.source, "quorum": record.quorum}
