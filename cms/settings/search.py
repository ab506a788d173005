"""Site search on a server of its own, where the environment names one; else in the database."""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

KINDS = ("opensearch", "elasticsearch")


def on_a_server(address, database):
    """Return WAGTAILSEARCH_BACKENDS for the SEARCH_URL ``address``, beside the ``database``'s own; None for no address.

    ``opensearch+https://user:password@host:9200/prefix``: the prefix, of the names of indices, may be left out. Raises
    ImproperlyConfigured for anything else, without repeating it.
    """
    if not address:
        return None
    kind, _plus, rest = address.partition("+")
    parts = urlsplit(rest)
    if kind not in KINDS or parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ImproperlyConfigured(
            "SEARCH_URL: opensearch+https://user:password@host:9200, or elasticsearch+https://…."
        )
    return {
        "default": {
            "BACKEND": "cms.core.search_servers",
            "KIND": kind,
            "URLS": [f"{parts.scheme}://{parts.netloc}"],
            "INDEX_PREFIX": f"{parts.path.strip('/') or 'site'}_",
            "AUTO_UPDATE": True,
            # Seconds: then the database is asked.
            "TIMEOUT": 2,
            "OPTIONS": {"max_retries": 0, "retry_on_timeout": False},
            # Stems are longer than Wagtail's fifteen letters.
            "INDEX_SETTINGS": {
                "settings": {
                    "analysis": {"filter": {"edgengram": {"type": "edge_ngram", "min_gram": 1, "max_gram": 40}}}
                }
            },
        },
        "database": database,
    }
