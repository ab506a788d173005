"""Settings of a real site. It does not start without SECRET_KEY and ALLOWED_HOSTS.

``LOOPBACK_ONLY=1`` is set by ``make serve`` alone: it allows plain HTTP and serves media from this
process so that the production settings can be measured on one machine. It refuses any host that is
not loopback, so it cannot be left on by accident.
"""

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .base import env

DEBUG = False


def required(name):
    """Return the environment's ``name``; raise ImproperlyConfigured where it is missing or empty."""
    value = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(f"Set {name} in the environment: the site does not start without it.")
    return value


SECRET_KEY = required("SECRET_KEY")
# Keys from before: links in old mail, and the codes of who never wants mail again, are still known by them.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = [host.strip() for host in required("ALLOWED_HOSTS").split(",") if host.strip()]
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    # A request's Host header ends up in the links of emails, so only the site's own names are trusted.
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the site's hosts, separated by commas; * is refused.")

LOOPBACK_ONLY = env.bool("LOOPBACK_ONLY", default=False)
if LOOPBACK_ONLY and set(ALLOWED_HOSTS) - {"127.0.0.1", "localhost", "[::1]"}:
    raise ImproperlyConfigured("LOOPBACK_ONLY is for measuring on this machine: ALLOWED_HOSTS may name loopback only.")

SERVE_MEDIA = LOOPBACK_ONLY
# On this machine alone one may do without; a real site asks everybody (cms/signin/checks.py sees to it).
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR", default=not LOOPBACK_ONLY)
if not (SECOND_FACTOR_REQUIRED or LOOPBACK_ONLY):
    raise ImproperlyConfigured("SECOND_FACTOR cannot be off here: everybody who signs in to a real site has one.")

if not LOOPBACK_ONLY:
    WAGTAILADMIN_BASE_URL = env.str("WAGTAILADMIN_BASE_URL", default=f"https://{ALLOWED_HOSTS[0].lstrip('.')}")
    SECURE_SSL_REDIRECT = True
    # The health checks of a load balancer come over plain HTTP from inside.
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    BEHIND_PROXY = env.bool("BEHIND_PROXY", default=True)
    if BEHIND_PROXY:
        # nginx sets these headers itself and drops the client's (docs/operating.md).
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # ".example.org" means all its subdomains, which is written "*.example.org" here.
    CSRF_TRUSTED_ORIGINS = [f"https://*{host}" if host.startswith(".") else f"https://{host}" for host in ALLOWED_HOSTS]

EMAIL_URL = env.str("EMAIL_URL", default="")
if EMAIL_URL:
    EMAIL_CONFIG = env.email_url_config(EMAIL_URL)
    OUTBOX_EMAIL_BACKEND = EMAIL_CONFIG.pop("EMAIL_BACKEND")
    vars().update(EMAIL_CONFIG)

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "ENQUEUE_ON_COMMIT": True}}
