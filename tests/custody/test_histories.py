"""Random histories of custody: the tables follow from the ledger, the law holds, and bytes are what they were."""

from __future__ import annotations

import io
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from conftest import PASSPHRASE, point_database_at, reopen
from isnad.custody import actions, queries
from isnad.custody.entries import Accession, Received, Transfer
from isnad.house import opening
from isnad.record import audit
from isnad.record.bodies import Bodies
from isnad.record.shape import Sealed
from isnad.words import Digest, Label, Refusal

content = st.binary(min_size=0, max_size=40)


class Custody(RuleBasedStateMachine):
    """A model of what is held, beside the archive that holds it."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="isnad-history-"))
        self.databases: list[str] = []
        os.environ["XDG_STATE_HOME"] = str(self.folder / "state")
        self.held: dict[bytes, int] = {}  # content: item
        self.accessions: list[int] = []
        self.holds: dict[int, int] = {}  # hold: item

    @initialize()
    def begin(self) -> None:
        opening.close()
        point_database_at(self.folder / "archive", self.databases)
        self.desk = opening.create(self.folder / "archive", PASSPHRASE, demo=True, work_factor=10)
        self.accede()

    @rule()
    def accede(self) -> None:
        source, _ = actions.name_source(f"source {len(self.accessions) % 3}", by="owner")
        title = f"drive {len(self.accessions)}"
        record = Accession(title, source, None, "folder", True, None, Sealed("here"), Sealed(()), Label.INTERNAL)
        self.accessions.append(actions.begin(record, by="owner")[0])

    @rule(data=content, which=st.integers(0, 100))
    def receive(self, data: bytes, which: int) -> None:
        accession = self.accessions[which % len(self.accessions)]
        with self.desk.vault.batch() as batch:
            kept = batch.put(io.BytesIO(data))
        mark = os.urandom(16).hex()
        record = Received(
            accession, kept.payload, kept.digest, len(data), "text/plain", None, None, None, {}, None, None, None,
            mark, None, [], Sealed("a path"), Sealed({}), Sealed({}), Sealed([]),
        )  # fmt: skip
        (item,) = actions.receive([record], by="owner")
        assert item is not None
        assert self.held.setdefault(data, item) == item

    @precondition(lambda self: self.held)
    @rule(which=st.integers(0, 100))
    def hold(self, which: int) -> None:
        item = sorted(self.held.values())[which % len(self.held)]
        self.holds[actions.hold(item, "a court", by="owner")] = item

    @precondition(lambda self: self.holds)
    @rule(which=st.integers(0, 100))
    def lift(self, which: int) -> None:
        number = sorted(self.holds)[which % len(self.holds)]
        actions.lift_hold(number, "done", by="owner", second=None)
        del self.holds[number]

    @precondition(lambda self: self.held)
    @rule(which=st.integers(0, 100))
    def transfer(self, which: int) -> None:
        item = sorted(self.held.values())[which % len(self.held)]
        actions.transfer(Transfer(item, "owner", "a court", "an order", None, None, None), by="owner")

    @precondition(lambda self: self.held)
    @rule(which=st.integers(0, 100))
    def erase(self, which: int) -> None:
        data = sorted(self.held)[which % len(self.held)]
        item = self.held[data]
        if item in self.holds.values():
            with pytest.raises(Refusal, match=r"custody\.under-hold"):
                actions.erase(item, "a request", by="owner", second=None)
            return
        actions.erase(item, "a request", by="owner", second=None)
        del self.held[data]

    @rule()
    def start_anew(self) -> None:
        self.desk = reopen(self.folder / "archive")

    @invariant()
    def what_is_held_is_what_the_model_holds(self) -> None:
        if not hasattr(self, "desk"):
            return
        known = queries.items_holding(Digest.of(data) for data in self.held)
        assert {digest: item for digest, (item, _) in known.items()} == {
            Digest.of(data): item for data, item in self.held.items()
        }

    def teardown(self) -> None:
        if hasattr(self, "desk"):
            bodies = Bodies(self.desk.folder, self.desk.holder)
            with audit.scratch(self.desk.folder.cache) as scratch:
                audit.fold_all(bodies, scratch)
                assert list(audit.differences(scratch, "default")) == []
            assert list(audit.lawless(bodies)) == []
            for data in self.held:
                (_, payload) = queries.items_holding([Digest.of(data)])[Digest.of(data)]
                assert b"".join(self.desk.vault.open(payload, self.desk.holder)) == data
        opening.close()
        shutil.rmtree(self.folder, ignore_errors=True)


quick = settings(
    max_examples=6, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True
)


@pytest.fixture(autouse=True)
def _state(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", os.environ["XDG_STATE_HOME"])  # put back after the machine has changed it


def test_random_histories_rebuild_to_equal_tables() -> None:
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(Custody, settings=quick)  # type: ignore[no-untyped-call]


@pytest.mark.slow
def test_long_random_histories_rebuild_to_equal_tables() -> None:
    from hypothesis.stateful import run_state_machine_as_test

    many = settings(quick, max_examples=200, stateful_step_count=60)
    run_state_machine_as_test(Custody, settings=many)  # type: ignore[no-untyped-call]
