"""Let `python -m newsgraph` do what the command does."""

from __future__ import annotations

from newsgraph.cli.main import main

if __name__ == "__main__":
    main()
