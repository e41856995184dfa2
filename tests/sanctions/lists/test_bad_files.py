"""What hostile, damaged and careless files do: nothing, loudly."""

from __future__ import annotations

import contextlib
import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isnad.sanctions.lists import sources
from isnad.sanctions.lists.account import Account
from isnad.sanctions.lists.files import rows
from isnad.words import Refusal

MADE = Path(__file__).parent / "made"
XML = [("ofac", "sdn.xml"), ("ofac", "sdn_advanced.xml"), ("un", "un.xml"), ("eu", "eu.xml"), ("uk", "uk.xml")]
BOMB = '<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]>'


def code(source: str, path: Path) -> str:
    with pytest.raises(Refusal) as refused:
        list(sources.read(source, path, Account()))
    return refused.value.code


@pytest.mark.parametrize("declared", [BOMB, OUTSIDE])
@pytest.mark.parametrize(("source", "name"), XML)
def test_a_document_type_declaration_is_refused_before_anything_expands(source, name, declared, tmp_path):
    text = (MADE / name).read_text(encoding="utf-8")
    head, _, rest = text.partition("?>")
    (tmp_path / name).write_text(head + "?>" + declared + rest, encoding="utf-8")
    assert code(source, tmp_path / name) == "lists.document-type"


@pytest.mark.parametrize(("source", "name"), XML)
def test_an_xml_list_that_is_cut_off_is_refused_whole(source, name, tmp_path):
    whole = (MADE / name).read_bytes()
    (tmp_path / name).write_bytes(whole[: len(whole) * 2 // 3])
    assert code(source, tmp_path / name) == "lists.cut-off"


@pytest.mark.parametrize(("source", "name"), XML)
def test_dos_end_of_file_behind_an_xml_list_is_no_damage(source, name, tmp_path):
    (tmp_path / name).write_bytes((MADE / name).read_bytes() + b"\x1a")
    account = Account()
    assert list(sources.read(source, tmp_path / name, account))
    assert account.cut is None


@pytest.mark.parametrize("source", ["un", "eu", "uk", "ofac"])
def test_another_list_is_not_taken_for_the_one_named(source, tmp_path):
    (tmp_path / "other.xml").write_text("<other><INDIVIDUALx/></other>")
    assert code(source, tmp_path / "other.xml") == "lists.other-list"


def test_elements_nested_without_end_are_refused(tmp_path):
    (tmp_path / "un.xml").write_text("<CONSOLIDATED_LIST>" + "<a>" * 5000)
    assert code("un", tmp_path / "un.xml") == "lists.too-deep"


def test_bytes_that_are_no_text_are_refused(tmp_path):
    (tmp_path / "uk.csv").write_bytes(bytes(range(256)) * 64)
    assert code("uk", tmp_path / "uk.csv") == "lists.not-text"


def test_an_encoding_that_does_not_exist_is_refused(tmp_path):
    (tmp_path / "un.xml").write_text('<?xml version="1.0" encoding="klingon"?><CONSOLIDATED_LIST/>')
    assert code("un", tmp_path / "un.xml") in ("lists.not-text", "lists.not-well-formed")


def test_a_list_that_is_not_known_and_a_file_that_is_not_there(tmp_path):
    assert code("nowhere", tmp_path) == "lists.no-such-source"
    assert code("un", tmp_path / "absent.xml") == "lists.no-file"
    assert code("ofac", tmp_path) == "lists.no-file"


field = st.text(
    st.characters(
        codec="utf-8", exclude_characters='"\r\n\x1a\0\x85\u2028\u2029\x0b\x0c\x1c\x1d\x1e', exclude_categories=["Cs"]
    ),
    max_size=8,
)
table = st.lists(
    st.lists(field, min_size=3, max_size=3).filter(lambda row: any(cell.strip() for cell in row)),
    min_size=1,
    max_size=6,
)


@settings(max_examples=60, deadline=None)
@given(table, st.data())
def test_a_cut_is_never_silent(tmp_path_factory, made_rows, data):
    """However a quoted CSV file is cut in mid-row, every row is read, refused or said to be cut off."""
    text = "".join(",".join(f'"{cell}"' for cell in row) + "\r\n" for row in made_rows)
    end = data.draw(st.integers(1, len(text)))
    path = tmp_path_factory.mktemp("cut") / "list.csv"
    path.write_bytes(text[:end].encode())
    account = Account()
    found = list(rows(path, account, fields=3))
    begun = sum(1 for line in text[:end].split("\n") if line.strip())
    assert len(found) + len(account.refused) + (account.cut is not None) == begun
    assert all(row.fields == made_rows[row.line - 1] for row in found[:-1])


def test_an_open_quote_does_not_swallow_the_rest_of_the_file(tmp_path):
    lines = [f'"{n}","a","b"' for n in range(1000)]
    lines[10] = '"10,"a","b"x"'
    (tmp_path / "list.csv").write_text("\n".join(lines) + "\n")
    account = Account()
    found = list(rows(tmp_path / "list.csv", account, fields=3, spread=200))
    assert len(found) >= 998
    assert {r.line for r in account.refused} <= {11}


FORMS = [
    ("ofac", "ofac/sdn.csv"), ("ofac", "sdn.xml"), ("ofac", "sdn_advanced.xml"), ("un", "un.xml"), ("eu", "eu.xml"),
    ("uk", "uk.csv"), ("uk", "uk.xml"), ("uk-conlist", "conlist.csv"), ("au", "au.csv"),
]  # fmt: skip
PIECES = [
    b'"',
    b",",
    b"\n",
    b"\x1a",
    b"\0",
    b"\xff",
    b"-0-",
    b"<",
    b"&",
    b";",
    b"(",
    b"1962",
    b"/",
    b"9" * 30,
    b" to ",
    b"00",
]
slips = st.lists(st.tuples(st.floats(0, 1), st.sampled_from(PIECES), st.integers(0, 40)), min_size=1, max_size=6)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(FORMS), slips)
def test_whatever_happened_to_a_file_it_is_read_or_refused(tmp_path_factory, form, slips):
    """Pieces put in and bytes taken out at random: entities, or a refusal in words, and nothing else."""
    source, name = form
    data = bytearray((MADE / name).read_bytes())
    for where, piece, taken in slips:
        place = int(where * len(data))
        data[place : place + taken] = piece
    path = tmp_path_factory.mktemp("spoiled") / Path(name).name
    path.write_bytes(bytes(data))
    with contextlib.suppress(Refusal):
        assert all(entity["id"] for entity in sources.read(source, path, Account()))


def test_memory_does_not_grow_with_the_length_of_an_xml_list(tmp_path):
    text = (MADE / "un.xml").read_text(encoding="utf-8")
    begin, end = text.index("    <INDIVIDUAL>"), text.index("    <INDIVIDUAL><DATAID/>")
    peaks = []
    for many in (200, 2000):
        people = "".join(text[begin:end].replace("XXi.001", f"XXi.{number}") for number in range(many))
        (tmp_path / "un.xml").write_text(text[:begin] + people + text[end:], encoding="utf-8")
        tracemalloc.start()
        assert sum(1 for _ in sources.read("un", tmp_path / "un.xml", Account())) > 4 * many
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 2 * peaks[0]


@pytest.mark.parametrize(
    "words", ["Passport 1" + " (" * 3000, "a.k.a. '" + "x'" * 8000, "DOB " + "to " * 5000, "(;" * 30000, ";" * 60000]
)
def test_no_remark_makes_its_reader_hang(words, tmp_path):
    """Reading is linear enough that a hostile field costs seconds at most."""
    row = f'1,"A, B","individual","SYRIA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"{words}"\n'
    (tmp_path / "sdn.csv").write_text(row)
    begun = time.process_time()
    list(sources.read("ofac", tmp_path, Account()))
    assert time.process_time() - begun < 10
