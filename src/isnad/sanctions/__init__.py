"""The treasury: from a body to a designation, and to whoever supports the guilty.

 * ``programmes``  sanctions regimes as dated data, and which criterion of which the facts speak to on a day
 * ``ownership``   whether listed persons own or control an entity, by the rule of the United States, the EU or the UK
 * ``lists``       the published lists, read whole, compared and screened against

``programmes`` and ``ownership`` are pure: they read a file and answer, and know no archive, table or setting.
Nothing here decides whom to list, fetches anything, or is legal advice.
"""
