"""Families: from a number to a name, with care. Whoever asks, whom they ask for, and what is said to whom.

**The missing are presumed alive.** Nothing reaches a family by itself, and no machine decides.

How an inquiry stands, for all who build on it (schemata: ``claims/schema/families.yaml``):

* An **inquiry** is one asking by one asker: an entity ``Inquiry`` (``relation``, ``askedAt``, ``wishes``,
  ``wishesToSee``, ``companion`` …) whose claim ``person`` names whom it asks for, an entity ``MissingPerson``. Each
  inquiry has a ``MissingPerson`` of its own, so that several askers stay sealed from one another (DP-2); that two are
  one person is a reviewed identity (``claims.actions.merge``), which can be undone. ``queries.sought`` adds them up.
* An entry ``isnad/asking/1`` says how it came (``import page paper voice``), which liaison holds it, the risk note,
  and whether the missing person was a child. **Every claim of an inquiry cites its asking**, and the place it was
  read from; so one asks of any claim whose word it is, and a withdrawal finds them all.
* ``MissingPerson`` shares the properties of ``Traced`` with ``RegisterRow``: ``name`` (every spelling is a claim of
  its own, as written, with its language where told), ``fatherName``, ``grandfatherName``, ``lastName``,
  ``motherName``, ``kunya``, ``birthDate``, ``age``, ``gender``, ``address`` (home), ``arrestDate``, ``arrestPlace``,
  ``arrestedBy``, ``lastSeenDate`` ``lastSeenPlace`` ``lastSeenBy``, ``branch`` (as told) with ``branchNumber``, the
  numbers a family was told (``detaineeNumber``, ``examinationNumber``, ``otherNumber``, named as those of
  ``Remains``), ``marks``, ``teeth``, ``medical``, ``clothing``, ``effects``. Several values of one property are
  several claims. Dates are kept as written; the claim's ``normal`` is EDTF where exactly one meaning is possible,
  else None.
* Claims of an inquiry have label *restricted* and conditions ``{"family": {"asking": N, "about": "missing" |
  "family"}}``. What these allow is asked of the latest consent each time (:mod:`isnad.families.consent`): tracing
  within the house always for what is about the missing person (vital interest, DP-1); *justice* and every receiver
  only where this asker chose them (FD-9), until the day they chose. What is *about the family* rests on their consent
  alone. So ``claims.conditions.allow`` stays the one gate, and the wall between purposes holds everywhere.
* How to reach the asker is sealed in ``isnad/asker/1``; opening it is an entry first, and only the liaison who holds
  the inquiry may.

* :func:`isnad.families.queries.sought` gives every missing person with all that may be read for a purpose: entity,
  members, inquiries, values by property. :func:`isnad.registers.queries.listed` does the same for rows of registers.

Candidates, identification and telling stand beside this in modules of their own (``candidates*``, ``weighing*``,
``identifications*``, ``deciding_*``, ``telling*``); what they decide stands on the entities ``MissingPerson`` and
``Remains`` or ``RegisterRow``.
"""
