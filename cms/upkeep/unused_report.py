"""The report of pictures, documents and recordings that nothing uses, and the way to delete many of them."""

from datetime import timedelta

import django_filters
from django.apps import apps
from django.db.models import CASCADE, Exists, OuterRef
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.widgets import Button
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import DraftStateMixin, ReferenceIndex, Revision
from wagtail.permissions import policy_registry
from wagtailmedia.models import get_media_model

from .models import Link, LinkPlace
from .reports import ReportMenuItem, WorkReport
from .walking import found_in

# What was uploaded this month may be waiting for the page that it is for.
OLD = timedelta(days=30)
NEEDED = ["change", "delete"]
EDIT = {"image": "wagtailimages:edit", "document": "wagtaildocs:edit", "recording": "wagtailmedia:edit"}
LABELS = {"image": "Picture", "document": "Document", "recording": "Recording"}


def models():
    """Return the model of each kind of file."""
    return {"image": get_image_model(), "document": get_document_model(), "recording": get_media_model()}


def may_see(user):
    return any(policy_registry.get_by_type(model).user_has_any_permission(user, NEEDED) for model in models().values())


def used_by_drafts():
    """Return what versions use that are not on the site (yet): a set of (model, pk). One question for all of them."""
    kept = set()
    for model in apps.get_models():
        parents = [parent for parent in model._meta.get_parent_list() if issubclass(parent, DraftStateMixin)]
        if issubclass(model, DraftStateMixin) and not parents and not model._meta.proxy:
            kept |= set(
                model._default_manager.filter(has_unpublished_changes=True).values_list("latest_revision", flat=True)
            )
    drafts = Revision.objects.filter(pk__in=kept - {None}) | Revision.objects.exclude(approved_go_live_at=None)
    used = set()
    for draft in drafts.select_related("content_type"):
        model = draft.content_type.model_class()
        if model is not None:
            thing = model.from_serializable_data(draft.content, check_fks=False, strict_fks=False)
            used |= {
                (one.model, int(one.pk)) for one in found_in(thing) if one.model is not None and str(one.pk).isdecimal()
            }
    return used


def unused(model, drafts, user):
    """Return the queryset of ``model`` that nothing uses, is a month old, and that ``user`` may change or delete."""
    rows = policy_registry.get_by_type(model).instances_user_has_any_permission_for(user, NEEDED)
    rows = rows.annotate(uses=ReferenceIndex.usage_count_subquery(model)).filter(
        uses=0, created_at__lt=timezone.now() - OLD
    )
    for relation in model._meta.related_objects:
        # What goes with the file is none of its uses; all else that names it is one, in Wagtail's index or not.
        if getattr(relation, "on_delete", None) not in (None, CASCADE) and relation.field.concrete:
            rows = rows.exclude(
                Exists(relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")}))
            )
    # Links that stand in settings are in no index of Wagtail's.
    linked = LinkPlace.objects.filter(
        link__kind=Link.Kind.THING, link__address__startswith=f"{model._meta.label_lower}:"
    )
    taken = set(linked.values_list("link__target", flat=True)) | {pk for used, pk in drafts if issubclass(used, model)}
    return rows.exclude(pk__in=taken)


class UnusedFilterSet(WagtailFilterSet):
    kind = django_filters.ChoiceFilter(label="Kind", method="later", choices=list(LABELS.items()))

    def later(self, queryset, name, value):
        """The rows are of three models: each is asked by itself (``UnusedReport.get_queryset``)."""
        return queryset

    class Meta:
        model = LinkPlace
        fields = []


class Row:
    """One file that nothing uses."""

    def __init__(self, kind, file):
        self.key, self.pk, self.title, self.created_at = kind, file.pk, file.title, file.created_at
        self.kind = LABELS[kind]
        self.collection = file.collection.name
        self.edit_url = reverse(EDIT[kind], args=[file.pk])


class UnusedReport(WorkReport):
    """Files that no page, entry, setting or draft uses: those that the person may change or delete."""

    model = LinkPlace
    permission_policy = None
    page_title = "Unused files"
    header_icon = "folder-open-inverse"
    index_url_name = "unused_files"
    index_results_url_name = "unused_files_results"
    filterset_class = UnusedFilterSet
    may = staticmethod(may_see)
    to_do = (
        "Nothing on the site and no draft uses these, and they are older than a month. Delete what nobody will need. "
        "A link to a file that others were given stops working with it."
    )
    nothing = "Every file is in use."
    file_name = "unused-files"
    list_export = ["title", "kind", "collection", "created_at"]
    export_headings = {"title": "File", "kind": "Kind", "collection": "Collection", "created_at": "Uploaded"}
    columns = [
        TitleColumn("title", label="File", get_url=lambda row: row.edit_url),
        Column("kind", label="Kind"),
        Column("collection", label="Collection"),
        DateColumn("created_at", label="Uploaded"),
    ]

    def get_queryset(self):
        chosen = self.filters.form.cleaned_data.get("kind") if self.filters and self.filters.is_valid() else ""
        drafts, rows = used_by_drafts(), []
        for kind, model in models().items():
            if not chosen or chosen == kind:
                files = (
                    unused(model, drafts, self.request.user).select_related("collection").order_by("created_at", "pk")
                )
                rows += [Row(kind, file) for file in files]
        return rows

    def filter_queryset(self, queryset):
        return queryset

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        self.shown = list(context["object_list"])
        return context | {"bulk": self.bulk()}

    def bulk(self):
        """Return buttons that open Wagtail's own screen for deleting, with the files of this page of the list chosen."""
        buttons = []
        for kind, words in (("image", "Delete these pictures"), ("document", "Delete these documents")):
            model = models()[kind]
            numbers = [row.pk for row in self.shown if row.key == kind]
            if numbers and policy_registry.get_by_type(model).user_has_permission(self.request.user, "delete"):
                address = reverse("wagtail_bulk_action", args=[model._meta.app_label, model._meta.model_name, "delete"])
                query = urlencode([("next", reverse(self.index_url_name)), *(("id", number) for number in numbers)])
                label = f"{words} ({len(numbers)})"
                buttons.append(
                    Button(label, url=f"{address}?{query}", icon_name="bin", classname="button button-secondary no")
                )
        return buttons

    results_template_name = "upkeep/admin/unused_results.html"


def report_urls():
    """The report's addresses, below the admin's."""
    return [
        path("reports/unused-files/", UnusedReport.as_view(), name="unused_files"),
        path("reports/unused-files/results/", UnusedReport.as_view(results_only=True), name="unused_files_results"),
    ]


def report_menu_item():
    """The entry of the menu *Reports*."""
    return ReportMenuItem(
        "Unused files",
        reverse("unused_files"),
        name="unused-files",
        icon_name="folder-open-inverse",
        order=130,
        may=may_see,
    )
