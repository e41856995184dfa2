"""``isnad keys …``, ``isnad unlock`` and ``isnad lock``, as a person and as a script would use them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import conftest
from isnad.custody import actions, queries
from isnad.house import opening
from isnad.house.doctor import examine
from isnad.intake.actions import Request, take_in
from isnad.keys import lock
from isnad.keys.locked import open_identity, open_secrets
from isnad.keys.sqlcipher.connecting import connect
from isnad.record.bodies import Bodies
from isnad.record.desk import Desk
from isnad.record.entries import KeysRotated
from isnad.record.models import Said
from isnad.words import Digest
from keys.archives import NEW_PASSPHRASE, PASSPHRASE, a_holding, an_archive, opens


def isnad(*words: str, data: Path, typed: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs a command where nobody can be asked."""
    return subprocess.run(
        [str(Path(sys.executable).with_name("isnad")), *words],
        input=typed,
        capture_output=True,
        text=True,
        env={**os.environ, "ISNAD_DATA": str(data), "LANG": "en_GB.UTF-8", **environment},
        start_new_session=True,
        check=False,
    )


def test_words_are_split_and_restore_under_a_new_passphrase(tmp_path: Path) -> None:
    holding = a_holding(tmp_path / "archive")
    root = holding.folder.root
    done = isnad("keys", "split", "--needed", "2", "--of", "3", data=root, ISNAD_PASSPHRASE=PASSPHRASE)
    assert done.returncode == 0
    lists = done.stdout.splitlines()
    assert [len(words.split()) for words in lists] == [33] * 3
    assert not any(words in done.stderr for words in lists)
    few = isnad("keys", "restore", data=root, typed=lists[0], ISNAD_PASSPHRASE=NEW_PASSPHRASE)
    assert few.returncode == 2
    assert "not enough" in few.stderr
    done = isnad("keys", "restore", data=root, typed="\n".join(lists[1:]), ISNAD_PASSPHRASE=NEW_PASSPHRASE)
    assert done.returncode == 0
    opens(holding, NEW_PASSPHRASE)


def test_a_rotation_prints_new_words_and_takes_a_new_passphrase(tmp_path: Path) -> None:
    holding = a_holding(tmp_path / "archive")
    root = holding.folder.root
    done = isnad(
        "keys", "rotate", "--needed", "1", "--of", "1", "--json",
        data=root, ISNAD_PASSPHRASE=PASSPHRASE, ISNAD_NEW_PASSPHRASE=NEW_PASSPHRASE,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["relocked"] == 7
    opens(holding, NEW_PASSPHRASE)
    restored = isnad("keys", "restore", data=root, typed=told["words"][0], ISNAD_PASSPHRASE=PASSPHRASE)
    assert restored.returncode == 0
    opens(holding, PASSPHRASE)


def test_a_rotation_waits_for_nobody_who_has_the_tables_open(tmp_path: Path) -> None:
    folder = an_archive(tmp_path / "archive")
    key = open_secrets(folder, open_identity(folder, PASSPHRASE)).database
    recipient = folder.config.recipient
    site = connect(key, database=str(folder.database))
    site.execute("create table told (what text)")
    done = isnad("keys", "rotate", data=folder.root, ISNAD_PASSPHRASE=PASSPHRASE)
    assert done.returncode == 4
    assert "tables open" in done.stderr
    assert folder.config.recipient == recipient
    site.close()
    assert isnad("keys", "rotate", data=folder.root, ISNAD_PASSPHRASE=PASSPHRASE).returncode == 0
    assert folder.config.recipient != recipient


def test_unlock_asks_once_and_lock_ends_it(tmp_path: Path) -> None:
    folder = an_archive(tmp_path / "archive")
    done = isnad("unlock", "--minutes", "1", data=folder.root, ISNAD_PASSPHRASE=PASSPHRASE)
    assert done.returncode == 0, done.stderr
    assert folder.socket.exists()
    assert isnad("unlock", data=folder.root, ISNAD_PASSPHRASE=PASSPHRASE).returncode == 2
    done = isnad("lock", data=folder.root)
    assert (done.returncode, done.stdout) == (0, "")
    assert not folder.socket.exists()
    assert isnad("lock", data=folder.root).returncode == 0
    assert not lock(folder)


@pytest.mark.parametrize(
    ("words", "environment", "code"),
    [
        (("keys", "split"), {}, 2),
        (("keys", "split"), {"ISNAD_PASSPHRASE": "wrong"}, 2),
        (("keys", "split", "--needed", "3", "--of", "2"), {"ISNAD_PASSPHRASE": PASSPHRASE}, 2),
        (("keys", "rotate", "--needed", "1", "--of", "2"), {"ISNAD_PASSPHRASE": PASSPHRASE}, 2),
        (("keys", "restore"), {"ISNAD_PASSPHRASE": PASSPHRASE}, 2),
        (("unlock",), {}, 2),
        (("unlock", "--minutes", "0"), {"ISNAD_PASSPHRASE": PASSPHRASE}, 2),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    tmp_path: Path, words: tuple[str, ...], environment: dict[str, str], code: int
) -> None:
    folder = an_archive(tmp_path / "archive")
    before = folder.config
    done = isnad(*words, data=folder.root, **environment)
    assert done.returncode == code, done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()
    assert folder.config == before


def test_the_words_can_be_had_in_arabic(tmp_path: Path) -> None:
    done = isnad("keys", "split", data=tmp_path, LANG="ar_SY.UTF-8")
    assert done.returncode == 2
    assert "أرشيف" in done.stderr


def test_a_rotation_is_an_entry_and_the_doctor_counts_erasures_from_there(
    make_archive: Callable[..., Desk], tmp_path: Path
) -> None:
    desk = make_archive(demo=True)
    drive = tmp_path / "drive"
    drive.mkdir()
    (drive / "a.txt").write_bytes(b"what goes")
    take_in(Request(drive, "one", "north wind", "owner"), lambda files, size: lambda more, more_bytes: None)
    actions.erase(queries.item(Digest.of(b"what goes")).entry, "a request", by="owner", second=None)
    assert "house.erasures-wait" in {advice.code for advice in examine(desk)}
    root = desk.folder.root
    opening.close()
    done = isnad("keys", "rotate", data=root, ISNAD_PASSPHRASE=conftest.PASSPHRASE)
    assert done.returncode == 0, done.stderr
    desk = conftest.reopen(root)
    (said,) = Said.objects.filter(kind="keys-rotated")
    record = Bodies(desk.folder, desk.holder).saying(said.entry).record
    assert isinstance(record, KeysRotated)
    assert record.erased == 1
    assert "house.erasures-wait" not in {advice.code for advice in examine(desk)}
