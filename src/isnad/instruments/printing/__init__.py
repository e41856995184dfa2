"""Prints documents in Arabic and English as PDF/A: the same input and date give the same bytes.

* A document is a list of parts (:class:`Heading`, :class:`Text`, :class:`Facts`, :class:`Table`, …), not a template
  language: text from outside is data and never becomes typst code.
* The date is given; the clock is not asked. Fonts are those in this folder and typst's own, never the system's.
* Identifiers, hashes and numbers are set left to right in both languages.
"""

from isnad.instruments.printing.document import (
    Document,
    Facts,
    Heading,
    Ltr,
    PageBreak,
    Sourced,
    Table,
    Text,
    pdf,
)

__all__ = ["Document", "Facts", "Heading", "Ltr", "PageBreak", "Sourced", "Table", "Text", "pdf"]
