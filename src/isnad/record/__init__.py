"""The law, and the only pen.

 * A :class:`Record` is a frozen value that says what it stands on, what ground it admits and which places it cites.
 * ``pen`` is the only way to write: it refuses what stands on something never said, on the wrong kind of ground, or
   on bytes never taken in. So no chain can form a circle.
 * Every entry is *said* (durable in the database) and then *sealed* (covered by a checkpoint, in files); only then
   is it acknowledged.
 * Every table is *folded* (its rows come from entries) or *local*. ``rebuild`` folds every entry anew and never
   judges; ``audit`` compares, and judges, and finds what came past the pen.

Knows no reason why anything is recorded: no item, claim, person or case.
"""
