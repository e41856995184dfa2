"""What the proposing of candidates reaches: are its probabilities honest, and is it quick enough?"""
