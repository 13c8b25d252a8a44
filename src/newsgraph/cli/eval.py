"""Offer `newsgraph eval`: how much of what people found in articles is in their graphs, and is it right?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsgraph.cli.exits import DONE
from newsgraph.cli.options import PATH, debug_option
from newsgraph.cli.terminal import print_result

if TYPE_CHECKING:
    from newsgraph.evaluate import Score

__all__ = ["eval"]

EPILOG = """\b
Examples:
  newsgraph build tests/data/gold/*.txt -o graphs --formats trig
  newsgraph eval graphs --gold tests/data/gold"""

COLUMNS = (
    "precision",
    "recall",
    "f1",
    "strict_precision",
    "strict_recall",
    "strict_f1",
    "polarity_errors",
    "modality_errors",
    "speaker_errors",
    "evidence_errors",
    "false_facts",
)
HEADS = ("prec", "recall", "F1", "prec", "recall", "F1", "polarity", "modality", "speaker", "evidence", "false facts")


@click.command(name="eval", epilog=EPILOG)
@click.argument("graphs", type=PATH, metavar="DIR")
@click.option("--gold", type=PATH, required=True, help="Folder of gold facts: X.json and X.entities.json for each article X.")
@click.option("-F", "--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True, help="How to print.")
@debug_option
def eval(graphs: Path, gold: Path, form: str) -> int:  # noqa: A001  # the command's name
    """Score the graphs in DIR against gold facts.

    Recall counts core facts; precision all statements that do not merely repeat one. Lenient: the same content; strict: polarity,
    modality and speaker are right too. Error rates are shares of the matched facts. A false fact is a bare triple that gold says is
    denied, proposed, intended or somebody's words: there should be none.
    """
    from newsgraph.evaluate import evaluate, mean  # noqa: PLC0415  # loads pyoxigraph

    scores = evaluate(graphs, gold)
    if form == "json":
        content = {"articles": {s.name: s.rates() for s in scores}, "mean": mean(scores)}
        print_result(json.dumps(content, indent=1, sort_keys=True) + "\n")
    else:
        print_result(_table(scores, mean(scores)) + "\n")
    return DONE


def _table(scores: tuple[Score, ...], average: dict[str, float]) -> str:
    width = max(len("article"), *(len(s.name) for s in scores))
    lines = [
        f"{'':{width}}  {'lenient':^22}  {'strict':^22}  {'error rates':^38}",
        f"{'article':{width}}  " + "  ".join(f"{h:>{_width(h)}}" for h in HEADS),
    ]
    rows = [(s.name, s.rates()) for s in scores] + [("mean", average)]
    lines += [f"{name:{width}}  " + "  ".join(_cell(c, h, rates[c]) for c, h in zip(COLUMNS, HEADS, strict=True)) for name, rates in rows]
    return "\n".join(lines)


def _width(head: str) -> int:
    return max(6, len(head))


def _cell(column: str, head: str, value: float) -> str:
    return f"{value:>{_width(head)}.0f}" if column == "false_facts" else f"{value:>{_width(head)}.2f}"
