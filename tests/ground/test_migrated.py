"""A database that a run kept is used again only where it would be made the same."""

import ast

import pytest

from tests import migrated


def imported_by_hand():
    """Return the modules of ours that migrations import things from; Django itself writes ``import module``."""
    found = set()
    for app in migrated.APPS:
        for path in (migrated.ROOT / app).glob("**/migrations/*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.ImportFrom):
                    found |= {node.module or "."} if node.level or node.module.split(".")[0] in migrated.APPS else set()
    return found


def test_what_migrations_take_from_our_own_code_belongs_to_what_a_kept_database_depends_on():
    assert imported_by_hand() == {"cms.users.roles"}


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A checkout with one migration."""
    for name in ("pages/migrations/0001_initial.py", "cms/users/roles.py", "requirements.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("as it was")
    monkeypatch.setattr(migrated, "ROOT", tmp_path)
    monkeypatch.setattr(migrated, "KEPT", tmp_path / "var")
    return tmp_path


@pytest.mark.parametrize(
    "changed",
    ["pages/migrations/0001_initial.py", "pages/migrations/0002_more.py", "cms/users/roles.py", "requirements.txt"],
)
def test_another_migration_another_role_or_another_library_makes_it_anew(checkout, changed):
    before = migrated.kept()
    (checkout / changed).write_text("as it is now")
    assert migrated.kept() != before


def test_with_everything_required_nothing_that_was_kept_is_used(monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("CI", raising=False)
    assert migrated.may_keep()
    monkeypatch.setenv("CI", "true")
    assert not migrated.may_keep()


def test_only_the_last_few_are_kept(checkout):
    made = checkout / "made.sqlite3"
    for number in range(migrated.MOST_KEPT + 2):
        made.write_text(str(number))
        (checkout / "requirements.txt").write_text(str(number))
        migrated.keep(made)
    assert len(list((checkout / "var").iterdir())) == migrated.MOST_KEPT
    assert migrated.kept().read_text() == str(number)
