"""Sanctions programmes as dated data, and which criterion of which the facts speak to, on a day.

 * A programme has legal bases, criteria, waivers and clocks, each with a life of its own; ``from`` is the first day,
   ``to`` the first day on which it no longer holds. A gap or an overlap is a fault unless a source explains it.
 * A criterion not in force on the day answers *not_yet* or *ended* before any fact is looked at.
 * What the facts do not allege was not alleged: *not_met*. A circumstance that they leave open is *unknown*.
 * A test that leaves room for judgement, or another's consent that decides, is *depends*.
 * *waived*: the facts speak to it, and a waiver or a suspension covers it on the day.
 * A fact later than the day is not used. What a listing needs beside the criterion is a warning, never an answer.
 * Nothing confirmed from memory alone is evaluated: such a criterion answers *unknown* and says so.

Pure: it reads the ``*.yaml`` beside it and a file of facts. It prepares an officer's work and is not legal advice.
"""

from isnad.sanctions.programmes.answers import Answered, Row
from isnad.sanctions.programmes.library import chosen, library
from isnad.sanctions.programmes.programme import Criterion, Programme
from isnad.sanctions.programmes.told import told
from isnad.sanctions.programmes.which import which

__all__ = ["Answered", "Criterion", "Programme", "Row", "chosen", "library", "told", "which"]
