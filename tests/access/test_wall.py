"""The wall between purposes, compartments and grants that end: no combination of them yields more than was granted.

The gate asks the database; beside it stands a model that walks what each entry rests on, one link at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from isnad.access import actions as people
from isnad.access import grants, reach
from isnad.access.actions import ROLES, Second
from isnad.access.gate import PURPOSES, TABLE, Aspect, Gate
from isnad.access.models import Bound, Reach
from isnad.claims import actions, yielding
from isnad.claims.entries import Terms
from isnad.claims.models import ClaimRow
from isnad.custody.entries import ReceivedAgain
from isnad.custody.models import AccessionRow, Item
from isnad.house.rebuilding import rebuild
from isnad.packages import actions as packages
from isnad.packages.entries import Condition
from isnad.record.desk import Desk
from isnad.record.pen import pen
from isnad.record.shape import Sealed
from isnad.record.tables import WIDTH, key
from isnad.words import Citation, Digest, Label, Refusal, When
from visits import Held, fill

LAYLA = Second("layla")
TOMORROW = (datetime.now(UTC) + timedelta(days=1)).date().isoformat()
YESTERDAY = (datetime.now(UTC) - timedelta(days=1)).date().isoformat()
COLUMN = {Item: "accession__label", AccessionRow: "label", ClaimRow: "label"}
ASPECTS = {Item: Aspect.ITEMS, AccessionRow: Aspect.ITEMS, ClaimRow: Aspect.CLAIMS}


@dataclass
class World:
    """An archive with the same things under every label, and the model: what rests on what, and what binds it."""

    held: Held
    sources: dict[Label, int] = field(default_factory=dict)
    on_claims: dict[Label, int] = field(default_factory=dict)  # claims that rest on a claim alone

    def chain(self, label: Label) -> list[int]:
        """Source, accession, item, claim, and the claim that rests on that claim."""
        held = self.held
        return [self.sources[label], held.accessions[label], held.items[label], held.claims[label],
                self.on_claims[label]]  # fmt: skip


LABELS = (Label.PUBLIC, Label.COALITION, Label.INTERNAL, Label.RESTRICTED)


@pytest.fixture
def world(archive: Desk) -> World:
    built = World(fill(archive))
    entity = actions.introduce("Remains", by="samir")
    for label in LABELS:
        row = AccessionRow.objects.select_related("source").get(pk=key(built.held.accessions[label]))
        built.sources[label] = row.source.entry
        resting = [Citation(built.held.claims[label])]
        made = actions.claim(entity, "Remains", "detaineeNumber", "6841", resting, terms=Terms(label=label))
        built.on_claims[label] = actions.state([made], by="samir")[0]
    return built


def seen(gate: Gate) -> set[int]:
    """Every accession, item and claim that the gate yields."""
    return {
        pk // WIDTH
        for model, column in COLUMN.items()
        for pk in gate.through(model._default_manager.all(), ASPECTS[model], column).values_list("pk", flat=True)
    }


@dataclass(frozen=True)
class Bind:
    """One act that binds: at which link of which chain, and how."""

    label: Label
    link: int
    purposes: tuple[str, ...] | None
    until: str | None
    compartment: bool


BINDS = st.builds(
    Bind, st.sampled_from(LABELS), st.integers(0, 2), st.none() | st.sets(st.sampled_from(PURPOSES)).map(tuple),
    st.sampled_from([None, TOMORROW, YESTERDAY]), st.booleans(),
)  # fmt: skip


ASKERS = st.tuples(
    st.sets(st.sampled_from(ROLES), max_size=3), st.none() | st.sampled_from(PURPOSES), st.booleans(),
    st.sets(st.sampled_from(PURPOSES)),
)  # fmt: skip


def asking(roles: set[str], purpose: str | None, inner: int | None, few: set[str]) -> Gate:
    """Somebody's gate; ``few`` are the purposes that their grants left of each role's."""
    members = frozenset() if inner is None else frozenset({inner})
    return Gate(tuple(sorted(roles)), purpose, members, dict.fromkeys(roles, frozenset(few)))


def expected(world: World, gate: Gate, binds: list[Bind], member: bool) -> set[int]:
    """What may be seen, worked out role by role from the table alone."""
    return {
        entry
        for label in LABELS
        for link, entry in enumerate(world.chain(label))
        if link and any(_may(gate, role, label, link, binds, member) for role in gate.roles)
    }


def _may(gate: Gate, role: str, label: Label, link: int, binds: list[Bind], member: bool) -> bool:
    grant = TABLE[role]
    above = [each for each in binds if each.label == label and each.link <= link]
    if label > grant.up_to.get(Aspect.CLAIMS if link > 2 else Aspect.ITEMS, Label.PUBLIC - 1):
        return False
    if any(each.compartment for each in above) and not member:
        return False
    if not grant.purposes:
        return True
    conditions = [each for each in above if not each.compartment]
    return gate.purpose in grant.purposes & gate.narrowed.get(role, grant.purposes) and all(
        (each.purposes is None or gate.purpose in each.purposes) and each.until != YESTERDAY for each in conditions
    )


def bind(world: World, each: Bind) -> None:
    subject = world.chain(each.label)[each.link]
    if each.compartment:
        grants.place("inner", subject, "it is so", by="owner")
    else:
        until = None if each.until is None else When.parse(each.until)
        packages.set_condition(Condition(subject, each.purposes, None, until, None), by="owner")


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(BINDS, max_size=3), st.lists(ASKERS, min_size=6, max_size=6))
def test_no_combination_yields_more_than_was_granted_and_no_restriction_adds(
    world: World, binds: list[Bind], askers: list[tuple[set[str], str | None, bool, set[str]]]
) -> None:
    """DP-4. Bounds pile up over the examples, as they do in an archive: they are kept beside for the model."""
    said: list[Bind] = world.__dict__.setdefault("said", [])
    if not grants.compartments():
        grants.make_compartment("inner", "for some", by="owner")
    (inner,) = (row["entry"] for row in grants.compartments())
    gates = [(asking(roles, purpose, inner if member else None, few), member) for roles, purpose, member, few in askers]
    before = [seen(gate) for gate, _ in gates]
    if len(said) < 6:
        for each in binds:
            bind(world, each)
        said += binds
    known = {entry for label in LABELS for entry in world.chain(label)[1:]}
    for (gate, member), earlier in zip(gates, before, strict=True):
        now = seen(gate)
        assert now <= earlier
        assert now & known == expected(world, gate, said, member), (gate, said)


def test_what_a_source_gave_for_tracing_is_not_there_for_justice(world: World) -> None:
    """DP-4: from the source to the claim that rests on a claim, and for the owner too."""
    label = Label.INTERNAL
    condition = Condition(world.sources[label], ("tracing",), None, None, "only to find him")
    number = packages.set_condition(condition, by="owner")
    tracing, justice = (Gate(("analyst",), purpose) for purpose in ("tracing", "justice"))
    assert set(world.chain(label)[1:]) <= seen(tracing)
    assert not set(world.chain(label)) & seen(justice)
    with pytest.raises(Refusal, match=r"claims\.no-such-claim"):
        yielding.claim(yielding.asked_by_owner("justice"), world.on_claims[label])
    assert yielding.claim(yielding.asked_by_owner("tracing"), world.on_claims[label]).entry == world.on_claims[label]
    assert set(world.chain(label)[1:3]) <= seen(Gate(("custodian",)))  # who keeps sees that it is there
    packages.lift_condition(number, "the source agreed", by="owner", second=LAYLA)
    assert set(world.chain(label)[1:]) <= seen(justice)


def test_a_role_that_keeps_and_one_that_uses_do_not_add_up(world: World) -> None:
    condition = Condition(world.held.items[Label.INTERNAL], ("tracing",), None, None, None)
    packages.set_condition(condition, by="owner")
    both = Gate(("auditor", "investigator"), "justice")
    row = Item.objects.get(pk=key(world.held.items[Label.INTERNAL]))
    assert both.shows(row, Aspect.ITEMS, "accession__label")  # as auditor
    assert not both.shows(row, Aspect.PICTURES, "accession__label")  # only the investigator might, and not for this


def test_a_claims_own_condition_binds_what_rests_on_it(world: World) -> None:
    held = world.held
    entity = actions.introduce("Remains", by="samir")
    resting = actions.claim(entity, "Remains", "detaineeNumber", "1", [Citation(held.tracing)])
    (number,) = actions.state([resting], by="samir")
    assert {number, held.tracing} <= seen(Gate(("analyst",), "tracing"))
    assert not {number, held.tracing} & seen(Gate(("analyst",), "justice"))


def test_content_that_came_again_from_a_bound_source_is_bound(world: World) -> None:
    held = world.held
    item = Item.objects.get(pk=key(held.items[Label.INTERNAL]))
    payload, digest = Digest(bytes(item.payload)), Digest(bytes(item.digest))
    packages.set_condition(Condition(held.accessions[Label.PUBLIC], ("tracing",), None, None, None), by="owner")
    assert held.claims[Label.INTERNAL] in seen(Gate(("analyst",), "justice"))
    with pen("custodian") as saying:
        saying.say(ReceivedAgain(
            held.accessions[Label.PUBLIC], item.entry, "0" * 32, payload, digest, None, Sealed("x"), Sealed({})
        ))  # fmt: skip
    assert not {held.items[Label.INTERNAL], held.claims[Label.INTERNAL]} & seen(Gate(("analyst",), "justice"))
    assert {held.items[Label.INTERNAL], held.claims[Label.INTERNAL]} <= seen(Gate(("analyst",), "tracing"))


def test_a_compartment_is_for_its_members_alone_and_needs_two_to_leave(world: World) -> None:
    people.add_user("samir", "his own", by="owner", roles=("analyst",))
    grants.make_compartment("inner", "for some", by="owner")
    entry = world.held.items[Label.INTERNAL]
    grants.place("inner", entry, "it could name him", by="owner")
    user = people.current_user("samir")
    assert user is not None

    def sees() -> bool:
        stands = grants.standing(user.entry)
        return entry in seen(Gate(stands.roles, "tracing", stands.compartments, stands.narrowed))

    assert not sees()
    grants.grant("samir", "he must", by="owner", compartment="inner", until=TOMORROW)
    assert sees()
    grants.revoke("samir", "done", by="owner", compartment="inner")
    assert not sees()
    with pytest.raises(Refusal, match=r"access\.second-person-needed"):
        grants.take_out("inner", entry, "no longer", by="owner", second=None)
    grants.take_out("inner", entry, "no longer", by="owner", second=LAYLA)
    assert sees()
    with pytest.raises(Refusal, match=r"access\.not-placed"):
        grants.take_out("inner", entry, "again", by="owner", second=LAYLA)


def test_the_cache_worked_out_anew_is_the_same(world: World) -> None:
    def pairs() -> set[tuple[int, int]]:
        return set(Reach.objects.values_list("entry", "bound_id"))

    for each in _everywhere(world):
        bind(world, each)
        reach.catch_up()
    step_by_step = pairs()
    reach.forget()
    assert reach.catch_up()
    assert pairs() == step_by_step
    assert len(step_by_step) > 12


def test_bounds_deleted_from_the_tables_come_back_with_a_rebuild(world: World, archive: Desk) -> None:
    bind(world, Bind(Label.INTERNAL, 0, ("tracing",), None, compartment=False))
    justice = Gate(("analyst",), "justice")
    assert world.held.items[Label.INTERNAL] not in seen(justice)
    Bound.objects.all().delete()  # past the pen, in SQL or in a shell
    rebuilt = rebuild(archive, None, lambda done: None)
    assert not rebuilt.equal
    assert {each["table"] for each in rebuilt.different} == {"access_bound"}
    assert world.held.items[Label.INTERNAL] not in seen(justice)
    assert rebuild(archive, None, lambda done: None).equal


def _everywhere(world: World) -> Iterator[Bind]:
    grants.make_compartment("inner", "for some", by="owner")
    for link in range(3):
        yield Bind(Label.INTERNAL, link, ("tracing",), None, compartment=False)
        yield Bind(Label.RESTRICTED, link, None, None, compartment=True)


def test_a_condition_that_nobody_understands_forbids(world: World) -> None:
    entity = actions.introduce("Remains", by="samir")
    cited = [Citation(world.held.items[Label.INTERNAL])]
    odd = [{"purposes": "justice"}, {"until": "whenever"}, {"moon": "full"}]
    made = [
        actions.claim(entity, "Remains", "detaineeNumber", "1", cited, terms=Terms(conditions=each)) for each in odd
    ]
    numbers = actions.state(made, by="samir")
    owner = yielding.asked_by_owner("justice")
    for number in numbers:
        with pytest.raises(Refusal, match=r"claims\.no-such-claim"):
            yielding.claim(owner, number)
