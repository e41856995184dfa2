"""Instruments: each could be a library of its own, and knows no table, page or setting."""
