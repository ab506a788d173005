"""Two questions of whoever watches over the site: is the process alive, and can it serve.

Both answer in plain text, are never kept by a cache, and say nothing that a stranger could use.
"""

import secrets

from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


def answer(lines, status):
    return HttpResponse("\n".join(lines) + "\n", status=status, content_type="text/plain; charset=utf-8")


@never_cache
@require_safe
def alive(request):
    """``/healthz``: 200 while the process answers at all. Asks nothing of the database or the cache."""
    return answer(["alive"], 200)


@never_cache
@require_safe
def ready(request):
    """``/readyz``: 200 when database, cache and migrations are as the code needs them, else 503.

    One line for each part, such as ``cache: does not answer``.
    """
    checks = {"database": check_database, "cache": check_cache, "migrations": check_migrations}
    results = {}
    for name, check in checks.items():
        try:
            results[name] = check()
        except Exception:
            results[name] = "does not answer"
    healthy = all(result == "ok" for result in results.values())
    return answer([f"{name}: {result}" for name, result in results.items()], 200 if healthy else 503)


def check_database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return "ok" if cursor.fetchone() == (1,) else "answers wrongly"


def check_cache():
    word = secrets.token_hex(8)
    cache.set(f"readyz-{word}", word, timeout=10)
    found = cache.get(f"readyz-{word}")
    cache.delete(f"readyz-{word}")
    if getattr(cache, "is_away", False):
        return "does not answer"
    return "ok" if found == word else "forgets"


def check_migrations():
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return "ok" if not plan else f"{len(plan)} to apply"
