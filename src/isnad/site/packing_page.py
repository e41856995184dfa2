"""The button under a chain: the package that proves this claim to somebody who trusts nobody.

* It holds the items beneath the claim that this reader may see, the claims that may leave with them, and every proof;
  what it withholds it counts, as every package does (room ``packages``, whose rules decide).
* Whoever asks proves anew who they are; a restricted package needs a second person, who gives their own passphrase.
* It is made for the purpose of this session, and it is a disclosure: an entry, before it is sent.
"""

from __future__ import annotations

import secrets
import shutil
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from isnad import speech
from isnad.access.actions import Second, agree
from isnad.access.sessions import Reader
from isnad.claims import queries
from isnad.claims.queries import Stated
from isnad.packages import actions
from isnad.packages.choosing import Request
from isnad.record.desk import desk
from isnad.site import finding
from isnad.site.again import proved_lately
from isnad.site.deeds import Deed, need
from isnad.site.door import reader_of
from isnad.words import Label, Refusal

LONGEST = 1000
LONGEST_NAME = 120


@require_http_methods(["GET", "HEAD", "POST"])
@proved_lately("packing")
def package(request: HttpRequest, number: int) -> HttpResponse:
    """The form, and the package that it asks for."""
    reader = reader_of(request)
    need(reader, Deed.PACK)
    claim = finding.claim(reader, number)
    items = _items(reader, claim)
    about = {"claim": claim, "items": items, "label": _label(claim), "needs_two": _label(claim) >= Label.RESTRICTED}
    if request.method != "POST":
        return render(request, "site/package.html", about)
    try:
        data = _made(request, reader, claim, items)
    except Refusal as refusal:
        return render(request, "site/package.html", about | {"why": speech.explain(refusal)}, status=400)
    named = f'attachment; filename="isnad-claim-{number}.zip"'
    return HttpResponse(data, content_type="application/zip", headers={"Content-Disposition": named})


def _items(reader: Reader, claim: Stated) -> list[int]:
    """The items beneath a claim that this reader may see."""
    beneath = [each.entry for each in queries.chain(claim.entry).links if each.kind == "received"]
    return sorted(finding.items_among(reader.gate, beneath))


def _label(claim: Stated) -> Label:
    return max(claim.label, Label.INTERNAL)


def _made(request: HttpRequest, reader: Reader, claim: Stated, items: list[int]) -> bytes:
    """The package's bytes; what was written on the way is gone afterwards."""
    if not items:
        raise Refusal("packing.nothing-beneath")
    folder = desk().folder.cache / f"packing-{secrets.token_hex(8)}"
    folder.mkdir(mode=0o700)
    try:
        actions.create(_asked(request, reader, claim, items, folder), by=reader.name, second=_second(request, reader))
        return (folder / "package.zip").read_bytes()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _asked(request: HttpRequest, reader: Reader, claim: Stated, items: list[int], folder: Path) -> Request:
    listed = folder / "items.txt"
    listed.write_text("".join(f"{each}\n" for each in items))
    receiver = request.POST.get("receiver", "").strip()[:LONGEST_NAME] or None
    return Request(
        folder / "package.zip", items=listed, label=_label(claim), purpose=reader.purpose or "", receiver=receiver,
        zipped=True,
    )  # fmt: skip


def _second(request: HttpRequest, reader: Reader) -> Second | None:
    name = request.POST.get("second", "").strip()[:LONGEST_NAME]
    return agree(name, request.POST.get("passphrase", "")[:LONGEST], first=reader.name) if name else None
