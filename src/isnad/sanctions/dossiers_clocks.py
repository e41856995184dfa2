"""The clocks of our own filings: when an answer is looked for, struck out once one came. Joined to the programmes'.

A day that passed without an answer is not over: the answer is still owed, and the clock says so until one comes.
"""

from __future__ import annotations

from datetime import date

from isnad.access.gate import Gate
from isnad.actors.gathering import JUSTICE
from isnad.sanctions.dossiers import Dossier, Event, dossiers
from isnad.sanctions.programmes.clocks import Due, State, seen_from
from isnad.sanctions.programmes.programme import Clock, Texts
from isnad.speech import phrase
from isnad.words import Refusal, When


def filing_clocks(day: date, gate: Gate = JUSTICE) -> list[Due]:
    """A clock for each filing known on ``day``; an acknowledgement alone is no answer."""
    return [due for each in dossiers(None, gate) for filing in each.filings
            if (due := _due(each, filing, day)) is not None]  # fmt: skip


def _due(dossier: Dossier, filing: Event, day: date) -> Due | None:
    on, due = _day(filing.on), _day(filing.due)
    if on is None or due is None or day < on:
        return None
    came = [_day(each.on) for each in dossier.answers_to(filing) if each.kind != "acknowledged"]
    overtaken = min((each for each in came if each is not None), default=None)
    told = {"dossier": dossier.entry, "receiver": filing.receiver}
    late = overtaken is None and due < day
    code = "sanctions-archive.answer-overdue" if late else "sanctions-archive.answer-due"
    words = Texts(phrase(code, "en", **told), phrase(code, "ar", **told))
    clock = Clock(f"filing-{filing.entity}", words, due, starts=on, overtaken=overtaken)
    state, when = seen_from(clock, day)
    state = State.RUNNING if late else state
    source = phrase("sanctions-archive.by-claims", claims=", ".join(str(each.entry) for each in filing.claims))
    return Due(dossier.programme, clock, state, when, ((source, filing.on),))


def _day(text: str) -> date | None:
    try:
        return When.parse(text).latest if text else None
    except Refusal:
        return None
