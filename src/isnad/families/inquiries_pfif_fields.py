"""From the claims of an inquiry to the fields of PFIF, and back: which claim fills which field, and what never does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from isnad.claims.models import EntityRow
from isnad.claims.queries import Stated
from isnad.claims.schemata import schema
from isnad.families import pfif, pfif_writing
from isnad.families.pfif_writing import Person
from isnad.families.queries import MISSING_PERSON
from isnad.record.tables import key

if TYPE_CHECKING:
    from isnad.families.inquiries_exporting import Leaving

TOLD_TO_A_RECEIVER = (
    "fatherName", "grandfatherName", "motherName", "kunya", "arrestDate", "arrestPlace", "arrestedBy", "lastSeenDate",
    "branch", "detaineeNumber", "examinationNumber", "otherNumber", "marks", "teeth", "medical", "clothing", "effects",
)  # fmt: skip
LINKED, WORDS = "linked", "Said to be the same person as the linked record."
IDENTIFIED = "Identified. The family has been told."


def person(leaving: Leaving, own: str, *, public: bool) -> Person:
    """A person without notes. What PFIF has no field for stands in the description, and only for a named receiver."""
    values = _by_name(leaving.of_person())
    fields = {
        "person_record_id": leaving.record_id,
        "entry_date": pfif_writing.moment(leaving.row.at) or "",
        "source_date": _source_date(leaving),
        "full_name": next(iter(_texts(values, "name")), pfif_writing.UNNAMED),
        "alternate_names": "\n".join([*_texts(values, "name")[1:], *_texts(values, "alias"), *_texts(values, "kunya")]),
        "date_of_birth": _first(pfif_writing.birth(each.normal) for each in values["birthDate"]),
        "age": _first(pfif_writing.age(each.value) for each in values["age"]),
        "sex": _first(each.normal for each in values["gender"] if each.normal in pfif.SEXES),
        "author_name": own if leaving.row.domain is None else "",
    }
    for name, ours in pfif.OF_PERSON.items():
        if name not in fields and name != "description":
            fields[name] = ("\n" if name in pfif.LINES else "; ").join(_texts(values, ours))
    of_inquiry = _by_name(leaving.claims.get(leaving.row.inquiry, []))
    for name, ours in pfif.OF_INQUIRY.items():
        fields.setdefault(name, "; ".join(_texts(of_inquiry, ours)))
    fields["description"] = _description(values, public=public or leaving.row.child)
    ends = leaving.allowed.expires or leaving.allowed.until
    fields["expiry_date"] = "" if ends is None else pfif_writing.last_moment(ends) or ""
    if leaving.row.child:
        fields = {name: text for name, text in fields.items() if name not in pfif.EXACT_PLACES}
    return Person(fields)


def notes(
    leaving: Leaving, ids: Mapping[int, str], linked: Mapping[int, Iterable[tuple[int, str]]], own: str
) -> list[dict[str, str]]:
    """The notes of a person; for each that links to it a note that links back; and the death the family was told of."""
    found = [_note(entry, held, leaving, ids) for entry, held in leaving.notes.items()]
    if leaving.told_dead is not None:
        found.append(_death(leaving, leaving.told_dead, own))
    known = {each.get("linked_person_record_id") for each in found}
    for other, at in linked.get(leaving.row.inquiry, ()):
        if ids[other] not in known:
            found.append({
                "note_record_id": f"{own}/link-{leaving.row.inquiry}-{other}", "person_record_id": leaving.record_id,
                "linked_person_record_id": ids[other], "author_name": own, "source_date": at, "text": WORDS,
            })  # fmt: skip
    return found


def links(found: Iterable[Leaving]) -> dict[int, list[tuple[int, str]]]:
    """Who links to an inquiry, among those that leave: by the inquiry linked to, with the date of the note."""
    back: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for leaving in found:
        for held in leaving.notes.values():
            for each in held:
                if each.property == LINKED and each.refers is not None:
                    back[each.refers].append((leaving.row.inquiry, _note_date(held, leaving)))
    return back


def _death(leaving: Leaving, told_at: str, own: str) -> dict[str, str]:
    """What we say ourselves, of an identification that stands and that was told."""
    at = pfif_writing.moment(told_at) or ""
    return {
        "note_record_id": f"{own}/told-{leaving.row.inquiry}", "person_record_id": leaving.record_id,
        "entry_date": at, "author_name": own, "source_date": at, "status": pfif.DEAD, "text": IDENTIFIED,
    }  # fmt: skip


def _note(entry: int, held: list[Stated], leaving: Leaving, ids: Mapping[int, str]) -> dict[str, str]:
    values = _by_name(held)
    status = next(iter(_texts(values, "status")), "")
    to = next((each.refers for each in values[LINKED] if each.refers is not None), None)
    fields = {
        "note_record_id": _foreign(entry) or f"{leaving.record_id}-{entry}",
        "person_record_id": leaving.record_id,
        "linked_person_record_id": ids.get(to, "") if to is not None else "",
        "entry_date": pfif_writing.moment(leaving.row.at) or "",
        "author_name": pfif_writing.WITHHELD,
        "source_date": _note_date(held, leaving),
        "author_made_contact": next(iter(_texts(values, "madeContact")), ""),
        "status": status if status in pfif.STATUSES and status != pfif.DEAD else "",  # what others say starts nothing
        "last_known_location": "" if leaving.row.child else "; ".join(_texts(values, "lastKnownLocation")),
        "text": "\n".join(_texts(values, "text")) or "-",
    }
    return {name: text for name, text in fields.items() if text}


def _note_date(held: list[Stated], leaving: Leaving) -> str:
    told = next((each.value for each in held if each.property == "sourceDate"), leaving.row.at)
    return pfif_writing.moment(told) or pfif_writing.moment(leaving.row.at) or ""


def _source_date(leaving: Leaving) -> str:
    """As read where the record is another's; else when the inquiry came to us."""
    of_inquiry = leaving.claims.get(leaving.row.inquiry, [])
    told = next((each.value for each in of_inquiry if each.property == "sourceDate"), None)
    return (pfif_writing.moment(told) if told else None) or pfif_writing.moment(leaving.row.at) or ""


def _description(values: Mapping[str, list[Stated]], *, public: bool) -> str:
    told = _texts(values, "description")
    if not public:
        kind = schema(MISSING_PERSON)
        told += [
            f"{kind.property(name).labels['en']}: {'; '.join(texts)}"
            for name in TOLD_TO_A_RECEIVER if (texts := _texts(values, name))
        ]  # fmt: skip
    return "\n".join(told)


def _foreign(entry: int) -> str | None:
    return EntityRow.objects.filter(pk=key(entry)).values_list("foreign", flat=True).first()


def _by_name(held: Iterable[Stated]) -> dict[str, list[Stated]]:
    found: dict[str, list[Stated]] = defaultdict(list)
    for each in held:
        found[each.property].append(each)
    return found


def _texts(values: Mapping[str, list[Stated]], name: str) -> list[str]:
    return list(dict.fromkeys(each.value for each in values.get(name, ()) if each.value))


def _first(found: Iterable[str | None]) -> str:
    return next((each for each in found if each), "")
