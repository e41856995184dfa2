"""How the records of inquiries become rows."""

from __future__ import annotations

from collections.abc import Iterator

from isnad.families.entries import Asker, AskerOpening, Asking, Consent, Handed, InquiryWithdrawal
from isnad.families.models import AskerRow, AskingRow, ConsentRow, HandedRow, InquiryWithdrawalRow, LookRow
from isnad.record.fold import Row, folds
from isnad.record.records import Saying
from isnad.words import canonical


@folds(Asking)
def asking(said: Saying, record: Asking) -> Iterator[Row]:
    yield (
        AskingRow,
        {
            "inquiry": record.inquiry,
            "person": record.person,
            "channel": record.channel,
            "liaison": record.liaison,
            "risk": record.risk,
            "child": record.child,
            "domain": record.domain,
            "expires": None if record.expires is None else str(record.expires),
            "at": str(said.at),
        },
    )


@folds(Asker)
def asker(said: Saying, record: Asker) -> Iterator[Row]:
    yield AskerRow, {"asking": record.asking}


@folds(Consent)
def consent(said: Saying, record: Consent) -> Iterator[Row]:
    yield (
        ConsentRow,
        {
            "asking": record.asking,
            "purposes": canonical(list(record.purposes)).decode(),
            "receivers": canonical(list(record.receivers)).decode(),
            "until": None if record.until is None else str(record.until),
            "given_by": record.given_by,
            "language": record.language,
            "text": record.text,
            "at": str(said.at),
        },
    )


@folds(Handed)
def handed(said: Saying, record: Handed) -> Iterator[Row]:
    yield HandedRow, {"asking": record.asking, "liaison": record.liaison}


@folds(AskerOpening)
def asker_opening(said: Saying, record: AskerOpening) -> Iterator[Row]:
    yield LookRow, {"asker": record.asker, "by": said.by, "reason": record.reason, "at": str(said.at)}


@folds(InquiryWithdrawal)
def withdrawal(said: Saying, record: InquiryWithdrawal) -> Iterator[Row]:
    yield (
        InquiryWithdrawalRow,
        {
            "asking": record.asking,
            "inquiry": record.inquiry,
            "decision": record.decision,
            "reason": record.reason,
            "at": str(said.at),
        },
    )
