"""How cases are shown: as JSON for machines, and in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from isnad.cases.elements import book
from isnad.cases.matters import Charge, Ground, Matter, Proof, State
from isnad.claims.queries import Stated
from isnad.speech import current_language, phrase

Names = Mapping[int, str]
File = tuple[int, str, list[int]]


def matter(found: Matter, names: Names, files: list[File]) -> dict[str, Any]:
    """Everything of a case, as ``isnad cases readiness --json`` gives it."""
    return {
        "case": found.entity,
        "name": next(iter(found.values("name")), None),
        "jurisdiction": found.country or None,
        "law": found.law,
        "accused": [{"id": each, "name": names.get(each)} for each in found.accused],
        "ready": found.ready,
        "lacks": found.lacks,
        "elements": {str(state): found.count(state) for state in State},
        "charges": [_charge(each, names) for each in found.charges],
        "witnesses": [{"witness": each.entity, "pseudonym": each.pseudonym, "measures": list(each.measures)}
                      for each in found.witnesses],
        "steps": [{"step": each.entity, "kind": each.kind, "on": list(each.on),
                   "claims": [said.entry for said in each.claims]} for each in found.steps],
        "files": [{"entry": entry, "digest": digest, "stale": bool(fallen), "fallen": fallen}
                  for entry, digest, fallen in files],
    }  # fmt: skip


def _charge(each: Charge, names: Names) -> dict[str, Any]:
    accused = None if each.accused is None else {"id": each.accused, "name": names.get(each.accused)}
    days = {name: each.values(name) for name in ("startDate", "endDate", "place")}
    return {
        "charge": each.entity,
        "accused": accused,
        "crime": each.crime,
        "mode": each.mode,
        "from": days["startDate"],
        "to": days["endDate"],
        "place": days["place"],
        "ready": each.ready,
        "elements": [_proof(proof) for proof in each.proofs],
    }


def _proof(each: Proof) -> dict[str, Any]:
    return {
        "code": each.element.code,
        "kind": each.element.kind,
        "base": each.element.base,
        "text": each.element.text[current_language()],
        "source": {"citation": each.element.authority.citation, "as_of": str(each.element.authority.as_of)},
        "state": str(each.state),
        "for": [_ground(ground) for ground in each.supporting],
        "against": [{**_ground(ground), "answered": bool(ground.answers),
                     "answers": [_claim(said) for said in ground.answers]} for ground in each.weakening],
    }  # fmt: skip


def _ground(ground: Ground) -> dict[str, Any]:
    return {"attachment": ground.said.entry, "relies_on": [_claim(each) for each in ground.relies_on]}


def _claim(each: Stated) -> dict[str, Any]:
    return {
        "claim": each.entry,
        "entity": each.entity,
        "property": each.property,
        "value": each.value,
        "kind": each.kind,
        "method": each.method,
        "standing": str(each.standing),
    }


def matter_in_words(found: Matter, names: Names, files: list[File]) -> Iterator[str]:
    """The same for a person."""
    accused = ", ".join(names.get(each, f"#{each}") for each in found.accused)
    yield phrase("case.shown", case=found.entity, name=next(iter(found.values("name")), "–"), accused=accused,
                 country=found.country or "–")  # fmt: skip
    if found.law:
        yield "  " + phrase("case.law", answer=phrase(f"cases.answer.{found.law}"))
    for charge in found.charges:
        yield from _charge_in_words(charge, names)
    for each in found.witnesses:
        measures = ", ".join(phrase(f"case.measure-{name}") for name in each.measures)
        yield "  " + phrase("case.witness", pseudonym=each.pseudonym, measures=measures or phrase("case.no-measure"))
    for each_step in found.steps:
        kind = phrase(f"case.step-{each_step.kind}") if each_step.kind else "–"
        yield f"  {' | '.join(each_step.on) or '–'}  {kind}"
    for entry, digest, fallen in files:
        code = "case.file-stale" if fallen else "case.file-stands"
        yield "  " + phrase(code, entry=entry, digest=digest[:16], claims=", ".join(map(str, fallen[:12])))
    for code in found.lacks:
        yield "  ! " + phrase(f"case.lacks-{code}")
    yield phrase("case.ready" if found.ready else "case.not-ready", **{str(each): found.count(each) for each in State})


def _charge_in_words(charge: Charge, names: Names) -> Iterator[str]:
    language = current_language()
    crime, mode = book().crimes.get(charge.crime), book().modes.get(charge.mode)
    yield phrase(
        "case.charge", charge=charge.entity, name=names.get(charge.accused or -1, "–"),
        crime=crime.name[language] if crime else charge.crime, mode=mode.name[language] if mode else charge.mode,
    )  # fmt: skip
    for each in charge.proofs:
        state = phrase(f"case.state-{each.state}")
        base = phrase(f"case.base-{each.element.base}")
        yield f"  [{state}] {each.element.code} ({base}) {each.element.text[language]}"
        for ground in each.supporting:
            yield "      + " + _relied(ground)
        for ground in each.weakening:
            answered = phrase("case.answered" if ground.answers else "case.unanswered")
            yield f"      − {_relied(ground)} [{answered}; {ground.said.entry}]"


def _relied(ground: Ground) -> str:
    return "; ".join(f"{each.entry} {each.property}: {each.value} ({each.standing})" for each in ground.relies_on)
