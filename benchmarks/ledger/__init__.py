"""How fast the ledger is, and beside what."""
