"""``isnad sanctions which`` and ``check``, as they are typed."""

from __future__ import annotations

import subprocess
import sys
import time

import orjson
import pytest
import yaml

from sanctions.programmes.asking import COMMANDER, SUPPLIER, rows

KEYS = ["programme", "criterion", "answer", "because", "missing", "warnings", "sources"]


def isnad(*arguments, folder, language="C.UTF-8"):
    command = [sys.executable, "-c", "from isnad.cli import main; main()", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, cwd=folder, env={"LANG": language}, check=False)


@pytest.fixture
def facts(tmp_path):
    path = tmp_path / "facts.yaml"
    path.write_text(yaml.safe_dump(COMMANDER), encoding="utf-8")
    return path


def test_it_prints_one_json_array_in_the_shape_of_the_contract(facts, tmp_path):
    done = isnad("sanctions", "which", facts, "--on", "2013-01-01", "--json", folder=tmp_path)
    assert done.returncode == 0
    value = orjson.loads(done.stdout)
    assert all(list(row) == KEYS for row in value)
    assert all(set(source) == {"citation", "as_of"} for row in value for source in row["sources"])
    assert value == rows(yaml.safe_load(facts.read_text()), "2013-01-01")


@pytest.mark.parametrize("language", ["C.UTF-8", "ar_SY.UTF-8"])
def test_it_speaks_both_languages(facts, tmp_path, language):
    done = isnad("sanctions", "which", facts, "--on", "2013-01-01", folder=tmp_path, language=language)
    assert done.returncode == 0
    assert ("لأغراض" in done.stdout.decode() or "المعيار" in done.stdout.decode()) is (language != "C.UTF-8")


@pytest.mark.parametrize(
    "arguments",
    [("missing.yaml",), ("facts.yaml", "--on", "yesterday"), ("facts.yaml", "--programme", "us-eo1"), ()],
)
def test_wrong_use_is_refused_in_words(facts, tmp_path, arguments):
    done = isnad("sanctions", "which", *arguments, folder=tmp_path)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    "text",
    [
        "offence: [",
        "offence: witchcraft",
        "place: Atlantis",
        "from: soon",
        "from: 2014\nto: 2012",
        "suspect: {shoe_size: 43}",
        "support: [{kind: construction}]",
        "designated_under: [us-eo1]",
        "suspect: {capacity: non_state, official_of: SY}",
        "offence: torture\noffence: murder",
        "[]",
        "\x00",
    ],
)
def test_facts_that_are_none_are_refused_in_words(facts, tmp_path, text):
    facts.write_text(text, encoding="utf-8")
    done = isnad("sanctions", "which", facts, "--json", folder=tmp_path)
    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr
    assert b"Traceback" not in done.stderr


def test_no_django_and_no_data_folder_are_loaded(facts, tmp_path):
    program = (
        "import sys\nfrom isnad.cli import main\n"
        f"try:\n    main(['sanctions', 'which', {str(facts)!r}])\n"
        "except SystemExit:\n    print('django' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, cwd=tmp_path, env={}, check=False)
    assert done.stdout.splitlines()[-1] == b"False"


def test_check_ends_with_1_where_it_finds_a_fault(tmp_path):
    assert isnad("sanctions", "check", folder=tmp_path).returncode == 0
    assert isnad("sanctions", "check", tmp_path, folder=tmp_path).returncode == 2
    from importlib import resources

    text = resources.files("isnad.sanctions.programmes").joinpath("us-caesar.yaml").read_text("utf-8")
    (tmp_path / "us-caesar.yaml").write_text(text.replace("gaps:", "unread:"), encoding="utf-8")
    done = isnad("sanctions", "check", tmp_path, "--json", folder=tmp_path)
    assert done.returncode == 1
    assert any("gap" in fault for fault in orjson.loads(done.stdout))


def test_a_hundred_actors_take_little_time():
    rows(SUPPLIER, "2021-06-01")  # the programmes are read once
    begun = time.process_time()
    for _ in range(100):
        rows(COMMANDER, "2021-06-01")
    assert (
        time.process_time() - begun < 10
    )  # a tenth of the actors in the time that all may take, however busy the machine
