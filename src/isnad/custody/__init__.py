"""What we hold: carriers, accessions, items, derivatives; who had them in hand; what must not be erased; what was.

Every verb of custody stands in ``actions.py``. The room knows no claim, no person of interest and no case; a source is
a pseudonym here and nothing more.
"""
