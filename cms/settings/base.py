"""Settings that hold everywhere.

Nothing here is relaxed for convenience: ``dev`` and ``test`` relax, ``production`` only adds.
Everything an operator may set comes from the environment and is listed in docs/operating.md.
"""

import zoneinfo
from pathlib import Path

import environ

from .in_front import caches_in_front
from .media import in_buckets, shown_from
from .policies import ADMIN_CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY, PERMISSIONS_POLICY  # noqa: F401
from .search import on_a_server

BASE_DIR = Path(__file__).resolve().parent.parent.parent
# What a running site writes: database, media, private uploads, mail of the sample site. Never in git.
VAR_DIR = Path(environ.Env().str("VAR_DIR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)

env = environ.Env()

INSTALLED_APPS = [
    "cms.core",
    "cms.intake",
    "cms.signin",
    "cms.desk",
    "cms.upkeep",
    "cms.careful",
    "cms.handbook",
    "cms.users",
    "cms.media",
    "cms.sample",
    "cms.design",
    "home",
    "pages",
    "directory",
    "contribute",
    "contribute.newsletter",
    "search",
    "wagtail_modeladmin",
    "wagtailmedia",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.settings",
    "wagtail.contrib.sitemaps",
    "wagtail.contrib.search_promotions",
    "wagtail.embeds",
    "wagtail.sites",
    "cms.signin.wagtail_users.StaffUsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    # Their pages, addresses, words and mails are ours (cms/signin): "allauth" itself, which brings its own, is not here.
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # Outermost: what is kept passes nothing else on its way out.
    "cms.core.page_cache.PageCacheMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Pages shrink to a fifth. Tokens in them are masked anew for each answer, and Django pads what it compresses at
    # random, so their length tells nothing (BREACH). Static files are above this, compressed beforehand.
    "django.middleware.gzip.GZipMiddleware",
    "cms.core.middleware.BoundedRequestMiddleware",
    "cms.core.middleware.PolicyMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    # After the headers and before the first that asks the database.
    "cms.core.broken.MaintenanceMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    # Whoever comes after it sees nobody in a session that left out the second factor.
    "cms.signin.gate.GateMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "cms.intake.middleware.RefusedDecisionMiddleware",
    # Inside of what may answer by itself: what it keeps is for pages.
    "cms.core.kept.KeptMiddleware",
    "cms.core.page_map.KnownSiteMiddleware",
    # After it, since it asks what is kept.
    "cms.intake.switched_off.SwitchedOffMiddleware",
    # Innermost: what comes after it measures and compresses what is sent.
    "cms.core.middleware.ProtectedAddressMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

# --- Database -----------------------------------------------------------------------------------

DATABASE_URL = env.str("DATABASE_URL", default="") or f"sqlite:///{VAR_DIR / 'site.sqlite3'}"
# Whether DATABASE_URL leads to PgBouncer in transaction mode and not to PostgreSQL itself.
DATABASE_POOLER = env.bool("DATABASE_POOLER", default=False)
DATABASES = {"default": env.db_url_config(DATABASE_URL)}
DATABASE = DATABASES["default"]
DATABASE["CONN_HEALTH_CHECKS"] = True
if DATABASE["ENGINE"] == "django.db.backends.sqlite3":
    DATABASE.setdefault("OPTIONS", {}).update(
        # IMMEDIATE: a transaction that reads and then writes otherwise fails at once when another
        # writer came between, whatever the timeout (docs/decisions/0002-sqlite.md).
        transaction_mode="IMMEDIATE",
        timeout=20,
        init_command="PRAGMA journal_mode=WAL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=20000;",
    )
else:
    DATABASE["CONN_MAX_AGE"] = env.int("DATABASE_CONN_MAX_AGE", default=60)
    # PgBouncer gives each transaction whichever connection is free, so nothing may lie in one from one to the next.
    DATABASE["DISABLE_SERVER_SIDE_CURSORS"] = DATABASE_POOLER
    # A server that went without a word, as when its machine lost power, is given up while whoever pressed a button still
    # waits: after so many seconds of no connection, or milliseconds in which nothing that we sent arrived. Otherwise each
    # thread would hang for minutes. A long question is none of that. What stands in DATABASE_URL comes first.
    DATABASE["OPTIONS"] = {"connect_timeout": 5, "tcp_user_timeout": 10_000} | DATABASE.get("OPTIONS", {})

# After so many seconds a question that a page asks is cut off (cms/core/databases.py); 0: never.
DATABASE_PAGE_SECONDS = env.float("DATABASE_PAGE_SECONDS", default=10)

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Language and time --------------------------------------------------------------------------

LANGUAGE_CODE = "en-au"
TIME_ZONE = "Australia/Melbourne"
USE_I18N = True
# The few words of Wagtail's that are said otherwise here.
LOCALE_PATHS = [BASE_DIR / "cms" / "locale"]
USE_TZ = True
FORMAT_MODULE_PATH = ["cms.formats"]

# --- Files --------------------------------------------------------------------------------------

STATIC_URL = "/static/"
# A container has them in its image, made when that was built.
STATIC_ROOT = Path(env.str("STATIC_ROOT", default="") or VAR_DIR / "static")
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
# Whether this process hands out media itself: locally yes, in production nginx does.
SERVE_MEDIA = False
# What the public sends waits here, outside MEDIA_ROOT, until an editor accepts it.
PRIVATE_ROOT = VAR_DIR / "private"
# Pictures for sharing, drawn when somebody first asks for one. May be emptied at any time.
DRAWN_ROOT = VAR_DIR / "drawn"
# Pages for when the site is broken or closed, made beforehand; and the file that closes it (docs/operating.md).
ERROR_PAGES_ROOT = VAR_DIR / "error-pages"
MAINTENANCE_FILE = VAR_DIR / "maintenance"
STORAGES = {
    # Pictures that were sent in and are not published yet lie in the private one.
    "default": {"BACKEND": "cms.media.waiting.MediaStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(PRIVATE_ROOT), "base_url": None, "file_permissions_mode": 0o600},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Where the environment names buckets, media lie there, and pages may show pictures from there too.
if MEDIA_IN_BUCKETS := in_buckets(env):
    STORAGES |= MEDIA_IN_BUCKETS[0]
    MEDIA_URL = MEDIA_IN_BUCKETS[1]
    CONTENT_SECURITY_POLICY, ADMIN_CONTENT_SECURITY_POLICY = shown_from(
        MEDIA_URL, CONTENT_SECURITY_POLICY, ADMIN_CONTENT_SECURITY_POLICY
    )
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
# Wagtail's page editor posts many fields; the public forms bound theirs themselves.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# --- People -------------------------------------------------------------------------------------

AUTH_USER_MODEL = "users.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["cms.signin.backend.StaffBackend"]
LOGIN_URL = WAGTAILADMIN_LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = "/account/sign-in/"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
LOGOUT_REDIRECT_URL = "/account/sign-in/?why=out"
# Whether everybody who signs in has to have a second factor. Only a sample site on this machine may say no
# (``cms.signin.checks``): elsewhere the site does not start.
SECOND_FACTOR_REQUIRED = True
# After so long without anybody at the desk, and in any case after so long (SESSION_COOKIE_AGE), one signs in again.
SESSION_IDLE_SECONDS = env.int("SESSION_IDLE_MINUTES", default=120) * 60
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
INVITATION_DAYS = 7
# The life of a link to choose a new password. Seconds.
PASSWORD_RESET_TIMEOUT = 2 * 60 * 60

ACCOUNT_ADAPTER = "cms.signin.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
# Of the link, not of an address book of allauth's own, which stays empty: a person's one address is in their row.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
# Ours count (cms/signin/limits.py): allauth's answer with an error where the cache is away.
ACCOUNT_RATE_LIMITS = False
ACCOUNT_FORMS = {
    "login": "cms.signin.forms.SignInForm",
    "reauthenticate": "cms.signin.forms.ConfirmForm",
    "reset_password": "cms.signin.forms.ForgottenForm",
    "reset_password_from_key": "cms.signin.forms.NewPasswordForm",
}
MFA_ADAPTER = "cms.signin.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_TRUST_ENABLED = False
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_RATE_LIMITS = False
# Clocks of phones are up to half a minute wrong.
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "cms.signin.code_forms.CodeForm",
    "authenticate_webauthn": "cms.signin.code_forms.PasskeyForm",
    "reauthenticate": "cms.signin.code_forms.ConfirmCodeForm",
    "reauthenticate_webauthn": "cms.signin.code_forms.ConfirmPasskeyForm",
    "login_webauthn": "cms.signin.code_forms.PasskeyAloneForm",
    "activate_totp": "cms.signin.code_forms.AddAppForm",
    "add_webauthn": "cms.signin.code_forms.AddPasskeyForm",
    "edit_webauthn": "cms.signin.code_forms.NamePasskeyForm",
}
CSRF_COOKIE_SAMESITE = "Lax"

# --- Mail: everything goes through the outbox ---------------------------------------------------

EMAIL_BACKEND = "cms.intake.mail.OutboxBackend"
# The backend that the outbox's worker really sends with; production reads it from EMAIL_URL.
OUTBOX_EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(VAR_DIR / "mail")
EMAIL_TIMEOUT = 20
# How much of very many alike, such as a newsletter, may leave in a minute. Other mail does not count and goes first.
BULK_MAIL_PER_MINUTE = env.int("BULK_MAIL_PER_MINUTE", default=200)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Centre of Excellence in Peer Support <site@example.org>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Cache and tasks ----------------------------------------------------------------------------

CACHES = {"default": env.cache_url_config(env.str("CACHE_URL", default="") or "locmemcache://")}
if CACHES["default"]["BACKEND"].endswith("RedisCache"):
    # One that is dead, slow or full of rubbish is as if nothing were kept.
    CACHES["default"]["BACKEND"] = "cms.core.cache_backends.PatientRedisCache"
# Whether pages that are the same for everybody are kept (cms/core/page_cache.py).
PAGE_CACHE = env.bool("PAGE_CACHE", default=True)
# Such as a CDN. Wagtail tells them of pages that were published or taken off, by tasks.
if WAGTAILFRONTENDCACHE := caches_in_front(env.list("FRONTEND_CACHE_URL", default=[])):
    INSTALLED_APPS.append("wagtail.contrib.frontend_cache")
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "ENQUEUE_ON_COMMIT": True}}

# --- Security headers ---------------------------------------------------------------------------

# Exactly this one: anything stricter makes browsers send "Origin: null", which Django refuses.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"

# --- Wagtail ------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Centre of Excellence in Peer Support"
WAGTAILADMIN_BASE_URL = env.str("WAGTAILADMIN_BASE_URL", default="http://127.0.0.1:8000")
WAGTAIL_I18N_ENABLED = False
# Those of places: systems know others, such as “localtime”, that no browser can name.
WAGTAIL_USER_TIME_ZONES = sorted(name for name in zoneinfo.available_timezones() if "/" in name)
# As people here write days: the pickers of the editors' forms show them so.
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
# People choose their password, and say who they are, on pages of ours (cms/signin).
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAILUSERS_PASSWORD_REQUIRED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = False
WAGTAIL_WORKFLOW_CANCEL_ON_PUBLISH = True
WAGTAILIMAGES_IMAGE_MODEL = "media.SiteImage"
WAGTAILDOCS_DOCUMENT_MODEL = "media.SiteDocument"
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.media.forms.SiteImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.media.forms.SiteDocumentForm"
WAGTAILIMAGES_AVIF_QUALITY = 55
WAGTAILIMAGES_WEBP_QUALITY = 76
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "ods", "pdf", "pptx", "rtf", "txt", "xlsx"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILMEDIA = {
    "MEDIA_MODEL": "media.SiteMedia",
    "MEDIA_FORM_BASE": "cms.media.recording_forms.RecordingForm",
    "AUDIO_EXTENSIONS": ["mp3", "m4a", "wav", "ogg"],
    "VIDEO_EXTENSIONS": ["mp4", "webm"],
}
RECORDING_MAX_UPLOAD_SIZE = 200 * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"
SEARCH_IN_DATABASE = {"BACKEND": "cms.core.search_backend", "SEARCH_CONFIG": "english", "AUTO_UPDATE": True}
WAGTAILSEARCH_BACKENDS = on_a_server(env.str("SEARCH_URL", default=""), SEARCH_IN_DATABASE) or {
    "default": SEARCH_IN_DATABASE
}
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea",
        "OPTIONS": {"features": ["bold", "italic", "link", "document-link", "ol", "ul"]},
    }
}
TAGGIT_CASE_INSENSITIVE = True

# --- The site's own -----------------------------------------------------------------------------

# Counts of the directory's use wait in each process for this many seconds and are written together; 0: never by itself.
STATISTICS_EVERY = 30

# Whether the header X-Forwarded-For may be believed: only where a proxy of ours writes it.
BEHIND_PROXY = False

# The local sample site may carry accounts with written-down passwords; a real one never does.
SAMPLE_SITE_ALLOWED = False

# --- Logs: paths without query strings, tokens masked -------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"mask": {"()": "cms.core.logs.MaskFilter"}},
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["mask"], "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        # Wagtail logs the name of whatever is saved, and names are what people send in.
        "wagtail": {"level": "WARNING"},
        "pikepdf": {"level": "WARNING"},
        # So do these, and what people look for: of a search server that is away we say so ourselves.
        "modelsearch.index": {"level": "CRITICAL"},
        "opensearchpy": {"level": "CRITICAL"},
        "opensearch": {"level": "CRITICAL"},
        "elasticsearch": {"level": "CRITICAL"},
        "elastic_transport": {"level": "CRITICAL"},
        "django_tasks": {"level": "WARNING"},
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
