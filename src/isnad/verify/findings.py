"""What a check found: a thing, a place, a reason. A report is a list of these; nothing is raised.

* *Bad*: bytes that are missing, changed or unknown, or words that their signatures do not bear out.
* *Notices*: what a crash may leave behind and the next start takes away; it harms nothing and is not counted as bad.
* `what` and `why` are codes that never change; the sentence for a reason is ``verify.<why>`` in both languages.
* A place is a path below the archive's folder, or ``entry N``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from isnad import speech


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that is not as it must be."""

    what: str
    where: str
    why: str

    def as_json(self) -> dict[str, Any]:
        """The finding with its sentence, as ``verify --json`` prints it."""
        return {"what": self.what, "where": self.where, "why": self.why, "text": str(self)}

    def __str__(self) -> str:
        return f"{self.where}: {speech.phrase(f'verify.{self.why}')}"


@dataclass(slots=True)
class Report:
    """All that a check found, and how much it looked at."""

    entries: int = 0
    items: int = 0
    bytes: int = 0
    bad: list[Finding] = field(default_factory=list)
    notices: list[Finding] = field(default_factory=list)
    _blamed: set[Finding] = field(default_factory=set, repr=False)

    @property
    def clean(self) -> bool:
        """Whether nothing is bad."""
        return not self.bad

    def blame(self, what: str, where: str, why: str) -> None:
        """Adds a finding; the same one stands once."""
        found = Finding(what, where, why)
        if found not in self._blamed:
            self._blamed.add(found)
            self.bad.append(found)

    def note(self, what: str, where: str, why: str) -> None:
        """Adds a notice."""
        self.notices.append(Finding(what, where, why))

    def as_json(self) -> dict[str, Any]:
        """The report as ``verify --json`` prints it."""
        return {
            "items": self.items,
            "entries": self.entries,
            "bytes": self.bytes,
            "bad": [each.as_json() for each in self.bad],
            "notices": [each.as_json() for each in self.notices],
        }
