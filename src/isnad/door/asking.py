"""Asking: the questions page by page, what was answered once before sending, and the code.

* Answers stay in the sitting until they are sent or the way out is taken; then they are gone from here.
* What was answered is shown before it is sent, and never after.
"""

from __future__ import annotations

from typing import Any

from isnad.door import questions
from isnad.door.codes import Code
from isnad.door.door import Door, stamp_is, wrong_with
from isnad.door.folder import today
from isnad.door.letters import Letter
from isnad.door.questions import STEPS, Question, Step
from isnad.door.sittings import Sitting
from isnad.door.slots import Status, plain
from isnad.door.web import Answer, Request

LAST = ("receivers", "words", "check")
BOXES = 20  # in a line of the form on paper
LINES_ON_PAPER = {questions.LINE: 2, questions.SECRET: 1, questions.TEXT: 3, questions.CHOICE: 0}
ORDER = (*(each.name for each in STEPS), *LAST)


async def begin(door: Door, request: Request, language: str) -> Answer:
    """A new sitting, after the page that says what the way out does not do."""
    door.forget(request.cookie)
    name, _ = door.sittings.begin()
    return Answer.to(f"/{language}/ask/{ORDER[0]}", cookie=name)


async def ask(door: Door, request: Request, language: str, name: str) -> Answer:
    """One step: shows it, or takes what was answered and goes on."""
    sitting = door.sittings.find(request.cookie)
    if sitting is None or sitting.case is not None:
        return Answer.to(f"/{language}/over")
    if request.method != "POST":
        return Answer(_page(door, language, name, sitting))
    if not stamp_is(sitting, request.value("stamp")):
        return Answer.to(f"/{language}/over")
    if name == "check":
        return await _send(door, request, language, sitting)
    wrong = _take(request, sitting, name)
    if wrong and request.value("go") != "back":
        return Answer(_page(door, language, name, sitting, wrong), status=400)
    return Answer.to(f"/{language}/ask/{_neighbour(name, request.value('go'))}")


def missing(answers: dict[str, str]) -> str | None:
    """The first step in which something needed was not answered."""
    for step in STEPS:
        if any(each.needed and not answers.get(each.name) for each in step.questions):
            return step.name
    if "receivers" not in answers:
        return "receivers"
    return None if "word" in answers else "words"


def consent_of(request: Request) -> dict[str, str]:
    """Who may read, for what, for how long: one by one, nobody where nothing is chosen."""
    chosen = [each for each in request.form.get("receivers", []) if each in questions.RECEIVERS]
    years = request.value("years")
    return {
        "receivers": " ".join(dict.fromkeys(chosen)),
        "justice": "justice" if request.value("justice") else "",
        "years": years if years in map(str, questions.YEARS) else str(questions.YEARS[0]),
    }


def words_of(request: Request) -> tuple[str, str, str | None]:
    """The word, the word for danger, and what is wrong with them."""
    word, danger = request.value("word", 200), request.value("danger", 200)
    if len(plain(word)) < questions.SHORTEST_WORD or (danger and len(plain(danger)) < questions.SHORTEST_WORD):
        return word, danger, "word-too-short"
    return word, danger, "words-alike" if plain(word) == plain(danger) else None


def consent_letter(kind: str, language: str, told: dict[str, str], **more: Any) -> Letter:
    """A letter that says who may read."""
    purposes = ("tracing", *([told["justice"]] if told["justice"] else []))
    receivers = tuple(told["receivers"].split())
    return Letter(kind, today(), language, receivers=receivers, purposes=purposes, years=int(told["years"]), **more)


def _take(request: Request, sitting: Sitting, name: str) -> str | None:
    """Puts what was answered into the sitting; returns what is wrong with it."""
    if name == "receivers":
        sitting.answers |= consent_of(request)
        return None
    if name == "words":
        word, danger, wrong = words_of(request)
        if wrong is None:
            sitting.answers |= {"word": word, "danger": danger}
        return wrong
    step = questions.step(name)
    assert step is not None
    for each in step.questions:
        _take_one(request, sitting, each)
    lacks = any(each.needed and not sitting.answers.get(each.name) for each in step.questions)
    return "something-needed" if lacks else None


def _take_one(request: Request, sitting: Sitting, question: Question) -> None:
    value = request.value(question.name, questions.LONGEST[question.kind])
    skipped = value if question.choices else request.value(f"{question.name}-skip")
    if question.choices and value not in question.choices:
        value = ""
    sitting.answers.pop(question.name, None)
    sitting.answers.pop(f"{question.name}-skip", None)
    if value:
        sitting.answers[question.name] = value
    elif skipped in questions.SKIPS and not question.needed:
        sitting.answers[f"{question.name}-skip"] = skipped


def _neighbour(name: str, way: str) -> str:
    place = ORDER.index(name) + (-1 if way == "back" else 1)
    return ORDER[max(0, min(place, len(ORDER) - 1))]


def _page(door: Door, language: str, name: str, sitting: Sitting, wrong: str | None = None) -> bytes:
    shown: dict[str, object] = {
        "stamp": sitting.stamp,
        "number": str(ORDER.index(name) + 1),
        "of": str(len(ORDER)),
        "first": name == ORDER[0],
        "wrong": door.voice.say(language, wrong) if wrong else "",
    }
    say = door.voice.say
    if (step := questions.step(name)) is not None:
        shown |= {"title": say(language, f"step-{name}"), "lede": say(language, f"lede-{name}")}
        shown["questions"] = [_shown(door, language, each, sitting) for each in step.questions]
        return door.look.page(language, f"ask/{name}", "step", **shown)
    if name == "receivers":
        shown |= receivers_shown(door, language, sitting.answers)
    if name == "check":
        shown |= {"parts": [_summary(door, language, each, sitting) for each in STEPS]}
        shown |= {"missing": missing(sitting.answers) or "", **receivers_shown(door, language, sitting.answers)}
    return door.look.page(language, f"ask/{name}", name, **shown)


def receivers_shown(door: Door, language: str, answers: dict[str, str]) -> dict[str, object]:
    """The receivers as the page lists them; ticked only what was ticked in this sitting."""
    say, chosen = door.voice.say, answers.get("receivers", "").split()
    years = answers.get("years", str(questions.YEARS[0]))
    return {
        "receivers": [
            {"name": each, "text": say(language, f"receiver-{each}"), "chosen": each in chosen}
            for each in questions.RECEIVERS
        ],
        "chosen": [say(language, f"receiver-{each}") for each in chosen],
        "justice": bool(answers.get("justice")),
        "years": [
            {"name": str(each), "text": say(language, f"years-{each}"), "chosen": str(each) == years}
            for each in questions.YEARS
        ],
        "for_years": say(language, f"years-{years}"),
    }


def paper_rows(door: Door, language: str) -> list[dict[str, object]]:
    """The questions for the form on paper: a number, the question, and boxes that a machine can find."""
    say = door.voice.say
    rows: list[dict[str, object]] = []
    asked = [each for step in STEPS for each in step.questions]
    for number, each in enumerate(asked, 1):
        lines = LINES_ON_PAPER[each.kind]
        choices = [say(language, f"{each.name}-{choice}") for choice in each.choices]
        rows.append(
            {
                "number": str(number),
                "ask": say(language, f"ask-{each.name}"),
                "lines": ["x" * BOXES] * lines,
                "choices": choices,
            }
        )
    whom = [say(language, f"receiver-{each}") for each in questions.RECEIVERS]
    rows.append({"number": str(len(rows) + 1), "ask": say(language, "receivers-legend"), "choices": whom})
    return rows


def _shown(door: Door, language: str, question: Question, sitting: Sitting) -> dict[str, object]:
    say, name = door.voice.say, question.name
    value, skipped = sitting.answers.get(name, ""), sitting.answers.get(f"{name}-skip", "")
    return {
        "name": name,
        "kind": question.kind,
        "needed": question.needed,
        "folded": question.folded,
        "ask": say(language, f"ask-{name}"),
        "why": say(language, f"why-{name}"),
        "value": "" if question.kind == questions.SECRET else value,
        "longest": str(questions.LONGEST[question.kind]),
        "choices": [
            {"name": each, "text": say(language, f"{name}-{each}"), "chosen": each == value}
            for each in question.choices
        ],
        "skips": [
            {"name": each, "text": say(language, f"skip-{each}"), "chosen": each == skipped}
            for each in ([] if question.needed or question.folded else questions.SKIPS)
        ],
    }


def _summary(door: Door, language: str, step: Step, sitting: Sitting) -> dict[str, object]:
    say, lines = door.voice.say, []
    for each in step.questions:
        value, skipped = sitting.answers.get(each.name, ""), sitting.answers.get(f"{each.name}-skip", "")
        if each.kind == questions.SECRET and value:
            value = say(language, "kept-hidden")
        elif each.choices and value:
            value = say(language, f"{each.name}-{value}")
        elif skipped:
            value = say(language, f"skip-{skipped}")
        if value:
            lines.append((say(language, f"ask-{each.name}"), value))
    return {"name": step.name, "title": say(language, f"step-{step.name}"), "lines": lines}


def _groups(door: Door, language: str, code: Code) -> list[tuple[str, str]]:
    """The code's groups, and beside each the same in the digits of the language, where those are others."""
    digits = str.maketrans("0123456789", door.voice.say(language, "digits"))
    pairs = [(each, each.translate(digits)) for each in code.written().split()]
    return [(each, other if other != each else "") for each, other in pairs]


async def _send(door: Door, request: Request, language: str, sitting: Sitting) -> Answer:
    if request.value("go") == "back":
        return Answer.to(f"/{language}/ask/words")
    if (lacking := missing(sitting.answers)) is not None:
        return Answer.to(f"/{language}/ask/{lacking}")
    if (wrong := wrong_with(request.files)) is not None:
        return Answer(_page(door, language, "check", sitting, wrong), status=400)
    answers = dict(sitting.answers)
    door.forget(request.cookie)  # a second click finds nothing: one letter, one code
    word, danger = answers.pop("word"), answers.pop("danger", "")
    code = Code.new()
    async with door.turns.turn(request.address, code.bits.hex()):
        slots = await door.slots(code, word, danger)
    told = {name: answers.pop(name) for name in ("receivers", "justice", "years")}
    letter = consent_letter("inquiry", language, told, slots=slots, case=slots[0].name)
    await door.send(letter, answers, request.files)
    await door.open_case(slots, Status("received"))
    page = door.look.page(language, "", "code", groups=_groups(door, language, code), danger=bool(danger))
    return Answer(page, cookie="")
