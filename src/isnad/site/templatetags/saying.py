"""Tags of the templates: texts of ``speech``, what stays left to right inside Arabic, dates, sizes, links.

Every fact is escaped before it is put into a text; the texts themselves hold no markup.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import cast
from unicodedata import bidirectional

from django import template
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from isnad.access.sessions import Reader
from isnad.claims.queries import Stated
from isnad.claims.schemata import schemata
from isnad.remains import printing
from isnad.site import dates, deeds, languages
from isnad.speech import current_language, phrase
from isnad.speech.phrases import texts
from isnad.words import Digest, Label

register = template.Library()
STATIC = Path(__file__).parents[1] / "static"


@register.simple_tag
def say(code: str, **facts: object) -> SafeString:
    """A text in the reader's language, filled with facts."""
    escaped = {
        name: value if name == "count" else conditional_escape(cast(str, value)) for name, value in facts.items()
    }
    return mark_safe(phrase(code, **escaped))  # noqa: S308  texts hold no markup (tested), facts are escaped


@register.simple_tag
def term(room: str, prefix: str, value: object) -> str:
    """The word for a code of the record, ``kind-received``; the code itself where nobody wrote one."""
    name = f"{prefix}-{value}"
    return phrase(f"{room}.{name}") if name in texts(room) else str(value)


@register.filter
def sentence(code: str) -> str:
    """The sentence for a whole code, ``imaging.damaged``."""
    return phrase(code)


@register.filter
def ltr(value: object) -> SafeString:
    """What is read from left to right in both languages: numbers with signs, identifiers, sizes."""
    return format_html('<bdi dir="ltr">{}</bdi>', value)


@register.filter
def day(moment: str) -> str:
    """The day of a moment, with the month's name."""
    return dates.in_words(moment)


@register.filter
def wall_clock(moment: str) -> SafeString:
    """Day and time as a clock on the spot showed them, in no zone."""
    return format_html(
        '{}{} <bdi dir="ltr">{}</bdi>', dates.in_words(moment), phrase("site.comma"), dates.clock(moment)
    )


@register.filter
def full(moment: str) -> SafeString:
    """Day and time of a moment, in UTC."""
    return format_html(
        '{}{} <bdi dir="ltr">{} UTC</bdi>', dates.in_words(moment), phrase("site.comma"), dates.clock(moment)
    )


@register.filter
def number(value: int) -> SafeString:
    """A number with its thousands set apart."""
    return format_html('<bdi dir="ltr">{}</bdi>', f"{value:,}")


@register.filter
def size(value: int) -> SafeString:
    """Bytes, in the unit in which they have one to three digits."""
    amount, unit = float(value), "B"
    for unit in ("B", "kB", "MB", "GB", "TB"):
        if amount < 1000 or unit == "TB":
            break
        amount /= 1000
    return format_html('<bdi dir="ltr">{} {}</bdi>', f"{amount:.3g}" if unit != "B" else int(amount), unit)


@register.filter
def hashed(value: Digest | bytes | memoryview | str) -> SafeString:
    """A digest in groups of eight, the first one to be read aloud."""
    text = bytes(value).hex() if isinstance(value, bytes | memoryview) else str(value)
    rest = " ".join(text[start : start + 8] for start in range(8, len(text), 8))
    return format_html('<span class="hash" dir="ltr"><b>{}</b> {}</span>', text[:8], rest)


@register.filter
def label(value: int | Label) -> str:
    """A label's word."""
    return phrase(f"site.label-{Label(value)}")


@register.simple_tag
def to(name: str, *numbers: int | str) -> str:
    """The address of a page in the reader's language."""
    return reverse(name, args=[current_language(), *numbers])


@register.simple_tag
def asset(name: str) -> str:
    """The address of one of our own files, which changes with its content."""
    return f"/static/{name}?v={_version(name)}"


@cache
def _version(name: str) -> str:
    return sha256(STATIC.joinpath(*name.split("/")).read_bytes()).hexdigest()[:8]


@register.simple_tag
def claim_value(claim: Stated) -> SafeString:
    """What a claim says, as read; that it is sealed where it is."""
    if claim.value:
        return format_html('<bdi dir="{}">{}</bdi>', "ltr" if _is_left_to_right(claim.value) else "auto", claim.value)
    return conditional_escape(phrase("claims.is-sealed"))


@register.simple_tag
def claim_property(claim: Stated) -> str:
    """The name of the property that a claim is about, in the reader's language."""
    kind = schemata().get(claim.schema)
    known = kind.properties.get(claim.property) if kind else None
    return known.label if known else claim.property


@register.filter
def of(values: object, name: str) -> str:
    """One value of a form that was sent; empty where none was."""
    return str(values.get(name, "")) if isinstance(values, QueryDict) else ""


@register.simple_tag
def row_name(value: str) -> SafeString:
    """The name of a row of statistics: a code in words, a value as it is."""
    told = printing.value_in_words(value)
    return conditional_escape(told) if isinstance(told, str) else format_html('<bdi dir="ltr">{}</bdi>', value)


@register.simple_tag
def count_of(value: float | None) -> SafeString:
    """A count; a dash where it is not shown."""
    return format_html('<bdi dir="ltr">{}</bdi>', "–" if value is None else value)


@register.simple_tag
def sureness(confidence: int) -> SafeString:
    """How sure a machine is: four dots of the fixed scale, and of how many such one is expected to be wrong."""
    full = 1 + sum(confidence > bound for bound in (500, 800, 950))
    dots = mark_safe('<i class="on"></i>' * full + "<i></i>" * (4 - full))  # noqa: S308  marks of ours alone
    count = max(round(1000 / max(1000 - confidence, 1)), 1)
    told = phrase("site.no-rate") if confidence >= 1000 else phrase("site.wrong-one-in", count=count)
    return format_html('<span class="grade" aria-hidden="true">{}</span>{}', dots, told)


@register.simple_tag(takes_context=True)
def may(context: template.Context, deed: str) -> bool:
    """Whether who looks at the page may do this."""
    found = reader(context)
    return found is not None and deeds.may(found, deeds.Deed(deed))


def _is_left_to_right(text: str) -> bool:
    """Whether a value holds no letter of a script that runs from right to left: numbers, dates, Latin names."""
    return not any(bidirectional(each) in ("R", "AL") for each in text)


@register.simple_tag(takes_context=True)
def language(context: template.Context) -> dict[str, str]:
    """The page's language and direction, and the same page in the other one."""
    request = context["request"]
    assert isinstance(request, HttpRequest)
    here = current_language()
    return {
        "code": here,
        "direction": "rtl" if here == "ar" else "ltr",
        "other": languages.OTHER[here],
        "other_page": languages.in_other(request.path_info, here),
    }


@register.simple_tag(takes_context=True)
def reader(context: template.Context) -> Reader | None:
    """Who looks at the page."""
    found = getattr(context["request"], "reader", None)
    return found if isinstance(found, Reader) else None
