"""From what was answered at the door to an inquiry's draft: every answer as typed, under the name of its claim."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from isnad.door.letters import Letter
from isnad.door.questions import STEPS
from isnad.families import inquiries_forms
from isnad.families.inquiries_drafts import Chosen, Draft, chosen
from isnad.registers.cells import NAMES
from isnad.speech import phrase

PERSON = {
    "full-name": "name",
    "own-name": "firstName",
    "father": "fatherName",
    "grandfather": "grandfatherName",
    "family-name": "lastName",
    "mother": "motherName",
    "called": "kunya",
    "born": "birthDate",
    "home": "address",
    "taken-when": "arrestDate",
    "taken-where": "arrestPlace",
    "taken-by": "arrestedBy",
    "branch": "branch",
    "seen-when": "lastSeenDate",
    "seen-where": "lastSeenPlace",
    "seen-by": "lastSeenBy",
    "numbers": "otherNumber",
    "answers": "earlierAnswer",
    "marks": "marks",
    "teeth": "teeth",
    "medical": "medical",
    "clothing": "clothing",
    "effects": "effects",
}
INQUIRY = {"relation": "relation", "companion": "companion", "wishes": "wishes"}
ASKER = {"asker": "name", "reach": "address", "liaison-word": "word"}
GENDERS = {"man": "male", "woman": "female"}


def draft_of(letter: Letter, said: Mapping[str, str], photographs: list[int], risk: str) -> Draft:
    """The draft of a letter that asks; ``photographs`` are the entries of its pictures, taken in as items."""
    # a claim holds no NUL, which a crafted form can send: what stands beside it is not lost for it
    said = {name: value.replace("\0", "\N{REPLACEMENT CHARACTER}") for name, value in _understood(said).items()}
    person: dict[str, Any] = {target: said[name] for name, target in PERSON.items() if said.get(name)}
    if odd := _nameless(person):
        person["circumstances"] = " · ".join(odd)  # a name without letters is no name, and is not lost
    if said.get("sex") in GENDERS:
        person["gender"] = GENDERS[said["sex"]]
    if photographs:
        person["photographInLife"] = [str(each) for each in photographs]
    told = {
        "person": person,
        "inquiry": _inquiry(letter, said),
        "asker": _asker(said),
        "child": said.get("child"),
        "risk": risk,
    }
    draft = inquiries_forms.parse({name: each for name, each in told.items() if each is not None})
    draft.consent = consent_of(letter)
    return draft


def _nameless(told: dict[str, Any]) -> list[str]:
    """Takes out what stands where a name should, and has no letter."""
    names = [name for name in told if name in NAMES and not any(map(str.isalpha, told[name]))]
    return [told.pop(name) for name in names]


def _understood(said: Mapping[str, str]) -> dict[str, str]:
    """The answers to questions that the door asks, each among its choices; whatever else a letter says is left out."""
    asked = {each.name: each for step in STEPS for each in step.questions}
    return {
        name: value.strip()
        for name, value in said.items()
        if name in asked and isinstance(value, str) and (not asked[name].choices or value in asked[name].choices)
    }


def consent_of(letter: Letter) -> Chosen:
    """What a letter allows, until its years are over."""
    day = date.fromisoformat(letter.day)
    until = date(day.year + letter.years, day.month, min(day.day, 28))
    return chosen(letter.purposes, letter.receivers, until.isoformat(), "asker", letter.language)


def _inquiry(letter: Letter, said: Mapping[str, str]) -> dict[str, str]:
    told = {target: said[name] for name, target in INQUIRY.items() if said.get(name)}
    told |= {"askedAt": letter.day, "spokenLanguage": letter.language}
    if said.get("wishes-to-see"):
        told["wishesToSee"] = phrase(f"door.wishes-to-see-{said['wishes-to-see']}")
    return told


def _asker(said: Mapping[str, str]) -> dict[str, str]:
    told = {target: said[name] for name, target in ASKER.items() if said.get(name)}
    if said.get("question"):
        told["question"] = f"{said['question']} — {said.get('answer', '')}"
    notes = [said.get("reach-when", ""), *_nameless(told)]
    if said.get("written-by") == "helper":
        notes.append(phrase("door.written-by-helper"))
    if any(notes):
        told["note"] = "\n".join(each for each in notes if each)
    return told
