"""The button under a chain: the package that proves the claim, by the rules of packages, after a fresh proof."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from handovers import a_carrier, a_drive, a_picture, queries
from isnad.access.actions import ROLES, add_user
from isnad.access.models import Session
from isnad.access.sessions import Reader
from isnad.claims import actions
from isnad.claims.entries import Terms
from isnad.custody.entries import Disclosure
from isnad.intake.actions import Request as Intake
from isnad.intake.actions import take_in
from isnad.record.desk import Desk
from isnad.record.models import Said
from isnad.site.deeds import Deed, may
from isnad.words import Citation, Digest, Label, Region
from visits import PASSPHRASE, SignIn


@pytest.fixture
def claims(archive: Desk, tmp_path: Path) -> dict[Label, int]:
    """An internal and a restricted claim on a picture that was taken in, with its evidence copy."""
    request = Intake(a_drive(tmp_path), "first", "north wind", "amal", a_carrier(), accept_writable=True)
    take_in(request, lambda files, size: lambda more, more_bytes: None)
    item = queries.item(Digest.of(a_picture(50))).entry
    person = actions.introduce("Person", by="samir")
    found = {}
    for label in (Label.INTERNAL, Label.RESTRICTED):
        cited = [Citation(item, Region(1, 1, 10, 10))]
        made = actions.claim(person, "Person", "name", f"Samir {label}", cited, terms=Terms(label=label))
        (found[label],) = actions.state([made], by="samir")
    return found


def test_the_package_proves_the_claim_without_us(claims: dict[Label, int], sign_in: SignIn, tmp_path: Path) -> None:
    client = sign_in("investigator", name="layla")
    before = Said.objects.filter(kind=Disclosure.KIND).count()
    answer = client.post(f"/en/claims/{claims[Label.INTERNAL]}/package", {"receiver": "The Mechanism"})
    assert answer.headers["Content-Type"] == "application/zip", answer.content.decode()
    assert Said.objects.filter(kind=Disclosure.KIND).count() == before + 1
    with zipfile.ZipFile(BytesIO(answer.content)) as packed:
        packed.extractall(tmp_path / "out")
    (program,) = (tmp_path / "out").rglob("verify.py")
    done = subprocess.run([sys.executable, "-I", program, "--json"], capture_output=True, env={}, check=False)
    assert json.loads(done.stdout)["sound"], done.stdout
    text = b"".join(path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.suffix in (".json", ".jsonl"))
    assert b"Samir internal" in text
    assert b"Samir restricted" not in text


def test_a_restricted_one_takes_two(claims: dict[Label, int], sign_in: SignIn) -> None:
    client, address = sign_in("investigator", name="layla"), f"/en/claims/{claims[Label.RESTRICTED]}/package"
    add_user("second", PASSPHRASE, by="owner", roles=("auditor",))
    for form in ({}, {"second": "layla", "passphrase": PASSPHRASE}, {"second": "second", "passphrase": "wrong"}):
        assert client.post(address, form).status_code == 400
    assert not Said.objects.filter(kind=Disclosure.KIND).exists()
    assert client.post(address, {"second": "second", "passphrase": PASSPHRASE}).status_code == 200


def test_whoever_packs_proved_lately_who_they_are(claims: dict[Label, int], sign_in: SignIn) -> None:
    client, address = sign_in("counsel", name="layla"), f"/en/claims/{claims[Label.INTERNAL]}/package"
    Session.objects.update(proved=0)
    for answer in (client.get(address), client.post(address)):
        assert answer.headers["Location"].startswith("/en/again?")
    assert not Said.objects.filter(kind=Disclosure.KIND).exists()


@pytest.mark.parametrize("role", ROLES)
def test_the_button_is_for_its_roles(claims: dict[Label, int], sign_in: SignIn, role: str) -> None:
    client, number = sign_in(role), claims[Label.INTERNAL]
    packs = may(Reader("", (role,)), Deed.PACK)
    assert client.get(f"/en/claims/{number}/package").status_code == (200 if packs else 404)
    assert (f"/en/claims/{number}/package" in client.get(f"/en/claims/{number}/").content.decode()) == packs
