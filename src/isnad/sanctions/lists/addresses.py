"""Addresses as entities of their own, with the whole on one line beside the parts that the list gives apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from isnad.sanctions.lists.draft import Draft

_PARTS = ("street", "street2", "city", "region", "state", "postalCode", "postOfficeBox")
_NO_ADDRESS_ENTITY = ("Vessel", "Airplane")


def address(draft: Draft, country: str = "", remark: str = "", **parts: str) -> Draft | None:
    """The address of an entity from its parts (those of FollowTheMoney's Address); None where nothing is said."""
    told = [parts[name] for name in _PARTS if parts.get(name)]
    draft.country("country", country)
    if not told and not country:
        return None
    whole = ", ".join([*told, country] if country else told)
    if not told:
        return None  # a country alone is the entity's country
    draft.add("address", whole)
    place = draft.part("Address", "address", whole, remark)
    place.add("full", whole)
    for name in _PARTS:
        place.add(name, parts.get(name))
    place.country("country", country)
    place.add("remarks", remark)
    draft.add("addressEntity", place.id)
    return place


def of_rows(draft: Draft, rows: Iterable[list[str]]) -> Iterator[Draft]:
    """The addresses of OFAC's address file: number, its own number, street, city with state and post code, country."""
    for fields in rows:
        place = address(draft, country=fields[4], remark=fields[5], street=fields[2], city=fields[3])
        if place:
            yield place
