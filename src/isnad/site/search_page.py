"""The page of search: whatever one types, and why each result is there.

What is looked for is posted and never stands in an address: a name in a browser's history betrays a family. What does
not pass the reader's gate for the purpose of their session is as if it were not there.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from isnad.access.gate import Aspect
from isnad.families import searching
from isnad.families.searching import Result
from isnad.site.door import reader_of
from isnad.site.errors import NotHere
from isnad.speech import phrase
from isnad.words import Refusal

MOST_REASONS = 4


@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """The field, and under it what was found."""
    gate = reader_of(request).gate
    if gate.up_to(Aspect.CLAIMS) is None:
        raise NotHere
    typed = request.POST.get("text", "")[: searching.LONGEST + 1]
    about: dict[str, Any] = {"typed": typed, "longest": searching.LONGEST}
    if request.method == "POST":
        try:
            answer = searching.search(typed, gate)
        except Refusal as refusal:
            about["refusal"] = phrase(refusal.code, **refusal.facts)
        else:
            ways = "، ".join(phrase(f"search.way-{each}") for each in answer.understood)
            about |= {"answer": answer, "ways": ways, "results": [_shown(each) for each in answer.results]}
    return render(request, "site/search.html", about, status=400 if "refusal" in about else 200)


def _shown(result: Result) -> dict[str, Any]:
    reasons = result.reasons[:MOST_REASONS]
    return {
        "result": result,
        "kind": phrase(f"search.kind-{result.kind}"),
        "reasons": [(each.told(apart=True), each.claim.entry) for each in reasons],
        "percent": round(100 * result.score),
    }
