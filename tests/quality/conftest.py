"""Offer the option that raises the floor of quality."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option; it works where this folder is named on the command line."""
    parser.addoption("--update-floor", action="store_true", help="raise tests/quality/floor.json to what is measured; it is never lowered")
