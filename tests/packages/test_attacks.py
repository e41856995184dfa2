"""Whatever is done to a package, its own program says so, and never falls over.

The museum (``tests/museum``) shows each finding once; here chance looks for what nobody thought of.
"""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handovers import Handover, relist, told
from isnad.ledger import merkle
from isnad.verify import package as checking

ONCE = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def copy(handover: Handover, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy that each example breaks and mends again."""
    return handover.copy(tmp_path_factory.mktemp("copy"))


def files(package: Path) -> list[str]:
    return sorted(path.relative_to(package).as_posix() for path in package.rglob("*") if path.is_file())


@ONCE
@given(chance=st.data())
def test_any_change_of_any_byte_is_found_and_the_file_is_named(copy: Path, chance: st.DataObject) -> None:
    name = chance.draw(st.sampled_from(files(copy)))
    kept = (copy / name).read_bytes()
    if not kept:
        return
    at = chance.draw(st.integers(0, len(kept) - 1))
    changed = bytearray(kept)
    changed[at] ^= chance.draw(st.integers(1, 255))
    (copy / name).write_bytes(changed)
    found = checking.check(copy)
    (copy / name).write_bytes(kept)
    listed = {"tagmanifest-sha256.txt", "tagmanifest-sha256.txt.sig"}
    assert any(each["where"] == name or name in listed for each in found.bad), name
    assert checking.check(copy).bad == []


@ONCE
@given(chance=st.data(), garbage=st.binary(max_size=300))
def test_no_content_of_any_file_makes_it_fall_over(copy: Path, chance: st.DataObject, garbage: bytes) -> None:
    name = chance.draw(st.sampled_from([each for each in files(copy) if not each.startswith("tagmanifest")]))
    kept = (copy / name).read_bytes()
    lists = {each: (copy / each).read_bytes() for each in ("manifest-sha256.txt", "tagmanifest-sha256.txt")}
    (copy / name).write_bytes(garbage)
    if name not in lists:
        relist(copy)
    found = checking.check(copy, against=garbage)
    (copy / name).write_bytes(kept)
    for each, data in lists.items():
        (copy / each).write_bytes(data)
    assert found.bad
    assert all(each["why"] in checking.WHY for each in found.bad)
    assert checking.check(copy).bad == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@ONCE
@given(part=st.sampled_from(["items", "claims", "conditions", "derived", "key_proof", "key", "checkpoint", "anchors",
                             "withheld", "label"]), value=JSON)  # fmt: skip
def test_no_form_of_what_it_says_makes_it_fall_over(copy: Path, part: str, value: object) -> None:
    kept = (copy / "package.json").read_bytes()
    if json.loads(kept)[part] == value:
        return
    (copy / "package.json").write_text(json.dumps(told(copy) | {part: value}))
    found = checking.check(copy, against=(copy / "checkpoint").read_bytes())
    (copy / "package.json").write_bytes(kept)
    assert found.bad
    assert checking.check(copy).bad == []


@pytest.mark.parametrize("depth", [100_000])
def test_json_without_a_bottom_is_malformed(handover: Handover, tmp_path: Path, depth: int) -> None:
    package = handover.copy(tmp_path)
    (package / "withheld.json").write_text("[" * depth)
    relist(package)
    found = checking.check(package)
    assert {"what": "terms", "where": "withheld.json", "why": "malformed"} in found.bad


@settings(max_examples=200, deadline=None)
@given(chance=st.data(), size=st.integers(1, 70))
def test_its_proofs_are_those_of_the_ledger(chance: st.DataObject, size: int) -> None:
    """The program that travels shares nothing with the one that writes; on every tree they say the same."""
    leaves = [b"leaf %d" % number for number in range(size)]

    def node(height: int, place: int) -> bytes:
        return merkle.perfect([merkle.leaf_hash(each) for each in leaves[place << height : (place + 1) << height]])

    index, old = chance.draw(st.integers(0, size - 1)), chance.draw(st.integers(1, size))
    root = merkle.span_hash(0, size, node)
    path = merkle.inclusion(index, size, node)
    assert checking.root_of(leaves[index], index, size, path) == root
    assert checking.root_of(b"another", index, size, path) != root
    if old < size:
        older = merkle.span_hash(0, old, node)
        way = merkle.consistency(old, size, node)
        assert checking.roots_of(old, size, older, way) == (older, root)
        assert checking.roots_of(old, size, bytes(32), way) != (bytes(32), root)
        assert checking.roots_of(old, size, older, [*way, bytes(32)]) != (older, root)


def test_a_history_that_leads_on_is_known_from_one_that_does_not(handover: Handover) -> None:
    lines = handover.older_note.decode().split("\n")
    assert checking.check(handover.package, against=handover.older_note).bad == []
    lines[2] = base64.b64encode(hashlib.sha256(b"another").digest()).decode()
    found = checking.check(handover.package, against="\n".join(lines).encode())
    assert [each["why"] for each in found.bad] == ["another-history"]


def test_a_policy_known_from_elsewhere_tells_logs_apart(handover: Handover) -> None:
    """Whoever makes a log can make a sound package of it: only what is known from elsewhere tells them apart."""
    digest = hashlib.sha256((handover.package / "policy").read_bytes()).hexdigest()
    assert checking.check(handover.package, policy_digest=digest).bad == []
    assert [each["why"] for each in checking.check(handover.package, policy_digest="0" * 64).bad] == ["another-policy"]
