"""Makes a golden archive: ``python -m tests.golden.make OUT``, run once for each version of the formats.

What it writes is committed and never made again: ``tests/golden/v1`` must verify, rebuild and open for ever.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

PASSPHRASE = "a passphrase for tests"
FILES = {"a.txt": b"first", "sub/b.txt": b"second", "again.txt": b"first", "c.txt": b"to be erased"}


def make(out: Path) -> None:
    os.environ["XDG_STATE_HOME"] = str(out / "state")
    from isnad.house.waking import start_django

    start_django(out / "archive")
    from isnad.custody import actions, queries, selftest
    from isnad.custody.entries import Transfer
    from isnad.house import opening
    from isnad.intake.actions import Request, take_in
    from isnad.intake.carriers import read
    from isnad.words import Digest

    desk = opening.create(out / "archive", PASSPHRASE, demo=True, work_factor=10)
    drive = out / "drive"
    for name, data in FILES.items():
        (drive / name).parent.mkdir(parents=True, exist_ok=True)
        (drive / name).write_bytes(data)
    os.symlink("/nowhere", drive / "link")
    (out / "carrier.yaml").write_text("title: a card\nserial: S-1\npresent: [somebody]\n")
    request = Request(drive, "golden", "north wind", "owner", read(out / "carrier.yaml"))
    take_in(request, lambda files, size: lambda more, more_bytes: None)
    item = {name: queries.item(Digest.of(data)).entry for name, data in FILES.items()}
    hold = actions.hold(item["a.txt"], "a court asks", by="owner")
    actions.lift_hold(hold, "done", by="owner", second=None)
    actions.transfer(Transfer(item["a.txt"], "owner", "a court", "an order", None, None, None), by="owner")
    actions.open_original([item["a.txt"]], "an order", by="owner", second=None)
    actions.incident("intake.hash-broken", by="owner", concerns=[item["a.txt"]], told="sealed words")
    actions.erase(item["c.txt"], "a request", by="owner", second=None)
    say_of(item["a.txt"], out)
    let_leave(out)
    actions.report_selftest(*selftest.run(), by="owner")
    opening.close()
    keep = ("archive.json", "ledger", "vault", "keys")
    for path in desk.folder.root.iterdir():
        if path.name not in keep:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    shutil.rmtree(drive)
    (out / "carrier.yaml").unlink()


def say_of(item: int, out: Path) -> None:
    """Every verb of claims once."""
    from isnad.access import actions as access
    from isnad.claims import actions as claims
    from isnad.words import Citation, Quote

    public = out / "public.pem"
    public.write_bytes(
        Ed25519PrivateKey.generate().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    )
    access.register_key("owner", None, public)
    public.unlink()
    access.add_user("layla", PASSPHRASE, by="owner", roles=("analyst",))
    person, same = (claims.introduce("Person", by="layla") for _ in range(2))
    cited = [Citation(item, Quote(1, "first"))]
    name, wrong = claims.state(
        [claims.claim(person, "Person", "name", value, cited) for value in ("ليلى", "Lyla")], by="layla"
    )
    claims.correct(wrong, "Layla", by="layla")
    claims.review(name, "accepted", "read anew", by="owner")
    gone = claims.state([claims.claim(same, "Person", "name", "Layla", cited)], by="layla")[0]
    claims.withdraw(gone, "read wrongly", by="layla")
    claims.unmerge(claims.merge(person, same, "the same name", by="layla", citations=cited), "not the same", by="owner")


def let_leave(out: Path) -> None:
    """A condition, and a package."""
    from isnad.packages import actions as packages
    from isnad.packages.choosing import Request

    packages.create(Request(out / "package", accession="golden"), by="owner", second=None)
    shutil.rmtree(out / "package")


if __name__ == "__main__":
    make(Path(sys.argv[1]).absolute())
