"""PFIF 1.1 to 1.4 in, 1.4 out: of any size, broken, hostile, somebody else's, expired; and what never leaves."""

from __future__ import annotations

import resource
import xml.etree.ElementTree as Tree
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isnad.access.actions import Second
from isnad.custody.models import Event
from isnad.families import actions, inquiries_exporting, inquiries_importing, pfif, pfif_writing, queries
from isnad.families.consent import Allowed
from isnad.families.entries import PUBLICATION
from isnad.families.inquiries_drafts import Chosen, chosen
from isnad.families.inquiries_exporting import Given
from isnad.families.inquiries_forms import parse
from isnad.families.inquiries_importing import Outcome, Request
from isnad.families.inquiries_withdrawing import expire
from isnad.families.models import AskingRow
from isnad.families.pfif_reading import LONGEST_FIELD, is_pfif, records
from isnad.families.pfif_writing import Person
from isnad.record.desk import Desk
from isnad.words import Refusal, When
from pages import whole_database

PERSON = (
    "<p:person><p:person_record_id>example.org/p.1</p:person_record_id>"
    "<p:source_date>2013-01-02T03:04:05Z</p:source_date>{fields}{notes}</p:person>"
)
NOTE = (
    "<p:note><p:note_record_id>example.org/n.{number}</p:note_record_id><p:author_name>SECRET-COUSIN</p:author_name>"
    "<p:source_date>2013-02-02T03:04:05Z</p:source_date><p:text>seen in the market</p:text>{more}</p:note>"
)
OWN = "house.example"


def document(*persons: str, version: str = "1.4", slash: str = "", before: str = "") -> str:
    name = f"http://zesty.ca/pfif/{version}{slash}"
    return f'<?xml version="1.0"?>{before}<p:pfif xmlns:p="{name}">{"".join(persons)}</p:pfif>'


def person(fields: str = "<p:full_name>Samer Haddad</p:full_name>", notes: str = "") -> str:
    return PERSON.format(fields=fields, notes=notes)


@pytest.fixture
def take(archive: Desk, tmp_path: Path) -> Callable[..., Outcome]:
    """Takes PFIF over from domains that are authorised."""

    def over(text: str | bytes, *domains: str, dry_run: bool = False) -> Outcome:
        path = tmp_path / "in.xml"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        request = Request(path, domains=frozenset(domains or ("example.org",)), own=OWN)
        return inquiries_importing.try_out(request) if dry_run else inquiries_importing.take_over(request)

    return over


@pytest.fixture
def give(archive: Desk, tmp_path: Path) -> Callable[..., tuple[Tree.Element, Given]]:
    """Gives PFIF out."""

    def out(receiver: str | None = None) -> tuple[Tree.Element, Given]:
        path = tmp_path / f"out {len(list(tmp_path.iterdir()))}.xml"
        request = inquiries_exporting.Request(path, "pfif", "owner", OWN, receiver)
        given = inquiries_exporting.give(request, second=Second("samir"))
        return Tree.parse(path).getroot(), given

    return out


def fields(element: Tree.Element) -> list[tuple[str, str]]:
    return [(each.tag.partition("}")[2], each.text or "") for each in element if not each.tag.endswith("}note")]


def named(element: Tree.Element) -> dict[str, str]:
    return dict(fields(element))


def codes(outcome: Outcome) -> list[str]:
    return [each.code for each in outcome.problems]


@pytest.mark.parametrize("version", pfif.VERSIONS)
@pytest.mark.parametrize("slash", ["", "/"])
def test_every_version_and_either_namespace_is_read(take: Callable[..., Outcome], version: str, slash: str) -> None:
    """PFIF-1."""
    old = "<p:last_name>Haddad</p:last_name><p:first_name>Samer</p:first_name><p:other>tall</p:other>"
    new = "<p:family_name>Haddad</p:family_name><p:given_name>Samer</p:given_name><p:description>tall</p:description>"
    done = take(document(person(new if version == "1.4" else old), version=version, slash=slash))
    assert (done.form, done.inquiries, done.problems) == ("pfif", 1, [])
    (found,) = queries.sought()
    assert found.texts("name") == ["Samer Haddad"]
    assert found.texts("firstName") == ["Samer"]
    assert found.texts("description") == ["tall"]


def test_fields_stand_in_any_order_and_unknown_ones_are_kept_as_read(take: Callable[..., Outcome]) -> None:
    """PFIF-1."""
    take(document(person("<p:colour>blue &amp; green</p:colour><p:full_name>X Y</p:full_name>"
                         "<p:alternate_names>Abu X\nX Z</p:alternate_names>")))  # fmt: skip
    (found,) = queries.sought()
    assert found.texts("notes") == ["colour: blue & green"]
    assert found.texts("alias") == ["Abu X", "X Z"]


def test_a_record_of_a_domain_that_nobody_authorised_is_refused_by_its_line(take: Callable[..., Outcome]) -> None:
    """PFIF-3."""
    done = take(document(person()), "other.example")
    assert (done.inquiries, codes(done)) == (0, ["families.pfif-foreign-domain"])
    assert done.problems[0].facts == {"domain": "example.org"}
    assert not AskingRow.objects.exists()
    assert take(document(person())).inquiries == 1  # the control


@pytest.mark.parametrize("name", ["", "no-slash", "/local", "example.org/", "exa mple.org/1", "localhost/1"])
def test_a_record_without_an_id_that_says_whose_it_is_is_refused(take: Callable[..., Outcome], name: str) -> None:
    done = take(document(person().replace("example.org/p.1", name)))
    assert (done.inquiries, codes(done)) == (0, ["families.pfif-no-id"])


def test_our_own_record_comes_back_and_only_its_notes_are_taken(
    take: Callable[..., Outcome], give: Callable[..., tuple[Tree.Element, Given]]
) -> None:
    """PFIF-2, PFIF-3: what others made of our record changes nothing in it."""
    mine = taken_down()
    back = person(notes=NOTE.format(number=1, more="")).replace("example.org/p.1", f"{OWN}/{mine.inquiry}")
    done = take(document(back))
    assert codes(done) == ["families.pfif-own-record"]
    (found,) = queries.sought()
    assert found.texts("name") == ["سامر الحداد"]
    root, _ = give()
    (note,) = root.iter(f"{{{pfif.NAMESPACE}}}note")
    assert named(note)["text"] == "seen in the market"


def taken_down(**more: object) -> actions.Taken:
    told = {"person": {"name": "سامر الحداد", "motherName": "MOTHER", "homeStreet": "STREET"}, "risk": "none seen"}
    taken = actions.take_down(parse({**told, **more}), channel="voice", liaison="owner", by="owner")
    actions.allow(taken.inquiry, chosen(["publication"], ["icrc"], None, None), by="owner")
    return taken


def test_what_is_written_is_pfif_in_its_order_with_what_it_requires(
    take: Callable[..., Outcome], give: Callable[..., tuple[Tree.Element, Given]]
) -> None:
    """PFIF-1, PFIF-2: dates of others stay as read; ours are when we received it."""
    more = "<p:status>believed_alive</p:status><p:author_made_contact>true</p:author_made_contact>"
    take(document(person("<p:sex>male</p:sex><p:full_name>X &lt;Y&gt;</p:full_name><p:age>30-40</p:age>"
                         "<p:photo_url>https://example.org/1.jpg</p:photo_url><p:home_city>Homs</p:home_city>",
                         NOTE.format(number=1, more=more)), version="1.3"))  # fmt: skip
    mine = taken_down()
    root, given = give()
    assert root.tag == f"{{{pfif.NAMESPACE}}}pfif"
    assert len(given.inquiries) == 2
    theirs, ours = root
    for each in root:
        order = [name for name, _ in fields(each)]
        assert order == [name for name in pfif.PERSON if name in order]
        assert {"person_record_id", "source_date", "full_name"} <= set(order)
    assert named(theirs)["source_date"] == "2013-01-02T03:04:05Z"
    assert named(theirs)["full_name"] == "X <Y>"
    assert named(theirs)["age"] == "30-40"
    assert named(ours)["person_record_id"] == f"{OWN}/{mine.inquiry}"
    assert named(ours)["source_date"] == named(ours)["entry_date"]
    (note,) = root.iter(f"{{{pfif.NAMESPACE}}}note")
    order = [name for name, _ in fields(note)]
    assert order == [name for name in pfif.NOTE if name in order]
    assert named(note)["status"] == "believed_alive"
    assert named(note)["author_name"] == pfif_writing.WITHHELD


def test_what_left_comes_in_again_as_it_was(
    take: Callable[..., Outcome], give: Callable[..., tuple[Tree.Element, Given]], tmp_path: Path
) -> None:
    take(document(person("<p:full_name>X Y</p:full_name><p:date_of_birth>1984-05</p:date_of_birth>")))
    give()
    (written,) = [path for path in tmp_path.iterdir() if path.name.startswith("out ")]
    with written.open("rb") as stream:
        (again,) = records(stream)
    assert again.text("full_name") == "X Y"
    assert again.text("date_of_birth") == "1984-05"


def test_nobody_is_written_dead_whoever_said_it(
    take: Callable[..., Outcome], give: Callable[..., tuple[Tree.Element, Given]]
) -> None:
    """PFIF-6: it is read as a claim of its author, and starts nothing."""
    take(document(person(notes=NOTE.format(number=1, more="<p:status>believed_dead</p:status>"))))
    root, _ = give()
    assert "believed_dead" not in Tree.tostring(root, "unicode")
    (note,) = root.iter(f"{{{pfif.NAMESPACE}}}note")
    assert "status" not in named(note)


def test_what_is_sealed_never_leaves(
    take: Callable[..., Outcome], give: Callable[..., tuple[Tree.Element, Given]]
) -> None:
    author = "<p:author_name>SECRET-AUNT</p:author_name><p:author_phone>SECRET-123</p:author_phone>"
    take(document(person(f"{author}<p:full_name>X Y</p:full_name>", NOTE.format(number=1, more=""))))
    for receiver in (None, "icrc"):
        root, _ = give(receiver)
        assert "SECRET" not in Tree.tostring(root, "unicode")


def test_what_nobody_allowed_is_held_back_and_counted(
    give: Callable[..., tuple[Tree.Element, Given]],
) -> None:
    """FD-9: default nobody; each receiver by itself."""
    mine = taken_down()
    assert len(give("icrc")[1].inquiries) == 1
    assert (give("iimp")[1].inquiries, give("iimp")[1].withheld) == ([], 1)
    actions.allow(mine.inquiry, Chosen(), by="owner")
    for receiver in (None, "icrc"):
        root, given = give(receiver)
        assert (list(root), given.inquiries, given.withheld) == ([], [], 1)


def test_what_pfif_has_no_field_for_goes_to_a_named_receiver_alone(
    give: Callable[..., tuple[Tree.Element, Given]],
) -> None:
    taken_down()
    assert "MOTHER" not in Tree.tostring(give()[0], "unicode")
    assert "MOTHER" in named(give("icrc")[0][0])["description"]


def test_a_child_s_exact_place_never_leaves_and_a_child_is_never_published(
    give: Callable[..., tuple[Tree.Element, Given]],
) -> None:
    """PFIF-7, DP-3."""
    taken_down(child="yes")
    assert list(give()[0]) == []
    (found,) = give("icrc")[0]
    assert "STREET" not in Tree.tostring(found, "unicode")
    taken_down()  # the control: of a grown person it leaves
    assert "STREET" in Tree.tostring(give("icrc")[0], "unicode")


def test_a_record_without_a_name_leaves_with_a_marker(
    take: Callable[..., Outcome], give: Callable[..., tuple[Tree.Element, Given]]
) -> None:
    """PFIF-8; and the marker of others is no name."""
    take(document(person("<p:full_name>Unknown</p:full_name>")))
    assert named(give()[0][0])["full_name"] == pfif_writing.UNNAMED
    assert queries.sought() == []


def test_what_has_expired_is_not_shown_and_another_s_leaves_no_more(
    take: Callable[..., Outcome], give: Callable[..., tuple[Tree.Element, Given]]
) -> None:
    """PFIF-4: clones at once."""
    take(document(person("<p:expiry_date>2014-01-01T00:00:00Z</p:expiry_date><p:full_name>X Y</p:full_name>")))
    assert queries.sought() == []
    assert list(give()[0]) == []


def test_what_has_expired_is_erased_and_comes_again_with_a_later_date(
    take: Callable[..., Outcome], archive: Desk
) -> None:
    """PFIF-4."""
    old = person("<p:expiry_date>2014-01-01T00:00:00Z</p:expiry_date><p:full_name>EXPIRED-NAME</p:full_name>")
    take(document(old, person().replace("p.1", "p.2")))
    with pytest.raises(Refusal):
        expire(by="owner", second=None)
    assert expire(by="owner", second=Second("samir")).erased == 1
    assert b"EXPIRED-NAME" not in whole_database(archive)
    assert AskingRow.objects.count() == 1
    assert take(document(old.replace("2014", "2099"))).new == 1
    assert [each.texts("name") for each in queries.sought()] == [["EXPIRED-NAME"], ["Samer Haddad"]]


def test_a_record_of_ours_that_has_expired_leaves_as_a_placeholder() -> None:
    """PFIF-4: who and when, and nothing of notes and photographs."""
    dated = {"entry_date": "2014-01-01T00:00:00Z", "expiry_date": "2015-01-01T00:00:00Z", "source_date": "2013"}
    told = {"person_record_id": "a.b/1", "full_name": "X", "age": "3", "photo_url": "y"}
    whole = Person({**told, **dated}, [{"text": "z"}])
    left = pfif_writing.placeholder(whole)
    assert left.notes == []
    assert left.fields == {"person_record_id": "a.b/1", "entry_date": "2014-01-01T00:00:00Z",
                           "expiry_date": "2015-01-01T00:00:00Z", "source_date": "2014-01-01T00:00:00Z"}  # fmt: skip
    assert Allowed(frozenset({PUBLICATION}), expires=When.parse("2015-01-01")).expired(When.parse("2015-01-02"))
    assert not Allowed(expires=When.parse("2015-01-01")).expired(When.parse("2015-01-01"))


def test_a_link_leads_both_ways_and_merges_nobody(
    take: Callable[..., Outcome], give: Callable[..., tuple[Tree.Element, Given]]
) -> None:
    """PFIF-5."""
    link = "<p:linked_person_record_id>example.org/p.2</p:linked_person_record_id>"
    other = person().replace("p.1", "p.2")
    take(document(person(notes=NOTE.format(number=1, more=link)), other))
    assert len(queries.sought()) == 2
    root, _ = give()
    linked = {
        named(each)["person_record_id"]: [
            named(note).get("linked_person_record_id") for note in each if note.tag.endswith("}note")
        ]
        for each in root
    }
    assert linked == {"example.org/p.1": ["example.org/p.2"], "example.org/p.2": ["example.org/p.1"]}


def test_each_giving_is_an_entry_with_count_scope_and_basis(
    archive: Desk, give: Callable[..., tuple[Tree.Element, Given]], tmp_path: Path
) -> None:
    """PFIF-7, DP-1."""
    taken_down()
    _, given = give()
    assert Event.objects.filter(kind="disclosure").exists()
    from isnad.record.bodies import Bodies

    record = Bodies(archive.folder, archive.holder).saying(given.entry).record
    assert (record.scope, record.basis, record.count) == ("public", "vital-interest", 1)  # type: ignore[attr-defined]
    request = inquiries_exporting.Request(tmp_path / "x.xml", "pfif", "owner", OWN, None, "consent")
    with pytest.raises(Refusal, match=r"families\.not-a-basis"):
        inquiries_exporting.give(request, second=None)
    restricted = inquiries_exporting.Request(tmp_path / "x.xml", "pfif", "owner", OWN, "icrc")
    with pytest.raises(Refusal):  # families' data to a named receiver: two people
        inquiries_exporting.give(restricted, second=None)
    assert not (tmp_path / "x.xml").exists()


HOSTILE = {
    "expanding": '<!DOCTYPE p [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    "outside": '<!DOCTYPE p SYSTEM "http://127.0.0.1:9/x.dtd">',
    "file": '<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    "parameter": '<!DOCTYPE p [<!ENTITY % x "y"> %x;]>',
}


@pytest.mark.parametrize("before", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_document_type_is_refused_before_anything_is_said(take: Callable[..., Outcome], before: str) -> None:
    text = document(person("<p:full_name>&b;</p:full_name>"), before=before)
    with pytest.raises(Refusal) as refused:
        take(text)
    assert refused.value.code == "families.pfif-doctype"
    assert not AskingRow.objects.exists()


def test_other_xml_is_no_pfif(take: Callable[..., Outcome]) -> None:
    with pytest.raises(Refusal, match=r"families\.unknown-form"):
        take("<html><body>no</body></html>")
    with pytest.raises(Refusal, match=r"families\.unknown-form"):
        take(document(person(), version="1.9"))


def test_what_was_whole_before_a_break_counts_and_the_line_is_told(take: Callable[..., Outcome]) -> None:
    text = document(person(), person().replace("p.1", "p.2"))
    done = take(text[: len(text) - 60])
    assert (done.inquiries, codes(done)) == (1, ["families.pfif-broken"])


def test_a_field_longer_than_a_million_characters_costs_its_record(take: Callable[..., Outcome]) -> None:
    long = person(f"<p:full_name>{'x' * (LONGEST_FIELD + 1)}</p:full_name>")
    done = take(document(long, person().replace("p.1", "p.2")))
    assert (done.inquiries, codes(done)) == (1, ["families.pfif-field-too-long"])


def test_a_tag_without_end_is_not_gathered_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "in.xml"
    with path.open("wb") as file:
        file.write(document(person()).removesuffix("</p:pfif>").encode() + b"<p:person a='")
        for _ in range(24):
            file.write(b"x" * (1 << 20))
    with path.open("rb") as stream:
        found = list(records(stream))
    assert [each.kind for each in found] == ["person", "broken"]


def test_nesting_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "in.xml"
    path.write_text(document("<p:person>" + "<a>" * 5_000), "utf-8")
    with path.open("rb") as stream, pytest.raises(Refusal, match=r"families\.pfif-too-deep"):
        list(records(stream))


@pytest.mark.slow
def test_a_gigabyte_is_read_record_by_record(tmp_path: Path) -> None:
    _read_much(tmp_path, 1 << 30)


def test_a_large_file_is_read_record_by_record(tmp_path: Path) -> None:
    _read_much(tmp_path, 24 << 20)


def _read_much(folder: Path, size: int) -> None:
    one = person(f"<p:full_name>X</p:full_name><p:description>{'y' * 30_000}</p:description>")
    path = folder / "large.xml"
    count = size // len(one)
    with path.open("w", encoding="utf-8") as file:
        file.write(document("").removesuffix("</p:pfif>"))
        for _ in range(count):
            file.write(one)
        file.write("</p:pfif>")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with path.open("rb") as stream:
        assert is_pfif(stream)
        assert sum(1 for _ in records(stream)) == count
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 12_000  # kB


@given(st.dictionaries(st.sampled_from(pfif.PERSON), st.text(max_size=60), min_size=1))
def test_whatever_stands_in_a_field_is_xml_that_reads_back(values: dict[str, str]) -> None:
    text = pfif_writing.HEAD + "".join(pfif_writing.lines(Person(values))) + pfif_writing.TAIL
    root = Tree.fromstring(text.encode())
    order = [name for name, _ in fields(root[0])]
    assert order == [name for name in pfif.PERSON if name in order]
    for name, found in fields(root[0]):
        assert found.split() == pfif_writing._CONTROL.sub("", values[name]).replace("\r", "\n").split()
