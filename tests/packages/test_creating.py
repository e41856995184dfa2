"""What leaves, what is refused, and what is said of it before it leaves."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from handovers import MARKER, RECEIVER, TITLE, a_drive, a_picture, a_request, take, told
from isnad.access.actions import Second
from isnad.access.rules import change
from isnad.custody import actions as custody
from isnad.custody import queries
from isnad.custody.entries import Derived, Disclosure, Opening
from isnad.custody.models import Event
from isnad.instruments.sealing import Recipient
from isnad.packages import actions
from isnad.packages.entries import Condition
from isnad.packages.models import PackageRow
from isnad.record import audit
from isnad.record.bodies import Bodies
from isnad.record.desk import Desk
from isnad.record.models import Said
from isnad.verify import package as checking
from isnad.words import Digest, Label, Refusal, When

SECOND = Second("leila")


@pytest.fixture
def items(archive: Desk, tmp_path: Path) -> list[int]:
    """Four pictures that were taken in."""
    return take(a_drive(tmp_path))


def said(desk: Desk, kind: str) -> list[object]:
    bodies = Bodies(desk.folder, desk.holder)
    return [bodies.saying(row.entry).record for row in Said.objects.filter(kind=kind).order_by("pk")]


def refused(code: str, request: object, second: Second | None = None) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        actions.create(request, by="owner", second=second)  # type: ignore[arg-type]
    assert refusal.value.code == code
    assert not request.out.exists()  # type: ignore[attr-defined]
    assert not list(request.out.parent.glob(".*.part*"))  # type: ignore[attr-defined]
    return refusal.value


def test_the_disclosure_is_an_entry_that_names_what_left(archive: Desk, items: list[int], tmp_path: Path) -> None:
    made = actions.create(a_request(tmp_path / "p"), by="owner", second=None)
    (record,) = said(archive, "disclosure")
    assert isinstance(record, Disclosure)
    assert (record.items, record.form, record.label) == (tuple(sorted(items)), "package", Label.INTERNAL)
    assert (record.receiver, record.purpose, record.count) == (RECEIVER, "justice", len(items))
    tags = (tmp_path / "p/tagmanifest-sha256.txt").read_bytes()
    assert record.digest == Digest.of(tags) == made.digest
    assert PackageRow.objects.get().public == told(tmp_path / "p")["key"]


def test_the_tables_are_an_index_of_the_ledger(archive: Desk, items: list[int], tmp_path: Path) -> None:
    number = actions.set_condition(Condition(items[0], ("justice",), None, When.parse("2040"), None), by="owner")
    actions.create(a_request(tmp_path / "p"), by="owner", second=None)
    actions.lift_condition(number, "the family agreed", by="owner", second=SECOND)
    bodies = Bodies(archive.folder, archive.holder)
    assert list(audit.lawless(bodies)) == []
    with audit.scratch(archive.folder.cache) as scratch:
        audit.fold_all(bodies, scratch)
        assert list(audit.differences(scratch, "default")) == []


def test_nothing_is_written_over(archive: Desk, items: list[int], tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    with pytest.raises(Refusal, match=r"packages\.out-exists"):
        actions.create(a_request(tmp_path / "p"), by="owner", second=None)
    refused("packages.no-such-folder", a_request(tmp_path / "none/p"))


def test_what_is_asked_for_must_be_clear(archive: Desk, items: list[int], tmp_path: Path) -> None:
    out = tmp_path / "p"
    refused("packages.choose-one", a_request(out, accession=None))
    refused("packages.choose-one", a_request(out, items=tmp_path))
    refused("custody.no-such-accession", a_request(out, accession="another"))
    refused("packages.unknown-purpose", a_request(out, purpose="revenge"))
    refused("packages.unknown-field", a_request(out, fields=("path",)))
    refused("packages.unknown-field", a_request(out, fields=("by",)))
    refused("packages.field-needs-label", a_request(out, fields=("digest",)))


def test_items_are_named_by_digest_or_entry(archive: Desk, items: list[int], tmp_path: Path) -> None:
    names = tmp_path / "names"
    digest = hashlib.sha256(a_picture(10)).hexdigest()
    listed = json.dumps({"digest": hashlib.sha256(a_picture(50)).hexdigest(), "entry": 1})
    names.write_text(f"# two by digest, one by entry\n{digest}  7  image/jpeg\n{listed}\n{items[2]}\n\n{items[2]}\n")
    made = actions.create(a_request(tmp_path / "p", accession=None, items=names), by="owner", second=None)
    assert made.items == 3
    names.write_text("f" * 64)
    refused("custody.not-held", a_request(tmp_path / "q", accession=None, items=names))
    names.write_text("one two")
    assert refused("packages.not-an-item", a_request(tmp_path / "q", accession=None, items=names)).facts == {"line": 1}


@pytest.mark.parametrize(
    "condition",
    [
        Condition(0, ("tracing",), None, None, None),
        Condition(0, None, ("Somebody else",), None, None),
        Condition(0, None, None, When.parse("2020-01-01"), None),
    ],
    ids=["purpose", "receiver", "day"],
)
@pytest.mark.parametrize("on", ["source", "accession", "item"])
def test_a_condition_that_forbids_refuses_all_of_it(
    archive: Desk, items: list[int], tmp_path: Path, condition: Condition, on: str
) -> None:
    accession = queries.accession_titled(TITLE)
    subject = {"source": accession.source.entry, "accession": accession.entry, "item": items[0]}[on]
    limits = (condition.purposes, condition.receivers, condition.until, condition.words)
    number = actions.set_condition(Condition(subject, *limits), by="owner")
    assert refused("packages.condition-forbids", a_request(tmp_path / "p")).facts == {"entry": number}
    assert not Said.objects.filter(kind="disclosure").exists()
    actions.lift_condition(number, "whoever set it agreed", by="owner", second=SECOND)
    assert actions.create(a_request(tmp_path / "p"), by="owner", second=None).items == len(items)


def test_the_law_itself_refuses_a_key_against_a_condition(archive: Desk, items: list[int]) -> None:
    from isnad.packages.entries import PackageKey
    from isnad.record.pen import say

    number = actions.set_condition(Condition(items[0], ("tracing",), (RECEIVER,), None, None), by="owner")
    for purpose, receiver in (("justice", RECEIVER), ("tracing", None), ("tracing", "Somebody else")):
        with pytest.raises(Refusal, match=r"record\.wrong-ground"):
            say([PackageKey("0" * 64, Label.INTERNAL, purpose, receiver, (number,))], by="owner")
    say([PackageKey("0" * 64, Label.INTERNAL, "tracing", RECEIVER, (number,))], by="owner")


def test_lifting_a_condition_needs_two(archive: Desk, items: list[int]) -> None:
    number = actions.set_condition(Condition(items[0], ("tracing",), None, None, None), by="owner")
    with pytest.raises(Refusal, match=r"access\.second-person-needed"):
        actions.lift_condition(number, "because", by="owner", second=None)


def test_a_higher_label_is_withheld_or_needs_two(archive: Desk, tmp_path: Path) -> None:
    items = take(a_drive(tmp_path), label=Label.RESTRICTED)
    made = actions.create(a_request(tmp_path / "p"), by="owner", second=None)
    assert (made.items, made.withheld["items"]) == (0, {"label": 5})
    assert checking.check(tmp_path / "p").bad == []
    refused("access.second-person-needed", a_request(tmp_path / "q", label=Label.RESTRICTED))
    made = actions.create(a_request(tmp_path / "q", label=Label.RESTRICTED), by="owner", second=SECOND)
    assert made.items == len(items)
    assert checking.check(tmp_path / "q").bad == []


def test_the_same_content_has_the_highest_of_its_labels(archive: Desk, tmp_path: Path) -> None:
    drive = a_drive(tmp_path)
    take(drive)
    take(drive, title="once more", label=Label.RESTRICTED)
    made = actions.create(a_request(tmp_path / "p"), by="owner", second=None)
    assert (made.items, made.withheld["items"]) == (0, {"label": 5})


def test_many_items_need_two(archive: Desk, items: list[int], tmp_path: Path) -> None:
    change("items-without-second", "3", "we are few", by="owner", second=None)
    refused("access.second-person-needed", a_request(tmp_path / "p"))
    assert actions.create(a_request(tmp_path / "p"), by="owner", second=SECOND).items == 4


def test_where_nothing_is_released_nothing_becomes_public(archive: Desk, items: list[int], tmp_path: Path) -> None:
    change("release", "off", "not while they search", by="owner", second=None)
    refused("packages.release-off", a_request(tmp_path / "p", purpose="publication"))
    refused("packages.release-off", a_request(tmp_path / "p", label=Label.PUBLIC))
    assert actions.create(a_request(tmp_path / "p"), by="owner", second=None).items == 4


def test_further_fields_are_opened_by_name(archive: Desk, items: list[int], tmp_path: Path) -> None:
    asked = a_request(tmp_path / "p", label=Label.RESTRICTED, fields=("digest", "at", "size"))
    actions.create(asked, by="owner", second=SECOND)
    shown = json.loads((tmp_path / f"p/proofs/{items[0]}.json").read_bytes())["opened"]
    values = {each["name"]: each["value"] for each in shown}
    assert values["digest"] == hashlib.sha256(a_picture(10)).hexdigest()
    assert values["size"] == len(a_picture(10))
    assert checking.check(tmp_path / "p").bad == []


def an_identity() -> tuple[str, str]:
    """A key pair as age makes it: what the receiver keeps, and what they hand out."""
    if shutil.which("age-keygen") is None:
        pytest.skip("age is not installed")
    secret = subprocess.run(["age-keygen"], capture_output=True, text=True, check=True).stdout
    public = subprocess.run(["age-keygen", "-y"], input=secret, capture_output=True, text=True, check=True).stdout
    return secret, public.strip()


def opened(path: Path, secret: str, folder: Path) -> bytes:
    (folder / "identity").write_text(secret)
    return subprocess.run(
        ["age", "-d", "-i", str(folder / "identity"), str(path)], capture_output=True, check=True
    ).stdout


def test_originals_leave_by_two_people_and_an_opening(archive: Desk, items: list[int], tmp_path: Path) -> None:
    refused("custody.reason-needed", a_request(tmp_path / "p", original=True), SECOND)
    refused("access.second-person-needed", a_request(tmp_path / "p", original=True, reason="the court asks"))
    asked = a_request(tmp_path / "p", original=True, reason="the court asks")
    made = actions.create(asked, by="owner", second=SECOND)
    assert (made.items, made.label) == (5, Label.SEALED)
    assert (tmp_path / f"p/data/items/{items[0]}.jpg").read_bytes() == a_picture(10)
    (opening,) = said(archive, "opening")
    assert isinstance(opening, Opening)
    assert (len(opening.items), opening.second, opening.receiver) == (5, "leila", RECEIVER)
    assert checking.check(tmp_path / "p").bad == []


@pytest.mark.parametrize("original", [True, False])
def test_files_for_a_named_receiver_open_with_age_alone(
    archive: Desk, items: list[int], tmp_path: Path, *, original: bool
) -> None:
    secret, public = an_identity()
    asked = a_request(tmp_path / "p", recipients=(Recipient.parse(public),), original=original, reason="court")
    actions.create(asked, by="owner", second=SECOND)
    found = checking.check(tmp_path / "p")
    assert found.bad == []
    assert "encrypted" in found.notices
    locked = tmp_path / f"p/data/items/{items[0]}.jpg.age"
    plain = opened(locked, secret, tmp_path)
    shown = json.loads((tmp_path / f"p/proofs/{items[0]}.json").read_bytes())["opened"]
    values = {each["name"]: each["value"] for each in shown}
    stated = values["digest"] if original else values["copy"]["digest"]
    assert hashlib.sha256(plain).hexdigest() == stated
    assert "age -d" in (tmp_path / "p/HOW-TO-VERIFY.txt").read_text()
    assert MARKER.encode() not in locked.read_bytes()


def test_an_original_for_a_receiver_is_the_payload_of_the_vault(
    archive: Desk, items: list[int], tmp_path: Path
) -> None:
    _, public = an_identity()
    asked = a_request(tmp_path / "p", recipients=(Recipient.parse(public),), original=True, reason="court")
    actions.create(asked, by="owner", second=SECOND)
    path = tmp_path / f"p/data/items/{items[0]}.jpg.age"
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    bad = [(each["what"], each["why"]) for each in checking.check(tmp_path / "p").bad]
    assert bad == [("bag", "changed"), ("file", "not-this-entry")]


def test_a_copy_made_later_leaves_in_the_place_of_one_at_intake(
    archive: Desk, items: list[int], tmp_path: Path
) -> None:
    note = queries.item(Digest.of(f"{MARKER} note".encode())).entry
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "PNG")
    (kept,) = archive.vault.put_many([io.BytesIO(out.getvalue())])
    derived = Derived(note, "evidence-copy", "by hand", {}, kept.payload, kept.digest, kept.size)
    number = custody.derive(derived, by="owner")
    made = actions.create(a_request(tmp_path / "p"), by="owner", second=None)
    assert (made.items, made.withheld["items"]) == (5, {})
    assert (tmp_path / f"p/data/items/{note}.png").read_bytes() == out.getvalue()
    assert [each["entry"] for each in told(tmp_path / "p")["derived"]] == [number]
    assert checking.check(tmp_path / "p").bad == []


def test_what_was_given_is_told_with_each_item(archive: Desk, items: list[int], tmp_path: Path) -> None:
    first = actions.create(a_request(tmp_path / "p"), by="owner", second=None)
    second = actions.create(a_request(tmp_path / "q", receiver="Another"), by="owner", second=None)
    assert (first.given_before, second.given_before) == (0, 1)
    events = Event.objects.filter(kind="disclosure", subject=items[0]).order_by("pk")
    assert [each.other for each in events] == [RECEIVER, "Another"]


def test_a_payload_that_was_changed_stops_the_package(archive: Desk, items: list[int], tmp_path: Path) -> None:
    victim = max(archive.folder.vault.rglob("*"), key=lambda path: path.stat().st_size if path.is_file() else 0)
    os.chmod(victim, 0o600)
    data = bytearray(victim.read_bytes())
    data[-20] ^= 1
    victim.write_bytes(data)
    from isnad.words import Broken

    with pytest.raises(Broken):
        actions.create(a_request(tmp_path / "p"), by="owner", second=None)
    assert not (tmp_path / "p").exists()
    assert not list(tmp_path.glob(".*"))
    assert not Said.objects.filter(kind="disclosure").exists()


def test_a_package_for_its_owner_alone(archive: Desk, items: list[int], tmp_path: Path) -> None:
    actions.create(a_request(tmp_path / "p"), by="owner", second=None)
    assert (tmp_path / "p").stat().st_mode & 0o077 == 0
