"""Actors: whose conduct is at issue, who commanded what on which day, and who stood behind them.

**Everything is a claim.** An actor is an entity (:mod:`isnad.claims`); the room has no entry kind of its own. Every
relation is an entity with its own claims, so that each end, date and share is cited, reviewed and withdrawn by itself.
Dates are EDTF in ``startDate`` and ``endDate`` and are compared with three-valued answers.

==================  ============================================================================================
schema              says
==================  ============================================================================================
Person, Company,    FollowTheMoney's. Nicknames and war names are ``alias`` and ``weakAlias``; identifiers are
Organization,       ``idNumber``, ``passportNumber``, ``registrationNumber``, ``imoNumber`` …
Vessel, Airplane
``Unit``            a service, branch, brigade: a ``PublicBody`` with ``branchNumber`` (as it stands on cards),
                    ``unitKind``, ``seat``
``Post``            ``holder`` (who) in ``unit`` (where): ``role``, ``rank``, ``commands`` (``in_law``, ``in_fact``,
                    ``both``, ``none``), ``office`` (``head_of_state``, ``head_of_government``,
                    ``foreign_minister``, ``senior_official``, ``official``, ``security_service``)
``Command``         ``subordinate`` unit under ``superior`` unit; ``form``: ``in_law``, ``in_fact``, ``both``
``Support``         ``supporter`` helps ``supported``; ``supportKind`` (petroleum, gas, aircraft, finance, material,
                    technology, construction …), ``amount``, ``currency``, ``knowing``, ``significant``, ``by`` (a
                    vessel, an aircraft, a company)
``Control``         ``controller`` of ``controlled``, by what ``means``; shares are FollowTheMoney's ``Ownership``
``Tie``             ``bearer`` to a ``state``: ``tieKind`` nationality, residence, presence or connection
``Conduct``         ``actor`` did ``offence`` in ``place`` to ``victim``; ``exculpatory`` what speaks against it
==================  ============================================================================================

Read as posts as well: FollowTheMoney's ``Directorship``, ``Employment``, ``Membership``, ``Occupancy``; as ties
between actors ``Ownership``, ``Family``, ``Associate``, ``Representation``, ``UnknownLink``.

Ask :mod:`isnad.actors.queries`: ``find(text, gate)`` the actor meant; ``edges(actors, gate)`` every relation of theirs,
as ``Relation`` values with ends, time and claims; ``posts_of(actor, gate)``; ``named(entities, gate)``;
``command_on(unit, day, gate)`` the line upward; and :mod:`isnad.actors.exposure` for the bodies under somebody's posts.
Every question passes a gate (:func:`isnad.claims.yielding.asked_by_owner` gives that of the command line).

The room knows photographs only through the claims about remains; it knows no court, case, list or page.
"""
