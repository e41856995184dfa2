"""``python -m isnad`` is ``isnad``."""

from isnad.cli import main

main()
