"""The treasury's commands in an archive, as they are typed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from conftest import PASSPHRASE
from isnad import cli
from isnad.record.desk import Desk
from sanctions.treasury_scene import Scene


def test_from_which_to_an_answer(
    scene: Scene,
    tmp_path: Path,
    demo_archive: Desk,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("ISNAD_DATA", str(demo_archive.folder.root))

    def run(*words: str, machine: bool = True) -> tuple[int, Any]:
        monkeypatch.setenv("ISNAD_PASSPHRASE", PASSPHRASE)
        with pytest.raises(SystemExit) as ended:
            cli.main(["sanctions", *words, *(["--json"] if machine else [])])
        out = capsys.readouterr().out
        return int(ended.value.code or 0), (json.loads(out) if machine and out.strip() else out)

    code, rows = run("which", "Rasim Invented", "--on", "2025-09-01")
    assert code == 0
    assert {"programme", "criterion", "answer", "because", "missing", "warnings", "sources"} <= rows[0].keys()
    assert any(row["answer"] == "met" and row["claims"] for row in rows)
    assert run("which", "Rasim Invented", machine=False)[0] == 0
    code, told = run("ownership", "Invented Fuels LLC", "--on", "2021-06-01")
    assert (code, told["blocked"], told["share"]) == (0, True, [60, 60])
    assert told["claims"]
    code, told = run("support", "Rasim Invented", "--on", "2021-03-01")
    assert (code, len(told["paths"])) == (0, 2)
    out = tmp_path / "dossier"
    code, told = run("dossier", "Rasim Invented", "--programme", "us-eo13894", "--out", str(out))
    assert (code, told["withheld_sentences"]) == (0, 0)
    dossier = str(told["entry"])
    code, told = run("filed", dossier, "--with", "An invented treasury", "--on", "2026-01-10")
    assert code == 0
    filing = str(told["filing"])
    code, dues = run("clocks", "--archive", "--on", "2026-02-01")
    assert [each["due"] for each in dues if each["clock"] == f"filing-{filing}"] == ["2026-07-09"]
    assert len(dues) > 1
    ics = tmp_path / "clocks.ics"
    assert run("clocks", "--archive", "--on", "2026-02-01", "--ics", str(ics), machine=False)[0] == 0
    assert f"filing-{filing}@isnad".encode() in ics.read_bytes()
    assert run("answered", filing, "listed", "--on", "2026-03-01")[0] == 0
    code, told = run("dossiers")
    assert (code, told[0]["stale"], told[0]["filings"][0]["state"]) == (0, False, "listed")
    code, told = run("gap", "Owner Invented")
    assert (code, told["missing_lists"]) == (0, ["ofac", "un", "eu", "uk", "au"])
    assert run("decide", "Owner Invented", "un", "QDi.1", "--other", "--reason", "another")[0] == 0


@pytest.mark.parametrize(
    "words",
    [
        ("which", "nobody of that name"),
        ("which", "Rasim Invented", "--on", "yesterday"),
        ("which", "Rasim Invented", "--programme", "us-moonlight"),
        ("ownership", "nobody of that name"),
        ("ownership",),
        ("support", "nobody of that name"),
        ("dossier", "Rasim Invented", "--programme", "us-caesar", "--out", "x"),
        ("dossier", "Rasim Invented", "--programme", "us-eo13894", "--out", "/nowhere/at/all"),
        ("filed", "1", "--with", "x"),
        ("answered", "1", "listed"),
        ("decide", "Rasim Invented", "moon", "1", "--same", "--reason", "x"),
    ],
)
def test_wrong_use_is_refused_in_words(
    words: tuple[str, ...], demo_archive: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ISNAD_DATA", str(demo_archive.folder.root))
    monkeypatch.setenv("ISNAD_PASSPHRASE", PASSPHRASE)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        cli.main(["sanctions", *words])
    assert ended.value.code == 2
    assert list(tmp_path.glob("x")) == []
