"""Tasks whose worker was killed begin anew.

A worker notes in the database that it began a task; django-tasks-db has no word for one that did not come back, and its
task would count as running for ever. So each worker holds a lock for as long as it lives, which ends with its process
however that ends: of PostgreSQL, in a transaction that stays open, so that it works through PgBouncer too; on SQLite, of a
file. Every worker looks now and then for tasks of others that hold none. Each task of ours may be begun twice.
"""

import fcntl
import hashlib
import logging
import threading
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

logger = logging.getLogger(__name__)

# Seconds from one look to the next.
EVERY = 10
# A task that ended so many workers is itself what ends them, such as by using all memory.
MOST_BEGINNINGS = 3
RUNNING, READY, FAILED = "RUNNING", "READY", "FAILED"


def number_of(worker):
    """Return the number of a worker's lock."""
    return int.from_bytes(hashlib.blake2b(worker.encode(), digest_size=8).digest(), "big", signed=True)


def file_of(worker):
    """Return the path of a worker's lock, where the database has none."""
    folder = Path(settings.VAR_DIR) / "workers"
    folder.mkdir(exist_ok=True)
    return folder / f"{number_of(worker) % 2**64:016x}.lock"


class Lock:
    """The lock of one worker, of a thread of its own; ``closing`` gives it back."""

    def __init__(self, worker):
        if connection.vendor == "postgresql":
            self.held = connection.copy()
            self.held.set_autocommit(False)
            with self.held.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number_of(worker)])
        else:
            self.path = file_of(worker)
            self.held = self.path.open("w")
            fcntl.flock(self.held, fcntl.LOCK_EX)

    def check(self):
        """Raise DatabaseError where it was lost, as when the database was restarted."""
        if connection.vendor == "postgresql":
            with self.held.cursor() as cursor:
                cursor.execute("SELECT 1")

    def close(self):
        if connection.vendor != "postgresql":
            self.path.unlink(missing_ok=True)
        self.held.close()


def is_alive(worker):
    """Whether the worker of that name holds its lock."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number_of(worker)])
            return not cursor.fetchone()[0]
    path = file_of(worker)
    if not path.exists():
        return False
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        path.unlink(missing_ok=True)
        return False


def give_back():
    """Let tasks begin anew whose workers are gone; return how many. Those that were begun often enough count as failed."""
    returned = 0
    for task in DBTaskResult.objects.filter(status=RUNNING):
        if task.worker_ids and is_alive(task.worker_ids[-1]):
            continue
        # As it was when it was looked at: it may have ended meanwhile, or been begun by another.
        same = DBTaskResult.objects.filter(pk=task.pk, status=RUNNING, started_at=task.started_at)
        if len(task.worker_ids) < MOST_BEGINNINGS:
            returned += same.update(status=READY)
            logger.warning("A task lost its worker and begins anew: %s", task.task_path)
        elif same.update(status=FAILED, finished_at=timezone.now(), exception_class_path=f"{__name__}.Lost"):
            logger.error("A task lost its worker %s times and is given up: %s", MOST_BEGINNINGS, task.task_path)
    return returned


class Lost(Exception):
    """What a task is said to have failed with that ended its workers."""


class Watch(threading.Thread):
    """Holds the lock of ``worker`` while the process lives, and looks after tasks of workers that are gone."""

    def __init__(self, worker):
        super().__init__(name="watch", daemon=True)
        self.worker = worker
        self.is_holding = threading.Event()
        self.over = threading.Event()

    def run(self):
        while not self.over.is_set():
            try:
                with closing(Lock(self.worker)) as lock:
                    self.is_holding.set()
                    while True:
                        close_old_connections()
                        give_back()
                        if self.over.wait(EVERY):
                            break
                        lock.check()
            except (DatabaseError, OSError) as error:
                logger.warning("The worker's lock was lost: %s", type(error).__name__)
                self.over.wait(1)
        connection.close()
