"""Where the training spellings come from.

* ``google_ar2en_train.tsv`` (google/transliteration, Apache-2.0): pairs of an Arabic and a Latin spelling of one name,
  mined from Wikipedia. The evaluation file beside it is read for one purpose: to leave out of all other sources
  whatever touches it.
* ``rigour``'s corpus of person names (MIT; made from Wikidata's given and family names, CC0), compiled into its wheel:
  groups of spellings of one name in many scripts. No person stands in it, and no list of any kind.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from isnad.instruments.naming.letters import Script, script_of, words

FOLDER = Path(__file__).resolve().parents[2].parent / "shared/data/names"
Pair = tuple[str, str]
LONGEST = 20  # letters; what is longer is no single name
_ZSTD = b"\x28\xb5\x2f\xfd"


def google(path: Path) -> list[Pair]:
    """The pairs of one file, folded; each is (Arabic, Latin) in one word."""
    lines = (line.rstrip("\n").split("\t") for line in path.open(encoding="utf-8"))
    pairs = [("".join(words(arabic)), "".join(words(latin))) for arabic, latin in lines]
    return [pair for pair in pairs if all(pair) and script_of(pair[0]) == "arabic" and script_of(pair[1]) == "latin"]


def rigour_text() -> str:
    """The corpus as text, taken out of the installed wheel: one group a line, ``form, form => Q-number``."""
    import rigour._core
    import zstandard

    data = Path(rigour._core.__file__).read_bytes()
    place = -1
    while (place := data.find(_ZSTD, place + 1)) >= 0:
        try:
            found = zstandard.ZstdDecompressor().decompressobj().decompress(data[place:])
        except zstandard.ZstdError:
            continue
        if b" => Q" in found[:2000]:
            return found.decode("utf-8")
    raise SystemExit("This version of rigour carries no corpus of person names.")


class Group:
    """The spellings of one name by script: single words, folded."""

    def __init__(self, line: str) -> None:
        forms = [words(form) for form in line.split(" => ")[0].split(", ")]
        single = sorted({form[0] for form in forms if len(form) == 1})
        self.spellings: dict[Script, list[str]] = {
            script: [form for form in single if script_of(form) == script] for script in ("arabic", "latin")
        }
        # Cyrillic and Greek were written in Latin letters on folding: kept apart, they are no one's habit.
        native = {word.lower() for form in line.split(" => ")[0].split(", ") for word in [form] if _is_latin(form)}
        self.native = [form for form in self.spellings["latin"] if form in {w for n in native for w in words(n)}]

    def across(self) -> Iterator[Pair]:
        """(Arabic, Latin), every spelling with every other."""
        yield from product(self.spellings["arabic"], self.native)

    def within(self, script: Script) -> Iterator[Pair]:
        """Two spellings in one script."""
        yield from combinations(self.native if script == "latin" else self.spellings["arabic"], 2)


def _is_latin(form: str) -> bool:
    return all(ord(letter) < 0x250 or 0x1E00 <= ord(letter) < 0x1F00 or not letter.isalpha() for letter in form)


def groups(text: str) -> list[Group]:
    """Every group of the corpus."""
    return [Group(line) for line in text.splitlines() if " => " in line]


def untouched(pairs: list[Pair], held_out: list[Pair]) -> list[Pair]:
    """``pairs`` less those that share an Arabic or a Latin spelling with ``held_out``."""
    arabic, latin = {pair[0] for pair in held_out}, {pair[1] for pair in held_out}
    return [pair for pair in pairs if pair[0] not in arabic and pair[1] not in latin]


@dataclass(frozen=True)
class Material:
    """All training spellings, with nothing in them that touches the evaluation pairs."""

    known: list[Pair]
    groups: list[Group]
    held_out: list[Pair]

    @classmethod
    def read(cls, folder: Path) -> Material:
        """From a folder with Google's pairs, and the installed ``rigour``."""
        held_out = google(folder / "google_ar2en_eval.tsv")
        return cls(untouched(google(folder / "google_ar2en_train.tsv"), held_out), groups(rigour_text()), held_out)

    def pairs(self, table: str) -> tuple[list[Pair], NDArray[np.float64]]:
        """The pairs a table learns from, each with its weight."""
        return self._across() if table == "across" else self._within("latin" if table == "latin" else "arabic")

    def _across(self) -> tuple[list[Pair], NDArray[np.float64]]:
        more = {pair for group in self.groups for pair in group.across() if max(map(len, pair)) <= LONGEST}
        added = untouched(sorted(more - set(self.known)), self.held_out)
        weights = np.r_[np.ones(len(self.known)), np.full(len(added), 0.25)]
        return self.known + added, weights

    def _within(self, script: Script) -> tuple[list[Pair], NDArray[np.float64]]:
        """Both ways round; names that have an Arabic spelling count more, a group's say grows with its root only."""
        random = np.random.default_rng(0)
        pairs: list[Pair] = []
        weights: list[float] = []
        for group in self.groups:
            found = [pair for pair in group.within(script) if max(map(len, pair)) <= LONGEST]
            kept = [found[place] for place in random.permutation(len(found))[:30]]
            pairs += kept
            weights += [(4.0 if group.spellings["arabic"] else 1.0) * max(1, len(kept)) ** -0.5] * len(kept)
        chosen = random.permutation(len(pairs))[:40000]
        pairs, weights = [pairs[place] for place in chosen], [weights[place] for place in chosen]
        return pairs + [(right, left) for left, right in pairs], np.r_[weights, weights]

    def kin(self) -> tuple[list[list[str]], NDArray[np.float64]]:
        """Groups of spellings in both scripts for the quick filter, with how often each is drawn.

        A group that ties an Arabic spelling of the evaluation pairs to its Latin one loses the Arabic. One group in
        twenty is left out, to see how near the kin of unseen groups lie.
        """
        arabic, latin = ({pair[side] for pair in self.held_out} for side in (0, 1))
        found: list[list[str]] = []
        weights: list[float] = []
        for group in self.groups:
            ours, theirs = group.spellings["arabic"], group.native
            if arabic & set(ours) and latin & set(theirs):
                ours = [word for word in ours if word not in arabic]
            if len(ours) + len(theirs) > 1:
                found.append(ours + theirs)
                weights.append(min(len(found[-1]), 8) ** 0.5 * (4.0 if ours and theirs else 1.0))
        found += [list(pair) for pair in self.known]
        weights += [5.0] * len(self.known)
        kept = [place for place, group in enumerate(found) if not left_out(group)]
        return [found[place] for place in kept], np.array([weights[place] for place in kept])

    def spelled(self, script: Script) -> list[str]:
        """Up to 20,000 words of one script, of names that have an Arabic spelling."""
        words_here = {pair[0 if script == "arabic" else 1] for pair in self.known}
        for group in self.groups:
            if group.spellings["arabic"]:
                words_here |= set(group.spellings["arabic"] if script == "arabic" else group.native)
        ordered = sorted(words_here)
        return [ordered[place] for place in np.random.default_rng(0).permutation(len(ordered))[:20000]]


def left_out(group: list[str]) -> bool:
    """Whether the quick filter never sees this group (one in twenty, by its letters)."""
    return zlib.crc32(" ".join(group).encode()) % 20 == 0
