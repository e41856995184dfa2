"""Sealed identities: a room without windows. No other room imports it; it tells no other room anything.

* A source is a pseudonym (custody knows no more). Who it is, is sealed to a key of its own; that key is sealed to the
  room's quorum key, and the quorum key exists nowhere: it was split, k of n, when it was made, and its parts are words
  on paper in n people's hands.
* To open an identity, k holders type their words. It is shown once, on the screen, and the opening is an entry before
  it is shown.
* When holders change, a new quorum key is made, each identity is sealed anew, and the entries that held the old seals
  are erased: old words then open nothing.
"""
