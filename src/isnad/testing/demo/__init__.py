"""The built-in archive: grey shapes, invented numbers and names, laid out as a source would hand over a drive.

 * Nothing in it is a person: mannequins without faces, names put together by chance, no one's picture.
 * Two series. **A**: three numbers on a card (detainee, branch, examination), folders by day. **B**: one number with a
   name on the card; branch, date and photographer in the file name.
 * What real drives have: exact duplicates, cut and empty files, text called ``.JPG``, a wrong ending, a name in an old
   encoding, photographs of a body without its card.
 * The same seed gives the same bytes, whatever the number of processors.

``plan`` decides everything, purely; ``photograph`` makes one file's bytes; ``archive`` writes the drive and the truth.
"""
