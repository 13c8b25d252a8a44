"""Run the command line and turn every outcome into an exit code.

| code | means |
|---|---|
| 0 | done |
| 1 | ran, and the answer is no (`check` found violations, `diff` differences) |
| 2 | the command was called wrongly |
| 3 | input or settings cannot be used; nothing was written |
| 4 | some articles failed; the rest is written |
| 5 | a build into a store stopped before its end (a full disk); what is done is kept |
| 70 | a fault of the program |
| 130 | stopped by Ctrl-C |
"""

from __future__ import annotations

import os
import re
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

import click

from newsgraph import __version__
from newsgraph.cli.exits import FAULT, INTERRUPTED, PIPE_CLOSED, UNUSABLE
from newsgraph.errors import NewsgraphError

__all__ = ["cli", "main", "run"]

COMMANDS = (
    "build",
    "query",
    "view",
    "serve",
    "check",
    "eval",
    "diff",
    "merge",
    "push",
    "pull",
    "export",
    "describe",
    "stats",
)
"""Each is a module of this package that holds a command of its name; they import what is heavy only when they run."""

PASSWORD = re.compile(r"//[^/\s@]+@")
"""What somebody put into an address by mistake; it is never shown."""

HELP = """Turn news about politics and diplomacy into an RDF knowledge graph.

\b
  newsgraph build article.txt -o output                    read an article
  newsgraph query who-chairs --data output/article.trig    ask who chairs what

Exit codes: 0 done, 1 the answer is no (check, diff), 2 wrong call, 3 input or settings cannot be used, 4 some articles failed and the rest is
written, 5 a build into a store stopped before its end, 70 a fault of the program."""


class LazyGroup(click.Group):
    """A group that imports a command when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of `COMMANDS`."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of a name, None for an unknown one."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(f"newsgraph.cli.{cmd_name}"), cmd_name)
        return command if isinstance(command, click.Command) else None


@click.group(
    cls=LazyGroup, invoke_without_command=True, help=HELP, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110}
)
@click.version_option(__version__, "-V", "--version", message="newsgraph %(version)s")
@click.pass_context
def cli(context: click.Context) -> None:
    """Print the help if no command is given."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def run(arguments: Sequence[str] | None = None, *, command: click.Command = cli) -> int:
    """Run a command and return its exit code; what went wrong is one line on stderr.

    Args:
        arguments: Without the program's name; None for those of the process.
        command: What to run; the whole program by default.
    """
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    try:
        # Not `command.main`: it turns a closed pipe into code 1, which means something else here.
        with command.make_context("newsgraph", list(arguments)) as context:
            code = command.invoke(context)
        sys.stdout.flush()
    except click.exceptions.Exit as end:  # --help and --version
        return end.exit_code
    except click.ClickException as error:
        return _usage(error)
    except (KeyboardInterrupt, click.Abort):
        _say("stopped")
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python complains once more at exit
        return PIPE_CLOSED
    except NewsgraphError as error:
        _trace(arguments)
        _say(str(error))
        return UNUSABLE
    except Exception as error:  # noqa: BLE001  # the one boundary: no traceback reaches a user who did not ask
        _trace(arguments)
        _say(f"a fault of the program: {type(error).__name__}: {error}; run again with --debug and report what it shows")
        return FAULT
    return code if isinstance(code, int) else 0


def main() -> NoReturn:
    """Run the program and end the process."""
    sys.exit(run())


def _usage(error: click.ClickException) -> int:
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "newsgraph"
    message = " ".join(error.format_message().split())
    _say(f"{message} (see {path} --help)")
    return error.exit_code


def _trace(arguments: Sequence[str]) -> None:
    if "--debug" in arguments:
        traceback.print_exc(file=sys.stderr)


def _say(message: str) -> None:
    click.echo("newsgraph: " + PASSWORD.sub("//***@", " ".join(message.splitlines())), err=True)
