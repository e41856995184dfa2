"""The door through which families ask: a process of its own that never opens the house.

 * It knows public recipients only. What a family sends is an age file to the house before it touches a disk; nobody
   here can read it again, and no page shows what was sent.
 * What the house tells comes in as prepared records of one size. Each opens with one family's code and word, and says
   one of three words that say nothing: received, being looked at, a person will contact you.
 * A code is 80 random bits in digits. The word that goes with it is the family's. A second word, for when she is
   forced, opens a record that looks like any other, and marks what follows.
 * The same work is done for what opens and for what does not. Nobody is locked out: who tries often waits longer.
 * Pages work without a script, weigh less than 50 kB with everything, name nobody, keep nothing, and have a way out
   and a person to call on each.
 * Nothing of a request is written down: no address, and no time finer than a day.

May not know the house: record, claims, keys, tables, people. The house knows the door (``families.door``): it prepares
the folder, and takes out what came.
"""
