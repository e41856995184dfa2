"""The parts of the door, without a browser: codes, slots, letters, the folder, turns, languages."""

from __future__ import annotations

import asyncio
import stat
import time
from pathlib import Path

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doorway import PERSON
from isnad.door.codes import DIGITS, Code
from isnad.door.folder import DoorFolder, Prepared
from isnad.door.letters import STEP, Letter, read
from isnad.door.sittings import Sittings
from isnad.door.slots import SIZE, STATUSES, Cost, Slot, Status, plain
from isnad.door.turns import Lane, Turns
from isnad.door.voice import Voice
from isnad.instruments.sealing import Identity, open_bytes
from isnad.speech.phrases import texts
from isnad.words import Broken, Refusal

CHEAP = Cost(memory=64, passes=1)
ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
codes = st.binary(min_size=10, max_size=10).map(Code)


@given(codes, st.sampled_from(["", " ", "-", "\u200f", "\n"]), st.booleans())
def test_a_code_is_read_back_however_it_is_typed(code: Code, between: str, indic: bool) -> None:  # FD-5, FD-12
    typed = between.join(code.written().split())
    assert Code.parse(typed.translate(ARABIC_INDIC) if indic else typed) == code
    assert len(code.written().replace(" ", "")) == DIGITS


@given(codes, st.integers(0, DIGITS - 1), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(code: Code, place: int, step: int) -> None:
    digits = code.written().replace(" ", "")
    wrong = digits[:place] + str((int(digits[place]) + step) % 10) + digits[place + 1 :]
    assert Code.parse(wrong) is None


@given(codes, st.integers(0, DIGITS - 2))
def test_two_neighbours_exchanged_are_always_noticed(code: Code, place: int) -> None:
    digits = list(code.written().replace(" ", ""))
    digits[place], digits[place + 1] = digits[place + 1], digits[place]
    exchanged = "".join(digits)
    assert Code.parse(exchanged) in (None, code)
    assert (Code.parse(exchanged) == code) == (exchanged == code.written().replace(" ", ""))


@given(st.text(max_size=400))
def test_whatever_is_typed_is_a_code_or_none(text: str) -> None:
    found = Code.parse(text)
    assert found is None or len(found.bits) == 10


def test_codes_are_eighty_random_bits_and_never_print_by_accident() -> None:
    made = {Code.new().bits for _ in range(1000)}
    assert len(made) == 1000
    assert {len(each) for each in made} == {10}
    assert 39_000 < sum(int.from_bytes(each, "big").bit_count() for each in made) < 41_000
    assert "bits" not in repr(Code.new())
    assert "key" not in repr(Slot.nobodys())


@pytest.mark.parametrize(
    ("one", "other"),
    [("شجرة التين", "شجره  التين"), ("أُمّ خالد", "ام خالد"), ("Fig Tree", "figtree"), ("بيت ٧", "بيت7"), ("على", "علي")],
)
def test_a_word_is_the_same_as_people_write_it(one: str, other: str) -> None:
    assert plain(one) == plain(other)


@settings(max_examples=30)
@given(codes, codes, st.text(max_size=30), st.text(max_size=30))
def test_only_the_code_with_its_word_finds_and_opens_a_record(one: Code, two: Code, word: str, other: str) -> None:
    slot, wrong = Slot.of(one, word, CHEAP), Slot.of(two, other, CHEAP)
    record = slot.seal(Status("looking"))
    assert slot.open(record) == Status("looking")
    if (one, plain(word)) != (two, plain(other)):
        assert wrong.name != slot.name
        assert wrong.open(record) is None


@given(st.sampled_from(STATUSES), st.booleans(), st.integers(0, SIZE - 1), st.integers(1, 255))
def test_records_are_of_one_size_and_a_changed_one_opens_nothing(word: str, forced: bool, at: int, by: int) -> None:
    slot = Slot.nobodys()
    record = slot.seal(Status(word, forced))
    assert len(record) == SIZE  # FD-17: the record of danger is as large as any
    spoiled = bytearray(record)
    spoiled[at] ^= by
    assert slot.open(bytes(spoiled)) is None


@given(
    st.dictionaries(st.sampled_from(["full-name", "reach", "marks"]), st.text(max_size=3000)),
    st.lists(st.binary(max_size=2000), max_size=3),
)
def test_a_letter_is_read_by_the_house_alone_and_its_size_says_little(
    said: dict[str, str], photographs: list[bytes]
) -> None:
    identity = Identity.new()
    letter = Letter("inquiry", "2026-11-24", "ar", slots=(Slot.nobodys(), Slot.nobodys()), receivers=("icrc",))
    said = {name: value.encode("utf-8", "ignore").decode() for name, value in said.items()}
    sealed = letter.seal(said, photographs, (identity.recipient,))
    found = read(sealed, lambda data: open_bytes(data, identity))
    assert found.content(lambda data: open_bytes(data, identity)) == (said, photographs)
    assert (found.slots, found.receivers) == (letter.slots, letter.receivers)
    assert len(open_bytes(sealed, identity)) % STEP == 0
    with pytest.raises(Refusal):
        read(sealed, lambda data: open_bytes(data, Identity.new()))


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b'{"format":"isnad/letter/1"}', b"\xff", b'{"format":1}'])
def test_what_is_no_letter_is_broken(data: bytes) -> None:
    with pytest.raises(Broken, match=r"door\.not-a-letter"):
        read(data, lambda same: same)


def test_files_know_their_day_and_no_finer_time(tmp_path: Path) -> None:  # FD-18
    folder = DoorFolder(tmp_path / "d")
    folder.prepare(Prepared((str(Identity.new().recipient),), PERSON))
    folder.keep_letter(b"sealed")
    folder.keep_record(Slot.nobodys().name, bytes(SIZE))
    for path in [folder.letters, folder.records, *folder.came(), *folder.records.iterdir()]:
        assert path.stat().st_mtime % 86_400 == 0
        assert not path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)


@pytest.mark.parametrize(
    ("more", "code"),
    [({"person": " "}, "nobody-to-call"), ({"way_out": "http://a.example/"}, "way-out-must-be-https"),
     ({"way_out": "https://a.example; script-src *"}, "way-out-must-be-https")],
)  # fmt: skip
def test_a_door_needs_a_person_and_a_sound_way_out(more: dict[str, str], code: str) -> None:
    with pytest.raises(Refusal, match=rf"door\.{code}"):
        Prepared(**{"recipients": ("age1",), "person": PERSON, **more})  # type: ignore[arg-type]


def test_a_folder_that_nobody_prepared_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"door\.not-prepared"):
        DoorFolder(tmp_path).prepared()
    (tmp_path / "door.json").write_text("{}")
    with pytest.raises(Broken, match=r"door\.folder-changed"):
        DoorFolder(tmp_path).prepared()


def test_a_full_room_forgets_who_told_least_and_a_silent_one_ends() -> None:  # FD-4
    sittings = Sittings(room=3)
    names = []
    for number in range(3):
        name, sitting = sittings.begin()
        sitting.answers = {str(each): "x" for each in range(number + 1)}
        names.append(name)
    sittings.begin()
    assert [sittings.find(each) is not None for each in names] == [False, True, True]
    kept = sittings.find(names[1])
    assert kept is not None
    kept.used -= 86_400
    assert sittings.find(names[1]) is None
    assert kept.answers == {}
    assert sittings.find("made up") is None


def test_ten_thousand_tries_do_not_keep_out_a_family() -> None:  # 10,000 codes tried
    """An attacker keeps 400 tries waiting at any time, 10,000 in all; a family at another address waits for few."""

    async def attack() -> tuple[int, float, int]:
        turns = Turns()
        refused = done = 0

        async def one(number: int) -> None:
            nonlocal refused, done
            try:
                async with turns.turn("attacker", f"code {number}"):
                    await asyncio.sleep(0.0005)
                turns.tell("attacker", f"code {number}", opened=False)
                done += 1
            except Refusal:
                refused += 1

        async def knock() -> None:
            for start in range(0, 10_000, 400):
                await asyncio.gather(*(one(number) for number in range(start, start + 400)))

        storm = asyncio.create_task(knock())
        await asyncio.sleep(0.05)
        slowest = 0.0
        for _ in range(10):
            begun = time.perf_counter()
            async with turns.turn("family", "their own code"):
                await asyncio.sleep(0.0005)
            turns.tell("family", "their own code", opened=True)
            slowest = max(slowest, time.perf_counter() - begun)
        await storm
        return refused, slowest, done

    refused, slowest, done = asyncio.run(attack())
    assert refused + done == 10_000
    assert refused > 5_000, "the storm was not slowed"
    assert slowest < 1.0


def test_behind_one_address_with_an_attacker_a_family_still_comes_in() -> None:
    """They share an address: the family may be sent away, never for good."""

    async def attempt() -> int:
        turns = Turns()
        for number in range(50):
            turns.tell("shared", f"code {number}", opened=False)
        gate = asyncio.Event()

        async def flood(number: int) -> None:
            try:
                async with turns.turn("shared", f"flood {number}"):
                    await asyncio.sleep(0)
            except Refusal:
                pass

        storm: list[asyncio.Task[None]] = []
        for tries in range(1, 200):
            storm += [asyncio.create_task(flood(1000 * tries + each)) for each in range(60)]
            await asyncio.sleep(0)
            try:
                async with turns.turn("shared", "ours"):
                    turns.tell("shared", "ours", opened=True)
                    gate.set()
                await asyncio.gather(*storm)
            except Refusal:
                turns.tell("shared", "ours", opened=True)
                continue
            return tries
        return 200

    assert asyncio.run(attempt()) < 50


def test_many_words_for_one_code_wait_whether_it_exists_or_not() -> None:
    async def tries() -> list[float]:
        turns, pauses = Turns(), []
        for number in range(14):
            pauses.append(turns.pause("code"))
            if not pauses[-1]:
                async with turns.turn(f"address {number}", "code"):
                    pass
            else:
                turns._codes.add("code")
        turns.tell("a", "code", opened=True)
        return [*pauses, turns.pause("code")]

    pauses = asyncio.run(tries())
    assert pauses[:4] == [0, 0, 0, 0]
    assert pauses[4:10] == [1, 2, 4, 8, 16, 30]
    assert max(pauses) == 30
    assert pauses[-1] == 0


@given(st.lists(st.sampled_from(["enter", "leave", "cancel"]), max_size=60))
@settings(max_examples=60)
def test_a_lane_never_loses_or_invents_a_place(steps: list[str]) -> None:
    async def walk() -> None:
        lane, inside, waiting = Lane(2, 5), 0, []

        async def enter() -> None:
            await lane.enter()

        for step in steps:
            if step == "enter":
                waiting.append(asyncio.create_task(enter()))
            elif step == "leave" and inside:
                lane.leave()
                inside -= 1
            elif step == "cancel" and waiting:
                waiting.pop().cancel()
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            inside += sum(1 for each in waiting if each.done() and not each.cancelled() and each.exception() is None)
            waiting = [each for each in waiting if not each.done()]
            assert inside <= 2
            assert not waiting or inside == 2
        for each in waiting:
            each.cancel()

    asyncio.run(walk())


def test_a_language_is_a_column() -> None:
    """With a third column in every text, its pages are there; with one text missing, they are not."""
    kurdish = {name: {**entry, "ku": entry["en"]} for name, entry in texts("door").items()}
    assert Voice().languages == ("ar", "en")
    voice = Voice(kurdish)
    assert voice.languages == ("ar", "en", "ku")
    assert voice.of_path("/ku/enter") == ("ku", "enter")
    assert voice.asked_for("ku-IQ,en;q=0.5") == "ku"
    kurdish["leave"] = texts("door")["leave"]
    assert Voice(kurdish).languages == ("ar", "en")
    assert Voice().asked_for("fr,de") == "ar"
    assert [Voice().direction(each) for each in ("ar", "en")] == ["rtl", "ltr"]


def test_status_words_are_of_one_length_and_say_nothing() -> None:  # FD-7
    for language in Voice().languages:
        said = [Voice().say(language, f"status-{each}") for each in STATUSES]
        assert len({len(each) for each in said}) == 1, said
        assert len({len(each.encode()) for each in said}) == 1, said
    everything = orjson.dumps(texts("door")).decode().lower()
    for word in ("dead", "deceased", "corpse", " body of", "killed", "شهيد", "متوفى", "جثة", "جثمان"):
        assert word not in everything, word  # FD-16
