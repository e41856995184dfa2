"""The first touch: a drive becomes an accession, and no bit of it is changed.

A photograph's way: a *way in* (a folder, an archive, a disk image …) gives :class:`Find` after :class:`Find`; a worker
reads each once, hashes, encrypts and has it examined; a round of them becomes durable in the vault; custody says what
arrived. Nothing found is ever dropped: what cannot be kept is said not to have been received, and why.

Intake holds public recipients and the database's key, never the vault's identity.
"""
