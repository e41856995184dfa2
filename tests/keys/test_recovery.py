"""Recovery words of an archive: they bring it back, and only it."""

from __future__ import annotations

from pathlib import Path

import pytest

from isnad.keys import restore, split, unlock
from isnad.keys.rotation import rotate
from isnad.words import Refusal
from keys.archives import FACTOR, NEW_PASSPHRASE, PASSPHRASE, a_holding, an_archive, opens


def test_a_lost_passphrase_is_mended_by_enough_words(tmp_path: Path) -> None:
    holding = a_holding(tmp_path / "archive")
    lists = split(holding.folder, PASSPHRASE, needed=2, of=3)
    with pytest.raises(Refusal, match="words-too-few"):
        restore(holding.folder, lists[:1], NEW_PASSPHRASE, work_factor=FACTOR)
    restore(holding.folder, lists[1:], NEW_PASSPHRASE, work_factor=FACTOR)
    opens(holding, NEW_PASSPHRASE)
    with pytest.raises(Refusal, match="wrong-passphrase"):
        unlock(holding.folder, PASSPHRASE)


def test_words_bring_back_an_identity_file_that_is_gone(tmp_path: Path) -> None:
    holding = a_holding(tmp_path / "archive")
    lists = split(holding.folder, PASSPHRASE, needed=1, of=1)
    for path in holding.folder.both("identity"):
        path.unlink()
    restore(holding.folder, lists, NEW_PASSPHRASE, work_factor=FACTOR)
    opens(holding, NEW_PASSPHRASE)


def test_words_of_another_archive_and_of_before_a_rotation_are_refused(tmp_path: Path) -> None:
    ours, other = a_holding(tmp_path / "archive"), an_archive(tmp_path / "other")
    old = split(ours.folder, PASSPHRASE, needed=2, of=2)
    theirs = split(other, PASSPHRASE, needed=2, of=2)
    with pytest.raises(Refusal, match="words-of-another-identity"):
        restore(ours.folder, theirs, NEW_PASSPHRASE, work_factor=FACTOR)
    opens(ours, PASSPHRASE)
    rotate(ours.folder, PASSPHRASE, NEW_PASSPHRASE, work_factor=FACTOR)
    with pytest.raises(Refusal, match="words-of-another-identity"):
        restore(ours.folder, old, NEW_PASSPHRASE, work_factor=FACTOR)
    restore(ours.folder, split(ours.folder, NEW_PASSPHRASE, needed=2, of=2), PASSPHRASE, work_factor=FACTOR)
    opens(ours, PASSPHRASE)


def test_splitting_needs_the_passphrase_even_while_unlocked(tmp_path: Path) -> None:
    folder = an_archive(tmp_path / "archive")
    with unlock(folder, PASSPHRASE), pytest.raises(Refusal, match="wrong-passphrase"):
        split(folder, "not this one", needed=1, of=1)
