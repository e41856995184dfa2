"""Registers: lists of detainees and of the dead from elsewhere, their rows as claims.

A list is taken in as an item, and stays what it is; a *mapping* says what each of its columns means. Then

* the list is one entity ``Register`` (name, kind, issuedBy, issuedAt);
* each row is one entity ``RegisterRow``, called ``row <line>`` in the data of that list, and every cell that the
  mapping names is one claim about it, as read, which cites the line of the list. Rows are introduced by the path that
  claims take in from files (:mod:`isnad.claims.importing`): batches, nothing said twice, what is refused is told by its
  line;
* ``RegisterRow`` and ``MissingPerson`` share the properties of ``Traced`` (``claims/schema/families.yaml``): ``name``
  in every spelling, ``fatherName``, ``grandfatherName``, ``lastName``, ``motherName``, ``birthDate``, ``arrestDate``,
  ``branch`` (as told) and ``branchNumber``, ``detaineeNumber``, ``examinationNumber``, ``otherNumber``,
  ``deathDate``, ``marks`` … The names of the numbers are those of ``Remains``;
* the mapping is an entry (``isnad/mapped/1``) that stands on the import and on the item the list came from.

:func:`isnad.registers.queries.listed` gives every row as its claims add up, for one purpose and receiver.

A row is evidence of what a list says, and of nothing else: that somebody stands in a list of the dead starts nothing
and tells nobody. The room reads tables and mappings for the families too; it knows no family, and compares nothing.
"""
