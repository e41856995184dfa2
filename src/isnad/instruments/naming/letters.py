"""Letters: what counts as one, and what is noise.

* A name is compared by its letters. Marks of direction, vowel signs, tatweel, emoji and punctuation are noise; the
  written form is kept elsewhere and never changed.
* Two alphabets are known: the Arabic (with the Persian and Kurdish letters folded onto it) and the Latin (with the
  Turkish and Slavic letters that carry a sound of their own: ç ş ğ ž ö ü ä). Cyrillic and Greek are written in Latin
  letters first.
* Hamza and alef forms, ة and ى stay letters of their own: what they may stand for is learned, not decreed.
* Presentation forms, and Arabic read as Windows-1252 or Latin-1 by a careless program, are read back.
"""

from __future__ import annotations

# ruff: noqa: SIM905  (lists of words read better as text)
import re
import unicodedata
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Script = Literal["arabic", "latin", "other"]

ARABIC = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپچژڤگە"
LATIN = "abcdefghijklmnopqrstuvwxyz'çşğžöüä"
LONGEST_WORD = 28  # letters of one word that are looked at; a longer "word" is no name part

_ARABIC_FOLD = {
    "ک": "ك", "ڪ": "ك", "ڭ": "ك", "ی": "ي", "ے": "ي", "ې": "ي", "ێ": "ي", "ۍ": "ي", "ٱ": "ا", "ٲ": "أ", "ٳ": "إ",
    "ہ": "ه", "ھ": "ه", "ۀ": "ه", "ۂ": "ه", "ۃ": "ة", "ۆ": "و", "ۇ": "و", "ۈ": "و", "ۋ": "ڤ", "ۉ": "و",
    "ڕ": "ر", "ړ": "ر", "ڑ": "ر", "ږ": "ژ", "ڵ": "ل", "ټ": "ت", "ٹ": "ت", "ډ": "د", "ڈ": "د", "ښ": "ش", "ڼ": "ن",
    "ں": "ن", "څ": "س", "ځ": "ز", "ڥ": "ڤ", "ڨ": "گ", "ګ": "گ", "ݣ": "گ",
}  # fmt: skip
_LATIN_FOLD = {
    "č": "ç", "ć": "ç", "ĉ": "ç", "š": "ş", "ś": "ş", "ŝ": "ş", "ș": "ş", "ž": "ž", "ź": "ž", "ż": "ž", "ğ": "ğ",
    "ö": "ö", "ő": "ö", "ø": "ö", "œ": "ö", "ü": "ü", "ű": "ü", "ä": "ä", "æ": "ä", "ə": "e", "ı": "i", "ł": "l",
    "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "ħ": "h", "ŋ": "ng", "ɛ": "e", "ɔ": "o", "ʿ": "'", "ʾ": "'", "ʻ": "'",
    "ʼ": "'", "’": "'", "‘": "'", "`": "'", "´": "'", "ʹ": "'", "ʽ": "'", "ˈ": "'", "′": "'",
}  # fmt: skip
_CYRILLIC = dict(
    zip(
        "абвгдезийклмнопрстуфцъыьэіїєґўәұү",
        "a b v g d e z i y k l m n o p r s t u f ts  y  e i yi ye g u a u u".split(" "),
        strict=True,
    )
) | {"ж": "zh", "х": "kh", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya", "ё": "yo", "ј": "j", "љ": "lj"}
_GREEK = dict(
    zip("αβγδεζηθικλμνξοπρσςτυφχψω", "a v g d e z i th i k l m n x o p r s s t y f ch ps o".split(), strict=True)
)
_FOLD = _ARABIC_FOLD | _LATIN_FOLD | _CYRILLIC | _GREEK
_KEPT = frozenset(ARABIC + LATIN + "0123456789")
_MOJIBAKE = re.compile("[ØÙÚÛ][\u0080-\u00bf\u2018-\u203a]|[À-ÿ]{3,}")
_ARABIC_LETTER = re.compile("[\u0621-\u063a\u0641-\u064a]")


@lru_cache(maxsize=4096)
def _folded(letter: str) -> str:
    """One letter as the alphabets know it: itself, its likeness, a space for what parts words, or nothing."""
    if letter in _KEPT:
        return letter
    if letter in _FOLD:
        return _FOLD[letter]
    if unicodedata.category(letter) in {"Mn", "Me", "Cf", "Cc", "Sk"} or letter == "ـ":
        return " " if letter in "\t\n\r\x0b\x0c" else ""
    if (digit := unicodedata.digit(letter, None)) is not None:
        return str(digit)
    bare = unicodedata.normalize("NFKD", letter)
    if bare != letter:
        return "".join(map(_folded, bare))
    return letter if letter.isalpha() else " "


def reread(text: str) -> str:
    """``text`` read back where Arabic bytes were taken for Latin ones (ÃÍãÏ, Ø£Ø­Ù…Ø¯); else unchanged."""
    if not _MOJIBAKE.search(text):
        return text
    for wrong, right in (("cp1252", "utf-8"), ("latin-1", "utf-8"), ("cp1252", "cp1256"), ("latin-1", "cp1256")):
        try:
            read = text.encode(wrong).decode(right)
        except UnicodeError:
            continue
        if len(_ARABIC_LETTER.findall(read)) > len(read) // 2:
            return read
    return text


def words(text: str) -> list[str]:
    """The words of a name in folded letters, in the order written; ``[]`` where nothing is a letter or digit.

    Hyphens, commas and dots part words; an apostrophe is a letter (Sa'ad), except at a word's end.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", reread(unicodedata.normalize("NFC", text)))
    folded = "".join(map(_folded, text.lower()))
    found = (word.strip("'") for word in folded.replace("·", " ").split())
    return [word for word in found if word]


def script_of(word: str) -> Script:
    """The alphabet of a folded word: that of its first letter known."""
    for letter in word:
        if "a" <= letter <= "z" or letter in LATIN:
            return "latin"
        if letter in ARABIC:
            return "arabic"
    return "other"


_CODES = {
    "arabic": {letter: code for code, letter in enumerate(ARABIC, 1)},
    "latin": {letter: code for code, letter in enumerate(LATIN, 1)},
}


def encode(given: list[str], script: Script) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Words as rows of letter codes (1-based, 0 is padding), and their lengths.

    Letters that the alphabet does not know are left out; words are cut at ``LONGEST_WORD``.
    """
    codes = _CODES[script]
    rows = [[codes[letter] for letter in word if letter in codes][:LONGEST_WORD] for word in given]
    lengths = np.fromiter(map(len, rows), np.int64, len(rows))
    table = np.zeros((len(rows), max(1, int(lengths.max(initial=1)))), np.uint8)
    table[np.arange(table.shape[1]) < lengths[:, None]] = [code for row in rows for code in row]
    return table, lengths
