"""The table and the file beside it, and the comparing of two such files."""

import pytest

from . import __main__ as command
from . import writing

pytestmark = pytest.mark.sqlite_only


def figure(value):
    return {"value": value, "low": value, "high": value}


def a_run(**figures):
    machine = {
        "processor": "A Processor", "cores": 2, "memory": 8, "system": "Linux 6.1", "load": 0.1,
        "releases": {"Django": "5.2", "PostgreSQL": "15.1"},
    }  # fmt: skip
    return {
        "day": "1 December 2026", "machine": machine, "rounds": 9, "sizes": [1000, 100_000], "minutes": 28.2,
        "figures": {key.replace("_", "."): found for key, found in figures.items()}, "left_out": [],
    }  # fmt: skip


def rows(run):
    return [
        [cell.strip() for cell in line.strip("|").split("|")] for line in writing.table(run) if line.startswith("| ")
    ]


def test_the_table_says_what_must_be_what_is_and_whether_that_will_do():
    run = a_run(
        work_home={"sqlite": figure(44.4), "postgresql": figure(29)},
        queries_missing={"sqlite": figure(2), "postgresql": figure(3)},
        speed_hello={"sqlite": figure(1315.4)},
        directory_100000={"postgresql": figure(180)},
    )
    assert rows(run) == [
        ["", "peer or stock", "must reach", "SQLite", "PostgreSQL", "met"],
        ["SQL queries: 404", "10", "≤ 2", "2", "3", "**no**"],
        ["CPU ÷ hello: home, nothing cached", "130 / 154", "PostgreSQL ≤ 30", "44.4", "29", "yes"],
        ["Requests per second: hello", "", "", "1,315", "", ""],
        [
            "Directory search page, 95 of 100 visits, 100,000 services", "did not finish", "PostgreSQL ≤ 200", "", "180 ms",
            "yes",
        ],
    ]  # fmt: skip
    assert writing.unmet(run) == ["SQL queries: 404, PostgreSQL: 3, ≤ 2"]


def test_the_table_names_the_machine_and_what_was_not_measured():
    run = a_run(queries_home={"sqlite": figure(8)}) | {"left_out": ["everything on postgresql: it is not installed."]}
    text = "\n".join(writing.table(run))
    assert "2 cores (A Processor), 8 GB, Linux 6.1; Django 5.2, PostgreSQL 15.1." in text
    assert "Not measured: everything on postgresql" in text
    assert "PostgreSQL |" not in text


def test_a_run_is_kept_in_the_page_and_beside_it_and_read_again(tmp_path):
    page, kept, run = tmp_path / "page.md", tmp_path / "run.json", a_run(queries_home={"sqlite": figure(8)})
    page.write_text("# Speed\n")
    for _time in range(2):
        writing.keep(run, page, kept)
    assert page.read_text().count("SQL queries: home") == 1
    assert page.read_text().startswith("# Speed\n")
    assert writing.read(kept) == run


def test_comparing_two_files_ends_with_1_where_anything_got_worse(tmp_path, capsys):
    old, new = tmp_path / "old.json", tmp_path / "new.json"
    writing.write(a_run(queries_home={"sqlite": figure(8)}, hits={"sqlite": figure(90)}), old)
    writing.write(a_run(queries_home={"sqlite": figure(9)}, hits={"sqlite": figure(100)}), new)
    assert command.compare(str(old), str(new)) == 1
    said = capsys.readouterr().out
    assert "Worse: SQL queries: home, SQLite: 8 → 9 (+12 %)" in said
    assert "1 got worse, 1 got better" in said
    assert command.compare(str(old), str(old)) == 0


def test_a_file_that_is_no_run_is_refused_in_words(tmp_path):
    other = tmp_path / "other.json"
    other.write_text("{}")
    with pytest.raises(SystemExit, match="Nothing to compare with"):
        command.compare(str(other), str(other))
    with pytest.raises(SystemExit, match="Nothing to compare with"):
        command.compare(str(tmp_path / "none.json"))


def test_what_cannot_be_measured_is_said_before_anything_begins(monkeypatch):
    monkeypatch.setenv("BENCH_ONLY", "queries speeed")
    with pytest.raises(SystemExit, match="there is no speeed"):
        command.asked()
    monkeypatch.setenv("BENCH_ONLY", "queries sqlite")
    monkeypatch.setenv("BENCH_SIZES", "1,000 20")
    asks, is_whole = command.asked()
    assert (asks.sizes, asks.groups, asks.databases, is_whole) == ([20, 1000], ["queries"], ["sqlite"], False)
