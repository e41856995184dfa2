"""With a code: the status, and what may be sent after. Nothing that was sent is shown.

* A code that opens and one that does not get the same answer to the form: a cookie, and the way to the next page.
* Additions, consent, new words and withdrawals are letters. Under the word for danger they look alike, and are marked.
"""

from __future__ import annotations

from isnad.door.asking import consent_letter, consent_of, receivers_shown, words_of
from isnad.door.codes import Code
from isnad.door.door import Door, stamp_is, wrong_with
from isnad.door.folder import today
from isnad.door.letters import Letter
from isnad.door.sittings import Case, Sitting
from isnad.door.slots import Status
from isnad.door.web import Answer, Request

LONGEST_ADDITION = 8_000
PAGES = ("add", "consent", "words", "withdraw")


async def enter(door: Door, request: Request, language: str) -> Answer:
    """Tries a code and a word."""
    case, was_code = await door.attempt(request.address, request.value("code"), request.value("word", 200))
    door.forget(request.cookie)
    name, sitting = door.sittings.begin()
    sitting.case = case
    sitting.trouble = None if case else "opens-nothing" if was_code else "not-a-code"
    return Answer.to(f"/{language}/status", cookie=name)


async def status(door: Door, request: Request, language: str) -> Answer:
    """One of three words; or why nothing opened."""
    sitting = door.sittings.find(request.cookie)
    if sitting is not None and sitting.trouble is not None:
        wrong = door.voice.say(language, sitting.trouble)
        door.forget(request.cookie)
        return Answer(door.look.page(language, "enter", "enter", wrong=wrong), cookie="")
    if sitting is None or sitting.case is None or (found := door.status_of(sitting.case)) is None:
        return Answer.to(f"/{language}/enter")
    word = door.voice.say(language, f"status-{found.word}")
    return Answer(door.look.page(language, "status", "status", status=word))


async def act(door: Door, request: Request, language: str, name: str) -> Answer:
    """One of `PAGES`: shows the form, or sends its letter."""
    sitting = door.sittings.find(request.cookie)
    if sitting is None or sitting.case is None:
        return Answer.to(f"/{language}/enter")
    if request.method != "POST":
        return Answer(_page(door, language, name, sitting))
    if not stamp_is(sitting, request.value("stamp")):
        return Answer.to(f"/{language}/enter")
    wrong = await _acts(door, request, language, name, sitting.case)
    if wrong is not None:
        return Answer(_page(door, language, name, sitting, wrong), status=400)
    return Answer.to(f"/{language}/sent")


async def report(door: Door, request: Request, language: str) -> Answer:
    """Somebody who asked for money, or came without the word. No code is needed to say so."""
    said = {name: request.value(name, 4_000) for name in ("happened", "who", "reach")}
    if not said["happened"]:
        wrong = door.voice.say(language, "something-needed")
        return Answer(door.look.page(language, "report", "report", wrong=wrong), status=400)
    async with door.turns.turn(request.address, f"report {request.address}"):
        await door.send(Letter("report", today(), language), said)
    return Answer.to(f"/{language}/reported")


async def _acts(door: Door, request: Request, language: str, name: str, case: Case) -> str | None:
    """Sends what the form says; returns what is wrong with it."""
    if name == "words":
        return await _change_words(door, request, language, case)
    if name == "consent":
        await door.send(consent_letter("consent", language, consent_of(request)), {}, case=case)
        return None
    text = request.value("text", LONGEST_ADDITION)
    if (wrong := wrong_with(request.files)) is not None:
        return wrong
    if name == "add" and not text and not request.files:
        return "something-needed"
    kind = "addition" if name == "add" else "withdrawal"
    await door.send(Letter(kind, today(), language), {"text": text}, request.files, case=case)
    return None


async def _change_words(door: Door, request: Request, language: str, case: Case) -> str | None:
    """New words for the same code. What is changed under the word for danger stays under danger."""
    word, danger, wrong = words_of(request)
    if wrong is not None:
        return wrong
    code = Code.parse(request.value("code"))
    before = await door.attempt(request.address, request.value("code"), request.value("old", 200))
    if code is None or before[0] is None or before[0].slot != case.slot:
        return "opens-nothing"
    slots = await door.slots(code, word, danger)
    found = door.status_of(case) or case.status
    letter = Letter("words", today(), language, slots=slots)
    await door.send(letter, {}, case=case)
    await door.open_case(slots, Status(found.word, found.forced), without=case.slot)
    case.slot = slots[0]
    return None


def _page(door: Door, language: str, name: str, sitting: Sitting, wrong: str | None = None) -> bytes:
    shown: dict[str, object] = {"stamp": sitting.stamp, "wrong": door.voice.say(language, wrong) if wrong else ""}
    if name == "consent":
        shown |= receivers_shown(door, language, {})
    return door.look.page(language, name, f"inside-{name}", **shown)
