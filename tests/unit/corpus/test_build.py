"""A store holds what its articles say, whatever the order, the number of processes, and what was built before."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.unit.corpus.conftest import Build, news, text_of

from newsgraph.corpus import work_folder
from newsgraph.corpus.ledger import Ledger
from newsgraph.corpus.local import Died, LocalEngine, survivors
from newsgraph.corpus.part import Part, Shard, parts_in, read_part, write_part
from newsgraph.corpus.recipe import content_hash, recipe
from newsgraph.corpus.shard import MAX_ARTICLES, shards
from newsgraph.corpus.writer import StoreWriter
from newsgraph.errors import ResourceError, StoreError
from newsgraph.model import Article
from newsgraph.pipeline import Pipeline
from newsgraph.read import article
from newsgraph.settings import Settings
from newsgraph.store import EmbeddedStore, serialize

Content = Callable[..., list[str]]

pytestmark = pytest.mark.model


def rows(articles: list[Article]) -> Iterator[tuple[Article, str, str]]:
    return ((each, content_hash(each), each.stem) for each in articles)


def test_store_holds_what_the_pipeline_gives(build: Build, content: Content) -> None:
    articles = [news(i) for i in range(70)]
    counts = build(articles)
    assert (counts.read, counts.failed, counts.unchanged) == (70, 0, 0)
    pipeline = Pipeline(Settings())
    expected = {str(quad) for reading in pipeline.readings(articles) for quad in pipeline.quads(reading)}
    assert [line for line in content() if "copyOf" not in line] == sorted(expected)
    assert not parts_in(work_folder(Path("store")))


def test_order_and_processes_make_no_difference(build: Build, content: Content) -> None:
    articles = [news(i) for i in range(40)]
    build(articles, "one")
    build(articles[::-1], "two")
    build(articles[20:] + articles[:20], "three", jobs=2)
    assert content("one") == content("two") == content("three")


def test_one_fact_of_several_articles_is_one_triple_with_many_statements(build: Build, tmp_path: Path) -> None:
    build([news(i, f"Peru chairs the African Union. Report {i} says no more.") for i in range(5)])
    with EmbeddedStore(tmp_path / "store", read_only=True) as store:
        facts = [quad for quad in store if str(quad.predicate).endswith("#chairs>")]
        statements = [quad for quad in store if str(quad.predicate).endswith("#predicate>") and str(quad.object).endswith("#chairs>")]
    assert (len(facts), len(statements)) == (1, 5)


def test_unchanged_articles_are_not_read_again(build: Build, content: Content) -> None:
    build([news(i) for i in range(5)])
    before = content()
    counts = build([news(i) for i in range(6)])
    assert (counts.read, counts.unchanged) == (1, 5)
    assert {line for line in before if "copyOf" not in line} < set(content())


def test_changed_articles_are_replaced_as_if_never_read(build: Build, content: Content) -> None:
    old = [news(0, "Peru's Rosa Quispe, also known as Q., chairs the CSTO."), news(1, "The North Atlantic Alliance met in Lima with Peru."), news(2)]
    new = [news(0, "Chile left NATO."), news(1, "NATO met in Quito."), news(2)]
    build(old)
    counts = build(new)
    assert (counts.read, counts.unchanged) == (2, 1)
    build(new, "fresh")
    assert content() == content("fresh")


def test_any_history_ends_in_the_same_store(build: Build, content: Content) -> None:
    """The store after many builds of changing articles is the store of the last one."""
    chance = random.Random(7)  # noqa: S311  # the same every time
    texts = [text_of(i) for i in range(12)] + [
        "Peru left the UN.",
        "The U.N. met in New York City.",
        "Chile leads the Organization of American States.",
    ]
    latest: dict[int, str] = {}
    for _ in range(12):
        for number in chance.sample(range(8), 3):
            latest[number] = chance.choice(texts)
        gone = chance.choice([*latest, None])
        if gone is not None and len(latest) > 3:
            del latest[gone]
        batch = [news(number, text) for number, text in latest.items()]
        chance.shuffle(batch)
        build(batch, prune=True)
    build([news(number, text) for number, text in latest.items()], "fresh")
    assert content() == content("fresh")


def test_vanished_articles_stay_unless_they_are_to_go(build: Build, content: Content) -> None:
    build([news(i) for i in range(4)])
    before = content()
    counts = build([news(0)])
    assert (counts.vanished, counts.removed) == (3, 0)
    assert content() == before
    counts = build([news(0)], prune=True)
    assert (counts.vanished, counts.removed) == (0, 3)
    build([news(0)], "fresh")
    assert content() == content("fresh")


def test_nothing_is_removed_when_a_source_failed(build: Build, tmp_path: Path) -> None:
    from tests.unit.corpus.conftest import Inline

    from newsgraph.corpus import CorpusBuild
    from newsgraph.errors import InputError

    build([news(0), news(1)])
    task = CorpusBuild(settings=Settings(), store=tmp_path / "store", engine=Inline, prune=True)  # type: ignore[arg-type]

    def some() -> Iterator[Article]:
        task.fail(InputError("the disk with n1 is not there"))
        yield news(0)

    counts = task.run(some())
    assert (counts.removed, counts.vanished, counts.failed) == (0, 1, 1)
    assert "the disk with n1 is not there" in (work_folder(tmp_path / "store") / "failures.jsonl").read_text()


def test_an_article_that_stands_twice_counts_once(build: Build) -> None:
    counts = build([news(0), news(0), news(1), news(0, "Peru left the United Nations.")])
    assert (counts.read, counts.repeated, counts.failed) == (2, 1, 1)


def test_copies_are_linked_whatever_was_built_before(build: Build, content: Content) -> None:
    wire = " ".join(text_of(i) for i in range(8))
    articles = [news(0, wire), news(1, wire.replace("Monday", "Tuesday")), news(2), news(3, "Correction. " + wire)]
    build(articles)
    links = [line for line in content() if "copyOf" in line]
    assert len(links) == 2
    build(articles[::-1], "back")
    for i in range(1, 5):
        build(articles[:i], "slow")
    assert content() == content("back") == content("slow")
    build(articles[:1], prune=True)
    assert not [line for line in content() if "copyOf" in line]


def test_a_store_that_was_deleted_is_built_again(build: Build, content: Content, tmp_path: Path) -> None:
    import shutil

    build([news(0)])
    before = content()
    shutil.rmtree(tmp_path / "store")
    assert build([news(0)]).read == 1
    assert content() == before


def test_parts_that_were_left_are_loaded_and_not_read_again(build: Build, content: Content, tmp_path: Path) -> None:
    from tests.unit.corpus.conftest import Inline

    articles = [news(i) for i in range(6)]
    build(articles[:1])
    folder = work_folder(tmp_path / "store") / "parts"
    (part,) = Inline(folder).parts(shards(rows(articles[1:4]), recipe(Settings())))
    (folder / "half.4711.working").write_bytes(b"# newsgraph {")
    counts = build(articles)
    assert (counts.loaded, counts.unchanged, counts.read) == (3, 4, 2)
    assert part.path is not None
    assert not list(folder.iterdir())
    build(articles, "fresh")
    assert content() == content("fresh")


def test_loading_a_part_twice_changes_nothing(build: Build, content: Content, tmp_path: Path) -> None:
    """As after a kill between store and ledger."""
    from tests.unit.corpus.conftest import Inline

    articles = [news(i) for i in range(4)]
    build(articles)
    before = content()
    with Ledger(work_folder(tmp_path / "store") / "ledger.sqlite") as ledger:
        ledger.forget(articles[0].key)
        ledger.forget(articles[1].key)
    list(Inline(work_folder(tmp_path / "store") / "parts").parts(shards(rows(articles[:2]), recipe(Settings()))))
    assert build(articles).loaded == 2
    assert content() == before


# ------------------------------------------------------------------------------------------------------------ processes


def test_a_worker_that_is_killed_costs_a_retry(tmp_path: Path, build: Build, content: Content) -> None:
    articles = [news(i) for i in range(60)]
    engine = LocalEngine(settings=Settings(), folder=tmp_path, jobs=2)
    stop = threading.Event()
    killed: list[int] = []

    def kill() -> None:
        while not stop.wait(0.05) and len(killed) < 3:
            children = [int(each) for path in Path(f"/proc/{os.getpid()}/task").glob("*/children") for each in path.read_text().split()]
            for child in children:
                if "newsgraph.corpus.child" in Path(f"/proc/{child}/cmdline").read_text():
                    time.sleep(0.3)
                    os.kill(child, signal.SIGKILL)
                    killed.append(child)
                    break

    thread = threading.Thread(target=kill)
    thread.start()
    small = [shard for i in range(0, 60, 10) for shard in shards(rows(articles[i : i + 10]), recipe(Settings()))]
    parts = list(engine.parts(small))
    stop.set()
    thread.join()
    assert killed
    assert sum(len(part.articles) for part in parts) == 60
    found = {quad for part in parts if part.path for _, nquads in read_part(part.path) for quad in nquads.decode().splitlines()}
    build(articles, "fresh")
    assert sorted(found) == [f"{quad} ." for quad in content("fresh") if "copyOf" not in quad]


def test_the_article_that_kills_is_found_and_left_out() -> None:
    articles = [news(i) for i in range(9)]
    tried: list[int] = []

    def read(shard: Shard) -> Part:
        tried.append(len(shard.articles))
        if any(each.identifier == "n4" for each in shard.articles):
            raise Died("the process that read it was ended by SIGSEGV")
        return Part(path=None)

    (shard,) = shards(rows(articles), "r")
    parts = list(survivors(shard, read))
    (failure,) = [each for part in parts for each in part.failures]
    assert failure.name == "n4"
    assert "SIGSEGV" in failure.reason
    assert tried == [9, 9, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]


def test_an_article_that_takes_for_ever_is_left_out(tmp_path: Path) -> None:
    engine = LocalEngine(settings=Settings(), folder=tmp_path, jobs=1, timeout_s=0.01)
    parts = list(engine.parts(shards(rows([news(0)]), recipe(Settings()))))
    (failure,) = [each for part in parts for each in part.failures]
    assert "longer than 0.01 s" in failure.reason


def test_broken_settings_stop_the_build(tmp_path: Path) -> None:
    engine = LocalEngine(settings=Settings(model="xx_none"), folder=tmp_path)
    with pytest.raises(ResourceError, match="xx_none"):
        list(engine.parts(shards(rows([news(0)]), "r")))


# ---------------------------------------------------------------------------------------------------------------- parts


def test_shards_are_whole_and_bounded() -> None:
    articles = [news(i) for i in range(150)]
    found = list(shards(rows(articles), "r"))
    assert [len(each.articles) for each in found] == [MAX_ARTICLES, MAX_ARTICLES, 150 - 2 * MAX_ARTICLES]
    assert [each for shard in found for each in shard.articles] == articles
    long = [news(i, "The minister of Peru voted on the treaty. " * 4_000) for i in range(3)]
    assert [len(each.articles) for each in shards(rows(long), "r")] == [1, 1, 1]
    assert len({each.name for each in found}) == 3


def test_a_part_is_n_quads_that_any_reader_takes(tmp_path: Path, build: Build) -> None:
    from pyoxigraph import RdfFormat, parse
    from tests.unit.corpus.conftest import Inline

    (part,) = Inline(tmp_path).parts(shards(rows([news(0), news(1)]), recipe(Settings())))
    assert part.path is not None
    quads = set(parse(path=part.path, format=RdfFormat.N_QUADS))
    build([news(0), news(1)])
    with EmbeddedStore(tmp_path / "store", read_only=True) as store:
        assert serialize(quads, "nq") == serialize(store, "nq")
    assert [record for record, _ in read_part(part.path)] == list(part.articles)
    with pytest.raises(StoreError, match="is no part of a build"):
        read_part(tmp_path / "store" / "CURRENT")


def test_a_part_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot write"):
        write_part(tmp_path / "gone", "x", [])
    assert not list(tmp_path.iterdir())


def test_recipe_and_content_say_what_matters(tmp_path: Path) -> None:
    own = tmp_path / "own.ttl"
    own.write_text("")
    assert recipe(Settings()) == recipe(Settings())
    assert len({recipe(Settings()), recipe(Settings(closed=True)), recipe(Settings(ontology=(own,)))}) == 3
    one = news(0)
    assert content_hash(one) == content_hash(news(0)) != content_hash(news(1))


def test_a_writer_that_took_a_quad_away_brings_it_again(tmp_path: Path) -> None:
    """Shared quads that one writer has loaded are left out of later parts, but not once an article was replaced or removed."""
    from tests.unit.corpus.conftest import Inline

    def part(*articles: Article) -> Path:
        (made,) = Inline(tmp_path).parts(shards(rows(list(articles)), recipe(Settings())))
        assert made.path is not None
        return made.path

    def told(text: str, name: str) -> Article:
        return article(text, name=name, stem=name, identifier=name)

    first, last = (told("Peru joined the African Union.", name) for name in ("first", "last"))
    changed = told("Ghana left NATO.", "first")
    with EmbeddedStore(tmp_path / "store") as store, Ledger(tmp_path / "ledger.sqlite") as ledger:
        writer = StoreWriter(store, ledger)
        for each in (first, changed, last):
            writer.load([part(each)])
        found = serialize(store, "nq")
    with EmbeddedStore(tmp_path / "fresh") as store, Ledger(tmp_path / "fresh.sqlite") as ledger:
        StoreWriter(store, ledger).load([part(last, changed)])
        assert serialize(store, "nq") == found
    assert b"id/Peru> <http://www.w3.org/2000/01/rdf-schema#label>" in found
