"""Marks told in free words, Arabic or English, as a closed set of kinds at places: ``tattoo@arm``, ``scar@face``.

Two tellings are compared by these alone: nobody's words are matched to nobody's words. What the lists do not know is no
mark here, and a person still reads the words. A kind without a place is compared with the same kind anywhere.
"""

from __future__ import annotations

import re
from functools import lru_cache

KINDS = {
    "tattoo": ("tattoo", "وشم"),
    "scar": ("scar", "ندب", "جرح قديم", "أثر جرح", "اثر جرح"),
    "burn": ("old burn", "burn scar", "حرق قديم", "أثر حرق", "اثر حرق"),
    "mole": ("mole", "birthmark", "شامة", "شامه", "وحمة", "وحمه", "خال"),
    "amputation": ("amputat", "missing finger", "missing leg", "missing arm", "بتر", "مبتور"),
    "fracture": ("fracture", "broken bone", "كسر"),
    "implant": ("implant", "plate and screws", "صفيحة", "أسياخ", "اسياخ", "سيخ"),
    "tooth-gold": ("gold tooth", "gold teeth", "سن ذهب"),
    "tooth-missing": ("missing tooth", "missing teeth", "سن مفقود", "سن ناقص", "أسنان مفقودة", "بلا أسنان"),
    "squint": ("squint", "cross-eyed", "حول", "أحول"),
    "eye-missing": ("glass eye", "missing eye", "عين زجاجية", "أعور", "اعور"),
    "limp": ("limp", "عرج", "أعرج"),
    "beard": ("beard", "لحية"),
}
PLACES = {
    "arm": ("arm", "forearm", "wrist", "elbow", "ذراع", "ساعد", "زند", "معصم", "كوع"),
    "hand": ("hand", "finger", "thumb", "يد", "كف", "إصبع", "اصبع", "إبهام"),
    "face": ("face", "cheek", "chin", "forehead", "brow", "nose", "وجه", "خد", "ذقن", "جبين", "جبهة", "حاجب", "أنف"),
    "neck": ("neck", "throat", "رقبة", "عنق"),
    "chest": ("chest", "breast", "صدر"),
    "back": ("back", "shoulder", "ظهر", "كتف"),
    "belly": ("belly", "abdomen", "stomach", "بطن", "خاصرة"),
    "leg": ("leg", "knee", "thigh", "shin", "ankle", "foot", "ساق", "ركبة", "فخذ", "قدم", "رجل", "كاحل"),
    "head": ("head", "scalp", "رأس", "راس"),
}
_CLAUSE = re.compile(r"[,،;؛.\n]| and | و(?=\w{4,})")
_WORD_START = r"(?<!\w)(?:ال|بال|لل|وال)?"


@lru_cache(maxsize=65536)
def marks_in(text: str) -> frozenset[str]:
    """The marks that a text tells, kind by place: ``scar@face``; ``scar`` alone where no place is told."""
    found: set[str] = set()
    for clause in _CLAUSE.split(text.casefold()[:4_000]):
        places = [place for place, words in PLACES.items() if _tells(clause, words)]
        for kind, words in KINDS.items():
            if _tells(clause, words):
                found.update(f"{kind}@{place}" for place in places)
                if not places:
                    found.add(kind)
    return frozenset(found)


def _tells(clause: str, words: tuple[str, ...]) -> bool:
    return any(re.search(_WORD_START + re.escape(word), clause) for word in words)
