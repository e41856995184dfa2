"""Who comes to the door with bad intent: clocks, floods, other sites, broken forms."""

from __future__ import annotations

import random
import statistics
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from doorway import DANGER, WORD, Family, Served, written
from isnad.door.codes import Code
from isnad.speech.phrases import texts

ROUNDS = 20


def timed(door: Served, code: str, word: str) -> tuple[float, Family]:
    """One try at the form, and how long it took."""
    family = door.family(source=f"127.0.0.{random.randint(2, 250)}")
    return family.post("/ar/enter", {"code": code, "word": word}).seconds, family


def rank_z(one: list[float], other: list[float]) -> float:
    """How far apart two samples are by their ranks (Mann and Whitney), in standard deviations."""
    ranked = sorted([(value, 0) for value in one] + [(value, 1) for value in other])
    ranks = sum(place for place, (_, which) in enumerate(ranked, 1) if which == 0)
    n, m = len(one), len(other)
    expected = n * (n + m + 1) / 2
    return float((ranks - expected) / (n * m * (n + m + 1) / 12) ** 0.5)


def test_right_wrong_and_no_codes_take_the_same_time(door: Served) -> None:
    """Tried in turns of random order, so that what else the machine does falls on all alike."""
    code = door.family().ask()
    kinds = {
        "right": lambda: (code, WORD),
        "danger": lambda: (code, DANGER),
        "wrong word": lambda: (code, "another word entirely"),
        "wrong code": lambda: (Code.new().written(), WORD),
        "no code": lambda: (str(random.randrange(10**27, 10**28)), WORD),
    }
    took: dict[str, list[float]] = {name: [] for name in kinds}
    for _ in range(ROUNDS):
        for name in random.sample(list(kinds), len(kinds)):
            took[name].append(timed(door, *kinds[name]())[0])
            if name == "wrong word":  # else this code would rest, as it should
                timed(door, code, WORD)
    for name in kinds:
        if name != "right":
            assert abs(rank_z(took["right"], took[name])) < 4, (name, statistics.median(took[name]))


def test_the_negative_control_a_shortcut_for_wrong_codes_would_be_seen() -> None:
    honest = [0.04 + random.random() * 0.004 for _ in range(ROUNDS)]
    shortcut = [each - 0.004 for each in honest]
    assert abs(rank_z(honest, shortcut)) > 4


def test_the_answer_to_a_form_is_the_same_whether_it_opened_or_not(door: Served) -> None:
    code = door.family().ask()
    answers = [
        door.family().post("/ar/enter", {"code": each, "word": WORD})
        for each in (code, Code.new().written(), "nonsense", "")
    ]
    shapes = {
        (each.status, each.headers["location"], each.body, len(each.headers["set-cookie"]), tuple(sorted(each.headers)))
        for each in answers
    }
    assert len(shapes) == 1


@pytest.mark.parametrize("tries", [150, pytest.param(10_000, marks=pytest.mark.slow)])
def test_a_flood_of_codes_does_not_keep_a_family_out(door: Served, tries: int) -> None:
    code = door.family().ask()

    def knock(number: int) -> int:
        flood = Family(door.port, source="127.0.0.9")
        return flood.post("/ar/enter", {"code": Code.new().written(), "word": str(number)}).status

    with ThreadPoolExecutor(60) as pool:
        storm = [pool.submit(knock, number) for number in range(tries)]
        time.sleep(0.5)
        family = door.family(source="127.0.0.44")
        begun = time.perf_counter()
        assert texts("door")["status-received"]["ar"] in family.enter(code).words
        waited = time.perf_counter() - begun
        statuses = {each.result() for each in storm}
    assert waited < 20
    assert statuses <= {303, 503}
    same_address = door.family(source="127.0.0.9")
    assert texts("door")["status-received"]["ar"] in same_address.enter(code).words, "nobody is shut out for good"


def test_guessed_words_for_a_found_paper_wait_longer_and_longer(door: Served) -> None:
    code = door.family().ask()
    for number in range(4):
        timed(door, code, f"guess {number}")
    seconds = [timed(door, code, f"later guess {number}")[0] for number in range(2)]
    assert seconds[0] >= 1
    assert seconds[1] >= 2


@pytest.mark.parametrize("path", ["/ar/before", "/ar/enter", "/ar/report", "/ar/add", "/ar/ask/check"])
def test_another_sites_form_does_nothing(door: Served, path: str) -> None:
    came = len(list(door.folder.came()))
    answer = door.family().post(path, {"code": "1", "word": "2", "happened": "x"}, **{"Sec-Fetch-Site": "cross-site"})
    assert answer.headers["location"] == "/ar/"
    assert "set-cookie" not in answer.headers
    assert len(list(door.folder.came())) == came


def test_a_form_without_its_stamp_does_nothing(door: Served) -> None:
    family = door.family()
    code = family.ask()
    family.enter(code)
    came = len(list(door.folder.came()))
    for name in ("add", "consent", "withdraw", "words"):
        assert family.post(f"/ar/{name}", {"text": "x", "stamp": "guessed"}).headers["location"] == "/ar/enter"
    fresh = door.family()
    fresh.post("/ar/before", {})
    assert fresh.post("/ar/ask/person", {"full-name": "x", "stamp": "ü"}).headers["location"] == "/ar/over"
    assert len(list(door.folder.came())) == came


def test_what_a_sender_names_a_cookie_opens_nothing(door: Served) -> None:
    for cookie in ("s=", "s=made-up", "s=" + "x" * 5000, 's="', "s=a; s=b", ";;;", "s=\xe9"):
        family = Family(door.port, cookie=cookie)
        assert family.get("/ar/status").headers["location"] == "/ar/enter"
        assert Family(door.port, cookie=cookie).get("/ar/ask/check").headers["location"] == "/ar/over"


@pytest.mark.parametrize(
    ("body", "kind"),
    [(b"\xff\xfe%%%=%zz", "application/x-www-form-urlencoded"), (b"a=1&" * 500, "application/x-www-form-urlencoded"),
     (b"--x\r\n\r\n", "multipart/form-data; boundary=x"), (b"", "multipart/form-data"),
     (b"--x", "multipart/form-data; boundary=" + "x" * 300), (b"{}", "application/json"),
     (b"code=" + b"9" * 300_000, "application/x-www-form-urlencoded")],
)  # fmt: skip
def test_broken_forms_are_answered_in_words(door: Served, body: bytes, kind: str) -> None:
    answer = door.family()._ask("POST", "/ar/enter", body, {"Content-Type": kind})
    assert answer.status in (303, 400, 413)
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    "path",
    ["/ar", "/xx/", "/ar/../door.json", "/ar/%2e%2e/door.json", "//ar/", "/records/", "/look.css/..", "/ar/ask/nothing",
     "/ar/" + "x" * 3000],
)  # fmt: skip
def test_other_addresses_lead_nowhere(door: Served, path: str) -> None:
    answer = door.family().get(path)
    assert answer.status == 404
    assert door.family()._ask("DELETE", "/ar/enter", None, {}).status == 404


def test_markup_in_an_answer_is_text(door: Served) -> None:
    family = door.family()
    family.post("/en/before", {})
    family.language = "en"
    family.answer("person", {"full-name": '"><script>alert(1)</script>'})
    for page in (family.get("/en/ask/person").text, family.get("/en/ask/check").text):
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page


def test_a_lost_record_shows_the_form_again_and_says_nothing(door: Served) -> None:
    """The house took a case away: its code is as one that never was."""
    family = door.family()
    family.walk()
    page = family.post_files("/ar/ask/check", {"stamp": family.get("/ar/ask/check").stamp, "go": "send"}, [])
    code = written(page)
    for name in door.folder.record_names():
        door.folder.drop_record(name)
    assert texts("door")["opens-nothing"]["ar"] in door.family().enter(code).words
