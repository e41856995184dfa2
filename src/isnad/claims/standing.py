"""What a claim is worth now: worked out from what was said of it, and never stored.

1. Taken back by whoever said it: *withdrawn*.
2. Something it cites was erased, or is itself withdrawn, rejected or unsupported: *unsupported*.
3. Of each reviewer the last verdict counts. All against: *rejected*. Not of one mind, or disputed: *disputed*.
4. Another claim takes its place and stands: *superseded*; but what was accepted gives way only to what is accepted.
5. At least one for it, and none against: *accepted*.
6. Nobody has decided: *proposed*.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Standing(StrEnum):
    """What a claim, or an identity, is worth now."""

    ACCEPTED = "accepted"
    PROPOSED = "proposed"
    DISPUTED = "disputed"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    UNSUPPORTED = "unsupported"

    @property
    def holds(self) -> bool:
        """Whether it still counts: accepted, proposed or disputed."""
        return self in (Standing.ACCEPTED, Standing.PROPOSED, Standing.DISPUTED)


FALLEN = (Standing.WITHDRAWN, Standing.REJECTED, Standing.UNSUPPORTED)


@dataclass(frozen=True, slots=True)
class Known:
    """What was said of one claim: ``rests_on`` are the claims it cites; ``lost``, that something it cites is gone."""

    verdicts: Mapping[str, str]  # by reviewer, the last of each
    withdrawn: bool = False
    lost: bool = False
    rests_on: tuple[int, ...] = ()
    successors: tuple[int, ...] = ()


def standings(known: Mapping[int, Known]) -> dict[int, Standing]:
    """The standing of each claim of ``known``, which holds all that they rest on and all that follow them.

    A claim rests on earlier ones and is followed by later ones, so two passes find everything: no circle is possible.
    """
    found: dict[int, Standing] = {}
    for number in sorted(known):
        found[number] = _by_itself(known[number], found)
    for number in sorted(known, reverse=True):
        if found[number] in (Standing.ACCEPTED, Standing.PROPOSED):
            found[number] = _beside(found[number], [found[each] for each in known[number].successors if each in found])
    return found


def _by_itself(known: Known, earlier: Mapping[int, Standing]) -> Standing:
    if known.withdrawn:
        return Standing.WITHDRAWN
    if known.lost or any(earlier.get(each) in FALLEN for each in known.rests_on):
        return Standing.UNSUPPORTED
    return verdict(known.verdicts.values())


def verdict(verdicts: Iterable[str]) -> Standing:
    """What reviewers make of it together."""
    given = set(verdicts)
    if not given:
        return Standing.PROPOSED
    return Standing(given.pop()) if len(given) == 1 else Standing.DISPUTED


def _beside(own: Standing, successors: list[Standing]) -> Standing:
    gives_way_to = {Standing.ACCEPTED, Standing.SUPERSEDED}
    if own is Standing.PROPOSED:
        gives_way_to |= {Standing.PROPOSED, Standing.DISPUTED}
    return Standing.SUPERSEDED if gives_way_to.intersection(successors) else own
