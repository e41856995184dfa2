"""What was found of one remains: the views there are, a neutral body with its marks, and each finding with its chain.

Nothing of a picture is on this page. What is sealed is told to be there and no more.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from isnad.remains import findings, forms
from isnad.remains.findings import Found
from isnad.remains.forms import PRESENT, Part
from isnad.site import finding_remains
from isnad.site.door import reader_of
from isnad.speech import current_language


@dataclass(frozen=True, slots=True)
class Row:
    """One finding in words: its field, answer, value and part, and the claim that answers."""

    label: str
    answer: str
    value: str
    part: str
    found: Found

    @property
    def claim(self) -> int:
        """The entry of the answer."""
        return self.found.claims["answer"].entry


@dataclass(frozen=True, slots=True)
class Drawn:
    """A part of the chart as it is drawn, and how many findings lie on it."""

    part: Part
    marks: int


@require_safe
def of_remains(request: HttpRequest, number: int) -> HttpResponse:
    """The findings about one remains."""
    reader = reader_of(request)
    body = finding_remains.body(reader, number)
    found = [each for member in body.members for each in findings.of(member, reader.gate)]
    form, language = forms.photographs(), current_language()
    seen = [(form.field(name).label[language], _word(answer)) for name, answer in findings.views(found).items()]
    about = {
        "body": body,
        "views": seen,
        "rows": [_row(each) for each in found],
        "chart": [_drawn(part, found) for part in forms.chart().values()],
        "form": form.title,
    }
    return render(request, "site/findings.html", about)


def _row(each: Found) -> Row:
    language, field = current_language(), forms.photographs().fields.get(each.said("field"))
    part = forms.chart().get(each.said("part"))
    value = each.said("value")
    if field is not None and value in field.values:
        value = field.values[value][language]
    label = field.label[language] if field is not None else each.said("field")
    return Row(label, _word(each.said("answer")), value, part.label[language] if part else "", each)


def _word(answer: str) -> str:
    """The answer as its text is named."""
    return answer.replace("_", "-")


def _drawn(part: Part, found: list[Found]) -> Drawn:
    return Drawn(part, sum(each.said("part") == part.name and each.said("answer") == PRESENT for each in found))
