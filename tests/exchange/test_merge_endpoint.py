"""A real triple store is merged graph by graph."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from newsgraph.cli.main import run
from newsgraph.exchange import EndpointSource, RemoteTarget, merge, runs_of, undo
from newsgraph.store import EmbeddedStore

ROOT = str(Path(__file__).parents[2])
if ROOT not in sys.path:
    sys.path.insert(0, ROOT)

from tests.support import stores  # noqa: E402  # found by the lines above

MORE = b"<http://example.org/kg> <http://www.w3.org/2002/07/owl#sameAs> <http://www.wikidata.org/entity/Q813> .\n_:b <http://example.org/of> <http://example.org/kg> .\n"


@pytest.mark.skipif(stores.oxigraph_program() is None, reason="the Oxigraph server is not installed (pip install oxigraph)")
def test_an_endpoint_brings_its_graphs_once(built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "store"
    (tmp_path / "server").mkdir()
    with stores.oxigraph(tmp_path / "server") as server:
        assert run(["push", server.url, "--store", str(built / "store"), "-q"]) == 0
        with server.client() as graphs:
            graphs.put("http://example.org/g", MORE)
            graphs.put("http://example.org/h", MORE)
        capsys.readouterr()
        assert run(["merge", server.url, "--into", str(target)]) == 0
        out = capsys.readouterr().out
        assert "articles: 1 new" in out
        assert "http://example.org/kg is https://w3id.org/newsgraph/id/Kyrgyzstan" in out
        assert run(["merge", server.url, "--into", str(target)]) == 0
        assert " brought 0 new quads" in capsys.readouterr().out
        with server.client() as graphs, EmbeddedStore(target) as store:
            assert not merge(store, [EndpointSource(RemoteTarget(graphs))])[0].run
    with EmbeddedStore(target) as store:
        blanks = {quad.graph_name for quad in store if quad.predicate.value == "http://example.org/of"}
        assert len(blanks) == len("gh")
        assert [each.name for each in runs_of(store)] == ["merge-1"]
        undo(store, "merge-1")
        assert len(store) == 0
    shutil.rmtree(target)
    assert run(["merge", "http://user:secret@127.0.0.1:1/", "--into", str(target)]) == 3
    assert "secret" not in capsys.readouterr().err
