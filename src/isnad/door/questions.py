"""What the door asks, as data: only what a search uses, and why it is asked stands beside each question.

 * Never asked: faith, party, why somebody was taken.
 * What was typed is kept as it was typed: one field for the whole name, dates as people say them, digits of any kind.
 * Every question may be answered with *I do not know* or *I would rather not*, but for the few that are `needed`.
 * Who may read is chosen one by one. Nobody is chosen beforehand, and nobody is who may read where none is chosen.

Texts: ``ask-<name>`` and ``why-<name>`` in ``speech/texts/door.yaml``.
"""

from __future__ import annotations

from dataclasses import dataclass

LINE, TEXT, CHOICE, SECRET = "line", "text", "choice", "secret"
LONGEST = {LINE: 300, TEXT: 4_000, CHOICE: 40, SECRET: 200}
SKIPS = ("unknown", "declined")


@dataclass(frozen=True, slots=True)
class Question:
    """One question: the name of its field, how it is answered, among which choices."""

    name: str
    kind: str = LINE
    choices: tuple[str, ...] = ()
    needed: bool = False
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One page of questions."""

    name: str
    questions: tuple[Question, ...]


STEPS = (
    Step(
        "person",
        (
            Question("full-name", needed=True),
            *(Question(each, folded=True) for each in ("own-name", "father", "grandfather", "family-name")),
            Question("mother"),
            Question("called"),
            Question("born"),
            Question("sex", CHOICE, ("man", "woman")),
            Question("child", CHOICE, ("yes", "no")),
            Question("home"),
        ),
    ),
    Step(
        "taken",
        (
            *(Question(each) for each in ("taken-when", "taken-where", "taken-by", "branch")),
            *(Question(each) for each in ("seen-when", "seen-where", "seen-by", "numbers")),
            Question("answers", TEXT),
        ),
    ),
    Step("marks", tuple(Question(each, TEXT) for each in ("marks", "teeth", "medical", "clothing", "effects"))),
    Step(
        "you",
        (
            Question("asker"),
            Question("relation"),
            Question("reach", TEXT, needed=True),
            Question("reach-when", TEXT),
            Question("companion"),
            Question("wishes-to-see", CHOICE, ("words", "ask", "never")),
            Question("wishes", TEXT),
            Question("written-by", CHOICE, ("self", "helper")),
        ),
    ),
    Step(
        "challenge",
        (
            Question("liaison-word", SECRET, needed=True),
            Question("question", needed=True),
            Question("answer", SECRET, needed=True),
        ),
    ),
)
RECEIVERS = (
    "this-group",
    "syrian-ngos",
    "iimp",
    "iiim",
    "icrc",
    "icmp",
    "national-commission",
    "prosecutor",
)
YEARS = (1, 2, 5)
PHOTOGRAPHS = 3
LARGEST_PHOTOGRAPH = 5 << 20  # bytes
SHORTEST_WORD = 6  # letters and digits, as `slots.plain` counts them


def step(name: str) -> Step | None:
    """The step of this name."""
    return next((each for each in STEPS if each.name == name), None)
