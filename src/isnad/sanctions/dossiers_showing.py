"""How dossiers and what became of them are shown: as JSON for machines, and in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from isnad.sanctions.dossiers import Done, Dossier, Event
from isnad.speech import phrase


def done(made: Done) -> dict[str, Any]:
    """A dossier just made."""
    return {
        "entry": made.entry, "disclosure": made.made.entry, "digest": str(made.made.digest), "ready": made.ready,
        "languages": list(made.languages), "sentences": made.sentences, "gaps": made.gaps,
        "withheld_sentences": made.withheld, "exhibits": made.made.items, "claims": made.made.claims,
        "withheld": made.made.withheld,
    }  # fmt: skip


def done_in_words(made: Done) -> Iterator[str]:
    """The same for a person."""
    yield phrase("sanctions-archive.made", entry=made.entry, sentences=made.sentences, exhibits=made.made.items,
                 claims=made.made.claims, gaps=made.gaps, withheld=made.withheld)  # fmt: skip
    yield phrase("sanctions-dossier.ready" if made.ready else "sanctions-dossier.not-ready")
    yield phrase("packages.stands-for-it", digest=made.made.digest)


def dossier(each: Dossier, names: Mapping[int, str]) -> dict[str, Any]:
    """A dossier and its history."""
    return {
        "entry": each.entry, "actor": {"id": each.actor, "name": names.get(each.actor, f"#{each.actor}")},
        "programme": each.programme, "digest": each.digest, "historical": each.historical,
        "stale": bool(each.fallen), "fallen": list(each.fallen),
        "stale_with": [filing.receiver for filing in each.filings] if each.fallen else [],
        "filings": [{**_event(filing), "state": each.state_of(filing), "due": filing.due,
                     "answers": [_event(answer) for answer in each.answers_to(filing)]} for filing in each.filings],
    }  # fmt: skip


def _event(event: Event) -> dict[str, Any]:
    return {"filing": event.entity, "kind": event.kind, "on": event.on, "with": event.receiver, "what": event.what,
            "claims": [each.entry for each in event.claims]}  # fmt: skip


def dossier_in_words(each: Dossier, names: Mapping[int, str]) -> Iterator[str]:
    """The same for a person; what is stale first."""
    yield phrase("sanctions-archive.dossier", entry=each.entry, name=names.get(each.actor, f"#{each.actor}"),
                 programme=each.programme)  # fmt: skip
    if each.fallen:
        receivers = ", ".join(filing.receiver for filing in each.filings)
        code = "stale-filed" if receivers else "stale"
        yield "  ! " + phrase(f"sanctions-archive.{code}", claims=", ".join(map(str, each.fallen)), receivers=receivers)
    for filing in each.filings:
        state = phrase(f"sanctions-archive.state-{each.state_of(filing)}")
        yield "  · " + phrase("sanctions-archive.filing", entity=filing.entity, receiver=filing.receiver,
                              day=filing.on, state=state, due=filing.due)  # fmt: skip
    if not each.filings:
        yield "  · " + phrase("sanctions-archive.not-filed")
