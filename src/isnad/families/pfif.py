"""PFIF as others write it: the fields of persons and notes in the order of version 1.4, and what older ones became.

People Finder Interchange Format 1.1 to 1.4 (zesty.ca/pfif); namespaces are read with and without a slash at the end.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

NAMESPACE = "http://zesty.ca/pfif/1.4"
VERSIONS = ("1.1", "1.2", "1.3", "1.4")
_NAMESPACE = re.compile(r"https?://zesty\.ca/pfif/(1\.[1-4])/?")

PERSON = (
    "person_record_id", "entry_date", "expiry_date", "author_name", "author_email", "author_phone", "source_name",
    "source_date", "source_url", "full_name", "given_name", "family_name", "alternate_names", "description", "sex",
    "date_of_birth", "age", "home_street", "home_neighborhood", "home_city", "home_state", "home_postal_code",
    "home_country", "photo_url", "profile_urls",
)  # fmt: skip
NOTE = (
    "note_record_id", "person_record_id", "linked_person_record_id", "entry_date", "author_name", "author_email",
    "author_phone", "source_date", "author_made_contact", "status", "email_of_found_person", "phone_of_found_person",
    "last_known_location", "text", "photo_url",
)  # fmt: skip
RENAMED: Mapping[str, str] = {
    "first_name": "given_name",
    "last_name": "family_name",
    "found": "author_made_contact",
    "other": "description",
    "home_zip": "home_postal_code",
}
STATUSES = ("information_sought", "is_note_author", "believed_alive", "believed_missing", "believed_dead")
DEAD = "believed_dead"
SEXES = ("female", "male", "other")
LINES = frozenset({"alternate_names", "photo_url", "profile_urls"})  # several values, one a line

OF_PERSON: Mapping[str, str] = {
    "full_name": "name",
    "given_name": "firstName",
    "family_name": "lastName",
    "alternate_names": "alias",
    "description": "description",
    "sex": "gender",
    "date_of_birth": "birthDate",
    "age": "age",
    "home_street": "homeStreet",
    "home_neighborhood": "homeNeighborhood",
    "home_city": "homeCity",
    "home_state": "homeState",
    "home_postal_code": "homePostalCode",
    "home_country": "homeCountry",
    "photo_url": "photographLink",
    "profile_urls": "profileLink",
}
OF_INQUIRY: Mapping[str, str] = {"source_name": "sourceName", "source_date": "sourceDate", "source_url": "sourceLink"}
OF_NOTE: Mapping[str, str] = {
    "status": "status",
    "author_made_contact": "madeContact",
    "last_known_location": "lastKnownLocation",
    "text": "text",
    "source_date": "sourceDate",
}
OF_AUTHOR: Mapping[str, str] = {"author_name": "name", "author_phone": "phone", "author_email": "email"}
EXACT_PLACES = frozenset({"home_street", "home_neighborhood", "home_postal_code", "last_known_location"})


def version(namespace: str) -> str | None:
    """The version that a namespace names, None where it is none of PFIF's."""
    found = _NAMESPACE.fullmatch(namespace)
    return found[1] if found else None


def domain(record_id: str) -> str | None:
    """Whose record an id names: what stands before its first slash."""
    before, slash, local = record_id.partition("/")
    sound = slash and local and re.fullmatch(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", before)
    return before.lower() if sound else None
