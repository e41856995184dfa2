"""Every byte of a copy is accounted for: whatever is missing, changed or strange is named, and nothing else is."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from isnad.ledger import anchors
from isnad.ledger.signers import Signers
from isnad.speech import LANGUAGES, phrase
from isnad.verify import keyless
from isnad.verify.findings import Finding, Report
from isnad.verify.keyless import check_archive
from isnad.words import Digest
from ledger.archive import Archive
from verify.conftest import fill, put

TAMPERINGS = 300


def seen(report: Report) -> list[tuple[str, str]]:
    return sorted({(each.where, each.why) for each in report.bad})


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_a_whole_copy_is_clean(copy: Path) -> None:
    report = check_archive(copy)
    assert (report.bad, report.notices) == ([], [])
    assert (report.entries, report.items) == (302, 29)
    assert report.bytes == sum(path.stat().st_size for path in files(copy / "vault"))


def test_an_empty_ledger_is_clean_and_no_ledger_is_not(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.seal()
    assert check_archive(archive.data).clean
    assert not check_archive(tmp_path / "nothing").clean


def flip(path: Path, chance: random.Random) -> None:
    data = bytearray(path.read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(bytes(data))


def cut(path: Path, chance: random.Random) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: chance.randrange(len(data))])


def zero(path: Path, chance: random.Random) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def lengthen(path: Path, chance: random.Random) -> None:
    path.write_bytes(path.read_bytes() + chance.randbytes(chance.randrange(1, 40)))


def double(path: Path, chance: random.Random) -> None:
    path.write_bytes(path.read_bytes() * 2)


def delete(path: Path, chance: random.Random) -> None:
    path.unlink()


def swap(path: Path, chance: random.Random) -> None:
    data = path.read_bytes()
    other = chance.choice([each for each in files(path.parent.parent) if each.read_bytes() != data] or [path])
    other_data = other.read_bytes()
    path.write_bytes(other_data)
    other.write_bytes(data)


def add(path: Path, chance: random.Random) -> None:
    path.with_name(path.name + chance.choice([".part", "x", "~", "0"])).write_bytes(chance.randbytes(9))


def rename(path: Path, chance: random.Random) -> None:
    path.rename(path.with_name(path.name + "x"))


def link(path: Path, chance: random.Random) -> None:
    moved = path.with_name("elsewhere")
    path.rename(moved)
    path.symlink_to(moved)


HARMS = [flip, cut, zero, lengthen, double, delete, swap, add, rename, link]


def harmless(path: Path, before: bytes | None) -> bool:
    """A harm that left everything as it was is none: swapping a file with itself."""
    return before is not None and path.is_file() and not path.is_symlink() and path.read_bytes() == before


@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.__name__)
def test_whatever_is_done_to_any_file_is_found(original: Archive, tmp_path: Path, harm: Callable[..., None]) -> None:
    missed = _tamper(original, tmp_path / "tampered", harm, TAMPERINGS // len(HARMS))
    assert missed == []


def test_what_is_no_harm_is_not_found(original: Archive, tmp_path: Path) -> None:
    def touch(path: Path, chance: random.Random) -> None:
        os.utime(path, (1, 1))

    assert len(_tamper(original, tmp_path / "tampered", touch, 20)) == 20  # so the test above can tell


@pytest.mark.slow
@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.__name__)
def test_whatever_is_done_to_any_file_is_found_ten_thousand_times(
    original: Archive, tmp_path: Path, harm: Callable[..., None]
) -> None:
    assert _tamper(original, tmp_path / "tampered", harm, 1_000) == []


def _tamper(original: Archive, copy: Path, harm: Callable[..., None], times: int) -> list[str]:
    missed = []
    for part in ("vault", "ledger"):
        shutil.copytree(original.data / part, copy / part)
    whole = {path: path.read_bytes() for path in files(copy)}
    for seed in range(times):
        chance = random.Random(f"{harm.__name__} {seed}")
        # A folder first, then a file in it: else nearly every choice would fall on a payload.
        folder = chance.choice(sorted({path.parent for path in whole}))
        path = chance.choice([each for each in whole if each.parent == folder])
        harm(path, chance)
        report = check_archive(copy)
        # Bodies that stand twice are named too, as a notice; a file swapped with its equal was not harmed.
        if not report.bad and not report.notices and not (harm is swap and harmless(path, whole[path])):
            missed.append(str(path.relative_to(copy)))
        _restore(copy, whole)
    return missed


def _restore(copy: Path, whole: dict[Path, bytes]) -> None:
    for path in sorted(copy.rglob("*")):
        if path.is_symlink() or (path.is_file() and path not in whole):
            path.unlink()
    for path, data in whole.items():
        if not path.exists() or path.read_bytes() != data:
            path.write_bytes(data)


def test_every_single_file_is_missed_by_name_when_it_goes(copy: Path) -> None:
    for path in files(copy / "ledger"):
        data = path.read_bytes()
        path.unlink()
        report = check_archive(copy)
        where = str(path.relative_to(copy))
        assert report.bad, where
        if "bodies" not in where:
            assert any(each.where == where and each.why == "missing" for each in report.bad), where
        path.write_bytes(data)
    assert check_archive(copy).clean


def test_a_changed_payload_a_missing_one_and_a_strange_file_are_named(copy: Path) -> None:
    changed, missing = sorted((copy / "vault").rglob("*"))[-1], next(p for p in files(copy / "vault"))
    changed.write_bytes(b"other")
    missing.unlink()
    (copy / "vault" / "readme").write_text("hello")
    (copy / "ledger" / "notes.txt").write_text("hello")
    assert seen(check_archive(copy)) == sorted(
        [
            (f"vault/{changed.parent.name}/{changed.name}", "changed"),
            (f"vault/{missing.parent.name}/{missing.name}", "missing"),
            ("vault/readme", "unknown"),
            ("ledger/notes.txt", "unknown"),
        ]
    )


def test_a_payload_in_the_wrong_folder_is_both_missing_and_unknown(copy: Path) -> None:
    path = files(copy / "vault")[0]
    other = copy / "vault" / "zz"
    other.mkdir()
    path.rename(other / path.name)
    assert {why for _, why in seen(check_archive(copy))} == {"missing", "unknown"}


def test_a_whole_payload_that_no_entry_names_is_only_a_notice(copy: Path) -> None:
    data = b"left by an interrupted intake"
    digest = str(Digest.of(data))
    (copy / "vault" / digest[:2]).mkdir(exist_ok=True)
    (copy / "vault" / digest[:2] / digest).write_bytes(data)
    report = check_archive(copy)
    assert report.clean
    assert report.notices == [Finding("payload", f"vault/{digest[:2]}/{digest}", "not-named")]


def test_an_erased_payload_that_is_back_is_a_finding_and_one_named_twice_is_owed(copy: Path) -> None:
    erased, twice = str(Digest.of(b"payload 20 " * 50)), str(Digest.of(b"payload 30 " * 50))
    (copy / "vault" / erased[:2]).mkdir(exist_ok=True)
    (copy / "vault" / erased[:2] / erased).write_bytes(b"payload 20 " * 50)
    (copy / "vault" / twice[:2] / twice).unlink()
    assert seen(check_archive(copy)) == sorted(
        [(f"vault/{erased[:2]}/{erased}", "still-there"), (f"vault/{twice[:2]}/{twice}", "missing")]
    )


def test_a_changed_bundle_a_changed_tile_and_a_changed_root_are_told_apart(copy: Path) -> None:
    for name in ("tile/entries/000", "tile/0/000", "tile/entries/001.p/46", "tile/0/001.p/46", "tile/1/000.p/1"):
        path = copy / "ledger" / name
        data = path.read_bytes()
        path.write_bytes(data[:-20] + bytes([data[-20] ^ 1]) + data[-19:])
        found = seen(check_archive(copy))
        assert found[0] == (f"ledger/{name}", "changed")
        # Where the leaf that erases is hidden, its payload cannot be told from a missing one.
        assert len(found) == 1 or (name == "tile/entries/001.p/46" and found[1][1] == "missing")
        path.write_bytes(data)


def test_a_history_written_anew_with_other_keys_is_seen_by_its_anchor(copy: Path, tmp_path: Path) -> None:
    anchor = (copy / "ledger" / "checkpoints" / "003").read_bytes()
    assert check_archive(copy, against=[anchor]).clean
    forged = Archive(tmp_path / "forged", signers=Signers.generate())
    fill(forged)
    assert check_archive(forged.data).clean  # without an anchor nobody can tell
    assert {why for _, why in seen(check_archive(forged.data, against=[anchor]))} == {"unsigned"}


def test_another_history_by_the_same_keys_is_seen_by_its_anchor(copy: Path, tmp_path: Path) -> None:
    forged = Archive(tmp_path / "forged")
    fill(forged)
    anchor = (copy / "ledger" / "checkpoint").read_bytes()
    assert seen(check_archive(forged.data, against=[anchor])) == [("anchor, 302", "root-differs")]


def test_an_old_copy_is_behind_its_anchor(copy: Path, original: Archive, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "older")
    shutil.copytree(original.folder, archive.folder)
    archive.seal(3)
    anchor = anchors.short(archive.reader().note, archive.policy()).encode()
    assert check_archive(archive.data, against=[anchor]).clean
    assert seen(check_archive(copy, against=[anchor])) == [("anchor, 305", "behind-anchor")]


def test_an_old_checkpoint_put_back_is_seen(copy: Path) -> None:
    (copy / "ledger" / "checkpoint").write_bytes((copy / "ledger" / "checkpoints" / "002").read_bytes())
    assert seen(check_archive(copy)) == [("ledger/checkpoint", "not-the-newest")]


def test_a_checkpoint_without_one_signature_or_with_one_too_many_is_seen(copy: Path) -> None:
    path = copy / "ledger" / "checkpoints" / "002"
    text, lines = path.read_bytes().split(b"\n\n")
    first, second = lines.splitlines(keepends=True)
    stranger = "— stranger.example AAAAAAAA\n".encode()
    for signatures, why in [
        (first, "unsigned"),
        (second, "unsigned"),
        (first + first + second, "unsigned"),
        (first + second + stranger, "strange-signature"),
        (first[:60] + b"A" + first[61:] + second, "bad-signature"),
    ]:
        path.write_bytes(text + b"\n\n" + signatures)
        assert ("ledger/checkpoints/002", why) in seen(check_archive(copy)), why


def test_a_body_that_is_anothers_or_torn_is_seen(copy: Path) -> None:
    path = copy / "ledger" / "bodies" / "00000000000000aa"
    data = path.read_bytes()
    path.write_bytes(data[:-5])
    found = seen(check_archive(copy))
    assert ("entry 301", "missing") in found
    path.write_bytes(data + data)
    report = check_archive(copy)  # a crash can do that
    assert report.clean
    assert {each.why for each in report.notices} == {"stands-twice"}


def test_what_a_crash_leaves_is_a_notice_until_the_next_start_takes_it_away(original: Archive, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "crashed")
    shutil.copytree(original.folder, archive.folder)
    kept = archive.files()
    guard = archive.guard.read_bytes()
    with archive.writer() as writer:
        named = archive.entry(302, objects=[put(archive, b"just taken in")])
        writer.seal([named, *archive.entries(303, 299)])
    # As after a crash before the guard: bodies, tiles and payload are there, and nothing is signed.
    for name, data in archive.files().items():
        if name.startswith("checkpoint"):
            (archive.ledger / name).unlink()
        if name in kept:
            (archive.ledger / name).write_bytes(kept[name] if not name.startswith("bodies") else data)
    for name, data in kept.items():
        (archive.ledger / name).parent.mkdir(parents=True, exist_ok=True)
        (archive.ledger / name).write_bytes(data if not name.startswith("bodies") else archive.files()[name])
    archive.guard.write_bytes(guard)
    report = check_archive(archive.data)
    assert report.bad == []
    assert {each.why for each in report.notices} == {"stray"}
    with archive.writer():
        pass
    report = check_archive(archive.data)
    assert report.bad == []
    assert {each.what for each in report.notices} == {"body", "payload"}


def test_a_crash_before_the_last_step_is_a_notice(copy: Path) -> None:
    (copy / "ledger" / "checkpoint").write_bytes((copy / "ledger" / "checkpoints" / "005").read_bytes())
    report = check_archive(copy)
    assert report.bad == []
    assert report.notices == [Finding("checkpoint", "ledger/checkpoint", "not-yet-published")]


def test_a_tile_beyond_the_edge_that_follows_from_nothing_is_unknown(copy: Path) -> None:
    shutil.copy(copy / "ledger" / "tile" / "0" / "000", copy / "ledger" / "tile" / "0" / "002")
    shutil.copy(copy / "ledger" / "tile" / "0" / "000", copy / "ledger" / "tile" / "0" / "x001")
    assert seen(check_archive(copy)) == [("ledger/tile/0/002", "unknown"), ("ledger/tile/0/x001", "unknown")]


def test_a_new_origin_is_part_of_the_row(original: Archive, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "second")
    shutil.copytree(original.folder, archive.folder)
    anchors.resume_new_origin(archive.ledger, archive.guard, "archive.example/second", Signers.generate())
    assert check_archive(archive.data).clean


def test_only_chosen_payloads_are_hashed_and_all_are_looked_for(copy: Path) -> None:
    changed = files(copy / "vault")[0]
    changed.write_bytes(b"other")
    assert check_archive(copy, chosen=lambda digest: digest != changed.name).clean
    assert not check_archive(copy, chosen=lambda digest: digest == changed.name).clean
    changed.unlink()
    assert not check_archive(copy, chosen=lambda digest: digest != changed.name).clean


def test_a_stamp_is_named_by_its_own_bytes_and_holds_its_checkpoint(copy: Path) -> None:
    stamps = copy / "ledger" / "stamps"
    stamps.mkdir()
    stamp = b"\x30\x82" + Digest.of((copy / "ledger" / "checkpoints" / "003").read_bytes()).raw + b"..."
    good = stamps / f"3-{Digest.of(stamp)}.tsr"
    good.write_bytes(stamp)
    assert check_archive(copy).clean
    good.rename(stamps / f"2-{Digest.of(stamp)}.tsr")
    assert [why for _, why in seen(check_archive(copy))] == ["stamps-another"]
    (stamps / f"2-{Digest.of(stamp)}.tsr").write_bytes(stamp + b"x")
    assert [why for _, why in seen(check_archive(copy))] == ["changed"]


def test_the_check_writes_nothing_and_reads_these_two_folders_alone(copy: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in files(copy)}
    (copy / "keys").mkdir(mode=0)
    os.chmod(copy / "keys", 0)
    check_archive(copy)
    assert {path: path.stat().st_mtime_ns for path in files(copy)} == before


def test_a_report_is_one_json_value_with_codes_and_words(copy: Path) -> None:
    (copy / "ledger" / "policy").unlink()
    told = check_archive(copy).as_json()
    assert set(told) == {"items", "entries", "bytes", "bad", "notices"}
    assert told["bad"][0]["what"] == "policy"
    assert told["bad"][0]["why"] == "missing"
    assert "missing" in told["bad"][0]["text"]


def test_a_living_archive_is_checked_between_two_seals(original: Archive, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "living")
    shutil.copytree(original.folder, archive.folder)
    command = [sys.executable, "-m", "ledger.child", str(archive.folder), "00000000000000bb", *["3"] * 60]
    tests = str(Path(__file__).parents[1])
    with subprocess.Popen(command, env={"PYTHONPATH": tests}, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        entries = set()
        while child.poll() is None:
            report = check_archive(archive.data)
            assert report.bad == []
            entries.add(report.entries)
        assert child.returncode == 0
    assert len(entries) > 2  # it went on in between


def test_every_reason_has_its_sentence_in_both_languages() -> None:
    folder = Path(keyless.__file__).parent
    sources = "".join(path.read_text("utf-8") for path in folder.glob("*.py") if path.name != "package.py")
    reasons = set(re.findall(r'report\.(?:blame|note)\(.*, "([a-z-]+)"\)', sources))
    assert {"missing", "changed", "stray", "still-there", "root-differs"} <= reasons
    for reason in reasons:
        assert all(phrase(f"verify.{reason}", language) for language in LANGUAGES)
