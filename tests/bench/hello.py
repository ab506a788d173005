"""The measure of all things: one Django view behind the seven middleware of ``startproject``. Settings, view and server in one."""

import os
from functools import cache

from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

SECRET_KEY = "only-for-measuring"
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = __name__
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
INSTALLED_APPS = [
    "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages",
]  # fmt: skip
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
USE_TZ = True


def hello(request):
    return HttpResponse("Hello, world.")


urlpatterns = [path("", hello)]


def application(environ, start_response):
    """The WSGI application."""
    return _made()(environ, start_response)


@cache
def _made():
    # When the first request comes, since Django reads this very module.
    os.environ["DJANGO_SETTINGS_MODULE"] = __name__
    return get_wsgi_application()
