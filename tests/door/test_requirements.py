"""FD-1 to FD-18 of the requirements, one by one, at a door that is served, by a family without scripts."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import time
from html.parser import HTMLParser

import pytest
from PIL import Image

from doorway import ANSWERS, DANGER, PERSON, WORD, Family, Page, Served
from isnad.door.application import STILL
from isnad.door.asking import ORDER
from isnad.door.inside import PAGES
from isnad.door.questions import RECEIVERS, STEPS
from isnad.door.slots import SIZE
from isnad.speech.phrases import texts

LANGUAGES = ("ar", "en")
STILL_PAGES = [f"/{language}/{place}" for language in LANGUAGES for place in STILL]


def every_page(door: Served) -> dict[str, Page]:
    """Every page there is, in both languages, as somebody meets it."""
    pages = {path: door.family().get(path) for path in STILL_PAGES}
    for language in LANGUAGES:
        family = door.family(language=language)
        family.post(f"/{language}/before", {})
        for step in ORDER:
            pages[f"/{language}/ask/{step}"] = family.get(f"/{language}/ask/{step}")
            if step in ANSWERS:
                family.answer(step, ANSWERS[step])
        path = f"/{language}/ask/check"
        pages[f"{language} code"] = family.post_files(path, {"stamp": family.get(path).stamp, "go": "send"}, [])
        code = re.findall(r"<b>(\d{4})</b>", pages[f"{language} code"].text)
        pages[f"/{language}/status"] = family.enter(" ".join(code))
        pages |= {f"/{language}/{name}": family.get(f"/{language}/{name}") for name in PAGES}
        pages[f"{language} wrong"] = door.family(language=language).enter("1234 5678", "anything")
        pages[f"{language} trouble"] = family.get(f"/{language}/nowhere")
    return pages


@pytest.fixture(scope="module", name="pages")
def _pages(door: Served) -> dict[str, Page]:
    return every_page(door)


class Controls(HTMLParser):
    """Every field of a page, and the tags."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.fields: list[dict[str, str | None]] = []
        self.tags: set[str] = set()
        self.feed(page.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag in ("input", "textarea"):
            self.fields.append({"tag": tag, **dict(attrs)})


def test_the_way_out_is_on_every_page_and_ends_the_sitting_first(door: Served, pages: dict[str, Page]) -> None:  # FD-1
    for where, page in pages.items():
        assert '<form class="out" id="out" method="post" action="/leave"' in page.text, where
    family = door.family()
    family.post("/ar/before", {})
    family.answer("person", ANSWERS["person"])
    cookie = family.cookie
    out = family.post("/leave", {})
    assert (out.status, out.headers["location"]) == (303, "https://ar.wikipedia.org/")
    back = Family(door.port, cookie=cookie).get("/ar/ask/person")
    assert back.headers["location"] == "/ar/over"
    assert "https://ar.wikipedia.org" in out.headers["content-security-policy"], "else browsers stop the form"


def test_before_the_start_a_page_says_what_the_way_out_does_not_do(door: Served) -> None:  # FD-2
    for language in LANGUAGES:
        assert f'href="/{language}/before"' in door.family().get(f"/{language}/").text
        page = door.family().get(f"/{language}/before").text
        for name in ("out-not-history", "out-not-network", "out-not-seen"):
            assert texts("door")[name][language] in page
        aloud = door.family().get(f"/{language}/aloud").text
        assert texts("door")["out-not-history"][language] in aloud
        assert "<form" not in aloud.partition("<main")[2]
    assert "@media print" in door.family().get("/look.css").text


def test_nothing_stays_and_nothing_betrays(pages: dict[str, Page], door: Served) -> None:  # FD-3
    for where, page in pages.items():
        assert page.headers["cache-control"] == "no-store", where
        assert page.headers["referrer-policy"] == "no-referrer", where
        policy = page.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'"), where
        assert "unsafe" not in policy, where
        assert re.search(r"<title>(.*?)</title>", page.text).group(1) in ("أخبار", "News"), where  # type: ignore[union-attr]
        assert "icon" not in page.text, where
        for field in Controls(page).fields:
            if field.get("type") not in ("hidden", "radio", "checkbox", "file"):
                assert field.get("autocomplete") == "off", (where, field)
    family = door.family()
    cookie = family.post("/ar/before", {}).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Expires" not in cookie
    assert "Max-Age" not in cookie
    assert not re.search(r"isnad|إسناد|caesar|قيصر", "".join(each.text for each in pages.values()), re.IGNORECASE)
    for path in ("/look.css", "/leave.js", "/favicon.ico", "/robots.txt", "/"):
        assert door.family().get(path).headers["cache-control"] == "no-store"


def test_leaving_half_way_stores_nothing(door: Served) -> None:  # FD-4
    before = sorted(each.name for each in door.folder.root.rglob("*"))
    family = door.family()
    family.walk()
    assert "خالد" in family.get("/ar/ask/check").text
    family.post("/leave", {})
    assert sorted(each.name for each in door.folder.root.rglob("*")) == before
    assert family.get("/ar/ask/check").status == 303


def test_the_code_is_made_by_us_and_shown_once(door: Served) -> None:  # FD-5
    family = door.family()
    family.walk()
    stamp = family.get("/ar/ask/check").stamp
    cookie = family.cookie
    first = family.post_files("/ar/ask/check", {"stamp": stamp, "go": "send"}, [])
    assert len(re.findall(r"<b>\d{4}</b>", first.text)) == 7
    assert first.headers["set-cookie"].endswith("Max-Age=0")
    letters = len(list(door.folder.came()))
    again = Family(door.port, cookie=cookie).post_files("/ar/ask/check", {"stamp": stamp, "go": "send"}, [])
    assert again.headers["location"] == "/ar/over"
    assert len(list(door.folder.came())) == letters
    assert "mailto:" not in first.text


def test_both_sides_prove_themselves_and_money_is_never_asked(door: Served, pages: dict[str, Page]) -> None:  # FD-6
    for where, page in pages.items():
        language = "ar" if 'lang="ar" dir="rtl"' in page.text else "en"
        assert texts("door")["never-money"][language] in page.text, where
    family = door.family()
    family.post("/ar/before", {})
    lacking = family.answer("challenge", {"question": "؟", "answer": "x"})
    assert lacking.status == 400, "the word that the liaison says first is needed"
    family.ask()
    letter = next(each for each in door.letters() if each.kind == "inquiry")
    said, _ = letter.content(door.opens)
    assert {"liaison-word", "question", "answer"} <= said.keys()
    before = len(list(door.folder.came()))
    assert door.family().post("/ar/report", {"happened": "طلبوا مالا MARKER", "who": "0000"}).status == 303
    assert len(list(door.folder.came())) == before + 1
    reports = [each.content(door.opens)[0] for each in door.letters() if each.kind == "report"]
    assert "طلبوا مالا MARKER" in {each["happened"] for each in reports}
    assert door.family().post("/ar/report", {"who": "0000"}).status == 400


def test_the_status_is_one_of_three_words(door: Served) -> None:  # FD-7
    from isnad.door.codes import Code
    from isnad.door.slots import STATUSES, Cost, Slot, Status

    family = door.family()
    code = family.ask()
    slot = Slot.of(Code.parse(code), WORD, Cost())
    sizes = set()
    for word in STATUSES:
        door.folder.keep_record(slot.name, slot.seal(Status(word)))
        page = door.family().enter(code)
        assert texts("door")[f"status-{word}"]["ar"] in page.words
        sizes.add(len(page.body))
    assert len(sizes) == 1


def test_what_was_sent_is_never_read_back(door: Served) -> None:  # FD-8
    family = door.family()
    code = family.ask()
    inside = door.family()
    inside.enter(code)
    shown = [inside.get(f"/ar/{name}").text for name in ("status", *PAGES, "ask/check", "ask/person")]
    for value in (each for step in ("person", "taken", "marks", "you", "challenge") for each in ANSWERS[step].values()):
        assert not any(value in page for page in shown if len(value) > 6), value
    assert inside.act("add", {"text": "تصحيح: MARKER-addition"}).status == 303
    assert "MARKER-addition" not in inside.get("/ar/add").text
    assert not any(b"MARKER" in path.read_bytes() for path in door.folder.root.rglob("*") if path.is_file())
    additions = [each for each in door.letters() if each.kind == "addition"]
    assert additions[-1].content(door.opens)[0] == {"text": "تصحيح: MARKER-addition"}


def test_receivers_are_chosen_one_by_one_and_nobody_is_chosen_before(door: Served) -> None:  # FD-9
    family = door.family()
    family.post("/ar/before", {})
    page = family.get("/ar/ask/receivers")
    boxes = [each for each in Controls(page).fields if each.get("name") == "receivers"]
    assert [each["value"] for each in boxes] == list(RECEIVERS)
    assert not any("checked" in each for each in boxes)
    assert texts("door")["receivers-nobody"]["ar"] in page.text
    code = door.family().ask({**ANSWERS, "receivers": {"years": "1"}})
    letter = [each for each in door.letters() if each.kind == "inquiry" and not each.receivers]
    assert letter
    assert letter[-1].purposes == ("tracing",), "no court without a yes of its own"
    inside = door.family()
    inside.enter(code)
    assert not any(
        "checked" in each for each in Controls(inside.get("/ar/consent")).fields if each["type"] == "checkbox"
    )
    form = [("receivers", "icrc"), ("receivers", "iimp"), ("receivers", "made-up"), ("justice", "1"), ("years", "5")]
    inside.post("/ar/consent", [*form, ("stamp", inside.get("/ar/consent").stamp)])
    changed = next(each for each in door.letters() if each.kind == "consent")
    assert (changed.receivers, changed.purposes, changed.years) == (("icrc", "iimp"), ("tracing", "justice"), 5)


def test_each_question_says_why_and_takes_no_for_an_answer(door: Served) -> None:  # FD-10
    said = texts("door")
    for step in STEPS:
        for question in step.questions:
            assert said[f"why-{question.name}"]["ar"].strip(), question.name
    family = door.family()
    family.post("/en/before", {})
    family.language = "en"
    page = family.get("/en/ask/person").text
    assert page.count("I do not know") == page.count("I would rather not say") >= 6
    asked = " ".join(said[f"ask-{q.name}"][each] for s in STEPS for q in s.questions for each in ("en", "ar")).lower()
    for word in ("sect", "religion", "party", "why were", "طائف", "مذهب", "ديان", "حزب", "لماذا"):
        assert word not in asked, word
    letter = door.family()
    letter.ask()
    answers = next(each for each in door.letters() if each.kind == "inquiry").content(door.opens)[0]
    assert answers["home-skip"] == "unknown"
    assert answers["taken-by-skip"] == "declined"


def test_relatives_who_ask_for_one_person_learn_nothing_of_one_another(door: Served) -> None:  # FD-11
    first, second = door.family(), door.family()
    codes = [first.ask(), second.ask({**ANSWERS, "words": {"word": "another word"}})]
    answers = [door.family().enter(codes[0]), door.family().enter(codes[1], "another word")]
    assert answers[0].body == answers[1].body
    names = [name for each in door.letters() if each.slots for name in (each.slots[0].name, each.slots[1].name)]
    assert len(set(names)) == len(names)


def test_names_dates_and_digits_are_kept_as_written(door: Served) -> None:  # FD-12
    written = {"full-name": "عبد الـرحمن  بن أبي بكر", "born": "قبل رمضان 2013", "mother": "Fatma / فاطمة"}
    door.family().ask({**ANSWERS, "person": written})
    answers = [each.content(door.opens)[0] for each in door.letters() if each.kind == "inquiry"]
    assert any(written.items() <= each.items() for each in answers)
    family = door.family()
    family.post("/ar/before", {})
    needed = [each["name"] for each in Controls(family.get("/ar/ask/person")).fields if "required" in each]
    assert needed == ["full-name"], "no part of a name is forced"


def test_the_form_is_there_on_paper_and_by_voice(door: Served) -> None:  # FD-13
    page = door.family().get("/ar/paper").text
    for step in STEPS:
        for question in step.questions:
            assert texts("door")[f"ask-{question.name}"]["ar"] in page
    assert page.count("<i></i>") > 500
    assert texts("door")["person-voice"]["ar"] in door.family().get("/ar/person").text
    door.family().ask({**ANSWERS, "you": {**ANSWERS["you"], "written-by": "helper"}})
    said = [each.content(door.opens)[0] for each in door.letters() if each.kind == "inquiry"]
    assert any(each.get("written-by") == "helper" for each in said)


def test_every_page_is_light_and_needs_no_script_font_or_picture(door: Served, pages: dict[str, Page]) -> None:  # FD-14
    beside = len(door.family().get("/look.css").body) + len(door.family().get("/leave.js").body)
    for where, page in pages.items():
        heads = sum(len(name) + len(value) + 4 for name, value in page.headers.items())
        assert len(page.body) + heads + beside + 400 < 50_000, where
        controls = Controls(page)
        assert not controls.tags & {"img", "picture", "video", "svg", "canvas", "iframe", "object", "style", "font"}, (
            where
        )
        assert page.text.count("<script") == page.text.count('<script src="/leave.js" defer></script>') == 1
        assert not re.search(r" on[a-z]+=| style=", page.text), where
        elsewhere = set(re.findall(r'(?:href|src|action)="(https?:[^"]+)"', page.text))
        assert not elsewhere, where
    style = door.family().get("/look.css").text
    assert "font-face" not in style
    assert "url(" not in style
    for name in ("other.example", "abcdefghijklmnop.onion"):
        assert door.family(headers={"Host": name}).get("/ar/").body == pages["/ar/"].body


def picture(kind: str, size: int = 40) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (size, size), "#808080").save(out, kind)
    return out.getvalue()


def test_photographs_are_taken_few_and_small_and_never_shown(door: Served) -> None:  # FD-15
    sent = [picture("JPEG"), picture("PNG")]
    family = door.family()
    code = family.ask(files=sent)
    found = [each.content(door.opens)[1] for each in door.letters() if each.kind == "inquiry"]
    assert sent in found
    inside = door.family()
    inside.enter(code)
    assert b"<img" not in b"".join(inside.get(f"/ar/{name}").body for name in ("status", *PAGES))
    for files, status in (
        ([picture("JPEG")] * 4, 400),
        ([picture("GIF")], 400),
        ([b"<svg onload=alert(1)>"], 400),
        ([picture("JPEG") + bytes(6 << 20)], 400),
        ([picture("JPEG") + bytes(5_200_000)] * 4, 413),
    ):
        family = door.family()
        family.walk()
        path = "/ar/ask/check"
        page = family.post_files(path, {"stamp": family.get(path).stamp, "go": "send"}, files)
        assert page.status == status
        assert "خالد" in family.get(path).text, "what was answered is not lost by it"


def test_whoever_is_sought_is_taken_to_be_alive(door: Served) -> None:  # FD-16
    for language in LANGUAGES:
        assert texts("door")["front-alive"][language] in door.family().get(f"/{language}/").text


def test_the_word_for_danger_opens_a_page_like_any_other_and_marks_the_record(door: Served) -> None:  # FD-17
    code = door.family().ask()
    forced, calm = door.family(), door.family()
    assert forced.enter(code, DANGER).body == calm.enter(code).body
    for name in PAGES:
        shown = [re.sub(r'name="stamp" value="[^"]+"', "", each.get(f"/ar/{name}").text) for each in (forced, calm)]
        assert shown[0] == shown[1], name
    answers = [each.act("withdraw", {"text": "x"}) for each in (forced, calm)]
    assert {(each.status, each.headers["location"]) for each in answers} == {(303, "/ar/sent")}
    changed = forced.act("words", {"code": code, "old": DANGER, "word": "their own word", "danger": ""})
    assert (changed.status, changed.headers["location"]) == (303, "/ar/sent")
    assert door.family().enter(code, "their own word").status == 200
    time.sleep(6)
    letters = {(each.kind, each.forced) for each in door.letters()}
    assert {("forced", True), ("withdrawal", True), ("withdrawal", False), ("words", True)} <= letters
    assert door.family().enter(code).status == 200
    assert texts("door")["status-received"]["ar"] in door.family().enter(code).words, "her own word still opens hers"
    assert {path.stat().st_size for path in door.folder.records.iterdir()} == {SIZE}


def test_nothing_of_a_request_is_written_down(door: Served) -> None:  # FD-18
    family = door.family(headers={"User-Agent": "MARKER-agent"})
    code = family.ask()
    family.enter(code)
    family.get("/ar/MARKER-path")
    for path in door.folder.root.rglob("*"):
        assert path.stat().st_mtime % 86_400 == 0, path.name
        if path.is_file():
            assert not any(each in path.read_bytes() for each in (b"MARKER", b"127.0.0.1", code[:9].encode()))
    opened = b"".join(door.opens(path.read_bytes()) for path in door.folder.came())
    assert not re.search(rb"\d\d:\d\d|127\.0\.0\.1|MARKER-agent", opened)


def test_a_person_to_call_stands_on_every_page(pages: dict[str, Page]) -> None:
    for where, page in pages.items():
        assert f"<bdi>{PERSON}</bdi>" in page.text, where


def test_the_process_never_loads_the_house() -> None:
    """What `isnad serve --door` imports: nothing that opens an archive."""
    program = (
        "import sys\nfrom isnad.cli import _pure\n"
        "word = _pure('serve', ['serve', '--door'])\nimport importlib\nimportlib.import_module(word.module)\n"
        "print(sorted({'.'.join(name.split('.')[:2]) for name in sys.modules if name.startswith('isnad.')}))\n"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    rooms = set(re.findall(r"isnad\.(\w+)", found))
    assert rooms <= {"cli", "door", "instruments", "site", "speech", "words"}, rooms


def test_words_are_changed_with_the_code_and_the_old_word(door: Served) -> None:
    code = door.family().ask()
    inside = door.family()
    inside.enter(code)
    wrong = inside.act("words", {"code": code, "old": "not the word", "word": "a new word", "danger": ""})
    assert wrong.status == 400
    alike = inside.act("words", {"code": code, "old": WORD, "word": "a new word", "danger": "A NEW word"})
    assert alike.status == 400
    short = inside.act("words", {"code": code, "old": WORD, "word": "abc", "danger": ""})
    assert short.status == 400
    done = inside.act("words", {"code": code, "old": WORD, "word": "a new word", "danger": ""})
    assert done.status == 303
    assert texts("door")["opens-nothing"]["ar"] in door.family().enter(code).words
    assert texts("door")["status-received"]["ar"] in door.family().enter(code, "a NEW word").words
