"""Isnad: every claim carries its chain, down to the bytes that prove it.

A photograph's way through the house reads from top to bottom, as a river (docs/developers/house.md): a room may use
what stands above it, never what stands below.
"""

__version__ = "0.1.0"
