"""What travels without us: complete, or refused.

A package is a sealed hand-over (BagIt): evidence copies, claims, proofs, terms, and the program that checks them. What
leaves, under which label, for what and for whom, is said before it leaves; what may not leave is withheld and counted.
Its form is fixed by ``verify/package.py``, which travels in it and shares nothing with this room.

The room opens of each entry the fields it was asked for, and no other; it never asks for a sealed one, except where
two people leave with everything (``leaving``). It must not know what a case or a sanction is.
"""
