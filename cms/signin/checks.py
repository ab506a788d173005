"""What must be so before the site starts: a second factor for everybody, no other way in."""

from django.apps import apps
from django.conf import settings
from django.core import checks


def register():
    """Let ``manage.py check`` ask these."""
    checks.register(asks_everybody, "signin")
    checks.register(has_no_other_way_in, "signin")


def asks_everybody(app_configs, **kwargs):
    """Return an Error where a real site would let people in without a second factor."""
    is_local = settings.SAMPLE_SITE_ALLOWED or getattr(settings, "LOOPBACK_ONLY", False)
    if settings.SECOND_FACTOR_REQUIRED or is_local:
        return []
    return [
        checks.Error(
            "SECOND_FACTOR is off, and this is not a sample site on this machine.",
            hint="Take SECOND_FACTOR out of the environment: everybody who signs in has a second factor.",
            id="signin.E001",
        )
    ]


def has_no_other_way_in(app_configs, **kwargs):
    """Return an Error for each app that would bring a way in which knows of no second factor."""
    others = {
        "django.contrib.admin": "Django's own admin signs in by a password alone",
        "wagtail.api.v3": "its tokens let in without a second factor",
        "allauth.socialaccount": "accounts of elsewhere are not ours to check",
        "allauth.headless": "its addresses go past our pages",
    }
    return [
        checks.Error(f"{name} is installed: {why}.", id="signin.E002")
        for name, why in others.items()
        if apps.is_installed(name)
    ]
