"""Claims, measured: stated, imported, exported, and their chains."""
