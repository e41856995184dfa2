"""How the records of candidates, decisions and tellings become rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import orjson

from isnad.families.deciding_entries import (
    Candidate,
    Exclusion,
    FoundAlive,
    FoundConsent,
    Identification,
    StepBack,
    Verdict,
)
from isnad.families.deciding_models import (
    CandidateRow,
    DecisionRow,
    FoundConsentRow,
    FoundRow,
    StepBackRow,
    TellingRow,
    ToldRow,
    VerdictRow,
)
from isnad.families.deciding_parts import EXCLUDED
from isnad.families.telling_entries import Prepared, Told
from isnad.record.fold import Row, folds
from isnad.record.records import Saying
from isnad.words import Citation, canonical


def _cited(citations: Sequence[Citation]) -> str:
    return orjson.dumps([each.as_json() for each in citations], option=orjson.OPT_SORT_KEYS).decode()


def _listed(values: Sequence[str] | Sequence[int]) -> str:
    return canonical(list(values)).decode()


@folds(Candidate)
def candidate(said: Saying, record: Candidate) -> Iterator[Row]:
    yield (
        CandidateRow,
        {
            "person": record.person,
            "other": record.other,
            "kind": record.kind,
            "reasons": canonical(record.reasons).decode(),
            "share": record.share,
            "by_chance": record.by_chance,
            "ceiling": record.ceiling,
            "citations": _cited(record.citations),
            "method": record.how.method,
            "version": record.how.version,
            "after": record.after,
            "by": said.by,
            "at": str(said.at),
        },
    )


@folds(Verdict)
def verdict(said: Saying, record: Verdict) -> Iterator[Row]:
    yield (
        VerdictRow,
        {
            "candidate": record.candidate,
            "certainty": record.certainty,
            "bases": _listed(record.bases),
            "reason": record.reason,
            "citations": _cited(record.citations),
            "beside": _listed(record.beside),
            "shown": _listed(record.shown),
            "device": record.device,
            "by": said.by,
            "at": str(said.at),
        },
    )


@folds(Identification)
def identification(said: Saying, record: Identification) -> Iterator[Row]:
    yield from _decided(said, record, record.certainty, record.bases)


@folds(Exclusion)
def exclusion(said: Saying, record: Exclusion) -> Iterator[Row]:
    yield from _decided(said, record, EXCLUDED, ())


def _decided(said: Saying, record: Identification | Exclusion, certainty: str, bases: tuple[str, ...]) -> Iterator[Row]:
    yield (
        DecisionRow,
        {
            "kind": record.KIND,
            "candidate": record.candidate,
            "person": record.person,
            "other": record.other,
            "verdicts": _listed(record.verdicts),
            "certainty": certainty,
            "bases": _listed(bases),
            "at": str(said.at),
        },
    )


@folds(StepBack)
def step_back(said: Saying, record: StepBack) -> Iterator[Row]:
    yield StepBackRow, {"subject": record.subject, "reason": record.reason, "by": said.by, "at": str(said.at)}


@folds(FoundAlive)
def found_alive(said: Saying, record: FoundAlive) -> Iterator[Row]:
    yield (
        FoundRow,
        {
            "person": record.person,
            "reason": record.reason,
            "by": said.by,
            "second": record.second,
            "at": str(said.at),
        },
    )


@folds(FoundConsent)
def found_consent(said: Saying, record: FoundConsent) -> Iterator[Row]:
    yield (
        FoundConsentRow,
        {"found": record.found, "asking": record.asking, "agrees": record.agrees, "at": str(said.at)},
    )


@folds(Prepared)
def prepared(said: Saying, record: Prepared) -> Iterator[Row]:
    yield (
        TellingRow,
        {
            "asking": record.asking,
            "about": record.about,
            "subject": record.subject,
            "words": record.words,
            "means": record.means,
            "with_them": record.with_them,
            "images": record.images,
            "by": said.by,
            "at": str(said.at),
        },
    )


@folds(Told)
def told(said: Saying, record: Told) -> Iterator[Row]:
    yield (
        ToldRow,
        {
            "telling": record.telling,
            "outcome": record.outcome,
            "note": record.note,
            "images_shown": record.images_shown,
            "support": _listed(record.support),
            "by": said.by,
            "at": str(said.at),
        },
    )
