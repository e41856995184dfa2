"""Invented names: common given names and family names put together by chance. No list of real people was used."""

from __future__ import annotations

import random

GIVEN = (
    "أحمد", "محمد", "خالد", "يوسف", "عمر", "سامر", "رامي", "باسل", "نزار", "مازن", "حسام", "طارق", "وليد", "فادي",
    "زياد", "عماد", "كمال", "ماهر", "هيثم", "بلال", "سعيد", "جمال", "نبيل", "أنس", "عدنان",
)  # fmt: skip
FAMILY = (
    "الحداد", "النجار", "الخياط", "الصباغ", "الحلاق", "البيطار", "السقا", "الدهان", "القباني", "العطار", "الفران",
    "الساعاتي", "النحاس", "الزيات", "الخباز", "الورد", "البستاني", "الصياد", "الطحان", "السراج",
)  # fmt: skip


def invented(chance: random.Random) -> str:
    """A given name, a father's name and a family name."""
    own, father = chance.sample(GIVEN, 2)
    return f"{own} {father} {chance.choice(FAMILY)}"
