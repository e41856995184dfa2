"""The United Kingdom's lists and Australia's."""

from __future__ import annotations

from datetime import datetime

import pytest
from openpyxl import Workbook

from isnad.words import Refusal


def test_rows_of_one_id_are_one_entity_wherever_they_stand(read, made):
    found = read("uk", made / "uk.csv")
    assert found.strengths("uk-SYR9001") == {
        "Daoud SAMIMI": "", "داود الصميمي": "", "Daud Nassir SAMIMI": "", "Dawood AL-SAMIMI": "strong",
        "ABU DAOUD": "weak", "DAOUD OF THE PEARL": "",
    }  # fmt: skip
    assert len(found.parts("uk-SYR9001", "Passport")) == 1


def test_unknown_days_and_months_stay_open_and_american_order_is_said(read, made):
    found = read("uk", made / "uk.csv")
    assert found.by_id["uk-SYR9001"]["edtf"]["birthDate"] == ["1970-11", "1971", "1970-01-23", "1972", "19XX-08-15"]
    (doubt,) = found.account.doubts
    assert (doubt.reason, doubt.value) == ("american-date", "01/23/1970")
    assert "01/23/1970" in (made / "uk.csv").read_text().splitlines()[doubt.line]


def test_a_statement_of_reasons_may_run_over_lines_and_its_signs_are_read(read, made):
    (sanction,) = read("uk", made / "uk.csv").parts("uk-SYR9001", "Sanction")
    assert sanction["reason"] == ["He is invented & did nothing. This runs over, two lines."]
    assert sanction["provisions"] == ["Asset freeze", "Travel Ban"]


def test_subsidiaries_and_owners_are_relations(read, made):
    found = read("uk", made / "uk.csv")
    assert len(found.parts("uk-SYR9002", "UnknownLink")) == 2
    assert found.parts("uk-SYR9003", "Ownership")[0]["owner"] == ["uk-SYR9002"]


def test_columns_may_be_re_ordered_and_new_ones_are_named(read, made, tmp_path):
    import csv

    rows = list(csv.reader((made / "uk.csv").open(newline="", encoding="utf-8")))
    turned = [
        rows[0],
        *([f"new {place}" if place == 1 else "x", *reversed(row)] for place, row in enumerate(rows[1:], 1)),
    ]
    with (tmp_path / "turned.csv").open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows(turned)
    before, after = read("uk", made / "uk.csv"), read("uk", tmp_path / "turned.csv")
    assert {k: v["properties"] for k, v in before.by_id.items()} == {k: v["properties"] for k, v in after.by_id.items()}
    assert after.account.unread == {"new 1": 1}


def test_the_xml_form_gives_the_same_ids(read, made):
    csv, xml = read("uk", made / "uk.csv"), read("uk", made / "uk.xml")
    assert {e["id"] for e in xml.entities} <= {e["id"] for e in csv.entities}
    assert xml.strengths("uk-SYR9001") == {"Daoud SAMIMI": "", "ABU DAOUD": "weak", "داود الصميمي": ""}


def test_the_closed_conlist_is_read_for_history(read, made):
    found = read("uk-conlist", made / "conlist.csv")
    assert found.account.issued == "2026-01-22"
    assert found.by_id["uk-conlist-19001"]["edtf"]["birthDate"] == ["1975", "1974-12-31"]
    assert found.strengths("uk-conlist-19001")["ABU DAOUD"] == "weak"


def test_a_line_of_another_encoding_is_read_and_doubted(read, made, tmp_path):
    text = (made / "conlist.csv").read_text().replace("Daoud", "Daoûd")
    (tmp_path / "conlist.csv").write_bytes(text.encode("cp1252"))
    found = read("uk-conlist", tmp_path / "conlist.csv")
    assert found.by_id["uk-conlist-19001"]["properties"]["name"] == ["Daoûd SAMIMI"]
    assert "other-encoding" in {d.reason for d in found.account.doubts}


def test_utf_16_with_its_mark_is_read(read, made, tmp_path):
    (tmp_path / "uk.csv").write_bytes((made / "uk.csv").read_text(encoding="utf-8").encode("utf-16"))
    assert read("uk", tmp_path / "uk.csv").strengths("uk-SYR9001") == read("uk", made / "uk.csv").strengths(
        "uk-SYR9001"
    )


def test_the_xml_form_in_utf_16_is_read(read, made, tmp_path):
    text = (made / "uk.xml").read_text(encoding="utf-8").replace('encoding="utf-8"', 'encoding="utf-16"')
    (tmp_path / "uk.xml").write_bytes(text.encode("utf-16"))
    assert read("uk", tmp_path / "uk.xml").strengths("uk-SYR9001") == read("uk", made / "uk.xml").strengths(
        "uk-SYR9001"
    )


def test_a_file_without_a_heading_is_refused(read, tmp_path):
    (tmp_path / "uk.csv").write_text("a,b\nc,d\n")
    with pytest.raises(Refusal) as refused:
        read("uk", tmp_path / "uk.csv")
    assert refused.value.code == "lists.no-heading"


def test_two_years_with_a_comma_are_a_range_in_australia(read, made):
    found = read("au", made / "au.csv")
    assert found.by_id["au-8577"]["edtf"]["birthDate"] == ["1962/1964", "1963-04-30", "1960-08", "1961~"]
    assert found.by_id["au-8579"]["edtf"]["birthDate"] == ["1963/1968"]


def test_lettered_references_are_names_of_their_number(read, made):
    found = read("au", made / "au.csv")
    assert found.strengths("au-8577") == {
        "Abu Daoud": "weak",
        "Daoud SAMIMI": "",
        "داود الصميمي": "",
        "Daud Samimi": "strong",
    }
    assert [(r.line, r.value) for r in found.account.refused] == [(8, "none")]
    assert found.parts("au-8577", "Sanction")[0]["startDate"] == ["2026-02-02"]


def test_a_workbook_gives_what_the_csv_gives(read, made, tmp_path):
    import csv

    book = Workbook()
    for place, row in enumerate(csv.reader((made / "au.csv").open(newline="", encoding="utf-8-sig"))):
        cells = [
            datetime(2026, 2, 2) if cell == "2/2/26" else cell in ("TRUE",) if cell in ("TRUE", "FALSE") else cell
            for cell in row
        ]
        book.active.append([int(cells[0]) if place and cells[0].isdigit() else cells[0], *cells[1:]])
    book.save(tmp_path / "au.xlsx")
    before, after = read("au", made / "au.csv"), read("au", tmp_path / "au.xlsx")
    assert {k: v["properties"] for k, v in before.by_id.items()} == {k: v["properties"] for k, v in after.by_id.items()}


def test_a_workbook_that_is_cut_off_is_refused(read, made, tmp_path):
    book = Workbook()
    book.save(tmp_path / "au.xlsx")
    (tmp_path / "au.xlsx").write_bytes((tmp_path / "au.xlsx").read_bytes()[:-200])
    with pytest.raises(Refusal) as refused:
        read("au", tmp_path / "au.xlsx")
    assert refused.value.code == "lists.not-well-formed"
