"""How long a page may keep the database busy with one question."""

from django.conf import settings

# What PostgreSQL says where it was told to stop.
QUERY_CANCELED = "57014"


def limit_questions():
    """Let PostgreSQL cut off what a page asks after DATABASE_PAGE_SECONDS. For web processes, before they ask anything.

    It is said on connecting, so that it costs no question of its own. A pooler shares its connections with the worker
    and with other programs and says it by itself (deploy/pgbouncer.ini). What stands in DATABASE_URL comes last, which
    PostgreSQL goes by.
    """
    database = settings.DATABASES["default"]
    is_ours = database["ENGINE"] == "django.db.backends.postgresql" and not settings.DATABASE_POOLER
    if is_ours and settings.DATABASE_PAGE_SECONDS > 0:
        options = database.setdefault("OPTIONS", {})
        limit = f"-c statement_timeout={round(settings.DATABASE_PAGE_SECONDS * 1000)}"
        options["options"] = f"{limit} {options.get('options', '')}".strip()


def was_cut_off(error):
    """Whether ``error``, of Django's, is that of a question that took too long."""
    return getattr(error.__cause__, "pgcode", None) == QUERY_CANCELED
