"""The treasury: from a body to a designation, and to whoever supports the guilty.

 * ``programmes``  sanctions regimes as dated data, and which criterion of which the facts speak to on a day
 * ``ownership``   whether listed persons own or control an entity, by the rule of the United States, the EU or the UK
 * ``lists``       the published lists, read whole, compared and screened against

 * ``actor_facts``  in an archive: the facts that claims give of an actor, each with its claims, and what they speak to
 * ``support``     paths from an actor to those who supply, and who owns them, as claims have it
 * ``designations``, ``gap``  listings that are claimed, a person's decision on a list's entry, who is on which list
 * ``dossiers``    the dossier whose every line resolves; filed, answered, stale

``programmes`` and ``ownership`` are pure: they read a file and answer, and know no archive, table or setting.
Nothing here decides whom to list, fetches anything, or is legal advice.
"""
