"""What a package holds, as every paper of it may say it. Nothing names a source, a path, an officer or an accession."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from isnad.custody.models import Event
from isnad.packages.terms import Binding, chunks
from isnad.words import Label, Moment

FORMAT = "isnad/package/1"


@dataclass
class Contents:
    """Everything that is told of a package."""

    at: Moment
    public: str  # the package's key, in hexadecimal characters
    label: Label
    purpose: str
    receiver: str | None
    conditions: list[Binding]
    withheld: dict[str, dict[str, int]]
    given: list[dict[str, Any]]
    policy_digest: str = ""
    checkpoint: dict[str, Any] = field(default_factory=dict)
    anchors: list[dict[str, Any]] = field(default_factory=list)
    key_proof: dict[str, Any] = field(default_factory=dict)
    items: list[dict[str, Any]] = field(default_factory=list)
    derived: list[dict[str, Any]] = field(default_factory=list)
    claims: list[dict[str, Any]] = field(default_factory=list)
    grounds: list[dict[str, Any]] = field(default_factory=list)  # of files taken over from elsewhere
    condition_proofs: list[dict[str, Any]] = field(default_factory=list)
    files: list[dict[str, Any]] = field(default_factory=list)  # file, entry, form, media_type, size, sha256

    def as_json(self) -> dict[str, Any]:
        """``package.json``: what ``verify.py`` reads."""
        return {
            "format": FORMAT,
            "at": str(self.at)[:10],
            "label": str(self.label),
            "purpose": self.purpose,
            "receiver": self.receiver,
            "key": self.public,
            "key_proof": self.key_proof,
            "checkpoint": self.checkpoint,
            "anchors": self.anchors,
            "items": self.items,
            "derived": self.derived,
            "claims": self.claims,
            "conditions": self.condition_proofs,
            "withheld": self.withheld,
        }


def given_before(items: Iterable[int]) -> list[dict[str, Any]]:
    """What of these items was given away already: when, to whom, in what form, each hand-over once."""
    found: dict[int, dict[str, Any]] = {}
    for part in chunks(items):
        for row in Event.objects.filter(kind="disclosure", subject__in=part).order_by("pk"):
            told = found.setdefault(
                row.entry,
                {"entry": row.entry, "at": row.at[:10], "receiver": row.other, "form": row.reason, "items": []},
            )
            told["items"].append(row.subject)
    return [found[number] for number in sorted(found)]
