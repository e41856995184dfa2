"""The accession's report: what came, what state it was in, what its containers promised; as HTML and as PDF/A.

It names entries and codes, never a path, a source or a value of metadata: it lies in the open. Whoever may see a path
asks for the entry.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from html import escape
from pathlib import Path

from isnad.instruments.printing import Document, Facts, Heading, Ltr, Table, Text, pdf
from isnad.instruments.printing.document import Cell, PageBreak, Part, Sourced
from isnad.intake.actions import Noted, Taken
from isnad.speech import Language, phrase
from isnad.words import Moment

MOST_LINES = 2000  # of single findings; beyond that they are counted only


@dataclass(frozen=True, slots=True)
class Report:
    """What a report says, before it is drawn."""

    title: str
    at: Moment
    taken: Taken
    size: int  # of the ledger
    root: str

    def document(self, language: Language) -> Document:
        """The report in one language."""

        def said(code: str, **facts: object) -> str:
            return phrase(f"intake.{code}", language, **facts)

        taken = self.taken
        parts: list[Part] = [
            Facts(
                [
                    (said("report-accession"), self.title),
                    (said("report-at"), Ltr(str(self.at))),
                    (said("report-entry"), Ltr(str(taken.accession))),
                    (said("report-checkpoint"), Ltr(str(self.size))),
                    (said("report-root"), Ltr(self.root)),
                ]
            ),
            Heading(said("report-counts")),
            Facts(
                [
                    (said("report-received"), Ltr(str(taken.received))),
                    (said("report-already-held"), Ltr(str(taken.already_held))),
                    (said("report-unreadable"), Ltr(str(taken.unreadable))),
                    (said("report-damaged"), Ltr(str(taken.damaged))),
                    (said("report-before"), Ltr(str(taken.dealt_with_before))),
                    (said("report-bytes"), Ltr(f"{taken.bytes:,}")),
                ]
            ),
            *self._kinds(language),
            *self._promises(language),
            *self._findings(language),
            Heading(said("report-limits")),
            Text(said("report-does-not-prove")),
        ]
        return Document(language, said("report-title"), said("report-subtitle"), parts)

    def _kinds(self, language: Language) -> list[Part]:
        if not self.taken.kinds:
            return []
        head = [phrase("intake.report-kind", language), phrase("intake.report-count", language)]
        rows: list[list[Cell]] = [[Ltr(kind), Ltr(str(count))] for kind, count in self.taken.kinds.most_common()]
        return [Heading(phrase("intake.report-kinds", language)), Table(head, rows)]

    def _promises(self, language: Language) -> list[Part]:
        if not self.taken.promises:
            return []
        head = [phrase(f"intake.report-{name}", language) for name in ("promise", "came-to", "count")]
        rows: list[list[Cell]] = [
            [phrase(f"intake.promise-{what}", language), phrase(f"intake.came-{came}", language), Ltr(str(count))]
            for (what, came), count in sorted(self.taken.promises.items())
        ]
        return [Heading(phrase("intake.report-promises", language)), Table(head, rows)]

    def _findings(self, language: Language) -> list[Part]:
        if not self.taken.noted:
            return [Heading(phrase("intake.report-findings", language)), Text(phrase("intake.report-none", language))]
        counted = Counter(noted.code for noted in self.taken.noted)
        head = [phrase("intake.report-finding", language), phrase("intake.report-count", language)]
        rows: list[list[Cell]] = [[phrase(code, language), Ltr(str(count))] for code, count in counted.most_common()]
        parts: list[Part] = [Heading(phrase("intake.report-findings", language)), Table(head, rows, (4, 1))]
        single = [noted for noted in self.taken.noted if noted.entry is not None][:MOST_LINES]
        if single:
            parts.append(Table([phrase("intake.report-entry", language), head[0]], _lines(single, language), (1, 4)))
        return parts


def _lines(noted: list[Noted], language: Language) -> list[list[Cell]]:
    return [[Ltr(str(each.entry)), phrase(each.code, language)] for each in noted]


def write(report: Report, folder: Path) -> list[Path]:
    """Writes the report in both languages, as HTML and PDF/A, for its owner alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    written = []
    for language in ("ar", "en"):
        document = report.document(language)
        for ending, data in (("html", html(document).encode()), ("pdf", pdf(document, report.at))):
            path = folder / f"report.{language}.{ending}"
            path.write_bytes(data)
            path.chmod(0o600)
            written.append(path)
    return written


_STYLE = """
:root{color-scheme:light dark;--paper:#f7f7f4;--ink:#18211f;--soft:#4b5754;--thread:#0b5a55;--line:#cfd6d2}
@media(prefers-color-scheme:dark){:root{--paper:#111716;--ink:#e9eeec;--soft:#a9b6b2;--thread:#74cfc5;--line:#33403c}}
body{font:17px/1.62 "Noto Naskh Arabic","Noto Serif",Georgia,serif;background:var(--paper);color:var(--ink);
max-inline-size:44rem;margin-inline:auto;padding:2rem 1rem}:lang(ar){line-height:1.85}
h1{font-size:1.728rem;border-block-end:1px solid var(--thread)}h2{font-size:1.2rem;color:var(--thread)}
table{border-collapse:collapse;inline-size:100%}th,td{text-align:start;padding:.5rem .5rem .5rem 0;
border-block-end:1px solid var(--line);vertical-align:baseline;overflow-wrap:anywhere}
th{font-weight:400;color:var(--soft)}
dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
bdi{font-family:ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.9em}
"""


def html(document: Document) -> str:
    """A document as one HTML page that loads nothing."""
    direction = "rtl" if document.language == "ar" else "ltr"
    body = "\n".join(_html_part(part) for part in document.parts)
    return (
        f'<!doctype html>\n<html lang="{document.language}" dir="{direction}">\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(document.title)}</title>\n<style>{_STYLE}</style>\n"
        f"<main>\n<h1>{escape(document.title)}</h1>\n<p>{escape(document.subtitle)}</p>\n{body}\n</main>\n</html>\n"
    )


def _html_part(part: Part) -> str:
    match part:
        case Heading(text):
            return f"<h2>{escape(text)}</h2>"
        case Text(text):
            return f"<p>{_html_cell(text)}</p>"
        case Facts(rows):
            return (
                "<dl>"
                + "".join(f"<dt>{escape(name)}</dt><dd>{_html_cell(value)}</dd>" for name, value in rows)
                + "</dl>"
            )
        case Table(head, rows, _):
            heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
            lines = "".join("<tr>" + "".join(f"<td>{_html_cell(cell)}</td>" for cell in row) + "</tr>" for row in rows)
            return f"<table><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table>"
        case Sourced(number, text, sources, _):
            rests_on = "".join(f" <small>{escape(source)}</small>" for source in sources)
            return f"<p>{number}. {_html_cell(text)}{rests_on}</p>"
        case PageBreak():
            return ""


def _html_cell(cell: Cell) -> str:
    return f'<bdi dir="ltr">{escape(cell.text)}</bdi>' if isinstance(cell, Ltr) else escape(cell)
