"""``isnad lists`` as it is typed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

MADE = Path(__file__).parent / "made"


def test_import_show_age_and_diff(tmp_path, isnad):
    taken = isnad("lists", "import", "un", MADE / "un.xml", "--store", tmp_path, "--json")
    told = json.loads(taken.stdout)
    assert (taken.returncode, told["listed"], told["issued"], told["version"]) == (0, 2, "2026-11-20", 1)
    assert [f["line"] for f in told["findings"]] == [21, 4]
    assert "un.xml:21" in taken.stderr
    assert json.loads(isnad("lists", "show", "--store", tmp_path, "--json").stdout)[0]["source"] == "un"
    assert json.loads(isnad("lists", "age", "--store", tmp_path, "--json").stdout)[0]["age_days"] >= 0
    assert json.loads(isnad("lists", "diff", "--store", tmp_path, "--json").stdout) == []


def test_a_refusal_is_words_and_two(tmp_path, isnad):
    for arguments in (
        ("lists", "import", "nowhere", MADE / "un.xml", "--store", tmp_path),
        ("lists", "import", "un", MADE / "eu.xml", "--store", tmp_path),
        ("lists", "import", "un", MADE / "absent.xml", "--store", tmp_path),
        ("lists", "age"),
    ):
        found = isnad(*arguments)
        assert found.returncode == 2, arguments
        assert "Traceback" not in found.stderr
        assert found.stderr.strip()


def test_the_data_folder_is_the_default_store(tmp_path, isnad):
    assert isnad("lists", "import", "eu", MADE / "eu.xml", ISNAD_DATA=str(tmp_path)).returncode == 0
    assert (tmp_path / "lists/eu/0001/manifest.json").exists()


def test_it_speaks_arabic(tmp_path, isnad):
    assert "المدرجون" in isnad("lists", "import", "eu", MADE / "eu.xml", "--store", tmp_path, LANG="ar_SY.UTF-8").stdout


def test_no_django_is_loaded(tmp_path):
    script = (
        "import sys\nfrom isnad.cli import main\n"
        f"try:\n    main(['lists','import','un',{str(MADE / 'un.xml')!r},'--store',{str(tmp_path)!r}])\n"
        "except SystemExit:\n    pass\nassert 'django' not in sys.modules\n"
    )
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, check=False).returncode == 0
