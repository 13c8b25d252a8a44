"""Define every error newsgraph raises on purpose.

- NewsgraphError
  - InputError      a source cannot be read or used
  - ModelError      a value of the data model would be invalid
  - OntologyError   an ontology, lexicon or authority file is broken
  - SettingsError   an option has no sense
  - ResourceError   a shipped or installed resource (language model, file) is missing
  - ExtractorError  a stage of the pipeline failed on one article
  - StoreError      a graph cannot be written or loaded
  - QueryError      a query is unknown, malformed or took too long
  - RemoteError     another store cannot be reached, refuses, or answers what it should not

A message says what was wrong, where, and what to do.
"""

from __future__ import annotations

__all__ = [
    "ExtractorError",
    "InputError",
    "ModelError",
    "NewsgraphError",
    "OntologyError",
    "QueryError",
    "RemoteError",
    "ResourceError",
    "SettingsError",
    "StoreError",
]


class NewsgraphError(Exception):
    """Stand for any error that newsgraph raises on purpose."""


class InputError(NewsgraphError):
    """Say that a source cannot be read or used."""


class ModelError(NewsgraphError):
    """Say that a value of the data model would be invalid."""


class OntologyError(NewsgraphError):
    """Say that an ontology, lexicon or authority file is broken."""


class SettingsError(NewsgraphError):
    """Say that an option makes no sense."""


class ResourceError(NewsgraphError):
    """Say that something newsgraph needs is not installed or not found."""


class ExtractorError(NewsgraphError):
    """Say that a stage failed on one article."""


class StoreError(NewsgraphError):
    """Say that a graph cannot be written, loaded or checked."""


class QueryError(NewsgraphError):
    """Say that a query is unknown, malformed or took too long."""


class RemoteError(NewsgraphError):
    """Say that a store elsewhere cannot be reached, refuses, or answers what it should not."""
