"""What the pipeline has learned from articles is forgotten in time, and nothing read changes by it."""

from __future__ import annotations

import pytest

from newsgraph.annotate import Annotator, load_model
from newsgraph.annotate.memory import Forgetful
from newsgraph.authority import load_authority
from newsgraph.lexicon import load_lexicon
from newsgraph.model import Article
from newsgraph.read.blocks import blocks
from newsgraph.settings import DEFAULT_MODEL

LIMIT = 300
BATCHES = 12


def batch(number: int) -> list[Article]:
    """Return articles with words that no other batch has."""
    names = [f"Zor{number}x{k}" for k in range(20)]
    texts = [f"{name}ia signed the treaty with Peru.\n\nThe {name}ian minister did not visit {name}stan in 2019, {name}ova said." for name in names]
    return [Article(text=text, blocks=blocks(text)) for text in texts]


@pytest.fixture(scope="module")
def annotators() -> tuple[Annotator, Annotator]:
    found = []
    for limit in (LIMIT, 10**9):
        nlp = load_model(DEFAULT_MODEL)
        annotator = Annotator(nlp, load_authority(), load_lexicon())
        annotator._memory = Forgetful(nlp, limit)
        found.append(annotator)
    return found[0], found[1]


def test_spellings_are_forgotten_and_nothing_read_changes(annotators: tuple[Annotator, Annotator]) -> None:
    forgetful, other = annotators
    sizes = []
    for number in range(BATCHES):
        articles = batch(number)
        assert list(forgetful.annotate(articles)) == list(other.annotate(articles))
        sizes.append((len(forgetful._nlp.vocab.strings), len(other._nlp.vocab.strings)))
    per_batch = sizes[0][1] - len(load_model(DEFAULT_MODEL).vocab.strings)
    assert max(ours for ours, _ in sizes) <= min(ours for ours, _ in sizes) + LIMIT + 2 * per_batch
    assert sizes[-1][1] > sizes[0][1] + 5 * LIMIT
