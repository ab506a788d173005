"""The screen *Bin*."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.intake.review import DecisionRefused

from . import bin as the_bin


class BinScreen(WagtailAdminTemplateMixin, TemplateView):
    """What the screens of the bin share: who may come here."""

    header_icon = "bin"

    def dispatch(self, request, *args, **kwargs):
        self.sources = the_bin.sources_for(request.user)
        if not self.sources:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def find(self, key, pk):
        """Return the source with this key and the Item with this number, as far as this user may see them; else 404."""
        source = self.sources.get(key)
        found = next((item for item in source.items(self.request.user) if item.pk == pk), None) if source else None
        if found is None and source is None:
            raise Http404
        return source, found


class BinView(BinScreen):
    """``/admin/bin/``: what is there, who put it there, how long it can be restored. A POST restores one thing."""

    template_name = "careful/bin.html"
    page_title = "Bin"
    per_page = 50

    def get_breadcrumbs_items(self):
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        page = Paginator(the_bin.items_for(self.request.user), self.per_page).get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {"page": page, "days": the_bin.DAYS}

    def post(self, request, *args, **kwargs):
        source, found = self.find(request.POST.get("key", ""), _number(request.POST.get("pk")))
        try:
            if found is None:
                raise the_bin.NotInTheBin
            messages.success(request, source.restore(found.pk, request.user))
        except DecisionRefused as refused:
            messages.error(request, refused.message)
        return redirect("careful_bin")


class DeleteNowView(BinScreen):
    """``/admin/bin/<key>/<pk>/delete/``: asks once more, then deletes for good."""

    template_name = "careful/delete_now.html"
    page_title = "Delete for good"

    def get_breadcrumbs_items(self):
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("careful_bin"), "label": "Bin"},
            {"url": "", "label": self.page_title},
        ]

    def get(self, request, *args, **kwargs):
        _source, self.item = self.find(kwargs["key"], kwargs["pk"])
        if self.item is None:
            messages.error(request, the_bin.NotInTheBin.message)
            return redirect("careful_bin")
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"item": self.item}

    def post(self, request, *args, **kwargs):
        source, found = self.find(kwargs["key"], kwargs["pk"])
        try:
            if found is None:
                raise the_bin.NotInTheBin
            messages.success(request, source.delete(found.pk, request.user))
        except DecisionRefused as refused:
            messages.error(request, refused.message)
        return redirect("careful_bin")


def _number(text):
    return int(text) if str(text).isdecimal() and len(str(text)) < 15 else 0


class BinMenuItem(MenuItem):
    def is_shown(self, request):
        return bool(the_bin.sources_for(request.user))


def bin_menu_item():
    return BinMenuItem("Bin", reverse("careful_bin"), name="bin", icon_name="bin", order=8000)


def bin_urls():
    return [
        path("bin/", BinView.as_view(), name="careful_bin"),
        path("bin/<slug:key>/<int:pk>/delete/", DeleteNowView.as_view(), name="careful_delete_now"),
    ]
