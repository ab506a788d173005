"""The real thing, very small: a bench that nobody runs is none."""

import re

import pytest

from . import run, sites, writing
from .asking import AnswerError, ask_for, flood
from .sites import hello

pytestmark = pytest.mark.sqlite_only


def test_a_small_run_measures_every_row_that_it_should(open_site, monkeypatch):
    for name, value in {"A_ROUND": 0.01, "FEWEST": 2, "PLAUSIBLE": 3, "FUZZED": 5, "VISITS": 4}.items():
        monkeypatch.setattr(run, name, value)
    monkeypatch.setattr(sites, "WORKERS", 1)
    said = []
    # Left out is what takes long and is little code: pictures, queries and the map.
    groups = ["work", "cache", "bytes", "sizes", "stock", "fuzz"]
    asks = run.Run([20], 1, groups, ["sqlite"], said.append, open_site)
    found = asks.measure()
    measures = {measure.key: measure for measure in writing.measures_of(found) if measure.group in groups}
    assert set(found["figures"]) == set(measures)
    values = {key: figure["sqlite"]["value"] for key, figure in found["figures"].items()}
    assert values["work.home"] > values["work.missing"] > 1
    assert values["speed.hello"] > values["speed.home"]
    assert 20 < values["bytes.page"] < 100
    assert values["hits"] == 100
    assert values["work.cached"] < values["work.home"] / 2
    assert re.search(r"sqlite: \d+ listed", " ".join(said))
    assert found["machine"]["releases"].keys() >= {"Django", "SQLite"}
    assert len(list(writing.table(found))) > len(measures)


def test_asking_counts_the_work_of_the_workers_and_refuses_another_status():
    with hello() as server:
        before = server.work()
        seconds = flood(200, server.port, "/", 40)
        taken = server.work() - before
        assert 0 < taken < seconds * 2
        with pytest.raises(AnswerError, match="answered 404 and not 200"):
            ask_for(200, server.port, "/nothing/")
        with pytest.raises(AnswerError):
            flood(404, server.port, "/", 3)
