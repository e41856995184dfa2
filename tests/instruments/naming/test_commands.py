"""``isnad names`` as a person or a script meets it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from isnad.cli import main


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(["names", *arguments])
    printed = capsys.readouterr()
    return int(ended.value.code or 0), printed.out, printed.err


def test_compare_prints_one_json_value(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "compare", "محمد نور", "Mohamad Nour", "--json")
    found = json.loads(out)
    assert code == 0
    assert set(found) == {"score", "parts", "why"}
    assert found["score"] > 0.9
    assert [part["b"] for part in found["parts"]] == ["mohamad", "nour"]


def test_rank_prints_names_exactly_as_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    candidates = ["  Mohamad\tNour ", "يُوسُف \u200fنعمة", "🙂", "", "Abdul-Rahman"]
    queries = ["\u202bمحمد نور\u202c", "", "YOUSSEF,  Nehme", "ع" * 300, "7"]
    (tmp_path / "c").write_text("\n".join(candidates) + "\n", encoding="utf-8")
    (tmp_path / "q").write_text("\n".join(queries) + "\n", encoding="utf-8")
    code, out, _ = run(
        capsys, "rank", "--candidates", str(tmp_path / "c"), "--queries", str(tmp_path / "q"), "--top", "2",
        "--out", str(tmp_path / "o"),
    )  # fmt: skip
    lines = [json.loads(line) for line in (tmp_path / "o").read_text(encoding="utf-8").splitlines()]
    assert (code, out) == (0, "")
    assert [line["query"] for line in lines] == queries
    assert all(len(line["ranked"]) == 2 for line in lines)
    assert {name for line in lines for name, _ in line["ranked"]} <= set(candidates)
    assert lines[0]["ranked"][0][0] == candidates[0]
    assert lines[2]["ranked"][0][0] == candidates[1]


@pytest.mark.parametrize("content", [b"\xff\xfe\x00bad", None])
def test_a_file_that_cannot_be_read_is_refused(
    content: bytes | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if content is not None:
        (tmp_path / "c").write_bytes(content)
    (tmp_path / "q").write_text("محمد\n", encoding="utf-8")
    code, _, err = run(
        capsys, "rank", "--candidates", str(tmp_path / "c"), "--queries", str(tmp_path / "q"),
        "--out", str(tmp_path / "o"),
    )  # fmt: skip
    assert code == 2
    assert "Traceback" not in err
    assert not (tmp_path / "o").exists()


def test_a_folder_that_is_not_there_is_unavailable(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "c").write_text("محمد\n", encoding="utf-8")
    code, _, err = run(
        capsys, "rank", "--candidates", str(tmp_path / "c"), "--queries", str(tmp_path / "c"),
        "--out", str(tmp_path / "none" / "o"),
    )  # fmt: skip
    assert code == 4
    assert "o" in err


def test_names_load_no_django_and_no_network_library() -> None:
    code = (
        "import sys\nfrom isnad.instruments.naming import compare\ncompare('محمد', 'Mohamad')\n"
        "print(sorted(m for m in ('django', 'torch', 'urllib3', 'ssl') if m in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
