"""A task whose worker is gone begins anew; one whose worker lives is left alone."""

from contextlib import closing
from io import StringIO

import pytest
from django.core.management import call_command, get_commands
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cms.core import workers
from cms.core.workers import FAILED, MOST_BEGINNINGS, READY, RUNNING, Lock, Watch, give_back, is_alive
from cms.media.renditions import make_sizes

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _scratch(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def begun_by(*names, path="cms.media.renditions.make_sizes"):
    """A task that was begun by these workers, one after the other, and not ended by the last."""
    return DBTaskResult.objects.create(
        status=RUNNING, worker_ids=list(names), started_at=timezone.now(), run_after=timezone.now(),
        args_kwargs={"args": [0], "kwargs": {}}, task_path=path, backend_name="default",
    )  # fmt: skip


def test_only_a_task_whose_worker_is_gone_begins_anew():
    task = begun_by("one")
    with closing(Lock("one")):
        assert is_alive("one")
        assert not is_alive("two")
        lost = begun_by("two")
        assert give_back() == 1
        task.refresh_from_db()
        lost.refresh_from_db()
        assert (task.status, lost.status) == (RUNNING, READY)
    assert give_back() == 1
    task.refresh_from_db()
    assert task.status == READY


def test_a_task_that_ends_its_workers_is_given_up():
    task = begun_by(*["one", "two", "three"][:MOST_BEGINNINGS])
    assert give_back() == 0
    task.refresh_from_db()
    assert (task.status, task.exception_class_path) == (FAILED, "cms.core.workers.Lost")
    assert task.finished_at


def test_a_task_that_another_began_meanwhile_is_theirs(monkeypatch):
    task = begun_by("one")

    def begun_meanwhile(worker):
        task.claim("two")
        return False

    monkeypatch.setattr(workers, "is_alive", begun_meanwhile)
    assert give_back() == 0
    task.refresh_from_db()
    assert (task.status, task.worker_ids) == (RUNNING, ["one", "two"])


def test_the_worker_that_operators_start_holds_its_lock_and_looks_after_the_others(monkeypatch):
    assert get_commands()["db_worker"] == "cms.core"
    lost = begun_by("gone")
    held = []
    monkeypatch.setattr(workers.Watch, "run", lambda self, run=Watch.run: held.append(self.worker) or run(self))
    # It begins what was lost as soon as it is given back, which the watch does first of all.
    make_sizes.enqueue(0)
    call_command(
        "db_worker", batch=True, startup_delay=False, interval=0, worker_id="here", reload=False, stdout=StringIO()
    )
    assert held == ["here"]
    statuses = set(DBTaskResult.objects.exclude(pk=lost.pk).values_list("status", flat=True))
    assert statuses == {"SUCCESSFUL"}
    lost.refresh_from_db()
    assert lost.status in {READY, "SUCCESSFUL"}
