"""Statistics of remains as an expert gives them to a court: tables with bars, totals side by side, files to take away.

* Only what passes this reader's gate is counted. The public form has no cell under five; the form for the house opens
  from each count to the remains behind it, and is for those who arrange them.
* A full bar is what people accepted, a hatched one what machines propose; numbers stand beside both.
* A file is a disclosure: it is an entry before it is sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from isnad.access.gate import Gate
from isnad.access.sessions import Reader
from isnad.record.desk import desk
from isnad.remains import counting, publishing
from isnad.remains.counting import Statistics, published
from isnad.remains.queries import Asked
from isnad.remains.statistics import Counted
from isnad.site import finding_remains
from isnad.site.deeds import Deed, may, need
from isnad.site.door import reader_of
from isnad.site.errors import NotHere
from isnad.speech import current_language
from isnad.words import Label, Refusal

FORMS = {"pdf": ("application/pdf", "statistics.pdf"), "csv": ("application/zip", "statistics.zip")}


@require_safe
def statistics(request: HttpRequest, form: str = "public") -> HttpResponse:
    """The page, in public form or for the house."""
    reader = reader_of(request)
    internal = _internal(reader, form)
    found = _counted(_Key(_gate(reader)), internal, finding_remains.state(), desk().folder.config.origin)
    language = current_language()
    others = [{"count": each["count"], "how": each["how"][language], "source": each["source"]} for each in published()]
    tables = [(each, _most(each)) for each in found.tables]
    about = {"found": found, "tables": tables, "published": others, "internal": internal,
             "may_internal": may(reader, Deed.ARRANGE), "form": form}  # fmt: skip
    return render(request, "site/statistics.html", about)


@require_POST
def file(request: HttpRequest, form: str, kind: str) -> HttpResponse:
    """The same as a file, which is an entry first."""
    reader = reader_of(request)
    need(reader, Deed.PACK)
    internal = _internal(reader, form)
    if kind not in FORMS:
        raise Refusal("arranging.not-an-act")
    media_type, name = FORMS[kind]
    data = publishing.handed(_asked(_gate(reader)), kind, by=reader.name, internal=internal)
    return HttpResponse(
        data, content_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _internal(reader: Reader, form: str) -> bool:
    if form == "house":
        need(reader, Deed.ARRANGE)
        return True
    if form != "public":
        raise NotHere
    return False


def _gate(reader: Reader) -> Gate:
    need(reader, Deed.READ)
    return reader.gate


def _asked(gate: Gate) -> Asked:
    return Asked(Label.INTERNAL, gate.purpose or "tracing", gate=gate)


@dataclass(frozen=True)
class _Key:
    """A gate as it tells one count from another."""

    gate: Gate

    def __hash__(self) -> int:
        return hash((self.gate.roles, self.gate.purpose, self.gate.compartments))


@lru_cache(maxsize=8)
def _counted(key: _Key, internal: bool, state: tuple[int, ...], archive: str) -> Statistics:
    return counting.count(_asked(key.gate), internal=internal)


def _most(table: Counted) -> int:
    return max((row.total or 0 for row in table.rows), default=0) or 1
