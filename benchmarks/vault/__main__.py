"""``python -m benchmarks.vault``: how fast the vault keeps, beside its peers."""

from __future__ import annotations

from benchmarks.vault.keep import main

if __name__ == "__main__":
    main()
