"""The editors' queue: everything of the directory that waits for a person, by service; safety first, then the oldest."""

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.middleware.csrf import get_token
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.safestring import mark_safe
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.viewsets.base import ViewSet

from .. import desk, queue
from ..models import Service

MINE, NOBODYS, SAFETY = "me", "nobody", "safety"


def may_see_queue(user):
    """Whether anything of the queue is for ``user``: any kind that stands in it."""
    return bool(queue.sources_for(user))


class QueueFilterSet(WagtailFilterSet):
    kind = django_filters.MultipleChoiceFilter(label="Kind", widget=forms.CheckboxSelectMultiple, method="leave")
    assigned = django_filters.ChoiceFilter(
        label="Looked after by", choices=[(MINE, "Me"), (NOBODYS, "Nobody yet")], widget=forms.RadioSelect,
        empty_label="Anybody", method="assigned_to",
    )  # fmt: skip
    stage = django_filters.ChoiceFilter(
        label="Stage", choices=queue.STAGES, widget=forms.RadioSelect, empty_label="Any", method="leave"
    )

    first = django_filters.ChoiceFilter(
        label="Safety", choices=[(SAFETY, "About safety only")], widget=forms.RadioSelect, empty_label="Anything",
        method="urgent",
    )  # fmt: skip

    class Meta:
        model = Service
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["kind"].extra["choices"] = [
            (source.kind, source.label) for source in queue.sources_for(self.request.user)
        ]

    def leave(self, queryset, name, value):
        # The queue itself asks by kind and stage, since both say since when a service waits.
        return queryset

    def urgent(self, queryset, name, value):
        # Those have the first turn.
        return queryset.filter(turn=0)

    def assigned_to(self, queryset, name, value):
        if value == MINE:
            return queryset.filter(assignment__user=self.request.user)
        return queryset.filter(assignment=None)


class ServiceColumn(TitleColumn):
    """The service's name; it leads to the entry for those who may change it."""

    def get_link_url(self, service, parent_context):
        if parent_context["request"].user.has_perm("directory.change_service"):
            return reverse("wagtailsnippets_directory_service:edit", args=[service.pk])
        return None


class DeskColumn(TitleColumn):
    """The way to the service's notes and tasks, for those who may read them."""

    def get_link_url(self, service, parent_context):
        return reverse("directory_service_desk", args=[service.pk])

    def get_value(self, service):
        return "Notes and tasks"

    def render_cell_html(self, instance, parent_context):
        if not parent_context["request"].user.has_perm("directory.view_note"):
            return mark_safe("<td></td>")
        return super().render_cell_html(instance, parent_context)


class ItemsColumn(Column):
    """What waits for the service: each with kind, summary, reference and age."""

    cell_template_name = "directory/admin/queue_items.html"

    def get_cell_context_data(self, instance, parent_context):
        request = parent_context["request"]
        # Back to the same page of the same filters, also from where those are read in place.
        here = f"{reverse(QueueView.index_url_name)}?{request.GET.urlencode()}"
        return super().get_cell_context_data(instance, parent_context) | {
            # A cell is rendered without the request, and so without its token.
            "csrf_token": get_token(request), "service": instance, "here": here,
        }  # fmt: skip


def looked_after_by(service):
    """Return who looks after what waits for ``service``, in words."""
    assignment = getattr(service, "assignment", None)
    return desk.name_of(assignment.user) if assignment else "Nobody yet"


class QueueView(BaseListingView):
    """``/admin/directory/todo/``: services with something waiting that this user may see."""

    page_title = "To do"
    header_icon = "tasks"
    index_url_name = "directory_queue:index"
    index_results_url_name = "directory_queue:results"
    filterset_class = QueueFilterSet
    paginate_by = 25
    verbose_name_plural = "services with something to do"
    columns = [
        ServiceColumn("name", label="Service", width="20%"),
        ItemsColumn("items", label="What waits"),
        Column(
            "waiting", label="Waiting for", accessor=lambda service: queue.age_of(service.waiting_since), width="12%"
        ),
        Column("assigned", label="Looked after by", accessor=looked_after_by, width="15%"),
        DeskColumn("desk", label="Notes", width="15%"),
    ]

    def dispatch(self, request, *args, **kwargs):
        if not may_see_queue(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def wanted(self):
        """The kinds and the stage that the filters ask for."""
        given = self.filters.form.cleaned_data if self.filters and self.filters.is_valid() else {}
        return {"kinds": tuple(given.get("kind") or ()), "stage": given.get("stage") or ""}

    def get_base_queryset(self):
        return queue.waiting(self.request.user, **self.wanted)

    def get_table(self, object_list):
        return super().get_table(queue.with_items(object_list, self.request.user, **self.wanted))

    @cached_property
    def no_results_message(self):
        return "Nothing waits like that." if self.is_filtering else "Nothing waits. Everything is done."


class QueueMenuItem(MenuItem):
    """The queue in the menu, with how many services wait: one query for those who may see it."""

    def is_shown(self, request):
        return may_see_queue(request.user)

    def render_component(self, request):
        component = super().render_component(request)
        waiting = queue.count(request.user)
        if waiting:
            component.label = f"{self.label} ({waiting})"
        return component


class QueueViewSet(ViewSet):
    name = "directory_queue"
    url_prefix = "directory/todo"
    icon = menu_icon = "tasks"
    menu_label = "To do"
    menu_item_class = QueueMenuItem

    def get_urlpatterns(self):
        return [
            path("", self.construct_view(QueueView), name="index"),
            path("results/", self.construct_view(QueueView, results_only=True), name="results"),
        ]
