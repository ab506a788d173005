"""All settings on one page: what each is for, when it was changed last, and the way in. Only those that somebody may change."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.text import capfirst
from wagtail.admin.menu import MenuItem
from wagtail.contrib.settings.registry import registry
from wagtail.permissions import policy_registry

from .models.settings import SettingWithHistory

_screens = []


@dataclass(frozen=True)
class Row:
    """One line of the page: ``version`` is the newest Revision of a setting, or None."""

    label: str
    what_for: str
    url: str
    version: object = None


def register(label, what_for, url_name, permission):
    """Put a screen that is no Wagtail setting on the page, for those who have ``permission``."""
    _screens.append((label, what_for, url_name, permission))


def rows_for(user):
    """Return the rows of what ``user`` may change, by their labels. One query for each setting that has a version."""
    rows = []
    for model in registry:
        if issubclass(model, SettingWithHistory) and policy_registry.get_by_type(model).user_has_permission(
            user, "change"
        ):
            row = model.objects.select_related("latest_revision__user").first()
            address = reverse("wagtailsettings:edit", args=[model._meta.app_label, model._meta.model_name])
            rows.append(Row(capfirst(model._meta.verbose_name), model.what_for, address, row and row.latest_revision))
    rows += [
        Row(label, what_for, reverse(url_name))
        for label, what_for, url_name, permission in _screens
        if user.has_perm(permission)
    ]
    return sorted(rows, key=lambda row: row.label.casefold())


def overview(request):
    """The page. Raises PermissionDenied for who may change none of it."""
    rows = rows_for(request.user)
    if not rows:
        raise PermissionDenied
    return render(
        request, "core/settings/overview.html", {"rows": rows, "page_title": "Settings", "header_icon": "cogs"}
    )


def addresses():
    return [path("settings/", overview, name="setting_overview")]


class OverviewMenuItem(MenuItem):
    """The first line of the menu "Settings"."""

    def __init__(self):
        super().__init__(
            "What each is for", reverse("setting_overview"), name="setting-overview", icon_name="info-circle", order=1
        )

    def is_shown(self, request):
        return has_any(request.user)


def has_any(user):
    """Whether anything of the page is for ``user``, without a query."""
    return any(
        issubclass(model, SettingWithHistory) and policy_registry.get_by_type(model).user_has_permission(user, "change")
        for model in registry
    ) or any(user.has_perm(permission) for *_screen, permission in _screens)
