"""Site search on OpenSearch or Elasticsearch, where SEARCH_URL names a server; the database goes on to keep its own index.

Wagtail's backends for them answer with objects. This site asks for a queryset, since what is found must be public too, and
counts and orders by itself (docs/decisions/0004): so the server is asked for primary keys. One that is away or has no index
yet costs a moment, and the database is asked in its place; nobody asks the server again for a while.
"""

import logging
import time
from contextlib import suppress

from modelsearch.query import MatchAll, PlainText
from wagtail.search.backends import get_search_backend

logger = logging.getLogger(__name__)

# The name of the database's own backend in WAGTAILSEARCH_BACKENDS.
INSTEAD = "database"
# Keys in one answer, and how long the server keeps the place between two of them.
AT_ONCE = 5_000
KEPT_FOR = "30s"
# Seconds in which nobody asks a server that did not answer.
PAUSE = 10


class Server:
    """Whether the server is asked at present; what all threads of this process know of it."""

    ask_again = 0.0


def SearchBackend(params):  # noqa: N802 - the name that Wagtail looks for
    """Return the backend of ``params["KIND"]``: opensearch or elasticsearch."""
    kind = params.pop("KIND")
    if kind == "opensearch":
        from opensearchpy.exceptions import OpenSearchException
        from wagtail.search.backends.opensearch3 import OpenSearch3SearchBackend as Stock

        trouble = (OpenSearchException,)
    else:
        from elastic_transport import TransportError
        from elasticsearch import ApiError
        from wagtail.search.backends.elasticsearch9 import Elasticsearch9SearchBackend as Stock

        trouble = (TransportError, ApiError)

    class Compiler(Stock.autocomplete_query_compiler_class):
        def get_inner_query(self):
            """Return the query for beginnings of words; stock knows plain words alone, and suggestions ask for several."""
            if self.remapped_fields or isinstance(self.query, PlainText | MatchAll):
                return super().get_inner_query()
            return self._compile_query(self.query, Beginnings)

    class Results(ByKey, Stock.results_class):
        """What the server found, or the database in its place."""

        of_trouble = trouble

    class Backend(Stock):
        autocomplete_query_compiler_class = Compiler
        results_class = Results

    return Backend(params)


class Beginnings:
    """The field in which the server keeps beginnings of words, as a query compiler names one."""

    field_name = field_name_with_boost = "_edgengrams"
    boost = 1


class ByKey:
    """Mixed into the results of a stock backend: gives a queryset, and asks the database where the server fails."""

    of_trouble = ()

    def get_queryset(self):
        """Return a queryset of all that was found, in the queryset's own order. Asks the server at once, for keys alone."""
        keys = self.asked(lambda: list(self._keys()))
        return (
            self.by_the_database().get_queryset() if keys is None else self.query_compiler.queryset.filter(pk__in=keys)
        )

    def asked(self, question):
        """Return what ``question()`` brings from the server; None where it does not answer or was just away."""
        if time.monotonic() < Server.ask_again:
            return None
        try:
            return question()
        except self.of_trouble as error:
            Server.ask_again = time.monotonic() + PAUSE
            # Not its words: they may repeat what somebody looked for.
            logger.warning("The search server did not answer (%s): asking the database.", type(error).__name__)
            return None

    def by_the_database(self):
        """Return the results of the same question to the database."""
        compiler, other = self.query_compiler, get_search_backend(INSTEAD)
        is_beginning = isinstance(compiler, self.backend.autocomplete_query_compiler_class)
        ask = other.autocomplete if is_beginning else other.search
        return ask(
            compiler.query, compiler.queryset, fields=compiler.fields, order_by_relevance=compiler.order_by_relevance
        )

    def _keys(self):
        index = self.backend.get_index_for_model(self.query_compiler.queryset.model).name
        asked = {"index": index, "size": AT_ONCE, "scroll": KEPT_FOR, "_source": False, self.fields_param_name: "pk"}
        page = self._backend_do_search({"query": self.query_compiler.get_query(), "sort": ["_doc"]}, **asked)
        try:
            while hits := page["hits"]["hits"]:
                yield from (int(hit["fields"]["pk"][0]) for hit in hits)
                if len(hits) < AT_ONCE:
                    break
                page = self.backend.es.scroll(scroll_id=page["_scroll_id"], scroll=KEPT_FOR)
        finally:
            # It forgets by itself a little later.
            with suppress(*self.of_trouble):
                self.backend.es.clear_scroll(scroll_id=page["_scroll_id"])

    def facet(self, field_name):
        counts = self.asked(lambda: super(ByKey, self).facet(field_name))
        return self.by_the_database().facet(field_name) if counts is None else counts

    def _do_search(self):
        found = self.asked(lambda: list(super(ByKey, self)._do_search()))
        return iter(self.by_the_database()[self.start : self.stop] if found is None else found)

    def _do_count(self):
        number = self.asked(super()._do_count)
        return len(self.by_the_database()[self.start : self.stop]) if number is None else number
