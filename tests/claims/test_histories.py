"""Whatever happens in whatever order: no chain closes, tables follow from the ledger, and the law finds no fault."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from conftest import PASSPHRASE, _administer, point_database_at
from isnad.access.actions import Second
from isnad.claims import actions, queries
from isnad.claims.actions import claim
from isnad.claims.entries import VERDICTS, Claim, How, Identity, Review, SealedClaim, Statement, Terms, Withdrawn
from isnad.claims.models import ClaimRow, IdentityRow
from isnad.claims.standing import Standing
from isnad.custody.actions import erase
from isnad.custody.entries import Accession, Pseudonym, Received
from isnad.record import audit
from isnad.record.bodies import Bodies
from isnad.record.models import Said, Stands
from isnad.record.pen import pen, say
from isnad.record.shape import Sealed
from isnad.record.tables import WIDTH
from isnad.words import Citation, Label, Refusal

PEOPLE = ("samir", "layla", "omar")
MACHINE = How("machine", "numerals", "1", 700)
anybody = st.sampled_from(PEOPLE)
number = st.integers(0, 60)


class History(RuleBasedStateMachine):
    """Three people state, review, withdraw, merge and undo; items are erased; some try what the law forbids."""

    @initialize()
    def begin(self) -> None:
        from isnad.house import opening

        opening.close()
        self.folder = tempfile.TemporaryDirectory()
        self.databases: list[str] = []
        root = Path(self.folder.name) / "archive"
        point_database_at(root, self.databases)
        self.desk = opening.create(root, PASSPHRASE, demo=True, work_factor=10)
        with pen("custodian") as held:
            source = held.say(Pseudonym("north wind"))
            self.accession = held.say(
                Accession("one", source, None, "folder", True, None, Sealed(None), Sealed(()), Label.INTERNAL)
            )
        self.entities = [actions.introduce("Person", by="samir") for _ in range(4)]
        self.items: list[int] = []
        self.claims: list[int] = []
        self.identities: list[int] = []
        self.receive()

    @rule()
    def receive(self) -> None:
        (kept,) = self.desk.vault.put_many([io.BytesIO(b"picture %d" % len(self.items))])
        record = Received(
            self.accession, kept.payload, kept.digest, kept.size, "image/jpeg", None, 100, 100, {}, None, None, None,
            f"{len(self.items):032x}", None, {}, Sealed("a"), Sealed({}), Sealed({}), Sealed({}),
        )  # fmt: skip
        self.items += say([record], by="custodian")

    @rule(
        who=anybody, entity=number, cited=number, value=st.text(min_size=1, max_size=5), how=st.booleans(), kind=number
    )
    def state(self, who: str, entity: int, cited: int, value: str, how: bool, kind: int) -> None:
        label = Label.SEALED if kind % 7 == 0 else Label.INTERNAL
        places = [Citation(self._pick(self.items + self.claims, cited))]

        def act() -> None:
            record = claim(
                self._pick(self.entities, entity), "Person", "name", value, places,
                how=MACHINE if how else How(), terms=Terms(label=label),
            )  # fmt: skip
            self.claims += actions.state([record], by=who)

        self._try(act, "record.ground-is-gone", "claims.not-a-claim", "words.not-canonical")

    @rule(who=anybody, which=number)
    def correct(self, who: str, which: int) -> None:
        old = self._pick(self.claims, which)
        if old is not None:
            self._try(lambda: self.claims.append(actions.correct(old, "better", by=who)), "record.ground-is-gone")

    @rule(who=anybody, which=number, verdict=st.sampled_from(VERDICTS))
    def review(self, who: str, which: int, verdict: str) -> None:
        subject = self._pick(self.claims + self.identities, which)
        if subject is not None:
            self._try(lambda: actions.review(subject, verdict, "seen", by=who), "record.own-work")

    @rule(who=anybody, which=number)
    def withdraw(self, who: str, which: int) -> None:
        subject = self._pick(self.claims, which)
        if subject is not None:
            self._try(lambda: actions.withdraw(subject, "no", by=who), "record.not-own-work")

    @rule(who=anybody, one=number, other=number)
    def merge(self, who: str, one: int, other: int) -> None:
        pair = self._pick(self.entities, one), self._pick(self.entities, other)
        self._try(lambda: self.identities.append(actions.merge(*pair, "same", by=who)), "claims.would-make-a-circle")

    @rule(who=anybody, which=number)
    def unmerge(self, who: str, which: int) -> None:
        identity = self._pick(self.identities, which)
        if identity is not None:
            actions.unmerge(identity, "not so", by=who)

    @rule(which=number)
    def erase(self, which: int) -> None:
        left = [item for item in self.items if Said.objects.filter(pk=item * WIDTH, gone__isnull=True).exists()]
        if len(left) > 1:
            erase(self._pick(left, which), "a request", by="custodian", second=Second("layla"))

    @rule(which=number, ahead=st.integers(0, 5))
    def try_to_close_a_chain(self, which: int, ahead: int) -> None:
        """Past the verbs, at the pen: on itself, on what comes later, one identity the wrong way round."""
        later = self.desk_size() + ahead
        entity = self.entities[0]
        says = Statement("Person", "name", "x")
        for record in (
            Claim(entity, says, (Citation(later),)),
            Claim(entity, says, (Citation(self.items[0]),), supersedes=later),
            Claim(later, says, (Citation(self.items[0]),)),
            Claim(entity, Statement("Person", "name", "x", refers=later), (Citation(self.items[0]),)),
            Review(later, "accepted", "x"),
            Withdrawn(later, "x"),
            Identity(self.entities[1], entity, "x"),
            Identity(entity, entity, "x"),
            SealedClaim(entity, says, (Citation(self.items[0]),)),
        ):
            with pytest.raises(Refusal):
                say([record], by="samir")

    def desk_size(self) -> int:
        return Said.objects.count()

    @invariant()
    def everything_rests_on_what_was_said_before(self) -> None:
        if hasattr(self, "desk"):
            assert all(on < pk // WIDTH for pk, on in Stands.objects.values_list("pk", "on"))
            assert all(row.one < row.other for row in IdentityRow.objects.all())

    @invariant()
    def what_counts_was_never_refused(self) -> None:
        if not hasattr(self, "desk"):
            return
        for each in queries.stated(list(ClaimRow.objects.order_by("pk"))):
            gone = Said.objects.filter(pk__in=[c.entry * WIDTH for c in each.citations], gone__isnull=False).exists()
            assert not (gone and each.standing.holds)
            own = {row.by: row.verdict for row in queries.reviews(each.entry)}
            author = Said.objects.get(pk=each.entry * WIDTH).by
            assert each.method == "machine" or author not in own
            if each.standing is Standing.ACCEPTED:
                assert set(own.values()) == {"accepted"}

    def teardown(self) -> None:
        from isnad.house import opening

        if not hasattr(self, "desk"):
            return
        bodies = Bodies(self.desk.folder, self.desk.holder)
        assert list(audit.lawless(bodies)) == []
        with audit.scratch(self.desk.folder.cache) as scratch:
            audit.fold_all(bodies, scratch)
            assert list(audit.differences(scratch, "default")) == []
        for each in self.claims[-3:]:
            chain = queries.chain(each)
            entries = [link.entry for link in chain.links]
            assert entries[0] == each
            assert all(on < link.entry for link in chain.links for on in link.rests_on)
        opening.close()
        self.folder.cleanup()
        for database in self.databases:
            _administer(f'DROP DATABASE IF EXISTS "{database}"')

    def _pick(self, found: list[int], which: int) -> Any:
        return found[which % len(found)] if found else None

    def _try(self, act: Any, *codes: str) -> None:
        try:
            act()
        except Refusal as refusal:
            if refusal.code not in codes:
                raise


def run(examples: int, steps: int) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        History,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, database=None, derandomize=examples < 10,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip


def test_histories_hold() -> None:
    run(examples=3, steps=25)


@pytest.mark.slow
def test_many_long_histories_hold() -> None:
    run(examples=60, steps=80)
