"""Inquiries out of PFIF: whose record it is, what may be taken from it, and what never is.

* A record whose domain is not ours is a clone (PFIF-3): it comes only from a domain that somebody authorised, is noted
  and never edited. A record with our own domain comes back to us: its notes are taken, itself not.
* Its author made it public, until it expires; that is the consent it comes with. After that it is not shown (PFIF-4).
* ``source_date`` stays as read; when we received it is the time of the entry (PFIF-2).
* *believed_dead* is its author's word: a claim like others, and it starts nothing (PFIF-6).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from isnad.claims.lines import Problem
from isnad.families import pfif
from isnad.families.entries import PUBLICATION, TRACING
from isnad.families.inquiries_drafts import Chosen, Draft, Remark, is_child
from isnad.families.pfif_reading import Record, records
from isnad.registers.cells import NAMES, Said, day
from isnad.words import Refusal, When

DATASET = "pfif"
SEALED = ("author_name", "author_phone", "author_email", "email_of_found_person", "phone_of_found_person")
MARKERS = frozenset({"unknown", "?", "؟", "-", "n/a"})


def drafts(
    stream: BinaryIO, problems: list[Problem], *, authorised: frozenset[str], own: str
) -> Iterator[Draft | tuple[str, list[Remark], int]]:
    """Every person as a draft; notes that stand alone as the id of their person, what they say, and their line.

    ``authorised`` are the domains whose records are taken; ``own`` is ours.
    """
    for record in records(stream):
        trouble = record.trouble or _foreign(record, authorised | {own})
        if trouble is not None:
            problems.append(Problem(record.line, trouble, _whose(record)))
            continue
        yield from _read(record, problems, own)


def _read(record: Record, problems: list[Problem], own: str) -> Iterator[Draft | tuple[str, list[Remark], int]]:
    notes = record.notes if record.kind == "person" else [record]
    remarks = [each for note in notes if (each := _remark(note, problems)) is not None]
    about = record.text("person_record_id") or ""
    if record.kind == "person" and pfif.domain(about) != own:
        yield _draft(record, remarks, problems)
        return
    if record.kind == "person":
        problems.append(Problem(record.line, "families.pfif-own-record"))
    if remarks:
        yield about, remarks, record.line


def _foreign(record: Record, known: frozenset[str]) -> str | None:
    """Why a record is not taken: no id that says whose it is, or somebody's who was not authorised."""
    whose = pfif.domain(record.text("person_record_id") or "")
    if whose is None:
        return "families.pfif-no-id"
    return None if whose in known else "families.pfif-foreign-domain"


def _whose(record: Record) -> dict[str, str]:
    return {"domain": pfif.domain(record.text("person_record_id") or "") or ""}


def _draft(record: Record, remarks: list[Remark], problems: list[Problem]) -> Draft:
    name = record.text("person_record_id") or ""
    draft = Draft(record.line, name, domain=pfif.domain(name), remarks=remarks)
    draft.person = list(_said(record, dict(pfif.OF_PERSON), problems))
    draft.person += [Said("notes", f"{field}: {text}") for field, text in record.unknown]
    draft.inquiry = list(_said(record, dict(pfif.OF_INQUIRY), problems))
    draft.contact = {ours: text for field, ours in pfif.OF_AUTHOR.items() if (text := record.text(field))}
    draft.expires = _day(record, "expiry_date", problems)
    draft.consent = Chosen((TRACING, PUBLICATION), (), draft.expires)
    _compose_name(draft, record)
    draft.child = is_child(draft)
    return draft


def _said(record: Record, targets: dict[str, str], problems: list[Problem]) -> Iterator[Said]:
    for field, target in targets.items():
        for text in record.values(field):
            if target in NAMES and not any(each.isalpha() for each in text):
                if text.casefold() not in MARKERS:
                    problems.append(
                        Problem(record.line, "registers.name-without-letters", {"column": field})
                    )  # fmt: skip
                continue
            if field == "full_name" and text.casefold() in MARKERS:
                continue
            yield Said(target, text, day(text, None) if target in ("birthDate", "sourceDate") else None)


def _compose_name(draft: Draft, record: Record) -> None:
    """Before version 1.3 a name came in two parts; the whole of it is what is compared."""
    parts = [text for field in ("given_name", "family_name") if (text := record.text(field))]
    if parts and draft.value("name") is None:
        draft.person.insert(0, Said("name", " ".join(parts)))


def _day(record: Record, field: str, problems: list[Problem]) -> When | None:
    text = record.text(field)
    if text is None:
        return None
    try:
        return When.parse(text)
    except Refusal:
        problems.append(Problem(record.line, "families.pfif-not-a-date", {"field": field}))
        return When.parse("1900-01-01")  # a promise that is not understood is taken at its shortest


def _remark(record: Record, problems: list[Problem]) -> Remark | None:
    name = record.text("note_record_id")
    if name is None or pfif.domain(name) is None:
        problems.append(Problem(record.line, "families.pfif-no-id"))
        return None
    says = list(_said(record, dict(pfif.OF_NOTE), problems))
    if (status := record.text("status")) is not None and status not in pfif.STATUSES:
        problems.append(Problem(record.line, "families.pfif-unknown-status"))
        says = [each for each in says if each.target != "status"]
    says += [Said("notes", f"{field}: {text}") for field, text in record.unknown]
    linked = record.text("linked_person_record_id")
    sealed = "\n".join(text for field in SEALED if (text := record.text(field)))
    return Remark(name, tuple(says), sealed or None, linked)
