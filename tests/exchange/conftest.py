"""Let the tests of this folder import the hand-made reading as `tests.unit.graph.sample_reading`."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = str(Path(__file__).parents[2])
if ROOT not in sys.path:
    sys.path.insert(0, ROOT)
