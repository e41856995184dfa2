"""How well photographs are brought together, by B-cubed, and how long it takes."""
