"""The door: reading any folder loads no Django, reading the archive wakes it."""

from __future__ import annotations

import subprocess
import sys

from isnad import cli

LOADS = """
import sys
from isnad import cli
try:
    cli.main({words!r})
except SystemExit:
    print("django" in sys.modules)
"""


def loads_django(*words: str) -> bool:
    done = subprocess.run(
        [sys.executable, "-c", LOADS.format(words=list(words))], capture_output=True, text=True, env={"PATH": "/bin"}
    )
    return done.stdout.rstrip().endswith("True")


def test_numbers_of_any_folder_are_read_without_django() -> None:
    assert not loads_django("read", "numbers", "--help")
    assert not loads_django("read", "--help")


def test_the_archive_is_woken_for_the_other_words() -> None:
    assert loads_django("read", "run", "--help")
    assert loads_django("remains", "group", "--help")
    assert loads_django("transcriptions", "agreement", "--help")


def test_every_word_leads_somewhere() -> None:
    assert {cli.WORDS[name].in_archive for name in ("remains", "transcriptions")} == {True}
    assert not cli.WORDS["read"].in_archive
