"""Registers intake's admin addresses; what they do stands in ``views``."""

from django.urls import path
from wagtail import hooks

from .inbox import GROUP
from .views import see_upload

# Its lists are asked for when a menu or an address is needed, by when the apps above have joined.
GROUP.register_with_wagtail()


@hooks.register("register_admin_urls")
def upload_url():
    return [path("intake/uploads/<uuid:uuid>/", see_upload, name="intake_upload")]
