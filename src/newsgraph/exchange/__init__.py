"""Bring graphs together: merge, compare, export, push and pull."""
