"""What a reader says about a file beside the entities it yields.

* Nothing is skipped in silence: a row that could not be read is *refused*, with its file, its line and the reason.
* A row that was read although something in it is odd is a *doubt*, with the same three.
* A file that ends in the middle of a row is *cut off*: who imports it decides, the reader only says so.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Finding:
    """One row that was refused or read with a doubt. ``reason`` is a code of ``speech/texts/lists.yaml``."""

    file: str
    line: int
    reason: str
    value: str = ""

    def as_json(self) -> dict[str, object]:
        """As one line of ``refused.jsonl``."""
        return {"file": self.file, "line": self.line, "reason": self.reason, "value": self.value}


@dataclass(slots=True)
class Account:
    """What a reading came to. ``issued`` is the day on which the list says it was issued, None where it is silent.

    ``rows`` counts what was looked at, refused ones too; ``cut`` is the line on which a file broke off.
    """

    rows: int = 0
    issued: str | None = None
    cut: Finding | None = None
    refused: list[Finding] = field(default_factory=list)
    doubts: list[Finding] = field(default_factory=list)
    unread: dict[str, int] = field(default_factory=dict)

    def refuse(self, file: str, line: int, reason: str, value: str = "") -> None:
        """That row is left out, for this reason."""
        self.refused.append(Finding(file, line, reason, _short(value)))

    def doubt(self, file: str, line: int, reason: str, value: str = "") -> None:
        """That row was read, but a person should look at it."""
        self.doubts.append(Finding(file, line, reason, _short(value)))

    def broke_off(self, file: str, line: int) -> None:
        """The file ends there in the middle of a row."""
        self.cut = Finding(file, line, "cut-off")

    def leave(self, what: str) -> None:
        """A column or element that no property takes; its text stands in the entity's notes where there is one."""
        self.unread[what] = self.unread.get(what, 0) + 1


def _short(value: str) -> str:
    return value if len(value) <= 120 else value[:119] + "…"
