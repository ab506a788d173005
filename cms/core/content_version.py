"""The version of everything that readers may see: another one after every transaction that changed any of it.

Pages that were made (``page_cache``) and values that stand on every page (``kept``) are kept under it, so that nothing
old is shown, and nobody need know what a change touches. It moves in the transaction of the change itself, by looking at
the statements that go to the database: whatever writes, ``save()``, ``update()``, ``bulk_create()`` or plain SQL, moves it.

A table counts unless its app says that readers never see what is in it (``never_shown``): a table that somebody forgets
makes pages anew too often, and never shows an old one. Writing a draft of a page or a snippet does not count.
"""

import re
from contextlib import contextmanager
from weakref import WeakSet

from django.apps import apps
from django.db import connections, transaction
from django.db.backends.signals import connection_created
from django.db.models import Count, Max, Sum
from django.db.models.signals import post_migrate, pre_migrate

WRITES = re.compile(
    r'\s*(?:INSERT(?: OR \w+)? INTO|REPLACE INTO|UPDATE|DELETE FROM|TRUNCATE(?: TABLE)?)\s+"?(\w+)', re.I
)
SET = re.compile(r'"(\w+)" = ')
# What Wagtail writes on a row when only a draft of it is saved, locked or sent to be read.
OF_DRAFTS = {
    "draft_title", "has_unpublished_changes", "latest_revision_id", "latest_revision_created_at",
    "locked", "locked_at", "locked_by_id",
}  # fmt: skip
# So many rows are kept, and twice as many before the older half goes.
MOST = 64

_never_shown = set()
_listeners = []
# Connections on which the version was read since it moved on them last.
_has_read = WeakSet()
_paused = 0


def never_shown(*models):
    """Say that readers see nothing of these models, or of all models of an app that is named by its label."""
    for one in models:
        found = apps.get_app_config(one).get_models(include_auto_created=True) if isinstance(one, str) else [one]
        _never_shown.update(model._meta.db_table for model in found)


def is_shown(model):
    """Whether a write to ``model`` moves the version."""
    return model._meta.db_table not in _never_shown


def listen(heard):
    """Have ``heard()`` called in this process when the version moves, and again when that is committed."""
    _listeners.append(heard)


def current():
    """Return the version as a short word. One query; raises an Error of the database where the database is away."""
    from .models import ContentChange

    # All three: transactions end in another order than they begin, so that the latest alone may not be new; and numbers
    # begin again where an older copy of the database is brought back.
    found = ContentChange.objects.aggregate(rows=Count("pk"), total=Sum("pk"), last=Max("at"))
    _has_read.add(connections["default"])
    last = found["last"].timestamp() if found["last"] else 0
    return f"{found['rows']}-{found['total'] or 0}-{last:.6f}"


def move(using="default"):
    """Move the version in the present transaction; again only where it was read since. Without a transaction at once."""
    from .models import ContentChange

    connection = connections[using]
    # Django forgets what is to be done on commit where a transaction, or a part of one, is undone: then this is too.
    has_moved = any(entry[1] is _said for entry in reversed(connection.run_on_commit))
    if not has_moved or connection in _has_read:
        _has_read.discard(connection)
        row = ContentChange.objects.using(using).create()
        if row.pk % MOST == 0:
            # Without a transaction of its own: on SQLite none may end while the statement that is watched still gives rows.
            ContentChange.objects.using(using).filter(pk__lt=row.pk - MOST)._raw_delete(using)
        transaction.on_commit(_said, using=using)
    _said()


def _said():
    for heard in _listeners:
        heard()


@contextmanager
def paused():
    """Let nothing move the version inside: while tables are made, the one that it stands in may not be there."""
    global _paused
    _paused += 1
    try:
        yield
    finally:
        _paused -= 1


def _watch(execute, sql, params, many, context):
    """Look at one statement on its way to the database: Django's ``execute_wrapper``."""
    result = execute(sql, params, many, context)
    if not _paused and sql[:7].lstrip()[:1] in "IiUuDdRrTt" and _changes(sql):
        # After it: outside of a transaction the write is seen before the version moves, never the other way round.
        move(context["connection"].alias)
    return result


def _changes(sql):
    """Whether a statement writes what readers may see."""
    found = WRITES.match(sql)
    if found is None or found[1] in _never_shown:
        return False
    if sql.lstrip()[:6].upper() != "UPDATE":
        return True
    columns = set(SET.findall(sql.partition(" SET ")[2].partition(" WHERE ")[0]))
    return not columns or not columns <= OF_DRAFTS


def _connected(connection, **signal):
    if connection.alias == "default" and _watch not in connection.execute_wrappers:
        connection.execute_wrappers.append(_watch)


def _migrating(**signal):
    global _paused
    if not _migrating.begun:
        _migrating.begun = True
        _paused += 1


def _migrated(using="default", **signal):
    global _paused
    if _migrating.begun:
        _migrating.begun = False
        _paused -= 1
        move(using)


_migrating.begun = False


def start():
    """Look at all statements of this process from now on. Called when the apps are ready."""
    connection_created.connect(_connected, dispatch_uid="content version")
    for connection in connections.all(initialized_only=True):
        _connected(connection)
    pre_migrate.connect(_migrating, dispatch_uid="content version")
    post_migrate.connect(_migrated, dispatch_uid="content version")
