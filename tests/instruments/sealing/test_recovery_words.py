"""Recovery words and shares: any k of n, nothing with fewer, nothing silently wrong."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shamir_mnemonic import combine_mnemonics

from isnad.instruments import sealing
from isnad.instruments.sealing import recovery_process
from isnad.instruments.sealing.recovery import join, split
from isnad.instruments.sealing.shares import deal, gather, open_share
from isnad.words import Refusal


def test_any_two_of_three_lists_bring_the_secret_back_and_one_does_not() -> None:
    secret = os.urandom(32)
    lists = split(secret, needed=2, of=3)
    assert [len(words.split()) for words in lists] == [33, 33, 33]
    for chosen in combinations(lists, 2):
        assert join(chosen) == secret
    assert join([words.upper() + "  " for words in lists]) == secret
    assert combine_mnemonics(lists[1:]) == secret  # the standard's own program, without us
    for few in ([], lists[:1], [lists[0], lists[0]]):
        with pytest.raises(Refusal, match="words-too-few"):
            join(few)


def test_a_mistyped_word_and_lists_of_two_splits_are_refused() -> None:
    secret = os.urandom(32)
    lists = split(secret, needed=2, of=2)
    wrong = lists[0].split()
    wrong[7] = "academic" if wrong[7] != "academic" else "acid"
    for changed in (" ".join(wrong), " ".join(lists[0].split()[:-1]), "no words at all"):
        with pytest.raises(Refusal, match="words-mistyped"):
            join([changed, lists[1]])
    with pytest.raises(Refusal, match="words-mixed"):
        join([lists[0], split(secret, needed=2, of=2)[1]])


@pytest.mark.parametrize(("needed", "of"), [(0, 1), (1, 2), (3, 2), (2, 17)])
def test_a_split_that_makes_no_sense_is_refused(needed: int, of: int) -> None:
    with pytest.raises(Refusal, match="no-such-split"):
        split(bytes(32), needed=needed, of=of)


@settings(max_examples=25, deadline=None)
@given(secret=st.binary(min_size=32, max_size=32), sizes=st.tuples(st.integers(2, 6), st.integers(0, 4)))
def test_the_process_gives_back_what_it_was_given(secret: bytes, sizes: tuple[int, int]) -> None:
    needed, of = sizes[0], sizes[0] + sizes[1]
    made = recovery_process.answer({"do": "split", "secret": secret.hex(), "needed": needed, "of": of})["lists"]
    assert recovery_process.answer({"do": "join", "lists": made[-needed:]}) == {"secret": secret.hex()}


def test_a_secret_dealt_among_openers_needs_enough_of_them() -> None:
    secret, openers = os.urandom(32), [sealing.Identity.new() for _ in range(3)]
    dealt = deal(secret, [opener.recipient for opener in openers], needed=2)
    shares = [open_share(share, opener) for share, opener in zip(dealt, openers, strict=True)]
    assert gather(shares[:2]) == gather(shares[1:]) == secret
    with pytest.raises(Refusal):
        gather(shares[:1])
    with pytest.raises(Refusal):
        open_share(dealt[0], openers[1])


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")
def test_the_words_are_made_in_a_process_with_an_empty_environment(tmp_path: Path) -> None:
    """Nothing of the secret is on its command line either."""
    secret = os.urandom(32)
    program = "import sys; from isnad.instruments.sealing.recovery import split; " + (
        "split(bytes.fromhex(sys.stdin.read()), needed=1, of=1)"
    )
    log = tmp_path / "log"
    subprocess.run(
        ["strace", "-f", "-v", "-s", "4096", "-e", "trace=execve", "-o", str(log), sys.executable, "-c", program],
        input=secret.hex().encode(),
        env={"MARK": "inherited", "PATH": os.environ["PATH"]},
        check=True,
    )
    started = [line for line in log.read_text().splitlines() if "recovery_process" in line]
    assert started
    assert all(re.search(r"\], \[\]\)", line) for line in started), started
    assert secret.hex() not in log.read_text()
