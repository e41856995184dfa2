"""Numbers written by hand: found on a photograph, read, with a confidence that means what it says.

* A number is a proposal. ``accepted`` is this instrument's own threshold and nobody's judgement.
* Both scripts, any direction; digits of two scripts are never mixed, and no list of known numbers changes a digit.
* What cannot be told stays untold: a line that is cut, that reads as well upside down, or as well in the other script,
  keeps its reading and its runner-up and is not accepted.
* Works on grey levels and pixels of the photograph as stored. Knows no file, table, page or setting.

   Numerals().read(grey)           the numbers of one photograph: ``NumberRead``
   propose(parts, series)          which number is which, as a proposal with reasons
"""

from isnad.instruments.numerals.alphabet import Script
from isnad.instruments.numerals.geometry import Place
from isnad.instruments.numerals.numerals import VERSION, NumberRead, Numerals, RunnerUp
from isnad.instruments.numerals.roles import Part, Proposal, Series, known_series, propose, series_of

__all__ = [
    "VERSION",
    "NumberRead",
    "Numerals",
    "Part",
    "Place",
    "Proposal",
    "RunnerUp",
    "Script",
    "Series",
    "known_series",
    "propose",
    "series_of",
]
