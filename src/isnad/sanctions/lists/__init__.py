"""Sanctions lists: read whole, kept by version, compared, screened against.

 * ``sources.read``  a published list, in the form in which its issuer publishes it, as FollowTheMoney entities, and an
   account of every row that was not read. Six lists: OFAC's (three forms), the UN's, the EU's, the United Kingdom's
   (and its closed ConList), Australia's.
 * ``store.Store``   the versions that were taken in, each with its digests, its date and its age.
 * ``differences``   who was added, who went, who is described otherwise.
 * ``screening``     names against the lists. It proposes; a person decides each hit.

Nothing is fetched: who holds a file imports it. Knows no archive, table or setting, and no Django.
"""
