"""The coverage page names tests and pages that exist, and every requirement of the standards stands on it."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/developers/coverage.md"
NAMED = re.compile(r"`((?:tests|docs|benchmarks|training|src)/[\w./-]+?)(?:::(\w+))?`")
REQUIREMENTS = {"BP": 15, "EJ": 12, "PFIF": 8, "MP": 6, "DP": 7, "VT": 13, "FD": 18}


def test_everything_it_names_is_there() -> None:
    missing = []
    for path, name in NAMED.findall(PAGE.read_text("utf-8")):
        place = ROOT / path
        if not place.exists() or (name and not re.search(rf"\b(def|class) {name}\b", place.read_text("utf-8"))):
            missing.append(f"{path}::{name}" if name else path)
    assert not missing, "\n".join(missing)


def test_it_names_enough_to_be_worth_reading() -> None:
    assert len(NAMED.findall(PAGE.read_text("utf-8"))) > 60


def test_every_requirement_stands_on_it() -> None:
    text = PAGE.read_text("utf-8")
    wanted = {f"{kind}-{number}" for kind, most in REQUIREMENTS.items() for number in range(1, most + 1)}
    wanted |= {f"W{number}" for number in range(1, 12)}
    absent = sorted(each for each in wanted if not re.search(rf"\b{each}\b", text))
    assert not absent, absent


def test_what_it_names_is_not_accepted_blindly() -> None:
    assert NAMED.findall("`tests/nowhere/test_nothing.py::test_x`") == [("tests/nowhere/test_nothing.py", "test_x")]
    assert not (ROOT / "tests/nowhere/test_nothing.py").exists()
