"""What is computed of what was measured."""

import pytest

from . import figures
from .figures import Figure
from .wanted import MEASURES, POSTGRES, SQLITE, Measure, for_sizes

pytestmark = pytest.mark.sqlite_only

STAT = "4242 (a (name) of it) S 1 4242 4242 0 -1 4194560 900 0 0 0 730 270 0 0 20 0 1 0 99 1 2 3"


def run(machine="one", cores=2, **values):
    """A run as it is kept: each of ``values`` is (low, value, high), on SQLite."""
    found = {
        key.replace("_", "."): {SQLITE: Figure(value, low, high).kept()} for key, (low, value, high) in values.items()
    }
    return {"machine": {"processor": machine, "cores": cores}, "figures": found, "sizes": [1000, 100_000]}


def compared(old, new, *measures):
    return figures.changes(old, new, measures)


def test_a_figure_is_the_middle_of_its_rounds_and_where_half_of_them_lie():
    assert Figure.of([9, 1, 2, 3, 100]) == Figure(3, 2, 9)
    assert Figure.of([7]) == Figure(7, 7, 7)
    assert Figure.read(Figure.of([1, 2]).kept()) == Figure(1.5, 1, 2)


def test_a_ratio_is_taken_within_each_round():
    # The machine was busy in the second round, and both took ten times as long.
    assert figures.ratios([30, 300, 33], [1, 10, 1]).value == 30


@pytest.mark.parametrize(
    ("values", "most"), [(range(1, 101), 95), (range(1, 21), 19), ([5], 5), ([3, 1, 2], 3)], ids=str
)
def test_95_of_100_are_not_above_the_95th_percentile(values, most):
    assert figures.share_below(list(values), 0.95) == most


def test_processor_time_is_read_exactly_where_the_kernel_says_it_and_by_ticks_elsewhere():
    assert figures.processor_seconds("2500000000 17 3\n", STAT, 100) == 2.5
    assert figures.processor_seconds("", STAT, 100) == 10


WORK = Measure("work.home", "home", noise=0.1)
HITS = Measure("hits", "hits", more_is_better=True, noise=0.01)
WAIT = Measure("wait", "waiting", "ms", noise=0.1, least=3, holds_elsewhere=False)


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ((29, 30, 31), (39, 40, 41), "worse"),
        ((39, 40, 41), (29, 30, 31), "better"),
        ((29, 30, 31), (32, 32.5, 33), ""),
        # Rounds that differ so much say nothing.
        ((20, 30, 45), (30, 40, 60), ""),
        ((30, 30, 30), (30, 30, 30), ""),
    ],
)
def test_worse_is_what_lies_beyond_noise(before, after, says):
    worse, better, left_out = compared(run(work_home=before), run(work_home=after), WORK)
    assert (bool(worse), bool(better), left_out) == (says == "worse", says == "better", [])


def test_it_says_by_how_much():
    worse, _better, _left_out = compared(run(work_home=(30, 30, 30)), run(work_home=(45, 45, 45)), WORK)
    assert worse == ["home, SQLite: 30 → 45 (+50 %)"]


def test_fewer_hits_are_worse():
    worse, better, _left_out = compared(run(hits=(100, 100, 100)), run(hits=(90, 90, 90)), HITS)
    assert (len(worse), better) == (1, [])
    assert compared(run(hits=(90, 90, 90)), run(hits=(100, 100, 100)), HITS)[:2] == (
        [],
        ["hits, SQLite: 90 → 100 (+11 %)"],
    )


def test_milliseconds_of_another_machine_are_not_compared_and_a_few_are_noise():
    old, new = run(wait=(5, 5, 5)), run(wait=(50, 50, 50), machine="another")
    assert compared(old, new, WAIT) == ([], [], ["waiting, SQLite: measured on another machine"])
    assert compared(old, run(wait=(7.5, 7.5, 7.5)), WAIT)[0] == []
    assert compared(old, run(wait=(50, 50, 50)), WAIT)[0] != []


def test_what_one_run_did_not_measure_is_said():
    assert compared(run(work_home=(1, 1, 1)), run(), WORK)[2] == ["home, SQLite: only in the old run"]


def test_every_number_of_the_design_is_judged():
    limits = {measure.key: measure for measure in [*MEASURES, *for_sizes([1_000, 100_000])]}
    wanted = {
        "queries.home": 8, "queries.listing": 10, "queries.detail": 8, "queries.directory": 8, "queries.missing": 2,
        "work.home": 30, "work.listing": 35, "work.detail": 25, "work.cached": 1.3, "hits": 99, "directory.100000": 200,
        "directory.growth": 4, "fuzz.worst": 1000, "first": 2, "map.warm": 5, "bytes.page": 40, "bytes.fonts": 60, "stock": 20,
    }  # fmt: skip
    assert {key: limits[key].limit_on(POSTGRES) for key in wanted} == wanted
    assert limits["stock"].limit_on(SQLITE) == 500
    assert limits["stock"].is_met(SQLITE, 499) is False
    assert limits["work.home"].is_met(SQLITE, 500) is None
    assert len(limits) == len(MEASURES) + 3


def test_what_is_written_between_marks_leaves_the_rest_alone():
    once = figures.between("# Speed\n\nWords.\n", "mark", "a table")
    assert once == "# Speed\n\nWords.\n\n<!-- mark -->\na table\n<!-- /mark -->\n"
    assert figures.between(once + "\nMore.\n", "mark", r"another \1") == (
        "# Speed\n\nWords.\n\n<!-- mark -->\nanother \\1\n<!-- /mark -->\n\nMore.\n"
    )
