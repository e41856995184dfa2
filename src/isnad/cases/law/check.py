"""Checks every law file, for the build: ``python -m isnad.cases.law.check`` ends with 1 where something is wrong.

With paths it checks those files instead, before they take the place of one that ships.

What makes a file wrong is refused when it is read (``book``): a gap or an overlap on either axis of time, a rule
without a citation, an atom or a source that does not exist. Checked here besides: that every country is there and says
of every offence either a door or that no rule could be confirmed, that no offence is both, that no source is left over,
and that every source names where it can be read. Not checked: whether the law is right; that is the reviewer's work.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from isnad.cases.law.book import COUNTRIES, Country, country_from, load
from isnad.cases.law.facts import Offence
from isnad.cases.law.immunity import immunities
from isnad.cases.law.plain_yaml import plain
from isnad.words import Refusal


def findings(paths: Sequence[Path] = ()) -> list[str]:
    """What is wrong, one line each; empty where nothing is. Without paths: every file that ships."""
    if paths:
        return [what for path in paths for what in _in(path.name, partial(_read, path))]
    immunities()
    return [what for code in COUNTRIES for what in _in(f"{code.lower()}.yaml", partial(load, code))]


def _read(path: Path) -> Country:
    return country_from(plain(path.read_bytes()), path.name)


def _in(name: str, read: Callable[[], Country]) -> list[str]:
    try:
        return [f"{name}: {what}" for what in _of(read())]
    except Refusal as refusal:
        facts = ", ".join(f"{key} {value}" for key, value in refusal.facts.items())
        return [f"{name}: {refusal.code} ({facts})"]


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
    wrong = findings([Path(each) for each in sys.argv[1:]])
    sys.stderr.write("".join(f"{each}\n" for each in wrong))
    sys.exit(1 if wrong else 0)
