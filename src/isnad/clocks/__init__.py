"""Clocks: what was promised to somebody, by when, and who owns it. Families, cases and dossiers keep promises here.

A promise of feedback to a family is a clock with an owner (MC-4). The room knows what a promise concerns only as
entries; it reminds nobody by itself and knows no family, court or programme. The law's own periods stand with the law.
"""
