"""A package goes from one archive to another: what came, as whose, under what, and what it comes down to."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handovers import MARKER, OFFICER, RECEIVER, Handover, a_picture, an_archive, relist, silent, told
from isnad.claims import actions as claims
from isnad.claims import chains, queries
from isnad.claims.entries import Terms
from isnad.claims.models import ClaimRow, EntityRow
from isnad.claims.naming import exported
from isnad.claims.standing import Standing
from isnad.custody import queries as custody
from isnad.custody.models import Item
from isnad.house.rebuilding import rebuild
from isnad.intake.actions import Request as Intake
from isnad.intake.actions import take_in
from isnad.packages import actions, receiving
from isnad.packages.choosing import Request as Asked
from isnad.packages.models import ConditionRow
from isnad.packages.receiving import Request, Taken, as_json, receive
from isnad.record.bodies import Bodies
from isnad.record.desk import Desk, desk
from isnad.record.models import Said
from isnad.verify import package as checking
from isnad.words import Citation, Digest, Label, Refusal

BY, PARTNER, TITLE = "owner", "An invented house", "from the partner"


@dataclass
class Received:
    """The receiving archive, with the package in it."""

    at: Desk
    taken: Taken
    package: Path


@pytest.fixture
def there(tmp_path: Path) -> Iterator[Desk]:
    """An archive of another house, empty."""
    (tmp_path / "there").mkdir()
    with an_archive(tmp_path / "there") as at:
        yield at


@pytest.fixture(scope="module")
def received(handover: Handover, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Received]:
    """An archive that received the package; nothing is changed in it by a test that reads."""
    with an_archive(tmp_path_factory.mktemp("receiving")) as at:
        yield Received(at, receive(a_request(handover.package), by=BY), handover.package)


def a_request(path: Path, **more: object) -> Request:
    return Request(path, PARTNER, TITLE, **more)  # type: ignore[arg-type]


def size() -> int:
    with desk().alone():
        return desk().writer().size


def ours() -> dict[str, queries.Stated]:
    """What is claimed here, by value."""
    return {each.value: each for each in queries.stated(list(ClaimRow.objects.order_by("pk")))}


def test_the_files_given_are_items_found_in_the_package_and_the_partner_is_their_source(received: Received) -> None:
    accession = custody.accession_titled(TITLE)
    assert accession.source.name == f"partner:{PARTNER}"
    assert accession.label == Label.INTERNAL
    files = sorted((received.package / "data").rglob("*.*"))
    items = [custody.item(Digest.of(path.read_bytes())) for path in files]
    assert len(items) == 4
    assert {row.found_in for row in items} == {received.taken.item}
    assert {row.width for row in items} == {64}
    assert received.taken.counts.received == 6  # the package, its list of claims, four files


def test_each_claim_is_the_partners_and_waits_for_a_verdict(received: Received) -> None:
    found = ours()
    assert set(found) == {"Samir", "Samira"}
    for each in found.values():
        author = Said.objects.get(pk=each.entry * 1024).by
        assert author.startswith(f"partner:{PARTNER}/")
        assert each.standing is Standing.PROPOSED
        assert each.method == "imported"
    claims.review(found["Samir"].entry, "accepted", "seen", by=BY)
    with pytest.raises(Refusal, match="own-work"):
        claims.review(found["Samira"].entry, "accepted", "mine", by=Said.objects.get(pk=each.entry * 1024).by)
    assert received.taken.came.unsupported == []


def test_a_claims_chain_goes_down_to_the_proof_of_the_partners_log(received: Received, tmp_path: Path) -> None:
    claim = ours()["Samir"]
    item = custody.item(Digest.of((received.package / told(received.package)["items"][0]["file"]).read_bytes()))
    assert (item.entry, {"type": "region", "value": "xywh=pixel:1,1,10,10"}) in [
        (each.entry, each.selector.as_json()) for each in claim.citations
    ]
    chain = chains.of(claim.entry, str(claim.standing))
    assert {item.entry, received.taken.item, received.taken.accession} <= {link.entry for link in chain.links}
    (proof,) = [each.selector.as_json()["exact"] for each in claim.citations if each.entry == received.taken.item]
    kept = Item.objects.get(pk=(received.taken.item or 0) * 1024)
    data = b"".join(received.at.vault.open(Digest(bytes(kept.payload)), received.at.holder))
    zipfile.ZipFile(io.BytesIO(data)).extractall(tmp_path)  # the package itself, out of the receiver's vault
    package = checking.Package(tmp_path)
    package.told = json.loads((tmp_path / "package.json").read_bytes())
    log = checking.Log((tmp_path / "policy").read_text())
    (each,) = [each for each in package.told["claims"] if each["proof"] == proof]
    fields = checking.entry_of(package, log, each, "claims")
    assert package.bad == []
    assert fields is not None
    assert fields["says"]["value"] == "Samir"


def test_what_binds_the_package_binds_here(received: Received, tmp_path: Path) -> None:
    rows = list(ConditionRow.objects.filter(subject=received.taken.accession or 0).order_by("pk"))
    assert [row.entry for row in rows] == received.taken.conditions
    assert [row.receivers for row in rows] == ["[]", f'["{RECEIVER}"]']
    assert [row.purposes for row in rows] == ['["justice"]', '["justice"]']
    assert rows[1].words == "ask the family first"
    for purpose in ("publication", "justice"):
        with pytest.raises(Refusal, match="condition-forbids"):
            actions.create(Asked(tmp_path / "on", accession=TITLE, purpose=purpose), by=BY, second=None)


def test_no_marker_of_the_partners_source_came(received: Received) -> None:
    bodies = Bodies(received.at.folder, received.at.holder)
    for number in range(size()):
        assert MARKER not in repr(bodies.saying(number).record)


def test_the_same_package_adds_nothing_and_another_of_the_same_things_adds_only_that_it_came(
    received: Received, handover: Handover
) -> None:
    before = size()
    again = receive(a_request(handover.package), by=BY)
    assert again.before
    assert again.entry == received.taken.entry
    assert size() == before
    other = receive(a_request(handover.folder / "package.zip"), by=BY)
    assert not other.before
    assert (other.counts.already_held, other.came.claims, other.came.already) == (
        5,
        0,
        2,
    )  # its list of claims is the same
    assert ClaimRow.objects.count() == 2
    assert EntityRow.objects.count() == 1


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(st.binary(max_size=60) | st.sampled_from(
    [b'{"id":"a","schema":"Person","isnad":{"claims":[{"property":"name","value":"x","entry":0,"citations":[1]}]}}',
     b'{"id":"a","schema":"Person","isnad":{"claims":[{"property":"name","value":"x","label":"no"}]}}',
     b'{"id":"a","schema":"Person","isnad":{"claims":[{"property":"name","value":"x","entry":[],"citations":'
     b'[{"entry":true,"selector":4},{"entry":[]},{"entry":{}}]}]}}']), max_size=4))  # fmt: skip
def test_no_list_of_claims_makes_it_fall_over(received: Received, tmp_path: Path, lines: list[bytes]) -> None:
    package = tmp_path / "package"
    shutil.rmtree(package, ignore_errors=True)
    shutil.copytree(received.package, package)
    (package / "claims.ftm.jsonl").write_bytes(b"\n".join(lines))
    relist(package)
    taken = receive(a_request(package, despite="chance"), by=BY)
    assert taken.before or taken.entry is not None


def test_looking_changes_nothing(there: Desk, handover: Handover) -> None:
    before = size()
    looked = as_json(receive(a_request(handover.package, dry=True), by=BY))
    assert (looked["sound"], looked["files"], looked["claims_proved"], looked["entry"]) == (True, 4, 2, None)
    assert size() == before


def test_the_label_is_the_higher_of_theirs_and_ours(there: Desk, handover: Handover) -> None:
    receive(a_request(handover.package, label=Label.RESTRICTED), by=BY)
    assert custody.accession_titled(TITLE).label == Label.RESTRICTED
    assert {each.label for each in ours().values()} == {Label.RESTRICTED}
    with pytest.raises(Refusal, match="receive-wider"):
        other = Request(handover.folder / "package.zip", PARTNER, TITLE, label=Label.SEALED)
        receive(other, by=BY)


def test_a_label_and_conditions_of_a_claim_come_with_it(tmp_path: Path) -> None:
    (tmp_path / "giving").mkdir()
    (tmp_path / "taking").mkdir()
    with an_archive(tmp_path / "giving"):
        drive = tmp_path / "drive"
        drive.mkdir()
        (drive / "a.jpg").write_bytes(a_picture(90))
        take_in(Intake(drive, "given", "a source", OFFICER, accept_writable=True), silent)
        item = custody.item(Digest.of(a_picture(90))).entry
        person, place = claims.introduce("Person", by=OFFICER), claims.introduce("Address", by=OFFICER)
        terms = Terms(kind="hearsay", label=Label.RESTRICTED, conditions={"purposes": ["justice"]})
        first = claims.claim(person, "Person", "name", "Rima", [Citation(item)], terms=terms)
        (number,) = claims.state([first], by=OFFICER)
        rests = claims.claim(person, "Person", "addressEntity", place, [Citation(item), Citation(number)])
        claims.state([rests], by=OFFICER)
        out = tmp_path / "package"
        actions.create(Asked(out, accession="given", label=Label.RESTRICTED), by=OFFICER, second=None)
    with an_archive(tmp_path / "taking"):
        taken = receive(a_request(out), by=BY)
        assert taken.came.unsupported == []
        rima = ours()["Rima"]
        assert (rima.kind, rima.label, rima.conditions) == ("hearsay", Label.RESTRICTED, {"purposes": ["justice"]})
        (other,) = [each for each in ours().values() if each.refers is not None]
        assert rima.entry in [each.entry for each in other.citations]  # a claim that rests on a claim
        assert EntityRow.objects.count() == 2


def test_it_is_not_taken_for_another_purpose(there: Desk, handover: Handover) -> None:
    with pytest.raises(Refusal, match="receive-other-purpose"):
        receive(a_request(handover.package, purpose="publication"), by=BY)
    assert custody.accession(TITLE) is None


def test_a_claim_whose_item_did_not_come_is_kept_and_told(there: Desk, handover: Handover, tmp_path: Path) -> None:
    package = handover.copy(tmp_path)
    (package / told(package)["items"][0]["file"]).unlink()
    with pytest.raises(Refusal, match="receive-not-sound") as refused:
        receive(a_request(package), by=BY)
    assert "data/items/" in str(refused.value.facts["findings"])
    assert custody.accession(TITLE) is None
    taken = receive(a_request(package, despite="the court wants it as it is"), by=BY)
    found = ours()
    assert set(found) == {"Samir", "Samira"}
    assert sorted(taken.came.unsupported) == sorted(each.entry for each in found.values())
    receipt = Bodies(there.folder, there.holder).saying(taken.entry or 0).record
    assert receipt.despite == "the court wants it as it is"  # type: ignore[attr-defined]
    assert ["bag", "missing"] in receipt.findings  # type: ignore[attr-defined]
    whole = receive(a_request(handover.folder / "package.zip"), by=BY)  # and now it comes
    assert (whole.came.claims, whole.came.unsupported) == (2, [])
    standing = sorted(str(each.standing) for each in queries.stated(list(ClaimRow.objects.all())))
    assert standing == ["proposed", "proposed", "superseded", "superseded"]


def test_an_interrupted_receipt_goes_on(there: Desk, handover: Handover, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(receiving, "_receipt", stop)
        with pytest.raises(KeyboardInterrupt):
            receive(a_request(handover.package), by=BY)
    before = size()
    taken = receive(a_request(handover.package), by=BY)
    assert size() == before + 1
    assert (taken.came.already, taken.counts.received) == (2, 0)


def test_what_is_held_already_is_received_again(there: Desk, handover: Handover, tmp_path: Path) -> None:
    held = (handover.package / told(handover.package)["items"][1]["file"]).read_bytes()
    (tmp_path / "drive").mkdir()
    (tmp_path / "drive" / "a.jpg").write_bytes(held)
    take_in(Intake(tmp_path / "drive", "before", "a source", OFFICER, accept_writable=True), silent)
    taken = receive(a_request(handover.package), by=BY)
    assert (taken.counts.already_held, taken.counts.received) == (1, 5)
    assert Item.objects.filter(digest=Digest.of(held).raw).count() == 1


def test_the_tables_follow_from_the_entries(there: Desk, handover: Handover) -> None:
    receive(a_request(handover.package), by=BY)
    assert rebuild(there, None, lambda done: None).equal


# Hostile packages


def test_a_name_that_climbs_is_refused_before_anything_is_unpacked(
    there: Desk, handover: Handover, tmp_path: Path
) -> None:
    shutil.copy(handover.folder / "package.zip", tmp_path / "climbing.zip")
    for name in ("package/../../climbed", "/climbed", "package/data/..\\climbed"):
        with zipfile.ZipFile(tmp_path / "climbing.zip", "a") as packed:
            packed.writestr(name, "x")
        with pytest.raises(Refusal, match="receive-climbs"):
            receive(a_request(tmp_path / "climbing.zip", despite="whatever"), by=BY)
    assert not list(tmp_path.glob("climbed*"))


def test_a_link_or_a_pipe_is_refused_before_anything_is_read(there: Desk, handover: Handover, tmp_path: Path) -> None:
    package = handover.copy(tmp_path)
    (package / "data" / "items" / "link.jpg").symlink_to("/etc/hostname")
    with pytest.raises(Refusal, match="receive-not-a-file"):
        receive(a_request(package, despite="whatever"), by=BY)
    (package / "data" / "items" / "link.jpg").unlink()
    os.mkfifo(package / "data" / "items" / "pipe.jpg")
    with pytest.raises(Refusal, match="receive-not-a-file"):
        receive(a_request(package, despite="whatever"), by=BY)


def test_a_zip_bomb_is_refused_before_anything_is_unpacked(there: Desk, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("package/data/items/1.jpg", bytes(8 << 20))
    with pytest.raises(Refusal, match="receive-blows-up"):
        receive(a_request(tmp_path / "bomb.zip", despite="whatever"), by=BY)


def test_files_that_lie_in_one_another_are_refused(there: Desk, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w") as packed:
        packed.writestr("package/data/items/1.jpg", os.urandom(4000))
        first = packed.filelist[0]
        for number in range(2, 40):  # every one points to the same bytes
            again = zipfile.ZipInfo(f"package/data/items/{number}.jpg")
            again.header_offset, again.CRC = first.header_offset, first.CRC
            again.compress_size = again.file_size = first.file_size
            packed.filelist.append(again)
    with pytest.raises(Refusal, match="receive-blows-up"):
        receive(a_request(tmp_path / "bomb.zip", despite="whatever"), by=BY)


def test_a_line_of_a_gigabyte_is_refused_unread(there: Desk, handover: Handover, tmp_path: Path) -> None:
    package = handover.copy(tmp_path)
    os.truncate(package / "claims.ftm.jsonl", 1 << 30)
    with pytest.raises(Refusal, match="receive-too-large"):
        receive(a_request(package, despite="whatever"), by=BY)
    os.truncate(package / "claims.ftm.jsonl", 40 << 20)
    with pytest.raises(Refusal, match="receive-line-too-long"):
        receive(a_request(package, despite="whatever"), by=BY)


def test_swapped_proofs_are_refused_and_believed_by_nobody(there: Desk, handover: Handover, tmp_path: Path) -> None:
    package = handover.copy(tmp_path)
    one, other = (package / each["proof"] for each in told(package)["claims"][:2])
    kept = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(kept)
    relist(package)
    with pytest.raises(Refusal, match="receive-not-sound"):
        receive(a_request(package), by=BY)
    taken = receive(a_request(package, despite="to show what was sent"), by=BY)
    assert taken.told.claims == {}
    assert taken.came.unproved == 2  # what is told without proof cites no proof
    exact = [each.selector.as_json().get("exact") for claim in ours().values() for each in claim.citations]
    assert exact.count(None) == len(exact)


def test_another_log_under_the_same_partner_is_refused(there: Desk, handover: Handover, tmp_path: Path) -> None:
    receive(a_request(handover.package), by=BY)
    before = size()
    (tmp_path / "impostor").mkdir()
    impostor = _elsewhere(tmp_path / "impostor")
    with pytest.raises(Refusal, match="receive-not-sound") as refused:
        receive(a_request(impostor), by=BY)
    assert "checkpoint" in str(refused.value.facts["findings"])
    assert size() == before
    taken = receive(Request(impostor, "Another invented house", "from another"), by=BY)
    assert (taken.counts.already_held, taken.findings) == (4, [])


def test_a_schema_that_nobody_knows_refuses_its_line_alone(there: Desk, handover: Handover, tmp_path: Path) -> None:
    package = handover.copy(tmp_path)
    listed = package / "claims.ftm.jsonl"
    odd = {"id": "x", "schema": "Spaceship", "properties": {"name": ["y"]}}
    listed.write_bytes(json.dumps(odd).encode() + b"\n" + b"{ no line\n" + listed.read_bytes())
    relist(package)
    taken = receive(a_request(package, despite="to see what is in it"), by=BY)
    assert [(each.line, each.code) for each in taken.came.refused] == [
        (1, "claims.unknown-schema"), (2, "claims.line-not-json")
    ]  # fmt: skip
    assert set(ours()) == {"Samir", "Samira"}


def test_an_id_that_pretends_to_be_ours_is_not_joined_to_ours(there: Desk, handover: Handover, tmp_path: Path) -> None:
    own = claims.introduce("Person", by=BY)
    package = handover.copy(tmp_path)
    listed = package / "claims.ftm.jsonl"
    name = exported(there.folder.config.origin, own)
    listed.write_bytes(json.dumps({"id": name, "schema": "Person", "properties": {"name": ["Nobody"]}}).encode())
    relist(package)
    receive(a_request(package, despite="to see what is in it"), by=BY)
    assert ours()["Nobody"].entity != own


def _elsewhere(folder: Path) -> Path:
    """A hand-over made by another archive, in a process of its own: an archive is open here."""
    code = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[1]); "
        "from handovers import a_handover; a_handover(Path(sys.argv[2]))"
    )
    environment = {**os.environ, "ISNAD_DATA": ""}
    subprocess.run(
        [sys.executable, "-c", code, str(Path(__file__).parents[1]), str(folder)], check=True, env=environment,
        capture_output=True,
    )  # fmt: skip
    return folder / "package"
