"""An archive with one of everything a page shows, and clients that sign in as people do."""

from __future__ import annotations

import pytest
from django.test import Client

from isnad.access.actions import add_user
from isnad.access.grants import grant
from isnad.record.desk import Desk
from visits import PASSPHRASE, Held, SignIn, fill, visitor


@pytest.fixture
def held(archive: Desk) -> Held:
    """One accession, item and claim under each label."""
    return fill(archive)


@pytest.fixture
def sign_in(archive: Desk) -> SignIn:
    """A browser in which somebody with these roles is signed in."""

    def enter(*roles: str, name: str | None = None, language: str = "en", compartment: str | None = None) -> Client:
        name = name or "person " + " ".join(sorted(roles))
        add_user(name, PASSPHRASE, by="owner", roles=roles)
        if compartment is not None:
            grant(name, "inside", by="owner", compartment=compartment)
        client = visitor()
        response = client.post(f"/{language}/enter", {"name": name, "passphrase": PASSPHRASE})
        assert response.status_code == 302, response.content.decode()
        return client

    return enter
