"""OFAC's three forms give the same people, with what each form knows."""

from __future__ import annotations

from pathlib import Path

import pytest


def test_the_outer_brackets_of_programmes_are_missing_and_each_tag_is_a_sanction_of_its_own(read, made):
    found = read("ofac", made / "ofac")
    assert [s["program"] for s in found.parts("ofac-101", "Sanction")] == [["SYRIA"], ["HRIT-SY"]]
    assert [s["program"] for s in found.parts("ofac-103", "Sanction")] == [["CAATSA - RUSSIA"]]


def test_null_is_a_field_and_never_a_part_of_a_tax_number(read, made):
    assert read("ofac", made / "ofac").by_id["ofac-102"]["properties"]["taxNumber"] == ["CH-660-0-469-982-0"]


def test_a_remark_cut_in_mid_word_goes_on_in_the_comments_without_a_blank(read, made):
    found = read("ofac", made / "ofac")
    assert found.by_id["ofac-105"]["properties"]["birthPlace"] == ["Hama, Syria"]
    names = {e["properties"]["name"][0] for e in found.entities if e["id"].startswith("ofac-named-")}
    assert "COMPANY AT THE END" in names


def test_a_remark_cut_in_mid_word_without_its_comment_links_to_nobody_by_half_a_name(read, ofac_folder):
    (ofac_folder / "sdn_comments.csv").write_text("")
    found = read("ofac", ofac_folder)
    assert "remark-cut" in {d.reason for d in found.account.doubts}
    assert any(note == "… Linked …" for note in found.by_id["ofac-105"]["properties"]["notes"])


def test_a_comment_for_a_remark_that_was_not_cut_is_of_another_date(read, ofac_folder):
    (ofac_folder / "sdn_comments.csv").write_text('101,": 24 Feb 2022; POB Paris"\n')
    found = read("ofac", ofac_folder)
    assert "comment-of-another-date" in [d.reason for d in found.account.doubts]
    assert "Paris" in found.by_id["ofac-101"]["properties"]["birthPlace"]
    assert "NOBODY KNOWN LLC" in str(found.entities)


def test_weak_aliases_stand_in_remarks_and_strong_ones_in_their_file(read, made):
    assert read("ofac", made / "ofac").strengths("ofac-101") == {
        "Daoud SAMIMI": "", "Daud AL-SAMIMI": "strong", "ABU DAOUD": "weak",
    }  # fmt: skip


def test_birth_dates_keep_their_doubt(read, made):
    person = read("ofac", made / "ofac").by_id["ofac-101"]
    assert person["edtf"]["birthDate"] == ["1948-12-10", "1950~", "1949/1951"]
    assert person["properties"]["birthDate"] == ["1948-12-10", "1950", "1949", "1951"]


def test_a_passport_keeps_its_country_and_dates(read, made):
    (passport,) = read("ofac", made / "ofac").parts("ofac-101", "Passport")
    assert (passport["number"], passport["country"]) == (["A123456"], ["sy"])
    assert (passport["startDate"], passport["endDate"]) == (["2010-01-01"], ["2016-12-31"])


def test_linked_to_is_a_relation_to_whom_the_list_knows_or_to_somebody_who_is_not_listed(read, made):
    found = read("ofac", made / "ofac")
    links = found.parts("ofac-101", "UnknownLink")
    assert links[0]["object"] == ["ofac-102"]
    stub = found.by_id[links[1]["object"][0]]
    assert stub["properties"] == {"name": ["NOBODY KNOWN LLC"]}


def test_a_vessel_and_an_aircraft_keep_what_they_are_known_by(read, made):
    found = read("ofac", made / "ofac")
    vessel, plane = found.by_id["ofac-103"]["properties"], found.by_id["ofac-104"]["properties"]
    assert (vessel["imoNumber"], vessel["flag"], vessel["callSign"]) == (["9999999"], ["pa"], ["9XYZ1"])
    assert found.parts("ofac-103", "Ownership")[0]["owner"] == ["ofac-102"]
    assert (plane["serialNumber"], plane["model"], plane["buildDate"]) == (["12345"], ["B747"], ["1992"])


def test_an_alias_of_nobody_is_refused_by_its_line(read, made):
    (refused,) = read("ofac", made / "ofac").account.refused
    assert (refused.file, refused.line, refused.reason, refused.value) == ("alt.csv", 3, "no-such-entity", "999")


def test_the_order_of_rows_does_not_matter(read, made, ofac_folder):
    for name in ("sdn.csv", "alt.csv", "add.csv"):
        path = ofac_folder / name
        path.write_bytes(b"\n".join(reversed(path.read_bytes().replace(b"\x1a", b"").splitlines())) + b"\n")
    before, after = read("ofac", made / "ofac").by_id, read("ofac", ofac_folder).by_id
    assert {k: v["properties"] for k, v in before.items()} == {k: v["properties"] for k, v in after.items()}


def test_a_row_with_too_few_fields_or_an_open_quote_is_refused_alone(read, ofac_folder):
    path = ofac_folder / "sdn.csv"
    rows = path.read_text().splitlines()
    path.write_text("\n".join([rows[0], '990,"OPEN QUOTE,-0- ', "991,short", *rows[1:]]) + "\n")
    found = read("ofac", ofac_folder)
    assert [(r.line, r.reason) for r in found.account.refused if r.file == "sdn.csv"] == [
        (2, "open-quote"),
        (3, "too-few-fields"),
    ]
    assert {"ofac-101", "ofac-102", "ofac-103", "ofac-104", "ofac-105"} <= found.by_id.keys()


def test_a_file_cut_off_in_mid_row_is_said_with_its_line(read, ofac_folder):
    path = ofac_folder / "sdn.csv"
    path.write_bytes(path.read_bytes()[:-300])
    assert read("ofac", ofac_folder).account.cut.line == 5


def test_a_thirteenth_column_is_counted_and_the_rest_is_read(read, ofac_folder):
    path = ofac_folder / "sdn.csv"
    path.write_text("".join(f'{row},"new"\n' for row in path.read_text().splitlines()))
    found = read("ofac", ofac_folder)
    assert found.by_id["ofac-102"]["properties"]["taxNumber"] == ["CH-660-0-469-982-0"]
    assert found.account.unread == {"sdn.csv: more than 12 columns": 5}


def test_the_xml_form_gives_the_same_ids_documents_and_sanctions(read, made):
    csv, xml = read("ofac", made / "ofac"), read("ofac", made / "sdn.xml")
    shared = {"ofac-101", "ofac-102"} | {e["id"] for e in csv.entities if e["schema"] in ("Passport", "Sanction")
                                         and e["id"].startswith(("ofac-101", "ofac-102"))}  # fmt: skip
    assert shared <= xml.by_id.keys()
    assert xml.account.issued == "2026-11-20"
    assert xml.strengths("ofac-101") == csv.strengths("ofac-101")
    assert xml.parts("ofac-101", "UnknownLink")[0]["object"] == ["ofac-102"]


def test_a_record_count_that_is_not_reached_is_a_cut(read, made, tmp_path):
    path = tmp_path / "sdn.xml"
    path.write_text((made / "sdn.xml").read_text().replace("<Record_Count>2<", "<Record_Count>3<"))
    assert read("ofac", path).account.cut is not None


def test_the_advanced_form_has_arabic_names_listing_dates_and_legal_bases(read, made):
    found = read("ofac", made / "sdn_advanced.xml")
    assert found.account.issued == "2026-11-20"
    names = {n["name"]: (n["kind"], n["strength"], n.get("script")) for n in found.by_id["ofac-101"]["names"]}
    assert names == {
        "Daoud SAMIMI": ("primary", "", "latn"),
        "داود الصميمي": ("original", "", "arab"),
        "ABU DAOUD": ("alias", "weak", "latn"),
    }
    assert found.by_id["ofac-101"]["edtf"]["birthDate"] == ["1948-12-10", "1950~"]
    sanctions = found.parts("ofac-101", "Sanction")
    assert [s["program"] for s in sanctions] == [["SYRIA"], ["HRIT-SY"]]
    assert sanctions[0]["listingDate"] == ["2011-05-18"]
    assert sanctions[0]["reason"] == ["Executive Order 13572 (Syria)"]
    assert found.parts("ofac-101", "UnknownLink")[0]["role"] == ["Acting for or on behalf of"]
    assert found.by_id["ofac-101"]["properties"]["nationality"] == ["sy"]


def test_the_sections_of_the_advanced_form_may_come_in_another_order(read, made, tmp_path):
    text = (made / "sdn_advanced.xml").read_text()
    start, end = text.index("  <ReferenceValueSets>"), text.index("  <DistinctParties>")
    moved = text[:start] + text[end:].replace("</Sanctions>", text[start:end] + "</Sanctions>")
    (tmp_path / "moved.xml").write_text(moved)
    before, after = read("ofac", made / "sdn_advanced.xml").by_id, read("ofac", tmp_path / "moved.xml").by_id
    assert {k: v["properties"] for k, v in before.items()} == {k: v["properties"] for k, v in after.items()}


SHARED = Path(__file__).parents[3] / "../shared/data/lists"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the published lists are not here")
def test_the_published_list_is_read_whole(read):
    found = read("ofac", SHARED)
    listed = [e for e in found.entities if "sanction" in e["properties"].get("topics", ())]
    assert len(listed) == 7379
    assert {r.reason for r in found.account.refused} == {"no-such-entity"}
    assert found.by_id["ofac-8214"]["properties"]["taxNumber"] == ["CH-217-0-431-423-3"]
    assert not [d for d in found.account.doubts if d.reason == "date-not-read"]
