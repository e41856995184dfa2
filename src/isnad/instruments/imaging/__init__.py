"""Pictures: what a file is, what it says, how it looks small, and a copy that betrays nobody.

Knows no table, no setting and no key. Decoders run in processes that see a pipe and nothing else; whoever needs a
picture opened asks the ``Workshop``.

    with Workshop(2) as workshop:
        workshop.examine(data)          everything intake needs of one file: ``Examined``, always an answer
        workshop.evidence_copy(data)    the bytes of the copy without identity-bearing metadata
        workshop.redact(data, regions)  a new picture without these places
    Near(hashes).within(pdq)            near-duplicates, all within 31 of 256 bits
"""

from isnad.instruments.imaging.values import (
    NO_DECODER_OPENS,
    EvidenceCopy,
    Examined,
    Isolation,
)
from isnad.instruments.imaging.workshop import Source, Workshop

__all__ = ["NO_DECODER_OPENS", "EvidenceCopy", "Examined", "Isolation", "Source", "Workshop"]
