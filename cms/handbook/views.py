"""The handbook in the admin, for everybody who is signed in: contents with search, a task, a picture of it."""

from django.http import FileResponse, Http404
from django.urls import reverse
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from . import book


class HandbookView(WagtailAdminTemplateMixin, TemplateView):
    """All tasks by the kind of work; with ``?q=`` those that have these words."""

    template_name = "handbook/contents.html"
    page_title = "Handbook"
    header_icon = "help"
    _show_breadcrumbs = True

    def get_breadcrumbs_items(self):
        return [*super().get_breadcrumbs_items(), {"url": reverse("handbook"), "label": self.page_title}]

    def get_context_data(self, **kwargs):
        words = self.request.GET.get("q", "")[:100].strip()
        return super().get_context_data(
            words=words, found=book.search(words) if words else [], groups=book.contents(), first=book.FIRST, **kwargs
        )


class TaskView(HandbookView):
    """One task, with those before and after it."""

    template_name = "handbook/task.html"

    def get(self, request, slug):
        self.entry = book.find(slug)
        if self.entry is None:
            raise Http404
        return super().get(request)

    def get_page_title(self):
        return self.entry.title

    def get_breadcrumbs_items(self):
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.entry.title}]

    def get_context_data(self, **kwargs):
        every = book.entries()
        place = every.index(self.entry)
        return super().get_context_data(
            task=book.read(self.entry),
            previous=every[place - 1] if place else None,
            following=every[place + 1] if place + 1 < len(every) else None,
            **kwargs,
        )


class PictureView(View):
    """A picture of a task."""

    def get(self, request, name):
        path = book.picture(name)
        if path is None:
            raise Http404
        return FileResponse(path.open("rb"), content_type="image/png")
