"""The series whose codes and forms a run uses: one that came with the program, or a file of one's own."""

from __future__ import annotations

from pathlib import Path

from isnad.instruments.numerals import Series, known_series, series_of
from isnad.words import Refusal


def series_named(name: str) -> Series:
    """A series by its name, or from a file in the same form (``docs/developers/numerals.md``)."""
    file = Path(name)
    try:
        if file.suffix in (".yaml", ".yml"):
            return series_of(file.read_text("utf-8"))
        return known_series(name)
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal("reading.series-unknown", series=file.name) from error
    except (KeyError, TypeError, IndexError, ValueError) as error:
        raise Refusal("reading.series-malformed", series=file.name) from error
