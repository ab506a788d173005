"""``make test``: the whole suite on SQLite, then on a PostgreSQL of its own.

``python -m tests.run [pytest's arguments]``. What a machine lacks is skipped with a line that says so;
with CI=true in the environment it is an error, since there nothing may go untested.

On PostgreSQL everything that asks for a database runs again, except tests marked ``sqlite_only`` and, because a page
looks the same whatever keeps it, browser tests that are not marked ``both_databases`` (tests/conftest.py leaves them out).
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager

from . import migrated
from .servers import (
    MissingError,
    Postgres,
    find_chromium,
    find_java,
    find_nginx,
    find_pgbouncer,
    find_postgres,
    find_redis,
)

REQUIRED = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
CLOSING_LINE = re.compile(r"^(=+ )?(\d+ \w+(, )?)+ in [\d.]+s.*$|^(=+ )?no tests ran in .*$")
NO_TESTS_COLLECTED = 5
# Which database is given to each run anew. And what Python compiles may lie beside its source, which it is checked
# against: else each process compiles all that it imports, seven seconds of a worker and half a second of a command.
LEFT_OUT = {"DATABASE_URL", "PYTHONDONTWRITEBYTECODE"}


def announce_missing():
    """Say what this machine lacks and what is skipped for it. Return True when that is an error here."""
    missing = []
    for find, consequence in (
        (find_postgres, "nothing runs on PostgreSQL"),
        (find_redis, "tests marked redis are skipped"),
        (find_chromium, "browser tests are skipped"),
        (find_java, "no page's HTML is checked"),
        (find_nginx, "nothing is asked through nginx"),
        (find_pgbouncer, "nothing is asked through PgBouncer"),
    ):
        try:
            find()
        except MissingError as error:
            missing.append(error)
            print(f"Not installed: {error}: {consequence}.", flush=True)
    if missing and REQUIRED:
        print("CI=true: everything is required. See README.md, “Tests”.", flush=True)
    return bool(missing) and REQUIRED


def run_pytest(arguments, **more):
    """Run pytest with ``more`` in its environment, passing its output on. Return its exit code and closing line.

    Without a DATABASE_URL among ``more`` it runs on SQLite.
    """
    workers = (
        []
        if any(argument.startswith(("-n", "-p")) for argument in arguments)
        else ["-n", str(cores()), "--maxschedchunk", "1"]
    )
    command = [sys.executable, "-m", "pytest", *workers, *arguments]
    closing = ""
    with subprocess.Popen(
        command, env=own_environment() | more, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
    ) as process:
        for line in process.stdout:
            print(line, end="", flush=True)
            if CLOSING_LINE.match(line.strip()):
                closing = line.strip()
    code = process.returncode
    return (0 if code == NO_TESTS_COLLECTED and arguments else code), closing


def own_environment():
    """Return the environment of this process, less what each run is given anew."""
    return {name: value for name, value in os.environ.items() if name not in LEFT_OUT}


@contextmanager
def postgres_in_time():
    """Start a PostgreSQL and migrate it when the processor has nothing better to do: give what run_pytest needs of it.

    Nothing where PostgreSQL is not installed. The migrations take a minute in which its run could do nothing else.
    """
    try:
        find_postgres()
    except MissingError:
        yield {}  # announced already
        return
    with Postgres() as server, tempfile.TemporaryDirectory(prefix="peer-support-migrated-") as folder:
        migrator = migrated.start(folder, own_environment() | {"DATABASE_URL": server.url}, niceness=15)
        try:
            yield {"DATABASE_URL": server.url, migrated.EARLIER: folder}
        finally:
            migrator.terminate()
            migrator.wait()


def cores():
    """Return how many tests to run at once: one for each core, at most four."""
    return max(1, min(4, os.cpu_count() or 1))


def main(arguments):
    # Ended from outside, as by a limit of time: end in order, as after Ctrl-C, so that no server stays behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if announce_missing():
        return 1
    began = time.monotonic()
    results = []

    with postgres_in_time() as postgres:
        print("— SQLite —", flush=True)
        results.append(("SQLite", *run_pytest(arguments)))
        if postgres:
            print("— PostgreSQL —", flush=True)
            results.append(("PostgreSQL", *run_pytest(arguments, **postgres)))

    print(f"— All together: {time.monotonic() - began:.0f} s —")
    for name, code, closing in results:
        print(f"{name}: {closing or f'pytest ended with {code}'}")
    return max(code for _name, code, _closing in results)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
