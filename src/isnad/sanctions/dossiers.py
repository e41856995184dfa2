"""Dossiers: made, filed, answered; and which of those that were made no longer stand on what they stood on.

1. What the sentences would rest on is gathered through the gate, with every claim beneath it down to items.
2. The package is made as any other: conditions, labels, a second person, a disclosure; what may not leave is withheld.
3. Inside it the papers are written from what really leaves, so that every sentence resolves.
4. An entry says which claims the dossier rests on. When one of them falls the dossier is *stale*, and it is said with
   whom it was filed, for they hold something that no longer stands.
5. Filings, answers and results are claims that cite that entry. Without an answer the state is *no answer*.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from isnad.access.actions import Second
from isnad.access.gate import Gate
from isnad.actors.gathering import JUSTICE, Gathered
from isnad.cases import queries as cases
from isnad.cases.filing import ground_of
from isnad.claims.actions import claim
from isnad.claims.entries import Entity
from isnad.claims.queries import Stated, same
from isnad.packages import actions as packages
from isnad.packages.actions import Made
from isnad.packages.choosing import Request
from isnad.record.models import Said, Stands
from isnad.record.pen import pen
from isnad.record.tables import WIDTH, key
from isnad.sanctions.designations import naming
from isnad.sanctions.dossiers_entries import AT_ONCE, DossierMade
from isnad.sanctions.dossiers_known import gather, programme_on
from isnad.sanctions.dossiers_papers import LANGUAGES, Papers
from isnad.sanctions.dossiers_sentences import NOTHING_WRITTEN, Person
from isnad.words import Citation, Label, Refusal, When

FILED, ANSWERED = "filed", ("acknowledged", "asked_for_more", "declined", "listed", "listed_under_another", "delisted")
NO_ANSWER = "no_answer"
ANSWER_WITHIN = timedelta(days=180)  # after which the absence of an answer is worth a letter


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be made: on whom, under which programme, where to, for whom and how widely."""

    actor: int
    programme: str
    out: Path
    day: date | None = None
    historical: bool = False
    receiver: str | None = None
    label: Label = Label.RESTRICTED
    zipped: bool = False
    written: Person = NOTHING_WRITTEN


@dataclass(frozen=True, slots=True)
class Done:
    """What was made: the package, the dossier's entry, and how much of it was written, missing and withheld."""

    made: Made
    entry: int
    sentences: int
    gaps: int
    withheld: int
    ready: bool
    languages: tuple[str, ...] = LANGUAGES


@dataclass(frozen=True, slots=True)
class Event:
    """A filing, an answer or a result: its entity, what it was, when, with whom, and its claims."""

    entity: int
    kind: str
    on: str
    receiver: str
    due: str
    of: int | None
    what: str
    claims: tuple[Stated, ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """A dossier that was made: its entry and package, the claims that fell since, and what became of it."""

    entry: int
    actor: int
    programme: str
    digest: str
    historical: bool
    fallen: tuple[int, ...]
    events: tuple[Event, ...]

    @property
    def filings(self) -> tuple[Event, ...]:
        """With whom it was filed."""
        return tuple(each for each in self.events if each.kind == FILED)

    def answers_to(self, filing: Event) -> tuple[Event, ...]:
        """What came back, in order."""
        return tuple(each for each in self.events if each.of == filing.entity)

    def state_of(self, filing: Event) -> str:
        """The last that came back; *no answer* where nothing did, and after an acknowledgement alone."""
        answers = self.answers_to(filing)
        return answers[-1].kind if answers else NO_ANSWER


def make(asked: Asked, gate: Gate = JUSTICE, *, by: str, second: Second | None) -> Done:
    """Makes the dossier at ``asked.out``."""
    programme, day = programme_on(asked.programme, asked.day, historical=asked.historical)
    known = gather(asked.actor, programme, day, gate, historical=asked.historical)
    ground = ground_of(gate, known.claims())
    labels = {each.entry: each.label for each in cases.stated(ground, gate)}
    papers = Papers(known, asked.written, ground, labels)
    request = Request(
        asked.out.absolute(), label=asked.label, purpose="justice", receiver=asked.receiver, zipped=asked.zipped,
        entries=tuple(sorted({item for items in ground.values() for item in items})), claims=frozenset(ground),
        enclose=papers,
    )  # fmt: skip
    made = packages.create(request, by=by, second=second)
    first = papers.writers[0]
    used = sorted({s.claim for each in first.sentences for s in each.sources if s.claim is not None})
    with pen(by) as held:
        numbers = [
            held.say(DossierMade(known.actor, programme.key, made.entry, made.digest, asked.historical,
                                 tuple(used[start : start + AT_ONCE])))
            for start in range(0, max(len(used), 1), AT_ONCE)
        ]  # fmt: skip
    return Done(made, numbers[0], len(first.sentences), first.gaps, first.withheld, known.ready)


def dossiers(actor: int | None = None, gate: Gate = JUSTICE) -> list[Dossier]:
    """Every dossier that was made, of one actor or of all, with what fell of it and what became of it."""
    rows = Said.objects.filter(kind=DossierMade.KIND, gone=None).order_by("pk")
    found: dict[str, tuple[int, int, str, bool, list[int]]] = {}
    for row in rows:
        mine = Stands.objects.filter(pk__gte=row.pk, pk__lt=row.pk + WIDTH).order_by("pk")
        stands = list(mine.values_list("on", "cites"))
        digest, programme, historical = DossierMade.read(row.traits)
        lost = cases.fallen([on for on, cites in stands if cites])
        about = next(on for on, cites in stands if not cites)
        entry, _, _, _, before = found.get(digest, (row.entry, about, programme, historical, []))
        found[digest] = (entry, about, programme, historical, [*before, *lost])
    wanted = None if actor is None else set(same(actor))
    return [
        Dossier(entry, about, programme, digest, historical, tuple(sorted(set(lost))),
                tuple(_events(entry, about, gate)))
        for digest, (entry, about, programme, historical, lost) in found.items()
        if wanted is None or about in wanted
    ]  # fmt: skip


def _events(dossier: int, actor: int, gate: Gate) -> list[Event]:
    gathered = Gathered(gate)
    gathered.fetch([actor])
    found = [_event(claims) for claims in naming(gathered, actor, {"Filing": "subject"})
             if any(place.entry == dossier for each in claims for place in each.citations)]  # fmt: skip
    return sorted(found, key=lambda each: (each.on, each.entity))


def _event(claims: list[Stated]) -> Event:
    said = {each.property: each.normal or each.value for each in reversed(claims)}
    of = next((each.refers for each in claims if each.property == "of"), None)
    return Event(claims[0].entity, said.get("filingKind", ""), said.get("date", ""), said.get("receiver", ""),
                 said.get("answerDue", ""), of, said.get("summary", ""), tuple(claims))  # fmt: skip


def dossier(number: int, gate: Gate = JUSTICE) -> Dossier:
    """One dossier, by its entry; refused where there is none."""
    row = Said.objects.filter(pk=key(number), kind=DossierMade.KIND, gone=None).first()
    digest = "" if row is None else DossierMade.read(row.traits)[0]
    found = next((each for each in dossiers(None, gate) if each.digest == digest), None)
    if found is None:
        raise Refusal("sanctions-archive.no-such-dossier")
    return found


def file_with(number: int, receiver: str, on: date, *, by: str, due: date | None = None, what: str = "") -> int:
    """Says that a dossier was filed with somebody on a day; an answer is looked for within 180 days, or by ``due``."""
    found = dossier(number)
    if not receiver.strip():
        raise Refusal("sanctions-archive.receiver-needed")
    if due is not None and due < on:
        raise Refusal("sanctions-archive.due-before")
    told = {"filingKind": FILED, "receiver": receiver.strip(), "date": str(on), "summary": what,
            "answerDue": str(due or on + ANSWER_WITHIN), "programmeKey": found.programme}  # fmt: skip
    return _say(found, told, by=by)


def answered(filing: int, kind: str, on: date, *, by: str, what: str = "", places: Iterable[Citation] = ()) -> int:
    """Says what came back on a filing; the letter itself may be cited beside the dossier."""
    if kind not in ANSWERED:
        raise Refusal("sanctions-archive.unknown-answer", kind=kind[:30], known=", ".join(ANSWERED))
    for found in dossiers():
        filed = next((each for each in found.filings if each.entity == filing), None)
        if filed is not None:
            if (since := When.parse(filed.on).earliest) is not None and on < since:
                raise Refusal("sanctions-archive.answer-before")
            told = {"filingKind": kind, "date": str(on), "receiver": filed.receiver, "summary": what}
            return _say(found, told, by=by, of=filing, places=places)
    raise Refusal("sanctions-archive.no-such-filing")


def _say(
    found: Dossier, told: dict[str, str], *, by: str, of: int | None = None, places: Iterable[Citation] = ()
) -> int:
    cited = [Citation(found.entry), *places]
    with pen(by) as held:
        number = held.say(Entity("Filing"))
        held.say(claim(number, "Filing", "subject", found.actor, cited))
        if of is not None:
            held.say(claim(number, "Filing", "of", of, cited))
        for name, value in told.items():
            if value:
                held.say(claim(number, "Filing", name, value, cited))
    return number
