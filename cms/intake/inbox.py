"""The menu *Inbox*: what the public sent in, one list for each kind. Apps join it with theirs.

What all these lists share is here, so that moving on from wagtail-modeladmin is small.
"""

import re
from datetime import datetime, time

from django.contrib.admin import DateFieldListFilter
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from wagtail.admin.menu import MenuItem
from wagtail_modeladmin.helpers import ButtonHelper, PermissionHelper
from wagtail_modeladmin.options import ModelAdmin, ModelAdminGroup
from wagtail_modeladmin.views import HistoryView, IndexView

from .history import note_list


class InboxGroup(ModelAdminGroup):
    """What the public sent in, by kind."""

    menu_label = "Inbox"
    menu_icon = "mail"
    menu_order = 120

    def __init__(self):
        super().__init__()
        self.screens = []

    def get_submenu_items(self):
        return super().get_submenu_items() + [
            Screen(*screen, order=100 + number) for number, screen in enumerate(self.screens)
        ]


class Screen(MenuItem):
    """A line of the menu that opens a screen and no list, for those who have ``permission``."""

    def __init__(self, label, url_name, permission, icon, order):
        super().__init__(label, reverse(url_name), icon_name=icon, order=order)
        self.permission = permission

    def is_shown(self, request):
        return request.user.has_perm(self.permission)


GROUP = InboxGroup()


def join(*kinds):
    """Put the lists ``kinds`` (ModelAdmin classes) into the menu, after those that joined before."""
    for kind in kinds:
        admin = kind(parent=GROUP)
        GROUP.modeladmin_instances.append(admin)
        admin.register_admin_url_finders()
        admin.register_indexing()


def join_screen(label, url_name, permission, icon):
    """Put a screen that is no list into the menu, below the lists, for those who have ``permission``."""
    GROUP.screens.append((label, url_name, permission, icon))


class ReadOnly(PermissionHelper):
    """What came in is evidence: nobody adds to it, changes or deletes it by hand."""

    def user_can_create(self, user):
        return False

    def user_can_edit_obj(self, user, obj):
        return False

    def user_can_delete_obj(self, user, obj):
        return False

    def user_can_list(self, user):
        return self.user_has_specific_permission(user, self.get_perm_codename("view"))

    def user_can_inspect_obj(self, user, obj):
        return self.user_can_list(user)


class Buttons(ButtonHelper):
    """One button a row, in a word that says what it does."""

    def inspect_button(self, *args, **kwargs):
        return super().inspect_button(*args, **kwargs) | {"label": "Open", "title": f"Open this {self.verbose_name}"}


class InboxIndexView(IndexView):
    """The list, narrowed only by what its own filters offer.

    modeladmin takes any name in the address for a filter, and would follow it into other tables: an answer
    of some rows or none then reads a password's hash, letter by letter. A list of ours says in ``offered`` which
    names its filters have.
    """

    # Of every list: search, page, order, errors, and the day on which something came.
    ALWAYS = re.compile(r"^(q|p|o|e|export|received_at__(gte|lt|isnull))$")

    def as_spreadsheet(self, queryset, spreadsheet_format):
        """Return the download of what the list shows; that somebody took it is written down."""
        note_list(self.model, self.request.user, "intake.download", number=queryset.count())
        return super().as_spreadsheet(queryset, spreadsheet_format)

    def dispatch(self, request, *args, **kwargs):
        offered = set(getattr(self.model_admin, "offered", ()))
        request.GET = request.GET.copy()
        for name in list(request.GET):
            known = name in offered or self.ALWAYS.match(name)
            if known and name.startswith("received_at"):
                request.GET[name] = known = as_moment(request.GET[name])
            if not known:
                del request.GET[name]
        return super().dispatch(request, *args, **kwargs)


class InboxHistoryView(HistoryView):
    """Who did what with one of them, for those who may read it: modeladmin shows it to everybody who is signed in."""

    def dispatch(self, request, *args, **kwargs):
        if not self.permission_helper.user_can_inspect_obj(request.user, self.instance):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


def as_moment(text):
    """Return ``text`` as the filters take it: a time with its zone, a day as its beginning here, or the True and False of
    "has a date"; '' for anything else."""
    if text in {"True", "False"}:
        return text
    try:
        moment = parse_datetime(text) or datetime.combine(parse_date(text), time())
    except (ValueError, TypeError):
        return ""
    return (moment if timezone.is_aware(moment) else timezone.make_aware(moment)).isoformat()


class CameOn(DateFieldListFilter):
    """When it came, in words for editors."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.title = "when it came"


class SentIn(ModelAdmin):
    """The columns that every kind of sent in thing has, in words for editors."""

    index_template_name = "intake/inbox_list.html"

    ordering = ("-received_at",)
    search_fields = ("reference", "title")
    index_view_class = InboxIndexView
    history_view_class = InboxHistoryView
    inspect_view_enabled = True
    button_helper_class = Buttons
    permission_helper_class = ReadOnly
    offered = ("kind__exact", "decision__exact")

    def sent_in(self, received):
        return received.received_at

    sent_in.short_description = "Sent in"
    sent_in.admin_order_field = "received_at"
