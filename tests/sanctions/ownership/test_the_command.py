"""``isnad sanctions ownership``, as it is typed."""

from __future__ import annotations

import subprocess
import sys

import orjson
import pytest

from sanctions.ownership.graphs import lines, listed, stake


@pytest.fixture
def graph(tmp_path):
    path = tmp_path / "graph.jsonl"
    path.write_bytes(b"\n".join(lines(listed("X"), stake("X", "A", "49.995"), stake("X", "B", "50"))))
    return path


def isnad(*arguments, folder):
    command = [sys.executable, "-c", "from isnad.cli import main; main()", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, cwd=folder, env={"LANG": "C.UTF-8"}, check=False)


def test_it_prints_one_json_value_with_the_four_keys(graph, tmp_path):
    done = isnad("sanctions", "ownership", "A", "--graph", graph, "--json", folder=tmp_path)
    assert done.returncode == 0
    value = orjson.loads(done.stdout)
    assert list(value) == ["blocked", "share", "because", "warnings"]
    assert (value["blocked"], value["share"]) == (False, [49.995, 49.995])


def test_every_entity_at_once(graph, tmp_path):
    done = isnad("sanctions", "ownership", "--all", "--graph", graph, "--json", folder=tmp_path)
    assert {each["id"]: each["blocked"] for each in orjson.loads(done.stdout)} == {"A": False, "B": True, "X": True}


def test_every_entity_in_lines_for_a_person(graph, tmp_path):
    done = isnad("sanctions", "ownership", "--all", "--graph", graph, folder=tmp_path)
    assert done.stdout.decode().splitlines() == ["A\tno\t49.995\t49.995", "B\tyes\t50\t50", "X\tyes\t0\t0"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("nobody", "--graph", "graph.jsonl"),
        ("A", "--graph", "missing.jsonl"),
        ("A", "--graph", "graph.jsonl", "--rule", "un"),
        ("A", "--graph", "graph.jsonl", "--on", "2024-02-30"),
        ("A",),
        ("--graph", "graph.jsonl"),
    ],
)
def test_wrong_use_is_refused_in_words(graph, tmp_path, arguments):
    done = isnad("sanctions", "ownership", *arguments, folder=tmp_path)
    assert done.returncode == 2
    assert done.stdout == b""
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("line", ["{", "[]", "7", '{"id": 3, "schema": "Person"}', '{"id": "A"}', "null", "\x1a"])
def test_a_line_that_is_no_entity_refuses_the_whole_graph_with_its_number(graph, tmp_path, line):
    graph.write_text(graph.read_text() + "\n\n" + line + "\n", encoding="utf-8")
    done = isnad("sanctions", "ownership", "A", "--graph", graph, folder=tmp_path)
    assert done.returncode == 2
    assert b"Line 5" in done.stderr


def test_no_django_and_no_data_folder_are_loaded(graph, tmp_path):
    program = (
        "import sys\nfrom isnad.cli import main\n"
        f"try:\n    main(['sanctions', 'ownership', 'A', '--graph', {str(graph)!r}])\n"
        "except SystemExit:\n    print('django' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, cwd=tmp_path, env={}, check=False)
    assert done.stdout.splitlines()[-1] == b"False"
