"""Where the open data is. ``kind`` is one of the lists; an address with a slash at its end is the same."""

from django.urls import path, re_path, register_converter
from django.urls.converters import StringConverter

from . import page, views
from .lists import KINDS


class Kind(StringConverter):
    regex = "|".join(KINDS)


register_converter(Kind, "hsds_kind")

app_name = "hsds"
BASE = "api/hsds/v3/"
urlpatterns = [
    path("open-data/", page.open_data, name="page"),
    path(BASE, views.base, name="base"),
    path(f"{BASE}openapi.json", views.openapi, name="openapi"),
    path(f"{BASE}<hsds_kind:kind>", views.every, name="list"),
    path(f"{BASE}<hsds_kind:kind>/<uuid:identifier>", views.item, name="item"),
    path(f"{BASE}<hsds_kind:kind>/", views.every),
    path(f"{BASE}<hsds_kind:kind>/<uuid:identifier>/", views.item),
    re_path(rf"^{BASE}(?P<path>.*)$", views.nothing),
]
