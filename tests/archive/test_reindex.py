"""`wireroom reindex` builds, or asks the worker that runs to do so."""

from __future__ import annotations

from argparse import Namespace

from tests.archive.conftest import NOW
from tests.factories.grants import EVERYTHING
from tests.factories.items import make_item
from wireroom.archive import search
from wireroom.archive.conf import index_dir
from wireroom.archive.engine.store import SERVING, Store
from wireroom.config.commands import reindex
from wireroom.query.plan import EVERYTHING as ALL


def label() -> object:
    return Store(index_dir()).label(SERVING)


def test_it_builds_when_no_worker_runs(release, indexer, capsys) -> None:
    release(make_item(), make_item())
    assert reindex.run(Namespace()) == 0
    assert "2 of 2" in capsys.readouterr().err
    found = search.search(EVERYTHING, ALL, NOW)
    assert (found.total, found.is_building) == (2, False)


def test_it_asks_a_worker_that_runs(release, indexer, capsys) -> None:
    release(make_item())
    while indexer.run_once():
        pass
    before = label()
    assert reindex.run(Namespace()) == 0
    assert "worker" in capsys.readouterr().err
    assert label() == before
    while indexer.run_once():
        pass
    assert label() != before
    assert search.search(EVERYTHING, ALL, NOW).total == 1
