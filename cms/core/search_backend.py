"""The database's stock search backend, with one thing mended on SQLite.

SQLite's planner may enter the stock query by the content type of the index entries, and then asks the
full-text table once for each of them: ten thousand services take many seconds for one common word, ranked
or not (docs/decisions/0004-search.md). Here an unranked query goes through the full-text table once.
Ranked ones stay stock: only /admin/ asks for them.
"""

from django.db import connection
from django.db.models import ExpressionWrapper, F, IntegerField
from wagtail.search.backends.database import SearchBackend as StockBackend
from wagtail.search.query import MatchAll, Not


def SearchBackend(params):  # noqa: N802 - the name that Wagtail looks for
    """Return the backend of the site's database."""
    backend = StockBackend(params)
    if connection.vendor == "sqlite":
        backend.query_compiler_class = one_pass(backend.query_compiler_class)
        backend.autocomplete_query_compiler_class = one_pass(backend.autocomplete_query_compiler_class)
    return backend


def forget_deleted():
    """Let the index let go of the words of what was deleted: SQLite's keeps them, unfindable, until it is merged."""
    if connection.vendor == "sqlite":
        from wagtail.search.backends.database.sqlite.sqlite import SQLiteFTSIndexEntry

        table = connection.ops.quote_name(SQLiteFTSIndexEntry._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")  # noqa: S608 - a name of our own


def one_pass(stock):
    """Return a subclass of a stock SQLite query compiler whose unranked queries read the full-text table once."""
    from wagtail.search.backends.database.sqlite.query import MatchExpression, normalize
    from wagtail.search.backends.database.sqlite.sqlite import SQLiteFTSIndexEntry, get_descendants_content_types_pks

    class OnePassCompiler(stock):
        def search(self, config, start, stop, score_field=None):
            query = normalize(self.query)
            if self.order_by_relevance or score_field or isinstance(query, MatchAll | Not):
                return super().search(config, start, stop, score_field)
            match = MatchExpression(self.fields or self.FTS_TABLE_FIELDS, self.build_search_query(query, config=config))
            # A sum has no index: nothing is left to enter by but the full-text table.
            kind = ExpressionWrapper(F("index_entry__content_type_id") + 0, output_field=IntegerField())
            entries = SQLiteFTSIndexEntry.objects.filter(match).annotate(kind=kind)
            entries = entries.filter(kind__in=get_descendants_content_types_pks(self.queryset.model))
            queryset = self.queryset.filter(pk__in=entries.values("index_entry__object_id"))
            if not queryset.query.order_by:
                queryset = queryset.order_by("-pk")
            return queryset[start:stop]

    return OnePassCompiler
