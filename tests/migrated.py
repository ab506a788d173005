"""One database with all migrations in it, from which each process of a test run takes a copy of its own.

Migrating takes half a minute of a processor, and a run has as many workers as cores. So a process of its own,
``python -m tests.migrated FOLDER``, begins with it while they start and collect; FOLDER is the one they share.

What is to be migrated for a run that comes later may be begun before: the run finds it by $MIGRATED_IN.

A developer's SQLite file is kept in ``var/tests`` for the next run that has the same migrations. With CI=true
nothing is kept and nothing kept is used.
"""

import gc
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "var" / "tests"
MOST_KEPT = 3
APPS = ("cms", "home", "pages", "directory", "contribute", "search")
NOTE = "migrated.txt"
BEGUN = "migrating"
# The folder of a database that was begun before the run.
EARLIER = "MIGRATED_IN"
PATIENCE = 300
SECONDS_BETWEEN_LOOKS = 0.1


def may_keep():
    """Return whether a run may use what an earlier one left: never where everything has to be shown anew."""
    return os.environ.get("CI", "").lower() not in {"1", "true", "yes"} and "DATABASE_URL" not in os.environ


def kept():
    """Return the path at which a SQLite file with the migrations of this checkout is kept, whether it is there or not."""
    paths = {path for app in APPS for path in (ROOT / app).glob("**/migrations/*.py")}
    paths |= {ROOT / "cms/users/roles.py", ROOT / "requirements.txt"}
    digest = hashlib.sha256(sys.version.encode())
    for path in sorted(paths):
        digest.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return KEPT / f"migrated-{digest.hexdigest()[:16]}.sqlite3"


def keep(made):
    """Keep the SQLite file ``made`` for the next run, and of those of other days only the last few."""
    KEPT.mkdir(parents=True, exist_ok=True)
    part = KEPT / f"part-{os.getpid()}"
    shutil.copyfile(made, part)
    part.rename(kept())
    for old in sorted(KEPT.glob("migrated-*.sqlite3"), key=lambda path: path.stat().st_mtime)[:-MOST_KEPT]:
        old.unlink(missing_ok=True)


def begin(folder):
    """Start to make the database for the run whose shared folder is ``folder``, where none is kept. Return the process, or None."""
    if EARLIER in os.environ or (may_keep() and kept().exists()):
        return None
    (folder / BEGUN).touch()
    return start(folder, os.environ)


def start(folder, environment, niceness=0):
    """Start the process that makes the database of ``environment`` for ``folder``, as the last in turn by ``niceness``."""
    return subprocess.Popen(
        ["nice", "-n", str(niceness), sys.executable, "-m", "tests.migrated", str(folder)],
        env=environment | {"DJANGO_SETTINGS_MODULE": "cms.settings.test"},
        cwd=ROOT,
    )


def make(folder):
    """Make the database and leave a note in ``folder`` of what it is called: a file for SQLite, a name for PostgreSQL."""
    import django

    # All that is made here is wanted until the end: looking for rubbish takes a fifth of the time.
    gc.disable()
    django.setup()
    from django.db import connection

    on_file = connection.vendor == "sqlite"
    if not on_file:
        connection.settings_dict["TEST"]["NAME"] = f"migrated_{os.getpid()}"
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    if on_file:
        with connection.cursor() as cursor:
            # All of it in the one file that is copied.
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    if on_file:
        name = shutil.copyfile(name, folder / "migrated.sqlite3")
        if may_keep():
            keep(name)
    unfinished = folder / f"{NOTE}.part"
    unfinished.write_text(str(name))
    unfinished.rename(folder / NOTE)


def wait_for(folder):
    """Return what the database is called that the maker of this run was begun for; None where it could not be made.

    The maker says why it failed, and then each process migrates for itself.
    """
    folder = Path(os.environ.get(EARLIER, folder))
    deadline = time.monotonic() + PATIENCE
    # Its name is read from all migrations: once, and not at each look.
    stored = kept() if may_keep() else None
    while time.monotonic() < deadline:
        if (folder / NOTE).exists():
            return (folder / NOTE).read_text()
        if (folder / f"{NOTE}.failed").exists():
            return None
        if stored and stored.exists():
            return str(stored)
        time.sleep(SECONDS_BETWEEN_LOOKS)
    return None


def file_of(folder):
    """Return the path of the migrated SQLite file of the run whose shared folder is ``folder``; None where there is none."""
    begun = (folder / BEGUN).exists() or (may_keep() and kept().exists())
    name = wait_for(folder) if begun else None
    return name if name and Path(name).is_file() else None


def drop(folder, url):
    """Remove the database of a run on the PostgreSQL at ``url``: a file goes with its folder."""
    import psycopg2

    folder = Path(os.environ.get(EARLIER, folder))
    if not (folder / NOTE).exists():
        return
    connection = psycopg2.connect(url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{(folder / NOTE).read_text()}"')
    connection.close()


if __name__ == "__main__":
    where = Path(sys.argv[1])
    try:
        make(where)
    except BaseException:
        if where.exists():
            (where / f"{NOTE}.failed").touch()
        raise
