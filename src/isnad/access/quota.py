"""How many originals one person opens in a day: a rule of the house sets the number, the auditor is told.

Above it nobody opens one more by themselves. What two people decide as one act over many (a package of originals, the
leaving of everything) is not stopped; it is told all the same. Told once a day, as an entry in the person's name.
"""

from __future__ import annotations

from datetime import UTC, datetime

from isnad.access import rules
from isnad.access.entries import QuotaReached
from isnad.record.models import Said
from isnad.record.pen import pen
from isnad.words import Refusal

RULE = "openings-a-day"


def spend(by: str, opened: int, more: int) -> None:
    """Refuses one opening more than the day's number; ``opened`` were opened today, ``more`` are about to be."""
    most = int(rules.value(RULE))
    if opened + more <= most:
        return
    if not Said.objects.filter(kind=QuotaReached.KIND, by=by, at__startswith=today()).exists():
        with pen(by) as held:
            held.say(QuotaReached(opened + more, most))
    if more == 1:
        raise Refusal("access.quota-reached", most=most)


def today() -> str:
    """This day in UTC, as moments begin: ``2026-11-24``."""
    return datetime.now(UTC).date().isoformat()
