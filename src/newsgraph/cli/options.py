"""Hold the options that several commands share, and read their values."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import ParamSpec, TypeVar

import click

from newsgraph.errors import InputError

__all__ = ["PATH", "RDF_FORMATS", "data_files", "data_options", "day", "debug_option", "names_from", "ontology_option", "parameters", "quiet_option"]

P = ParamSpec("P")
R = TypeVar("R")

PATH = click.Path(path_type=Path)
RDF_FORMATS = ("trig", "nq", "ttl", "nt", "jsonld", "rdf")
"""As `store.READABLE`, which is not imported for `--help`; a test compares them."""

RDF_SUFFIXES = (".trig", ".nq", ".jsonld", ".ttl")


def day(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    """Return the day that YYYY-MM-DD spells (a click callback).

    Raises:
        BadParameter: The calendar does not know it.
    """
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is not a day of the calendar; write it as YYYY-MM-DD", ctx, param) from None


def names_from(options: tuple[str, ...]) -> Callable[[click.Context, click.Parameter, str], tuple[str, ...]]:
    """Return a click callback that reads some of the names, separated by commas, without repeats."""

    def read(ctx: click.Context, param: click.Parameter, value: str) -> tuple[str, ...]:
        names = tuple(dict.fromkeys(each.strip() for each in value.split(",") if each.strip()))
        unknown = [each for each in names if each not in options]
        if unknown or not names:
            raise click.BadParameter(f"{', '.join(map(repr, unknown)) or 'nothing'} is not among {', '.join(options)}", ctx, param)
        return names

    return read


def parameters(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> dict[str, str]:
    """Return what several `name=value` spell (a click callback).

    Raises:
        BadParameter: One has no "=", or a name stands twice.
    """
    found: dict[str, str] = {}
    for each in value:
        name, sign, content = each.partition("=")
        if not sign or not name.strip() or name.strip() in found:
            raise click.BadParameter(f"{each!r} is not of the form name=value, or its name stands twice", ctx, param)
        found[name.strip()] = content
    return found


def debug_option(command: Callable[P, R]) -> Callable[P, R]:
    """Add `--debug`, which `run` looks for among the arguments."""
    return click.option("--debug", is_flag=True, expose_value=False, help="Show where an error arose.")(command)


def quiet_option(command: Callable[P, R]) -> Callable[P, R]:
    """Add `--quiet`."""
    return click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")(command)


def ontology_option(command: Callable[P, R]) -> Callable[P, R]:
    """Add `--ontology`."""
    return click.option(
        "--ontology", type=PATH, multiple=True, metavar="FILE", help="Turtle file with relations and classes of your own; may be repeated."
    )(command)


def data_options(command: Callable[P, R]) -> Callable[P, R]:
    """Add `--data` and `--store`, of which exactly one must be given."""
    command = click.option("--store", type=PATH, metavar="DIR", help="Folder of a store that build --store made.")(command)
    return click.option("--data", type=PATH, multiple=True, metavar="FILE", help="RDF file that build wrote, or a folder of them; may be repeated.")(
        command
    )


def data_files(data: tuple[Path, ...], store: Path | None) -> tuple[Path, ...]:
    """Return the files that `--data` means; a folder means all that build wrote into it, each article once.

    Raises:
        UsageError: Both `--data` and `--store` are given, or neither is.
        InputError: A folder holds no RDF file.
    """
    if bool(data) == (store is not None):
        raise click.UsageError("give either --data FILE (it may be repeated) or --store DIR")
    return tuple(file for path in data for file in (_rdf_files(path) if path.is_dir() else (path,)))


def _rdf_files(folder: Path) -> tuple[Path, ...]:
    """Return the files of the first form, of those with graph names first, that the folder holds."""
    for suffix in RDF_SUFFIXES:
        if found := sorted(folder.glob(f"*{suffix}")):
            return tuple(found)
    raise InputError(f"the folder {folder} holds no {', '.join(RDF_SUFFIXES)} file; name the files, or give a store by --store")
