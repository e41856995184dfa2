"""Readers over photographs: what machines see, with how sure they are.

A reading is a proposal. This room brings pictures to the instruments and writes down what they say; it changes no
picture, decides nothing about a person, and ``read numbers`` works on any folder without an archive.

It must not know who a source is, nor what a reading will be used for.
"""
