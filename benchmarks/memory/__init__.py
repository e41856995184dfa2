"""How much memory an intake takes."""
