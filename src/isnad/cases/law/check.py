"""Checks every law file, for the build: ``python -m isnad.cases.law.check`` ends with 1 where something is wrong.

What makes a file wrong is refused when it is read (``book``): a gap or an overlap on either axis of time, a rule
without a citation, an atom or a source that does not exist. Checked here besides: that every country is there and says
of every offence either a door or that no rule could be confirmed, that no offence is both, that no source is left over,
and that every source names where it can be read. Not checked: whether the law is right; that is the reviewer's work.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from isnad.cases.law.book import COUNTRIES, Country, load
from isnad.cases.law.facts import Offence
from isnad.cases.law.immunity import immunities
from isnad.words import Refusal


def findings() -> list[str]:
    """What is wrong, one line each; empty where nothing is."""
    found: list[str] = []
    for code in COUNTRIES:
        try:
            country = load(code)
        except Refusal as refusal:
            found.append(f"{code}: {refusal.code} {refusal.facts}")
        else:
            found += [f"{code}: {what}" for what in _of(country)]
    immunities()
    return found


def _of(country: Country) -> Iterator[str]:
    for offence in Offence:
        known, unconfirmed = bool(country.doors_for(offence)), offence in country.unconfirmed
        if known == unconfirmed:
            yield f"{offence}: {'both a door and unconfirmed' if known else 'neither a door nor unconfirmed'}"
    stretches = [each for door in country.doors for each in door.asked]
    stretches += [each for door in country.doors for axis in door.offences.values() for each in axis]
    used = {source for stretch in stretches for source in stretch.sources}
    for note in (country.in_absentia, *(door.limitation for door in country.doors)):
        used.update(note.sources if note else ())
    for source in country.sources:
        if source not in used:
            yield f"{source.key}: cited by no rule"
        if not source.address:
            yield f"{source.key}: no address"


if __name__ == "__main__":
    wrong = findings()
    sys.stderr.write("".join(f"{each}\n" for each in wrong))
    sys.exit(1 if wrong else 0)
