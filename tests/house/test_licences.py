"""What Isnad needs at run time is under no GPL or AGPL, and stands in the table of dependencies with its reason."""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs/dependencies.md"
FORBIDDEN = re.compile(r"(?<!L)(?<!Lesser )\bA?GPL|GNU (Affero )?General Public", re.IGNORECASE)
LESSER = re.compile(r"LGPL|Lesser", re.IGNORECASE)


def needed(name: str) -> set[str]:
    """The distributions that ``name`` needs, and what they need, extras aside."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        for line in metadata.requires(waiting.pop()) or []:
            other = re.match(r"[\w.-]+", line)
            assert other is not None
            key = other.group().lower().replace("_", "-")
            if "extra ==" not in line and key not in found and is_installed(key):
                found.add(key)
                waiting.append(key)
    return found


def is_installed(name: str) -> bool:
    try:
        metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return False  # a marker of another system or Python
    return True


def licence(name: str) -> str:
    about = metadata.metadata(name)
    classifiers = [each for each in about.get_all("Classifier") or [] if each.startswith("License")]
    return " ".join([about.get("License-Expression") or "", *classifiers, (about.get("License") or "")[:100]])


def test_nothing_needed_is_under_gpl_or_agpl() -> None:
    grave = {name: licence(name) for name in needed("isnad")}
    assert len(grave) > 20
    found = {name: text for name, text in grave.items() if FORBIDDEN.search(text) and not LESSER.search(text)}
    assert not found


def test_the_search_knows_one_from_the_other() -> None:
    assert FORBIDDEN.search("GPL-3.0-only")
    assert FORBIDDEN.search("License :: OSI Approved :: GNU General Public License v3 (GPLv3)")
    assert not FORBIDDEN.search("LGPL-3.0-or-later")


def test_every_direct_dependency_has_its_reason() -> None:
    text = PAGE.read_text("utf-8")
    direct = [re.match(r"[\w.-]+", line) for line in metadata.requires("isnad") or [] if "extra ==" not in line]
    names = [found.group() for found in direct if found]
    missing = [name for name in names if not re.search(rf"\b{re.escape(name)}\b", text)]
    assert not missing
