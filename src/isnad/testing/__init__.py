"""Builders for those who test and those who show: the demonstration's archive, and laws that others' parts must keep.

Stands below every room and may use all of them; nothing in the house uses it.
"""
