"""``isnad remains find | findings | forms | interpol-form``: what people see of remains, on forms."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
import yaml

from isnad.access.actions import OWNER
from isnad.claims import yielding
from isnad.custody import queries as custody
from isnad.remains import findings, forms
from isnad.remains.findings import Finding, Found
from isnad.remains.forms import interpol
from isnad.speech import current_language, phrase
from isnad.speech.output import print_json
from isnad.words import Citation, Digest, Refusal, Region, Whole

AsJson = Annotated[bool, typer.Option("--json", help=phrase("cli.help-json"))]
Remains = Annotated[int, typer.Argument(metavar="REMAINS", help=phrase("findings.help-remains"))]


def find(
    remains: Remains,
    field: Annotated[str, typer.Option(help=phrase("findings.help-field"))],
    answer: Annotated[str, typer.Option(help=phrase("findings.help-answer"))],
    place: Annotated[list[str], typer.Option(metavar="ITEM[@X,Y,W,H]", help=phrase("findings.help-place"))],
    value: Annotated[str, typer.Option(help=phrase("findings.help-value"))] = "",
    part: Annotated[str, typer.Option(help=phrase("findings.help-part"))] = "",
    expert: Annotated[str, typer.Option(help=phrase("findings.help-expert"))] = "",
    allegation: Annotated[str, typer.Option(help=phrase("findings.help-allegation"))] = "",
    alternatives: Annotated[str, typer.Option(help=phrase("findings.help-alternatives"))] = "",
    as_json: AsJson = False,
) -> None:
    """States one finding."""
    places = tuple(_place(each) for each in place)
    told = Finding(remains, field, answer, places, value, part, expert, allegation, alternatives)
    entity, entries = findings.state(told, by=OWNER)
    if as_json:
        print_json({"finding": entity, "claims": entries})
    else:
        typer.echo(phrase("findings.stated", finding=entity, remains=remains))


def listed(
    remains: Remains,
    purpose: Annotated[str, typer.Option(help=phrase("claims.help-purpose"))] = "tracing",
    as_json: AsJson = False,
) -> None:
    """The findings about one remains, and which views there are."""
    found = findings.of(remains, yielding.asked_by_owner(purpose))
    seen = findings.views(found)
    if as_json:
        print_json({"remains": remains, "views": seen, "findings": [_told(each) for each in found]})
        return
    form, language = forms.photographs(), current_language()
    for name, answer in seen.items():
        typer.echo(f"{form.field(name).label[language]}: {phrase('findings.answer-' + answer.replace('_', '-'))}")
    for each in found:
        typer.echo(_in_words(each))


def list_forms(as_json: AsJson = False) -> None:
    """The form, field by field."""
    form, language = forms.photographs(), current_language()
    if as_json:
        fields = {
            name: {
                "group": each.group,
                "label": dict(each.label),
                "values": list(each.values),
                "chart": list(each.chart),
            }
            for name, each in form.fields.items()
        }
        print_json({"form": form.title, "answers": list(forms.ANSWERS), "fields": fields})
        return
    for name, each in form.fields.items():
        typer.echo(f"{name}: {each.label[language]}")


def interpol_form(
    pdf: Annotated[Path, typer.Argument(help=phrase("findings.help-pdf"))],
    out: Annotated[Path, typer.Argument(help=phrase("findings.help-out"))],
) -> None:
    """Makes the form of INTERPOL's own PDF."""
    if out.exists():
        raise Refusal("findings.out-exists")
    told = interpol.read(pdf)
    out.write_text(yaml.safe_dump(told, allow_unicode=True, sort_keys=False), "utf-8")
    typer.echo(phrase("findings.form-read", count=sum(map(len, told["fields"].values()))))


def _place(text: str) -> Citation:
    """``ITEM`` or ``ITEM@X,Y,W,H``: an item by its entry or its SHA-256, and a region in pixels of the original."""
    name, _, region = text.partition("@")
    number = int(name) if name.isdigit() and len(name) < 20 else custody.item(Digest.parse(name)).entry
    if not region:
        return Citation(number, Whole())
    return Citation(number, Region.parse(f"xywh=pixel:{region}"))


def _told(each: Found) -> dict[str, Any]:
    values = {name: claim.value for name, claim in each.claims.items() if name not in ("about", "form")}
    places = [{"item": place.entry, **place.selector.as_json()} for place in each.claims["answer"].citations]
    return {"finding": each.entity, "accepted": each.accepted, "places": places, **values}


def _in_words(each: Found) -> str:
    language, field = current_language(), forms.photographs().fields.get(each.said("field"))
    name = field.label[language] if field else each.said("field")
    part = forms.chart().get(each.said("part"))
    answer = each.said("answer")
    said = phrase("findings.answer-" + answer.replace("_", "-")) if answer else phrase("findings.sealed")
    value = field.values.get(each.said("value"), {}).get(language, each.said("value")) if field else each.said("value")
    return " · ".join(filter(None, (name, said, value, part.label[language] if part else "")))
