"""The papers of a package that people read, in both languages: index, conditions, and how to verify it."""

from __future__ import annotations

from isnad.instruments.printing import Document, Facts, Heading, Ltr, Table, Text, pdf
from isnad.instruments.printing.document import Cell, Part
from isnad.packages.contents import Contents
from isnad.speech import LANGUAGES, Language, phrase

MOST_LINES = 2000  # of items in the index; package.json has them all
RULE = "-" * 78 + "\n"


def conditions_text(contents: Contents, language: Language) -> bytes:
    """The terms of the hand-over."""
    lines = [phrase("packages.conditions-title", language), ""]
    lines.append(phrase("packages.conditions-purpose", language, purpose=_purpose(contents, language)))
    if contents.receiver is not None:
        lines.append(phrase("packages.conditions-receiver", language, receiver=contents.receiver))
    lines.append(phrase("packages.conditions-label", language, label=phrase(_label(contents), language)))
    lines += ["", phrase("packages.conditions-always", language), ""]
    lines += [each.told(language) + "\n" for each in contents.conditions]
    if not contents.conditions:
        lines.append(phrase("packages.conditions-none", language))
    lines.append(phrase("packages.conditions-claims", language))
    return ("\n".join(lines) + "\n").encode()


def how_to_verify(contents: Contents) -> bytes:
    """How to check the package with tools that are not ours, in English and Arabic."""
    facts = {
        "policy": contents.policy_digest,
        "entry": contents.key_proof["entry"],
        "origin": contents.checkpoint["origin"],
        "size": contents.checkpoint["size"],
        "root": contents.checkpoint["root"],
    }
    parts = []
    for language in ("en", "ar"):
        text = phrase("packages.how-to-verify", language, **facts)
        if any(each["form"].startswith("age-") for each in contents.files):
            text += "\n" + phrase("packages.how-to-open", language)
        parts.append(text)
    return (("\n" + RULE + "\n").join(parts) + "\n").encode()


def index(contents: Contents, language: Language) -> bytes:
    """The index as PDF/A."""
    return pdf(_document(contents, language), contents.at)


def papers(contents: Contents) -> dict[str, bytes]:
    """Every paper by its name."""
    found = {"HOW-TO-VERIFY.txt": how_to_verify(contents)}
    for language in LANGUAGES:
        found[f"conditions.{language}.txt"] = conditions_text(contents, language)
        found[f"index.{language}.pdf"] = index(contents, language)
    return found


def _document(contents: Contents, language: Language) -> Document:
    def said(code: str, **facts: object) -> str:
        return phrase(f"packages.{code}", language, **facts)

    parts: list[Part] = [
        Facts(
            [
                (said("index-at"), Ltr(str(contents.at)[:10])),
                (said("index-label"), phrase(_label(contents), language)),
                (said("index-purpose"), _purpose(contents, language)),
                (said("index-receiver"), contents.receiver or said("index-nobody")),
                (said("index-items"), Ltr(str(len(contents.files)))),
                (said("index-claims"), Ltr(str(len(contents.claims)))),
                (said("index-key"), Ltr(contents.public)),
                (said("index-origin"), Ltr(contents.checkpoint["origin"])),
                (said("index-size"), Ltr(str(contents.checkpoint["size"]))),
                (said("index-root"), Ltr(contents.checkpoint["root"])),
                (said("index-policy"), Ltr(contents.policy_digest)),
            ]
        ),
        *_conditions(contents, language),
        *_withheld(contents, language),
        *_given(contents, language),
        *_files(contents, language),
        Heading(said("index-limits")),
        Text(said("index-does-not-prove")),
    ]
    return Document(language, said("index-title"), said("index-subtitle"), parts)


def _conditions(contents: Contents, language: Language) -> list[Part]:
    told = [Text(each.told(language)) for each in contents.conditions]
    return [
        Heading(phrase("packages.index-conditions", language)),
        *(told or [Text(phrase("packages.conditions-none", language))]),
    ]


def _withheld(contents: Contents, language: Language) -> list[Part]:
    rows: list[list[Cell]] = [
        [phrase(f"packages.withheld-{what}-{reason}", language), Ltr(str(count))]
        for what, reasons in contents.withheld.items()
        for reason, count in reasons.items()
    ]
    heading = Heading(phrase("packages.index-withheld", language))
    if not rows:
        return [heading, Text(phrase("packages.index-nothing-withheld", language))]
    head = [phrase(f"packages.index-{name}", language) for name in ("reason", "count")]
    return [heading, Table(head, rows, (4, 1))]


def _given(contents: Contents, language: Language) -> list[Part]:
    heading = Heading(phrase("packages.index-given", language))
    if not contents.given:
        return [heading, Text(phrase("packages.index-never-given", language))]
    head = [phrase(f"packages.index-{name}", language) for name in ("given-at", "given-to", "given-as", "count")]
    rows: list[list[Cell]] = [
        [
            Ltr(each["at"]),
            each["receiver"] or phrase("packages.index-nobody", language),
            phrase(f"packages.form-{each['form']}", language),
            Ltr(str(len(each["items"]))),
        ]
        for each in contents.given[:MOST_LINES]
    ]
    return [heading, Table(head, rows, (2, 3, 3, 1))]


def _files(contents: Contents, language: Language) -> list[Part]:
    head = [phrase(f"packages.index-{name}", language) for name in ("file", "digest")]
    rows: list[list[Cell]] = [
        [Ltr(each["file"].rpartition("/")[2]), Ltr(each["sha256"])] for each in contents.files[:MOST_LINES]
    ]
    parts: list[Part] = [Heading(phrase("packages.index-files", language)), Table(head, rows, (1, 3))]
    if len(contents.files) > MOST_LINES:
        parts.append(Text(phrase("packages.index-more", language, count=len(contents.files) - MOST_LINES)))
    return parts


def _purpose(contents: Contents, language: Language) -> str:
    return phrase(f"packages.purpose-{contents.purpose}", language)


def _label(contents: Contents) -> str:
    return f"packages.label-{contents.label}"
