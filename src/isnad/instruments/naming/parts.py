"""Parts: what a name is made of, whatever way it was written together.

* ``FAMILY, Own Father`` is read in speaking order; the family name is remembered as such.
* Titles and ranks say nothing about who it is. Neither do bin, ibn, ould, -oğlu, de, van: they tell that a name
  follows. They are set aside, not deleted, and count where nothing else is left.
* The article belongs to the word after it and is not needed: al-Hasan, Alhasan, الحسن, حسن.
* عبد and أبو are no names by themselves: with what follows they are one part (Abd al-Rahman, أبو بكر); so are a word
  and the الله or الدين after it (Nasr Allah, Nur al-Din).
* A single letter is an initial. Digits are no letters: a part of digits agrees only with itself.
"""

from __future__ import annotations

# ruff: noqa: SIM905  (lists of words read better as text)
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from isnad.instruments.naming.letters import Script, script_of, words

Role = Literal["name", "kunya", "servant", "initial", "title", "particle", "digits"]

_ARTICLE = frozenset("al el ul ad ed ud as es us ash esh ush at et ut ar er ur an en az ez uz il l' ال".split())
_SERVANT = frozenset("abd abdu abdul abdel abdal abdol abdoul abdool abdula abdelal عبد عبدال".split())
_KUNYA = frozenset(
    "abu abou aboo abo abi abul abol aboul abil bu bou umm um oum om أبو ابو أبي ابي أبا ابا أم ام بو".split()
)
_ALLAH = frozenset("allah ullah llah alah ullah oullah olla الله اللة".split())
_DIN = frozenset("din deen dine eddin eddine uddin uddeen aldin addin addine aldeen الدين دين".split())
_PARTICLE = frozenset(
    "bin ibn ben bint binti bent ibnat ould wuld weld uld oglu ogly ogli oğlu ughli uly kyzy qizi kizi walad wlad "
    "de da di do dos das del della la le van von der den y e i the آل ابن إبن بن بنت ولد".split()
)
_TITLE = frozenset(
    "dr mr mrs ms miss prof professor sheikh shaykh sheik shaikh cheikh shaik hajj haj haji hajji hadji hajjah "
    "mullah mulla mullo maulavi maulawi mawlawi maulvi molvi moulavi mawlana maulana qari hafiz imam mufti ayatollah "
    "hojjatoleslam sayyid sayyed seyyed syed sayed ustad ustadh engineer eng general gen brigadier colonel col "
    "lieutenant lt major maj captain capt commander cdr sergeant admiral adm marshal martyr jr sr junior senior iii ii "
    "الدكتور دكتور الشيخ شيخ الحاج حاج الحاجة الشهيد العميد اللواء العقيد المقدم الرائد النقيب الملازم الأستاذ استاذ "
    "السيد السيدة المهندس الملا الإمام الامام المعتقل المفقود".split()
)
_COMMA = re.compile("[,،]")
_LONGEST_NAME = 24  # parts looked at; what goes beyond is no name of a person


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its letters (``word``), the words it was written with, what it is, whether it stood as family name."""

    word: str
    written: str
    role: Role
    family: bool = False

    @property
    def script(self) -> Script:
        """The alphabet of the part."""
        return script_of(self.word)

    @property
    def speaks(self) -> bool:
        """Whether the part tells who it is."""
        return self.role not in {"title", "particle"}


@lru_cache(maxsize=65536)
def parts_of(name: str) -> tuple[Part, ...]:
    """The parts of a name that tell who it is; where there are none, whatever stands there."""
    every = all_parts(name)
    return tuple(part for part in every if part.speaks) or every


def all_parts(name: str) -> tuple[Part, ...]:
    """Every part in speaking order, titles and particles among them."""
    pieces = [piece for piece in _COMMA.split(name[:2000], maxsplit=1) if words(piece)]
    family = len(pieces) == 2
    spoken = [(word, False) for word in words(pieces[-1])] if pieces else []
    if family:
        spoken += [(word, True) for word in words(pieces[0])]
    return tuple(_joined(spoken[:_LONGEST_NAME]))


def _joined(spoken: list[tuple[str, bool]]) -> list[Part]:
    """Single words made parts: article, servant, kunya, Allah and Din go with their neighbour."""
    found: list[Part] = []
    place = 0
    while place < len(spoken):
        taken = _head(spoken, place) or _article(spoken, place)
        if taken is None:
            taken = (_single(*spoken[place]), 1)
        part, used = taken
        place += used
        place, part = _tail(spoken, place, part)
        found.append(part)
    return found


def _head(spoken: list[tuple[str, bool]], place: int) -> tuple[Part, int] | None:
    """``abd`` or ``abu``, an article or none, and the word that makes it a name."""
    word, family = spoken[place]
    role: Role | None = "servant" if word in _SERVANT else "kunya" if word in _KUNYA else None
    if role is None:
        return None
    after = place + 1
    if after < len(spoken) and spoken[after][0] in _ARTICLE:
        after += 1
    if after >= len(spoken) or len(spoken[after][0]) < 2:
        return None
    written = " ".join(each for each, _ in spoken[place : after + 1])
    stem = _bare(spoken[after][0].replace("'", ""))
    head = (
        ("عبد" if role == "servant" else "ابو")
        if script_of(word) == "arabic"
        else ("abd" if role == "servant" else "abu")
    )
    if word in {"أم", "ام", "umm", "um", "oum", "om"}:
        head = "ام" if script_of(word) == "arabic" else "um"
    link = _link(role, spoken[after][0], stem)
    joined = head + link + stem
    return Part(joined, written, role, family), after + 1 - place


def _link(role: Role, word: str, stem: str) -> str:
    """The article between ``abd`` and what it serves, where the word has none of its own."""
    if stem in _ALLAH:
        return ""
    if script_of(word) == "arabic":
        return "ال" if word != stem else ""
    return "al" if role == "servant" else ""


def _article(spoken: list[tuple[str, bool]], place: int) -> tuple[Part, int] | None:
    """An article written apart, with the word after it."""
    word, _ = spoken[place]
    if word not in _ARTICLE or place + 1 >= len(spoken) or len(spoken[place + 1][0]) < 2:
        return None
    following, family = spoken[place + 1]
    single = _single(following, family)
    return Part(single.word, f"{word} {following}", single.role, family), 2


def _tail(spoken: list[tuple[str, bool]], place: int, part: Part) -> tuple[int, Part]:
    """A part with the ``allah`` or ``al-din`` that follows it."""
    after = place + (1 if place < len(spoken) and spoken[place][0] in _ARTICLE else 0)
    if after >= len(spoken) or not part.speaks or part.role == "initial":
        return place, part
    word, _ = spoken[after]
    ending = "allah" if word in _ALLAH and after == place else "aldin" if word in _DIN else None
    if ending is None or (after == place and word == "دين"):
        return place, part
    if part.script == "arabic":
        ending = "الله" if ending == "allah" else "الدين"
    written = " ".join([part.written, *(each for each, _ in spoken[place : after + 1])])
    return after + 1, Part(part.word + ending, written, part.role, part.family)


def _single(word: str, family: bool) -> Part:
    """One word; an apostrophe (Sa'id, Cho'l) is how a source writes and not what a name is."""
    written, word = word, word.replace("'", "")
    if word.isdigit():
        return Part(word, written, "digits", family)
    if len(word) == 1:
        return Part(word, written, "initial", family)
    role: Role = "particle" if word in _PARTICLE or word in _ARTICLE else "title" if word in _TITLE else "name"
    return Part(_bare(word), written, role, family)


def _bare(word: str) -> str:
    """An Arabic word without its article; what is left must be a name."""
    return word[2:] if word.startswith("ال") and len(word) > 4 and word not in _ALLAH else word
