"""``manage.py db_worker``: django-tasks-db's own, and beside it the watch that lets tasks of killed workers begin anew."""

from django_tasks_db.management.commands import db_worker

from cms.core.workers import Watch

# Seconds: a database that takes longer is away, and the worker says so itself.
PATIENCE = 30


class Command(db_worker.Command):
    def handle(self, *, worker_id, **options):
        watch = Watch(worker_id)
        watch.start()
        # Nothing is begun without it: others would take the task for lost.
        watch.is_holding.wait(PATIENCE)
        try:
            super().handle(worker_id=worker_id, **options)
        finally:
            watch.over.set()
            watch.join(PATIENCE)
