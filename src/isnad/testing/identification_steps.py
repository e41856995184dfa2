"""Steps of the demonstration: candidates proposed, one identified and one excluded by two reviewers, a family told.

They hold where the right body stands among the first five for all but one in twenty of the families that have one,
where a name alone bears nothing but *possible*, and where every decision stands on two people's verdicts.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from isnad.families.candidates_queries import Pair
    from isnad.families.identifications import Reviewed
    from isnad.families.queries import Sought

REVIEWERS = ("rima", "tareq")
FIRST, ENOUGH = 5, 0.95
REASON_FOR = "The number that the family was told stands on the card; nothing speaks against it."
REASON_AGAINST = "The number was sold to the family: nothing else about this body fits whom they describe."


def tell_all(drive: Path, step: Callable[[str, Callable[[], dict[str, object] | None]], None]) -> None:
    """Every step of this module, in order."""
    step("type", lambda: type_names(drive))
    step("propose", lambda: propose(drive))
    step("identify", lambda: identify(drive))
    step("exclude", lambda: exclude(drive))
    step("tell", tell)


def type_names(drive: Path) -> dict[str, object] | None:
    """Somebody types the names that stand on the cards of the second series, one photograph of each body."""
    from isnad.access.actions import OWNER
    from isnad.reading.transcription import Request, take_over

    table = drive / "names-on-cards.csv"
    named = {line["body"]: line for line in _truth(drive) if line["name"] and not line["duplicate_of"]}
    with table.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(("sha256", "name as written"))
        writer.writerows((_digest(drive, line["file"]), line["name"]) for line in named.values())
    taken = take_over(Request(table, OWNER, person="a volunteer"))
    return {"names": taken.claims} if taken.claims == len(named) else None


def propose(drive: Path) -> dict[str, object] | None:
    """Has candidates proposed, and looks how many of the families that have a body find it among the first five."""
    from isnad.access.actions import OWNER
    from isnad.families import candidates_actions as candidates

    outcome = candidates.propose(by=OWNER)
    bodies = _bodies(drive)
    asked = [(pair, found) for _, pair, found in _families(drive) if pair["body"] is not None]
    right = sum(pair["body"] in [bodies[each.other] for each in found[:FIRST]] for pair, found in asked)
    bare = [each for _, found in asked for each in found if {r.basis for r in each.reasons if r.weight > 0} == {"name"}]
    if right < ENOUGH * len(asked) or any(each.ceiling != "possible" for each in bare):
        return None
    return {
        "inquiries": outcome.inquiries, "proposed": outcome.proposed, "without": outcome.without, "right": right,
        "of": len(asked),
    }  # fmt: skip


def identify(drive: Path) -> dict[str, object] | None:
    """Two reviewers, who do not see each other's verdict, identify one body by the number that its family was told."""
    bodies = _bodies(drive)
    for _, pair, found in _families(drive):
        right = [each for each in found if bodies[each.other] == pair["body"]]
        if pair["why"] == "number" and right and _unspoken_against(right[0]):
            first = _review(right[0], REVIEWERS[0], "presumptive", REASON_FOR)
            second = _review(right[0], REVIEWERS[1], "presumptive", REASON_FOR)
            if first.decision is not None or second.decision is None or second.outcome != "identified":
                return None
            return {"person": right[0].person, "remains": right[0].other, "entry": second.decision}
    return None


def exclude(drive: Path) -> dict[str, object] | None:
    """Two reviewers exclude a body that only looks like the one; it is not proposed again."""
    from isnad.access.actions import OWNER
    from isnad.families import candidates_actions as candidates

    bodies = _bodies(drive)
    for _, pair, found in _families(drive):
        wrong = [each for each in found if bodies[each.other] != pair["body"]]
        if wrong:
            _review(wrong[0], REVIEWERS[0], "excluded", REASON_AGAINST)
            done = _review(wrong[0], REVIEWERS[1], "excluded", REASON_AGAINST)
            again = candidates.propose(by=OWNER, only=[wrong[0].person])
            if done.decision is None or again.proposed:
                return None
            return {"person": wrong[0].person, "remains": wrong[0].other, "entry": done.decision}
    return None


def tell() -> dict[str, object] | None:
    """A liaison prepares what is said to the family whose body was identified, says it, and promises to come back."""
    from datetime import UTC, datetime, timedelta

    from isnad.access.actions import OWNER
    from isnad.clocks import queries as clocks
    from isnad.families import queries, telling
    from isnad.families.deciding_parts import Outcome
    from isnad.families.identifications_queries import decided
    from isnad.words import When

    pair = decided(Outcome.IDENTIFIED)[0]
    (person,) = queries.sought(only=[pair.person])
    row = queries.asking_of(person.inquiries[0])
    assert pair.decision is not None
    said = "A number that you were told was found on a photograph. We are not certain, and this is what it rests on."
    words = telling.Words(said, "at-home", "her sister, and a doctor", "refused")
    prepared = telling.prepare(row.inquiry, "identification", words, by=OWNER, subject=pair.decision.entry)
    due = When.on((datetime.now(UTC) + timedelta(days=30)).date())
    went = telling.Conversation(
        "told", "She asked to be alone with it, and wants no publicity.", support=("a centre for psychosocial help",),
        wishes=("No publicity.",), promise="Say what the fingerprints came to.", due=due,
    )  # fmt: skip
    told = telling.note(prepared, went, by=OWNER)
    running = clocks.clocks(concerning=row.entry)
    return {"entry": told, "due": str(due)} if len(running) == 1 and running[0].runs else None


def _unspoken_against(pair: Pair) -> bool:
    from isnad.families.identifications_queries import contradictions

    return not contradictions(pair) and any(each.code == "number-agrees" for each in pair.reasons)


def _review(pair: Pair, reviewer: str, certainty: str, reason: str) -> Reviewed:
    from isnad.families import identifications
    from isnad.families.identifications_queries import contradictions
    from isnad.words import Citation

    judgement = identifications.Judgement(
        certainty, ("number",), reason, tuple(Citation(each) for each in pair.citations[:2])
    )
    shown = [each.code for each in contradictions(pair)]
    return identifications.review(pair.entry, judgement, by=reviewer, shown=shown)


def _families(drive: Path) -> Iterator[tuple[Sought, dict[str, object], list[Pair]]]:
    """Every family: whom they ask for, what is true of it, and the remains proposed, the likeliest first."""
    from isnad.claims.models import EntityRow
    from isnad.families import candidates_queries as candidates
    from isnad.families import queries
    from isnad.record.tables import key

    lines = (drive / "families" / "pairs.jsonl").read_text("utf-8").splitlines()
    pairs = {each["id"]: each for each in map(json.loads, lines)}
    for person in queries.sought():
        foreign = EntityRow.objects.get(pk=key(person.inquiries[0])).foreign or ""
        found = [each for each in candidates.of_person(person.members) if each.kind == "remains"]
        yield person, pairs[foreign], found


def _bodies(drive: Path) -> dict[int, object]:
    """By remains, the body that most of its photographs show in truth."""
    from isnad.custody.models import Item
    from isnad.record.tables import WIDTH
    from isnad.remains import queries as remains

    body_of = {_digest(drive, line["file"]): line["body"] for line in _truth(drive)}
    of_item = {pk // WIDTH: body_of.get(bytes(raw).hex()) for pk, raw in Item.objects.values_list("pk", "digest")}
    return {
        body.entry: Counter(of_item.get(item) for item in body.items).most_common(1)[0][0] for body in remains.bodies()
    }


def _truth(drive: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in (drive / "truth.jsonl").read_text("utf-8").splitlines()]


def _digest(drive: Path, name: str) -> str:
    return hashlib.sha256((drive / "drive" / name).read_bytes()).hexdigest()
