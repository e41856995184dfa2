"""What candidates rest on in these tests: a family that asked, a body with a number, rows of a list."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from isnad.access.actions import OWNER
from isnad.claims.actions import claim, state
from isnad.claims.entries import IMPORTED, Entity, How
from isnad.custody.entries import Accession, Pseudonym, Received
from isnad.families import actions, candidates_actions
from isnad.families.actions import Taken
from isnad.families.candidates_queries import Pair, of_person
from isnad.families.identifications import Judgement, Reviewed, review
from isnad.families.identifications_queries import contradictions
from isnad.families.inquiries_drafts import Draft
from isnad.reading.queries import DATASET, SCHEMA
from isnad.record.desk import Desk
from isnad.record.pen import pen
from isnad.record.shape import Sealed
from isnad.registers.cells import Said
from isnad.words import Citation, Label, Refusal

LISTED = How(IMPORTED, "a list", "import 1", 1000)
RISK = "Nobody calls before they have written."


@dataclass
class World:
    """An archive with one accession, into which bodies, rows and families are put."""

    desk: Desk
    accession: int = -1
    count: int = 0
    items: dict[int, int] = field(default_factory=dict)  # body: its item

    def begin(self) -> World:
        """Takes in nothing yet."""
        with pen("custodian") as held:
            source = held.say(Pseudonym("north wind"))
            self.accession = held.say(
                Accession("first", source, None, "folder", True, None, Sealed(None), Sealed(()), Label.INTERNAL)
            )
        return self

    def item(self) -> int:
        """A photograph."""
        self.count += 1
        (kept,) = self.desk.vault.put_many([io.BytesIO(b"picture %d" % self.count)])
        record = Received(
            self.accession, kept.payload, kept.digest, kept.size, "image/jpeg", None, 640, 480, {}, None, None, None,
            f"{self.count:032x}", None, {}, Sealed(f"sub/{self.count}.jpg"), Sealed({}), Sealed({}), Sealed({}),
        )  # fmt: skip
        with pen("custodian") as held:
            return held.say(record)

    def body(self, **told: str) -> int:
        """A remains that one photograph shows, with what was read on it."""
        item = self.item()
        with pen("analyst") as held:
            photograph, remains = held.say(Entity(SCHEMA, DATASET, str(item))), held.say(Entity("Remains"))
        cited = (Citation(item),)
        said = [claim(photograph, SCHEMA, "shows", remains, cited)]
        said += [claim(remains, "Remains", name, value, cited) for name, value in told.items()]
        state(said, by="analyst")
        self.items[remains] = item
        return remains

    def row(self, **told: str) -> int:
        """A row of a list."""
        item = self.item()
        with pen("analyst") as held:
            row = held.say(Entity("RegisterRow"))
        cited = (Citation(item),)
        state([claim(row, "RegisterRow", name, value, cited, how=LISTED) for name, value in told.items()], by="analyst")
        return row

    def family(self, liaison: str = OWNER, **told: str) -> Taken:
        """A family asks; what it was told stands under the names of properties."""
        draft = Draft(1, "", person=[Said(name, value, None) for name, value in told.items()], risk=RISK)
        return actions.take_down(draft, channel="voice", liaison=liaison, by=OWNER)


def opinion(pair: Pair, certainty: str, *bases: str) -> Judgement:
    """A reviewer's judgement that cites what the candidate cites."""
    return Judgement(certainty, bases or ("number",), "because of it", (Citation(pair.citations[0]),))


def decide(pair: Pair, by: str, certainty: str, *bases: str, device: str | None = None) -> Reviewed:
    """A verdict after a look at everything that speaks against it."""
    shown = [each.code for each in contradictions(pair)]
    return review(pair.entry, opinion(pair, certainty, *bases), by=by, shown=shown, device=device)


def only(person: int) -> Pair:
    """The one candidate of a person."""
    (pair,) = of_person([person])
    return pair


@pytest.fixture
def world(archive: Desk) -> World:
    return World(archive).begin()


@pytest.fixture
def pair(world: World) -> Pair:
    """A family that was told a number, and the body that bears it."""
    world.body(detaineeNumber="6841", branchNumber="215", photographedAt="2013-05-14")
    asked = world.family(name="نزار هيثم الدهان", detaineeNumber="6841", lastSeenDate="2012-11")
    assert candidates_actions.propose(by="owner").as_json() | {"seconds": 0} == {
        "inquiries": 1, "proposed": 1, "without": 0, "seconds": 0,
    }  # fmt: skip
    return only(asked.person)


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as caught:
        act()
    return caught.value.code
