"""How the records of promises become rows."""

from __future__ import annotations

from collections.abc import Iterator

from isnad.clocks.entries import Ended, Promise
from isnad.clocks.models import EndedRow, PromiseRow
from isnad.record.fold import Row, folds
from isnad.record.records import Saying
from isnad.words import canonical


@folds(Promise)
def promise(said: Saying, record: Promise) -> Iterator[Row]:
    yield (
        PromiseRow,
        {
            "what": record.what,
            "owner": record.owner,
            "due": str(record.due),
            "concerns": canonical(list(record.concerns)).decode(),
            "at": str(said.at),
        },
    )


@folds(Ended)
def ended(said: Saying, record: Ended) -> Iterator[Row]:
    yield (
        EndedRow,
        {
            "promise": record.promise,
            "ending": record.ending,
            "reason": record.reason,
            "by": said.by,
            "at": str(said.at),
        },
    )
