"""What the small forms about pages have in common: whose they are, the way back, the words of the button."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from cms.core.models import BasePage


def page_for(request, pk):
    """Return the page ``pk`` of its own type; raise Http404 where none is, PermissionDenied where it is not the user's."""
    page = get_object_or_404(Page, pk=pk).specific
    if not isinstance(page, BasePage):
        raise Http404
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    return page


class PagesFormView(WagtailAdminTemplateMixin, FormView):
    """A form about pages. ``above``: what leads to it, pairs of a label and an address."""

    submit_button_label = submit_button_active_label = ""

    def above(self):
        return []

    def get_breadcrumbs_items(self):
        way = [{"url": url, "label": label} for label, url in self.above()]
        return [*super().get_breadcrumbs_items(), *way, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(
            action_url=self.request.path, submit_button_label=self.submit_button_label,
            submit_button_active_label=self.submit_button_active_label,
            breadcrumbs_items=self.get_breadcrumbs_items(), **kwargs,
        )  # fmt: skip
        return context | {"media": context["form"].media}


class OnePageFormView(PagesFormView):
    """A form about the page whose number stands in the address: for those who may publish it."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.page = page_for(request, kwargs["pk"])

    def get_page_subtitle(self):
        return self.page.get_admin_display_title()

    def get_success_url(self):
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])

    def above(self):
        return [(self.get_page_subtitle(), self.get_success_url())]
