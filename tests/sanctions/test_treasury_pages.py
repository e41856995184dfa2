"""The treasury's pages: for justice alone, each reason and step down to its claims, what is stale first."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.test import Client

from isnad.access.actions import add_user
from isnad.actors.gathering import JUSTICE
from isnad.claims import actions as claims
from isnad.sanctions import dossiers
from isnad.sanctions.dossiers import Asked
from sanctions.treasury_scene import Scene
from visits import PASSPHRASE, visitor


def signed_in(role: str, purpose: str, language: str = "en") -> Client:
    """A browser in which somebody with this role asks for that purpose."""
    name = f"{role} {purpose}"
    add_user(name, PASSPHRASE, by="owner", roles=(role,))
    client = visitor()
    client.post(f"/{language}/enter", {"name": name, "passphrase": PASSPHRASE})
    client.post(f"/{language}/account/purpose", {"purpose": purpose})
    return client


def test_the_officer_sees_paths_criteria_and_what_is_stale(scene: Scene, tmp_path: Path) -> None:
    done = dossiers.make(
        Asked(scene.commander, "us-eo13894", tmp_path / "d", date(2025, 9, 1)), JUSTICE, by="owner", second=None
    )
    dossiers.file_with(done.entry, "An invented treasury", date(2025, 9, 2), by="owner")
    client = signed_in("sanctions-officer", "justice")
    told = client.get("/en/treasury/").content.decode()
    assert "An invented treasury" in told
    assert ">stale<" not in told
    about = client.get(f"/en/treasury/{scene.commander}/?on=2021-03-01").content.decode()
    assert "Invented Fuels LLC" in about
    for entry in (*scene.claims("Conduct", "offence"), *scene.claims("Support", "supportKind")):
        assert f"/en/claims/{entry}/" in about
    (offence,) = scene.claims("Conduct", "offence")
    claims.review(offence, "rejected", "another person", by="samir")
    assert ">stale<" in client.get("/en/treasury/").content.decode()
    arabic = client.get(f"/ar/treasury/{scene.supplier}/").content.decode()
    assert 'dir="rtl"' in arabic
    assert client.get("/en/treasury/999999/").status_code == 404


def test_for_another_purpose_there_is_nothing(scene: Scene) -> None:
    client = signed_in("family-liaison", "tracing")
    assert client.get("/en/treasury/").status_code == 404
    assert client.get(f"/en/treasury/{scene.commander}/").status_code == 404
