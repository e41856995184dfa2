"""An entity as its claims add up: what stands beside what contradicts it, each with its chain, sort and confidence.

Of what one has once (a number, a date) the claim worth most stands, and what says otherwise stands against it, at the
same size. Of what one may have several of, all stand. What fell (rejected, withdrawn, superseded) is told at the end.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from isnad.site import finding_claims
from isnad.site.door import reader_of


@require_safe
def entity(request: HttpRequest, number: int) -> HttpResponse:
    """The page of one entity."""
    reader = reader_of(request)
    found = finding_claims.entity(reader, number)
    about = {"entity": found, "referring": finding_claims.referring(reader, found.members)}
    return render(request, "site/entity.html", about)
