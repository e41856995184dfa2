"""Makes the two networks of ``isnad.instruments.numerals`` again from the beginning: see ``CARD.md``."""
