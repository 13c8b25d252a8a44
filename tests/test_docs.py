"""The documents say what the program does, all of it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest

import newsgraph
from newsgraph import output
from newsgraph.cli import exits, main, options
from newsgraph.model import BlockKind, Modality
from newsgraph.read.content import MAX_BYTES
from newsgraph.read.language import MIN_WORDS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
CLI = (ROOT / "docs" / "cli.md").read_text("utf-8")
COMMANDS = {name: main.cli.get_command(click.Context(main.cli), name) for name in main.COMMANDS}


def section(text: str, heading: str) -> str:
    """Return what stands under a heading of the second level."""
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, f"no section {heading!r}"
    return found[1]


def command_of(heading: str) -> str:
    """Return the one command in the shell block of a section of the README."""
    found = re.search(r"```sh\n(.*?)\n```", section(README, heading), re.DOTALL)
    assert found
    assert "\n" not in found[1]
    return found[1]


EXAMPLE = re.compile(r"(?<=^```console\n)(\$ .*\n(?:> .*\n)*)((?:.*\n)*?)(?=^```$)", re.MULTILINE)
"""A command, its lines after "$" and ">", and what it prints."""


def printed(command: str) -> str:
    """Run an example, prompts taken away, in the checkout, and return what it prints to stdout."""
    command = re.sub(r"^[$>] ", "", command, flags=re.MULTILINE)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    result = subprocess.run(["sh", "-c", command], capture_output=True, text=True, cwd=ROOT, env={**os.environ, "PATH": path}, check=False)
    assert result.returncode == 0, result.stderr
    return result.stdout.rstrip() + "\n"


PYTHON = ROOT / "docs" / "python.md"


@pytest.mark.parametrize(("path", "n_examples"), [(ROOT / "README.md", 6), (PYTHON, 4)], ids=["README", "python"])
def test_examples_print_what_they_say(path: Path, n_examples: int, is_update: bool) -> None:  # noqa: FBT001  # a fixture
    text = path.read_text("utf-8")
    if is_update:
        path.write_text(EXAMPLE.sub(lambda found: f"{found[1]}{printed(found[1])}", text), "utf-8")
        return
    examples = EXAMPLE.findall(text)
    assert len(examples) == n_examples
    assert [printed(command) for command, _ in examples] == [answer for _, answer in examples]


def test_every_command_is_documented() -> None:
    assert re.findall(r"^## (\w+)$", CLI, re.MULTILINE) == list(main.COMMANDS)


@pytest.mark.parametrize("name", main.COMMANDS)
def test_every_option_is_documented_and_none_that_is_not_there(name: str) -> None:
    command = COMMANDS[name]
    assert command is not None
    there = {spelling for parameter in command.params if isinstance(parameter, click.Option) for spelling in parameter.opts}
    rows = [line.split("|")[1] for line in section(CLI, name).splitlines() if line.startswith("| `-")]
    documented = {spelling for row in rows for spelling in re.findall(r"(?<![\w-])--?[a-zA-Z][a-zA-Z0-9]*(?:-[a-z]+)*", row)}
    assert documented == there


@pytest.mark.parametrize("name", main.COMMANDS)
def test_every_option_has_help(name: str) -> None:
    command = COMMANDS[name]
    assert command is not None
    assert command.help
    assert all(parameter.help for parameter in command.params if isinstance(parameter, click.Option))


def test_every_exit_code_is_documented() -> None:
    documented = {int(code) for code in re.findall(r"^\| (\d+) \|", section(CLI, "Exit codes"), re.MULTILINE)}
    assert documented == {getattr(exits, name) for name in exits.__all__}


def test_every_format_and_limit_is_documented() -> None:
    build = section(CLI, "build")
    assert re.findall(r"^\| `(\w+)` \| `NAME", build, re.MULTILINE) == list(output.FORMATS)
    assert f"default `{','.join(output.DEFAULT_FORMATS)}`" in build
    assert f"up to {MAX_BYTES // 1_000_000} MB" in build
    assert MIN_WORDS == 40
    assert "forty words" in build
    assert all(suffix in CLI for suffix in options.RDF_SUFFIXES)


def test_readme_commands_are_one_line_and_say_what_ci_runs() -> None:
    build = command_of("Try it")
    assert "/newsgraph build tests/data/articles/csto-2018.txt -o output" in build
    tests = command_of("Run the tests")
    assert "--require-hashes -r requirements-dev.txt" in tests
    assert tests.endswith("pytest")
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert 'command_of "Try it"' in script
    assert 'command_of "Run the tests"' in script


def test_files_that_the_documents_name_are_there() -> None:
    for path in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), ROOT / "CHANGELOG.md"):
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text("utf-8")):
            assert (path.parent / target).exists(), f"{path.name} points to {target}"


def test_changelog_begins_with_this_version() -> None:
    headings = re.findall(r"^## (\S+?),? ", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert headings[0] == newsgraph.__version__


def test_version_stands_in_one_place() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["dynamic"] == ["version"]
    assert "version" not in project["project"]


def test_glossary_has_the_words_of_the_model() -> None:
    words = re.findall(r"^\| ([a-z ]+) \|", (ROOT / "docs" / "glossary.md").read_text("utf-8"), re.MULTILINE)[1:]
    assert words == sorted(words)
    assert {"article", "block", "entity", "evidence", "modality", "polarity", "reading", "statement", "voice"} <= set(words)
    text = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    assert all(kind.value in text for kind in BlockKind)
    assert all(modality.value.lower() in text for modality in Modality)


def test_rooms_are_drawn() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    for path in sorted((ROOT / "src" / "newsgraph").iterdir()):
        name = path.name.removesuffix(".py")
        if not name.startswith("__") and name != "py.typed":
            assert f"`{name}" in text, f"docs/architecture.md does not name {name}"


def test_licence_is_the_one_that_the_package_names() -> None:
    assert (ROOT / "LICENSE").read_text("utf-8").startswith("MIT License\n")
