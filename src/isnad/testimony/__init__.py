"""Testimony: what people told, with their consent, said once and protected.

A statement is an item like any other; its witness has a pseudonym alone; what was said, when in the recording and by
whom, and its translation, are claims that cite the span. Consent is a condition that binds the item. The room knows
items, claims and conditions; it knows no actor, case or family.
"""
