"""The words: values that cannot be wrong once made. Everything else is said with them; they know nothing else."""

from isnad.words.answer import Answer, every, some
from isnad.words.canonical import Json, canonical
from isnad.words.citation import Citation, Line, PathPart, Quote, Region, Selector, Span, Whole, selector_from
from isnad.words.digest import Digest
from isnad.words.errors import Broken, IsnadError, Refusal, Unavailable
from isnad.words.label import Label
from isnad.words.moment import Moment
from isnad.words.when import When

__all__ = [
    "Answer",
    "Broken",
    "Citation",
    "Digest",
    "IsnadError",
    "Json",
    "Label",
    "Line",
    "Moment",
    "PathPart",
    "Quote",
    "Refusal",
    "Region",
    "Selector",
    "Span",
    "Unavailable",
    "When",
    "Whole",
    "canonical",
    "every",
    "selector_from",
    "some",
]
