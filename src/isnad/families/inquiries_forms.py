"""An inquiry as a liaison takes it down, from paper or by voice: a short form in YAML.

person:
  name: ["سامر محمود الحداد", "Samer Haddad"]   # every spelling; one full name is enough
  motherName: …                                  # whatever is not known is left out
  birthDate: 1984
  arrestDate: "2013-04"
  branch: …
  detaineeNumber: …                              # a number they were told
inquiry: {relation: mother, spokenLanguage: ar, companion: …, wishes: …, wishesToSee: no}
asker: {name: …, phone: …, address: …, word: …, question: …}   # sealed
consent: {purposes: [justice], receivers: [icrc], until: 2027-12-31, given_by: asker, language: ar}
child: no
risk: what was weighed before getting in touch
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from isnad.families.inquiries_drafts import CONTACT, Chosen, Draft, chosen, inquiry_targets, is_child, person_targets
from isnad.registers.cells import NAMES, Said, day
from isnad.words import Refusal

PARTS = ("person", "inquiry", "asker", "consent", "child", "risk")
_LONGEST = 200_000  # characters


def read(path: Path) -> Draft:
    """The draft in a form; ``-`` is standard input."""
    if str(path) == "-":
        return parse(_loaded(sys.stdin.read(_LONGEST)))
    if not path.is_file():
        raise Refusal("claims.no-such-file")
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        return parse(_loaded(file.read(_LONGEST)))


def _loaded(text: str) -> Any:
    import yaml

    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise Refusal("families.form-not-yaml") from error


def parse(told: Any) -> Draft:
    """The draft that a form says; refused where it says what nobody understands."""
    if not isinstance(told, dict) or not isinstance(told.get("person"), dict):
        raise Refusal("families.form-no-person")
    if strange := [str(each) for each in told if each not in PARTS]:
        raise Refusal("families.form-unknown", name=strange[0], known=", ".join(PARTS))
    draft = Draft(0, "")
    draft.person = _said(told["person"], person_targets())
    draft.inquiry = _said(told.get("inquiry") or {}, inquiry_targets())
    draft.contact = {each.target: each.value for each in _said(told.get("asker") or {}, dict.fromkeys(CONTACT, ""))}
    draft.consent = _consent(told.get("consent"))
    draft.risk = None if told.get("risk") is None else str(told["risk"])
    child = told.get("child")
    draft.child = is_child(draft, None if child is None else str(child).lower())
    return draft


def _said(told: Any, targets: Mapping[str, str]) -> list[Said]:
    if not isinstance(told, dict):
        raise Refusal("families.form-no-person")
    found = []
    for name, given in told.items():
        if name not in targets:
            raise Refusal("families.form-unknown", name=name, known=", ".join(sorted(targets)))
        for each in given if isinstance(given, list) else [given]:
            if isinstance(each, dict | list):
                raise Refusal("families.form-unknown", name=name, known=", ".join(sorted(targets)))
            text = "" if each is None else _plain(each)
            if text:
                found.append(_one(str(name), text, targets[name]))
    return found


def _plain(value: Any) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value).strip()


def _one(name: str, text: str, kind: str) -> Said:
    if name in NAMES and not any(each.isalpha() for each in text):
        raise Refusal("registers.name-without-letters", column=name)
    return Said(name, text, day(text, None) if kind == "date" else None)


def _consent(told: Any) -> Chosen | None:
    if told is None:
        return None
    if not isinstance(told, dict):
        raise Refusal("families.not-a-consent")
    listed = {name: told.get(name) or [] for name in ("purposes", "receivers")}
    if not all(isinstance(each, list) for each in listed.values()):
        raise Refusal("families.not-a-consent")
    until = told.get("until")
    return chosen(
        map(str, listed["purposes"]), map(str, listed["receivers"]), None if until is None else str(until),
        None if told.get("given_by") is None else str(told["given_by"]),
        None if told.get("language") is None else str(told["language"]),
    )  # fmt: skip
