"""Registers intake's admin addresses; what they do stands in ``views``."""

from django.urls import path
from wagtail import hooks

from .views import see_upload


@hooks.register("register_admin_urls")
def upload_url():
    return [path("intake/uploads/<uuid:uuid>/", see_upload, name="intake_upload")]
