"""Every text a person sees, in Arabic and English, under a code.

``texts/<room>.yaml`` holds, for each code of that room, a template in both languages::

    title-taken:                       # the code is "custody.title-taken"
      en: "An accession called {title} came from another source."
      ar: "هناك دفعة بالاسم {title} وردت من مصدر آخر."
      advice:                          # optional: what the person can do about it
        en: "Choose another title with --accession."
        ar: "اختر عنوانا آخر بـ --accession."
    files-kept:                        # a counted text: the forms of CLDR for `count`
      en: {one: "{count} file kept", other: "{count} files kept"}
      ar: {zero: …, one: …, two: …, few: …, many: …, other: …}

Knows no room: it is asked for a code and gives words.
"""

from isnad.speech.phrases import (
    LANGUAGES,
    Language,
    advice,
    current_language,
    explain,
    phrase,
    set_language,
    spoken_in,
)

__all__ = [
    "LANGUAGES",
    "Language",
    "advice",
    "current_language",
    "explain",
    "phrase",
    "set_language",
    "spoken_in",
]
