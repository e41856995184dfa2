"""The pages: each asks ``finding``, and gives a template what it found."""

from __future__ import annotations

import base64
from functools import cache
from importlib import resources
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe
from markdown_it import MarkdownIt

from isnad.access import printing
from isnad.access.gate import Aspect
from isnad.access.sessions import Reader
from isnad.custody import pictures
from isnad.custody.models import AccessionRow, Item
from isnad.reading.correcting import NUMBERS
from isnad.record.tables import WIDTH
from isnad.site import drawing, finding, finding_likeness
from isnad.site.door import open_to_all, reader_of
from isnad.speech import Language, current_language
from isnad.words import Digest, Label, Region


@open_to_all
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The bare address leads to the language that the browser asks for."""
    return HttpResponseRedirect(f"/{current_language()}/")


@require_safe
def glance(request: HttpRequest) -> HttpResponse:
    """The archive at a glance."""
    gate = reader_of(request).gate
    rows = list(finding.accessions(gate))
    counts = finding.counts(gate, [row.entry for row in rows])
    runs = [orjson.loads(run.counts).get("received", 0) for run in finding.intakes(gate, counts)]
    kinds = finding.kinds(gate)
    about = {
        "accessions": [(row, counts.get(row.entry, {})) for row in rows],
        "items": sum(kind["count"] for kind in kinds),
        "bytes": sum(kind["size"] for kind in kinds),
        "kinds": kinds,
        "most": max((kind["count"] for kind in kinds), default=1),
        "checks": [(run, orjson.loads(run.counts)) for run in finding.checks(gate)],
        "claims": finding.newest_claims(gate),
        "growth": drawing.growth(runs),
        "sees_nothing": gate.up_to(Aspect.ITEMS) is None,
    }
    return render(request, "site/glance.html", about)


@require_safe
def accession(request: HttpRequest, number: int) -> HttpResponse:
    """One accession and a page of its items."""
    gate = reader_of(request).gate
    row = finding.accession(gate, number)
    label = Label(row.label)
    after = request.GET.get("after", "")
    about = {
        "accession": row,
        "counts": finding.counts(gate, [number]).get(number, {}),
        "page": finding.items_of(gate, row, int(after[:15]) if after.isascii() and after.isdigit() else 0),
        "log": finding.events(gate, label, subjects_of(row)),
        "said": finding.said(gate, label, [number]).get(number),
        "sees_custody": gate.opens(Aspect.CUSTODY, label),
    }
    return render(request, "site/accession.html", about)


@require_safe
def item(request: HttpRequest, number: int) -> HttpResponse:
    """One item, in words first."""
    row = finding.item(reader_of(request).gate, number)
    return render(request, "site/item.html", about_item(reader_of(request), row))


@open_to_all
@require_safe
def promises(request: HttpRequest) -> HttpResponse:
    """The threat model, and what is promised and what is not."""
    return render(request, "site/promises.html", {"text": _promises(current_language())})


@open_to_all
@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """The gate's table, whole."""
    return render(request, "site/roles.html", {"aspects": list(Aspect), "rows": list(printing.rows())})


def about_item(reader: Reader, row: Item) -> dict[str, Any]:
    """What an item's page shows to this reader."""
    gate, label, number = reader.gate, Label(row.accession.label), row.entry
    people, mine = finding.sights(row, reader)
    before, after = finding.beside(gate, row)
    claims = finding.claims_citing(gate, number)
    readings = [each for each in claims if each.property in NUMBERS and each.standing.holds]
    restricted = gate.opens(Aspect.ITEMS, Label.RESTRICTED)
    return {
        "item": row,
        "label": label,
        "open_fields": _fields(orjson.loads(row.open_fields)),
        "path_codes": _fields(orjson.loads(row.path_codes)) if restricted else [],
        "sees_digests": gate.opens(Aspect.DIGESTS, Label.RESTRICTED) and finding.shows(gate, row, Aspect.DIGESTS),
        "sees_custody": finding.shows(gate, row, Aspect.CUSTODY),
        "sees_picture": finding.shows(gate, row, Aspect.PICTURES),
        "blur": picture(row, "blur"),
        "log": finding.events(gate, label, [number, *subjects_of(row.accession)]),
        "said": finding.said(gate, label, [number]).get(number),
        "again": finding.came_again(gate, number),
        "claims": claims,
        "people": people,
        "mine": mine,
        "readings": readings,
        "has_lines": any(isinstance(each.selector, Region) for said in readings for each in said.citations),
        "alike": [(each, bits, picture(each, "blur")) for each, bits in finding_likeness.alike(gate, row)],
        "before": before,
        "after": after,
    }


def subjects_of(row: AccessionRow) -> list[int]:
    """The entries whose custody is that of everything in an accession: itself, its carrier."""
    return [row.entry] if row.carrier_id is None else [row.entry, int(row.carrier_id) // WIDTH]


def picture(row: Item, kind: str) -> str | None:
    """A picture made of an item, as the address that holds it; None where there is none, or it must be made again."""
    data = pictures.picture(Digest(bytes(row.payload)), kind)
    return None if data is None else "data:image/jpeg;base64," + base64.b64encode(data).decode("ascii")


def _fields(value: Any) -> list[tuple[str, str]]:
    """The leaves of what may be nested, by the last part of their name."""
    if not isinstance(value, dict):
        return []
    found: list[tuple[str, str]] = []
    for name, each in value.items():
        found += _fields(each) if isinstance(each, dict) else [(name, str(each))]
    return found


@cache
def _promises(language: Language) -> SafeString:
    """The documentation's own page, which travels in the package; HTML in it would be shown as text."""
    source = resources.files("isnad.site").joinpath("promises", f"{language}.md").read_text("utf-8")
    rendered: str = MarkdownIt("commonmark", {"html": False}).enable("table").render(source)
    return mark_safe(rendered)  # noqa: S308  it rendered a text of ours
