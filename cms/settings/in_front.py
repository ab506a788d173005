"""Caches that stand in front of the site, which Wagtail tells of each page that was published or taken off."""

from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

BACKENDS = "wagtail.contrib.frontend_cache.backends"


def caches_in_front(addresses):
    """Return WAGTAILFRONTENDCACHE for ``addresses``, a list; {} for none. Raises ImproperlyConfigured for a strange one.

    ``http://10.0.0.2:80`` hears PURGE, as Varnish does; ``cloudflare://:token@zone``; ``cloudfront://distribution``, to
    which the machine's role or ``key:secret@`` opens. None is written anywhere, since keys are in them.
    """
    return {f"cache-{number}": _one(address) for number, address in enumerate(addresses, 1)}


def _one(address):
    parts = urlsplit(address)
    # As it stands: the names of distributions are in capitals.
    keys, _at, name = parts.netloc.rpartition("@")
    key, _colon, secret = map(unquote, keys.partition(":"))
    if parts.scheme in {"http", "https"} and name and not keys:
        return {"BACKEND": f"{BACKENDS}.HTTPBackend", "LOCATION": f"{parts.scheme}://{name}"}
    if parts.scheme == "cloudflare" and name and secret:
        return {"BACKEND": f"{BACKENDS}.CloudflareBackend", "ZONEID": name, "BEARER_TOKEN": secret}
    if parts.scheme == "cloudfront" and name and bool(key) == bool(secret):
        opened = {"AWS_ACCESS_KEY_ID": key, "AWS_SECRET_ACCESS_KEY": secret} if key else {}
        return {"BACKEND": f"{BACKENDS}.CloudfrontBackend", "DISTRIBUTION_ID": name} | opened
    raise ImproperlyConfigured(
        "FRONTEND_CACHE_URL: http://host:port, cloudflare://:token@zone or cloudfront://distribution, separated by commas."
    )
