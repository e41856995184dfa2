"""Remains: one deceased person as photographed, before a name is known; and which photographs show the same one.

What a machine brings together is a proposal, with its reasons and a score, until a person has decided; what people have
decided no machine undoes. The room knows photographs, numbers and times; it knows no family, name or case, and decides
nothing about who somebody was.
"""
