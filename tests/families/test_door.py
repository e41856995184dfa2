"""The house's side of the door: what came through it, what it shows, and what is taken back."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from PIL import Image

from doorway import PERSON
from isnad.access.actions import Second, add_user
from isnad.claims import queries as claims
from isnad.custody.models import Item
from isnad.door.codes import Code
from isnad.door.folder import DoorFolder
from isnad.door.letters import Letter
from isnad.door.slots import Cost, Slot, Status
from isnad.families import actions, door_cases, door_preparing, door_reading, queries
from isnad.families.door_collecting import Collected, Collector, collect
from isnad.families.door_entries import DoorCase, DoorLetter
from isnad.families.door_preparing import Wish, prepare
from isnad.families.inquiries_withdrawing import withdraw
from isnad.house import rebuilding
from isnad.record.desk import Desk
from isnad.record.models import Said
from isnad.record.tables import key
from isnad.words import Label, Refusal

CHEAP = Cost(memory=64, passes=1)
WHO = Collector("owner", "owner", "weighed")
SAID = {
    "full-name": "خالد محمد الأحمد", "mother": "فاطمة", "born": "قبل رمضان ١٩٨٥", "child": "no", "sex": "man",
    "taken-when": "2013-04", "numbers": "٢١٥/١٢٣٤", "marks": "ندبة", "asker": "أم خالد", "relation": "أم",
    "reach": "MARKER-reach", "reach-when": "صباحا", "liaison-word": "زيتونة", "question": "القطة؟", "answer": "مشمش",
    "wishes-to-see": "words", "written-by": "helper",
}  # fmt: skip


class Asked:
    """A family that asked at the door, and its two slots."""

    def __init__(self, folder: DoorFolder, *, receivers: tuple[str, ...] = ("this-group",), **more: object) -> None:
        self.folder = folder
        self.code = Code.new()
        self.slots = (Slot.of(self.code, "the word", CHEAP), Slot.of(self.code, "danger", CHEAP))
        photographs = more.pop("photographs", [])
        letter = {"purposes": ("tracing",), "years": 2, "receivers": receivers, "slots": self.slots, **more}
        self.send("inquiry", SAID, photographs, **letter)  # type: ignore[arg-type]
        for slot, forced in zip(self.slots, (False, True), strict=True):
            folder.keep_record(slot.name, slot.seal(Status("received", forced)))

    def send(self, kind: str, said: dict[str, str], photographs: list[bytes] = (), **more: object) -> None:  # type: ignore[assignment]
        told = {"case": self.slots[0].name, "order": len(list(self.folder.came())), **more}
        letter = Letter(kind, "2026-11-24", "ar", **told)  # type: ignore[arg-type]
        self.folder.keep_letter(letter.seal(said, photographs, self.folder.prepared().sealed_to()))

    def sees(self, danger: bool = False) -> Status | None:
        slot = self.slots[danger]
        record = self.folder.record(slot.name)
        return None if record is None else slot.open(record)


@pytest.fixture
def folder(archive: Desk, tmp_path: Path) -> DoorFolder:
    made = DoorFolder(tmp_path / "door")
    prepare(made, Wish(PERSON))
    return made


def taken(folder: DoorFolder) -> Collected:
    return collect(folder, WHO)


def the_inquiry() -> int:
    (row,) = queries.running()
    return row.inquiry


def test_what_a_family_told_becomes_an_inquiry_as_it_was_told(folder: DoorFolder) -> None:
    Asked(folder, receivers=("this-group", "icrc"), purposes=("tracing", "justice"))
    done = taken(folder)
    assert (dict(done.taken), done.shut, done.unreadable) == ({"inquiry": 1}, 0, 0)
    assert not list(folder.came())
    (found,) = queries.sought()
    assert found.texts("name") == ["خالد محمد الأحمد"]
    assert found.texts("birthDate") == ["قبل رمضان ١٩٨٥"]
    assert found.texts("otherNumber") == ["٢١٥/١٢٣٤"]
    (row,) = queries.running()
    assert (row.channel, row.child) == ("page", False)
    told = actions.open_asker(the_inquiry(), "to call", by="owner")
    assert (told["name"], told["word"], told["address"]) == ("أم خالد", "زيتونة", "MARKER-reach")
    assert "مشمش" in told["question"]
    assert taken(folder).taken.total() == 0


def test_what_nobody_may_read_stays_shut_until_consent_comes(folder: DoorFolder) -> None:  # FD-9
    family = Asked(folder, receivers=())
    assert (taken(folder).shut, queries.running()) == (1, [])
    family.send("addition", {"text": "more"})
    assert taken(folder).shut == 2
    family.send("consent", {}, receivers=("icmp",), purposes=("tracing",), years=1)
    assert taken(folder).shut == 3
    family.send("consent", {}, receivers=("this-group",), purposes=("tracing",), years=1)
    done = taken(folder)
    assert done.shut == 0
    assert dict(done.taken) == {"inquiry": 1, "addition": 1, "consent": 2}


def test_a_yes_given_under_force_opens_nothing(folder: DoorFolder) -> None:  # FD-17
    family = Asked(folder, receivers=())
    family.send("consent", {}, receivers=("this-group",), case=family.slots[1].name, forced=True)
    assert taken(folder).shut == 2
    assert not queries.running()


def test_an_addition_is_a_note_and_changes_nothing(folder: DoorFolder) -> None:  # FD-8
    family = Asked(folder)
    taken(folder)
    before = [each.entry for each in queries.sought()[0].values["name"]]
    family.send("addition", {"text": "اسمه الثاني سمير"})
    taken(folder)
    assert [each.entry for each in queries.sought()[0].values["name"]] == before
    (letter,) = [each for _, each in door_cases.said(DoorLetter) if each.kind == "addition"]
    notes = Said.objects.filter(kind="entity").order_by("-pk").first()
    assert notes is not None
    texts = {each.value for each in claims.about([notes.entry])}
    assert "اسمه الثاني سمير" in texts
    assert letter.asking == queries.asking_of(the_inquiry()).entry


def test_what_comes_under_force_is_marked_and_does_nothing(folder: DoorFolder) -> None:  # FD-17
    family = Asked(folder)
    taken(folder)
    danger = {"case": family.slots[1].name, "forced": True}
    family.send("forced", {}, **danger)
    family.send("consent", {}, receivers=("national-commission",), purposes=("tracing",), **danger)
    family.send("withdrawal", {"text": "made to"}, **danger)
    done = taken(folder)
    assert dict(done.taken) == {"forced": 3}
    from isnad.families.models import ConsentRow

    assert ConsentRow.objects.count() == 1
    letters = [(number, each) for number, each in door_cases.said(DoorLetter) if each.forced]
    assert {each.kind for _, each in letters} == {"forced", "consent", "withdrawal"}
    assert all(each.asking is not None for _, each in letters)
    (number,) = [number for number, each in letters if each.kind == "withdrawal"]
    assert door_reading.read_letter(number, "to understand", by="owner") == {"text": "made to"}


def test_families_see_one_of_three_words_and_danger_sees_received(folder: DoorFolder) -> None:  # FD-7, FD-17
    family = Asked(folder)
    taken(folder)
    door_preparing.tell_status(the_inquiry(), "contact", by="owner")
    with pytest.raises(Refusal, match=r"doorkeeping\.not-a-status"):
        door_preparing.tell_status(the_inquiry(), "dead", by="owner")
    assert family.sees() == Status("received")
    prepare(folder, Wish())
    assert family.sees() == Status("contact")
    assert family.sees(danger=True) == Status("received", forced=True)


def test_a_folder_that_was_lost_is_made_again(folder: DoorFolder, tmp_path: Path) -> None:
    family = Asked(folder)
    taken(folder)
    again = DoorFolder(tmp_path / "again")
    done = prepare(again, Wish(PERSON))
    assert done.records == 2
    family.folder = again
    assert family.sees() == Status("received")


def test_records_of_letters_that_wait_are_left_and_strays_are_taken_away(folder: DoorFolder) -> None:
    family = Asked(folder, receivers=())
    stray = Slot.nobodys()
    folder.keep_record(stray.name, stray.seal(Status("received")))
    assert prepare(folder, Wish()).removed == 1
    assert family.sees() == Status("received")
    folder.keep_letter(b"not an age file")
    folder.keep_record(stray.name, stray.seal(Status("received")))
    assert prepare(folder, Wish()).removed == 0
    assert taken(folder).unreadable == 1


def test_new_words_take_the_place_of_the_old(folder: DoorFolder) -> None:
    family = Asked(folder)
    taken(folder)
    before = family.slots
    family.slots = (Slot.of(family.code, "new word", CHEAP), Slot.nobodys())
    family.send("words", {}, slots=family.slots, case=before[0].name)
    taken(folder)
    prepare(folder, Wish())
    assert family.sees() == Status("received")
    assert folder.record_names() == {each.name for each in family.slots}


def test_a_lost_code_is_renewed_by_who_knows_the_asker(folder: DoorFolder) -> None:  # FD-5
    family = Asked(folder)
    taken(folder)
    with pytest.raises(Refusal, match=r"doorkeeping\.challenge-first"):
        door_preparing.renew(the_inquiry(), answered=False, by="owner")
    with pytest.raises(Refusal, match=r"families\.not-your-asker"):
        door_preparing.renew(the_inquiry(), answered=True, by="layla")
    code, word = door_preparing.renew(the_inquiry(), answered=True, by="owner", cost=CHEAP)
    prepare(folder, Wish())
    assert family.sees() is None, "the old code ends"
    slot = Slot.of(code, word, CHEAP)
    record = folder.record(slot.name)
    assert record is not None
    assert slot.open(record) == Status("received")
    assert [each.renewed for _, each in door_cases.said(DoorCase)] == [False, True]


def test_a_report_needs_no_inquiry_and_its_reading_is_on_record(folder: DoorFolder) -> None:  # FD-6
    report = Letter("report", "2026-11-24", "ar")
    said = {"happened": "MARKER-happened", "who": "0000", "reach": ""}
    folder.keep_letter(report.seal(said, [], folder.prepared().sealed_to()))
    assert dict(taken(folder).taken) == {"report": 1}
    ((number, letter),) = door_cases.said(DoorLetter)
    assert letter.asking is None
    assert "MARKER" not in str(letter)
    assert door_reading.read_letter(number, "to warn others", by="owner")["happened"] == "MARKER-happened"
    assert Said.objects.filter(kind="door-reading").count() == 1
    with pytest.raises(Refusal, match=r"families\.reason-needed"):
        door_reading.read_letter(number, " ", by="owner")
    with pytest.raises(Refusal, match=r"doorkeeping\.no-such-letter"):
        door_reading.read_letter(number + 1, "x", by="owner")


def test_another_liaison_cannot_read_what_a_family_wrote(folder: DoorFolder) -> None:
    add_user("layla", "a passphrase of one’s own", by="owner", roles=("family-liaison",))
    family = Asked(folder)
    collect(folder, Collector("owner", "layla", "weighed"))
    family.send("withdrawal", {"text": "MARKER"})
    taken(folder)
    (number,) = [number for number, each in door_cases.said(DoorLetter) if each.kind == "withdrawal"]
    with pytest.raises(Refusal, match=r"families\.not-your-asker"):
        door_reading.read_letter(number, "curious", by="owner")
    assert door_reading.read_letter(number, "it is mine", by="layla") == {"text": "MARKER"}


def test_what_is_taken_back_is_gone_from_the_door_too(folder: DoorFolder) -> None:
    family = Asked(folder)
    family.send("addition", {"text": "MARKER-addition"})
    family.send("withdrawal", {"text": "MARKER-why"})
    taken(folder)
    withdraw(the_inquiry(), "they asked", by="owner", second=Second("layla"))
    prepare(folder, Wish())
    assert family.sees() is None
    assert not list(door_cases.said(DoorCase))
    assert not list(door_cases.said(DoorLetter))
    family.send("addition", {"text": "late"})
    assert taken(folder).shut == 1, "what comes after belongs to nobody here, and stays shut"


def test_photographs_are_taken_in_as_originals(folder: DoorFolder) -> None:  # FD-15
    out = io.BytesIO()
    Image.new("RGB", (64, 64), "#808080").save(out, "JPEG")
    Asked(folder, photographs=[out.getvalue()])
    taken(folder)
    (found,) = queries.sought()
    (entry,) = found.texts("photographInLife")
    item = Item.objects.get(pk=key(int(entry)))
    assert item.media_type == "image/jpeg"
    assert Label(item.accession.label) is Label.RESTRICTED
    assert not list(Path("/dev/shm").glob("tmp*/1")), "nothing lies open"


@pytest.mark.parametrize(
    "said", [{"full-name": ""}, {"full-name": "x", "child": "perhaps"}, {"full-name": 5}, {"full-name": "1" * 3000}]
)
def test_a_forged_letter_keeps_out_no_other(folder: DoorFolder, said: dict[str, str]) -> None:
    """Whoever has the public key can put a letter there; it may be refused, and the next is taken in."""
    slots = (Slot.nobodys(), Slot.nobodys())
    forged = Letter("inquiry", "2026-11-24", "xx", slots[0].name, slots, ("this-group", "made-up"), ("tracing",))
    folder.keep_letter(forged.seal(said, [b"no picture"], folder.prepared().sealed_to()))
    Asked(folder)
    done = taken(folder)
    assert done.taken["inquiry"] + done.unreadable == 2
    assert done.taken["inquiry"] >= 1


def test_tables_fold_again_to_the_same(folder: DoorFolder, archive: Desk) -> None:
    family = Asked(folder)
    taken(folder)
    family.send("consent", {}, receivers=("icrc",), purposes=("tracing",))
    taken(folder)
    door_preparing.tell_status(the_inquiry(), "looking", by="owner")
    with _quiet() as progress:
        assert rebuilding.rebuild(archive, None, progress).equal


@contextmanager
def _quiet() -> Iterator[object]:
    from isnad.speech.progress import steps

    with steps("", None) as progress:
        yield progress


@settings(
    max_examples=12,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
)
@example(
    {
        "sex": "\x95\x1c\x81-|\x82Õ",
        "relation": "\x17",
        "born": "E0¦Ë",
        "mother": "\x83\x1d\U00057590\U00056d0f\x19ß\x86fd¶]7fÚ",
        "numbers": "\x17\U000de1a4\nUÂæú\U000eb265:\x00F(Ô",
        "question": "2\x08÷L\U00042343",
        "reach": "0..0",
        "child": "\U000eceb3\x8b\x11\x16á\U0007d3aeeôN",
    }
)
@given(st.dictionaries(st.sampled_from(sorted(SAID)), st.text(max_size=80), max_size=8))
def test_whatever_is_typed_is_taken_down_or_kept(folder: DoorFolder, typed: dict[str, str]) -> None:
    """No answer makes a letter stay behind, whatever stands in it."""
    said = {"full-name": "اسم", **{name: value.encode("utf-8", "ignore").decode() for name, value in typed.items()}}
    slots = (Slot.nobodys(), Slot.nobodys())
    letter = Letter("inquiry", "2026-11-24", "ar", slots[0].name, slots, ("this-group",), ("tracing",))
    folder.keep_letter(letter.seal(said, [], folder.prepared().sealed_to()))
    assert taken(folder).taken.total() == 1
    assert not list(folder.came())
