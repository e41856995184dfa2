"""Forms of telling, on a family's timeline: prepare what is said, note how it went. For the liaison of the inquiry.

Nothing is sent from here: a person speaks. What may be told is what stands about the person they ask for.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from isnad.access.sessions import Reader
from isnad.families import candidates_queries as candidates
from isnad.families import identifications_queries as decisions
from isnad.families import queries as inquiries
from isnad.families import telling
from isnad.families.models import AskingRow
from isnad.families.telling import Conversation, Words
from isnad.families.telling_entries import FOUND, NOTHING_YET
from isnad.families.telling_queries import corrections_owed, tellings
from isnad.site.deeds import Deed, may
from isnad.site.door import reader_of
from isnad.site.errors import NotHere
from isnad.speech import current_language
from isnad.words import Refusal, When

LONGEST = 4_000
MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be told: about what, and the entry it stands on (0: none)."""

    about: str
    subject: int

    @property
    def value(self) -> str:
        """As the form sends it."""
        return f"{self.about} {self.subject}"


def speaks(reader: Reader, row: AskingRow) -> bool:
    """Whether this reader speaks with who asks."""
    return may(reader, Deed.LIAISE) and inquiries.liaison_of(row) == reader.name


def choices(row: AskingRow) -> list[Choice]:
    """What can be told now: corrections first, what was decided, the living as they agreed, or nothing yet."""
    members = decisions.members_of(row.person)
    back = candidates.stepped_back([each.subject for each in tellings([row.entry]) if each.subject is not None])
    found = [Choice("correction", back[each.subject or 0]) for each in corrections_owed([row.entry])]
    found += [Choice(each.kind, each.entry) for each in candidates.decisions_on(persons=members)]
    alive = decisions.found_alive(members)
    if alive is not None:
        agreed = decisions.agreement(alive.entry, row.entry)
        found += [Choice(FOUND, alive.entry)] if agreed is not None and agreed.agrees else []
    return [*found, Choice(NOTHING_YET, 0)]


@require_POST
def prepare(request: HttpRequest, number: int) -> HttpResponse:
    """Prepares what is said; leads back to the timeline."""
    row, reader = _speaking(request, number)
    sent = request.POST
    chosen = next((each for each in choices(row) if each.value == sent.get("what")), None)
    if chosen is None:
        raise Refusal("telling.not-a-telling")
    words = Words(_text(request, "words"), sent.get("means", ""), _text(request, "with"), sent.get("images", ""))
    telling.prepare(row.inquiry, chosen.about, words, by=reader.name, subject=chosen.subject or None)
    return _back(row)


@require_POST
def note(request: HttpRequest, number: int) -> HttpResponse:
    """Notes how a conversation went; leads back to the timeline."""
    row, reader = _speaking(request, number)
    sent = request.POST
    waiting = {each.entry for each in tellings([row.entry]) if each.outcome is None}
    prepared = sent.get("telling", "")
    if not prepared.isascii() or not prepared.isdigit() or int(prepared) not in waiting:
        raise Refusal("telling.no-such-telling")
    due = _text(request, "due")
    conversation = Conversation(
        sent.get("outcome", ""), _text(request, "note"), bool(sent.get("shown")), _lines(request, "support"),
        _lines(request, "wishes"), _text(request, "promise") or None, When.parse(due) if due else None,
    )  # fmt: skip
    telling.note(int(prepared), conversation, by=reader.name)
    return _back(row)


def _speaking(request: HttpRequest, number: int) -> tuple[AskingRow, Reader]:
    reader = reader_of(request)
    try:
        row = inquiries.asking_of(number)
    except Refusal as refusal:
        raise NotHere from refusal
    if not speaks(reader, row):
        raise NotHere
    return row, reader


def _text(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "")[:LONGEST].strip()


def _lines(request: HttpRequest, name: str) -> tuple[str, ...]:
    lines = (line.strip() for line in _text(request, name).splitlines())
    return tuple(line for line in lines if line)[:MOST_NAMED]


def _back(row: AskingRow) -> HttpResponse:
    return HttpResponseRedirect(f"/{current_language()}/inquiries/{row.inquiry}/timeline/")
