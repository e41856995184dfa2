"""Testimony: what people told, with their consent, said once and protected.

 * A statement is an item like any other (a recording, a text); its witness has a pseudonym alone.
 * Nobody is asked twice: whoever was heard before is heard again only for a stated reason, and what was asked before
   is shown first.
 * Consent is by option and by time, and is a condition that binds the item: whatever rests on it is bound with it, in
   this archive and in what leaves it. Taking consent back binds it to nothing.
 * What was said, when in the recording and by whom, and its translation, are claims that cite the span; no copy of the
   recording is made. Where a survivor's record needs it, it lies in a compartment.

The room knows items, claims and conditions; it knows no actor, case or family.
"""
