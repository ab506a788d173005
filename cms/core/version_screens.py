"""What the history of a thing says of each version, and two of them side by side: of pages, snippets and settings.

Wagtail's history marks one row, gives no way to a version from the row that says “Published”, and its comparison says
neither which versions they are nor how to go back to one. The way back itself stays Wagtail's: the version in the form.
"""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.admin.utils import quote
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.templatetags.wagtailadmin_tags import user_display_name
from wagtail.admin.views.generic.history import ActionColumn
from wagtail.admin.views.pages.history import PageHistoryView
from wagtail.admin.views.pages.revisions import RevisionsCompareView
from wagtail.log_actions import registry
from wagtail.models import DraftStateMixin, PreviewableMixin

from .counted import called
from .moments import clock_said, day_said, moment_said

PUBLISHED = ("wagtail.publish", "wagtail.publish.scheduled")
LEFT = ("wagtail.unpublish", "wagtail.unpublish.scheduled")
# The entries for what stood there before anything was kept: of settings, and of words without drafts.
AS_IT_WAS, KEPT = "core.as_it_was", "careful.kept"


@dataclass(frozen=True)
class Period:
    """From when to when a version (its number) was what readers see; ``entry``: of the history, where one began it.

    ``began`` is None where nobody wrote it down, ``ended`` where it is seen now or nobody wrote down when it left.
    """

    revision: int
    entry: int | None
    began: datetime | None
    ended: datetime | None
    is_now: bool
    has_drafts: bool

    def __str__(self):
        if self.is_now and not self.began:
            return "Readers see this now" if self.has_drafts else "It says this now"
        if self.is_now:
            return (
                f"{'Readers have seen this' if self.has_drafts else 'It has said this'} since {moment_said(self.began)}"
            )
        said = "Readers saw this" if self.has_drafts else "It said this"
        if not self.began:
            return f"{said} until {moment_said(self.ended)}"
        if not self.ended:
            return f"{said} from {moment_said(self.began)} until it left the site"
        if day_said(self.began) == day_said(self.ended):
            return f"{said} on {day_said(self.began)}, from {clock_said(self.began)} to {clock_said(self.ended)}"
        return f"{said} from {moment_said(self.began)} to {moment_said(self.ended)}"


def periods(thing):
    """Return the Periods of all versions of ``thing``, the earliest first. One query."""
    return _of_drafts(thing) if isinstance(thing, DraftStateMixin) else _of_each_save(thing)


def _of_drafts(thing):
    """What has drafts is seen from its publication until the next, or until it leaves the site."""
    entries = registry.get_logs_for_instance(thing).filter(action__in=PUBLISHED + LEFT).order_by("timestamp", "pk")
    entries = list(entries.values_list("pk", "action", "timestamp", "revision_id"))
    found = []
    for place, (number, action, began, revision) in enumerate(entries):
        if action in PUBLISHED and revision:
            ended = entries[place + 1][2] if place + 1 < len(entries) else None
            is_now = ended is None and thing.live and revision == thing.live_revision_id
            found.append(Period(revision, number, began, ended, is_now, has_drafts=True))
    if thing.live and thing.live_revision_id and not (found and found[-1].is_now):
        # Published by what keeps no entries.
        found.append(Period(thing.live_revision_id, None, None, None, is_now=True, has_drafts=True))
    return found


def _of_each_save(thing):
    """What has no drafts says each version from its save until the next."""
    versions = list(thing.revisions.order_by("created_at", "pk").values_list("pk", "created_at"))
    unknown = registry.get_logs_for_instance(thing).filter(action__in=(AS_IT_WAS, KEPT)) if versions else ()
    unknown = {entry.revision_id for entry in unknown}
    found = []
    for place, (number, made) in enumerate(versions):
        ended = versions[place + 1][1] if place + 1 < len(versions) else None
        found.append(Period(number, None, None if number in unknown else made, ended, ended is None, has_drafts=False))
    return found


class VersionColumn(ActionColumn):
    """What was done, what readers saw of it, and the ways to that version."""

    cell_template_name = "core/versions/action_cell.html"

    def __init__(self, stock):
        super().__init__(
            stock.name, label=stock.label, object=stock.object, url_names=stock.url_names,
            user_can_unschedule=stock.user_can_unschedule,
        )  # fmt: skip
        found = periods(self.object)
        self.by_entry = {period.entry: period for period in found if period.entry}
        self.by_version = {period.revision: period for period in found if not period.entry}

    def period_of(self, entry):
        """Return the Period that began with an entry of the history, or None."""
        made = entry.revision_id and entry.content_changed
        return self.by_entry.get(entry.pk) or (self.by_version.get(entry.revision_id) if made else None)

    def get_status(self, instance, parent_context):
        period = self.period_of(instance)
        if period:
            seen = "Readers see this now" if period.has_drafts else "It says this now"
            return seen if period.is_now else None
        is_newest = instance.content_changed and instance.revision_id == self.object.latest_revision_id
        is_draft = self.draftstate_enabled and (self.object.has_unpublished_changes or not self.object.live)
        return "Newest draft" if is_newest and is_draft else None

    def get_actions(self, instance, parent_context):
        number, newest = instance.revision_id, self.object.latest_revision_id
        if not number or instance.revision is None:
            return []
        if not (instance.content_changed or instance.action in PUBLISHED):
            return []

        def way(screen, label, *more):
            name = self.url_names.get(screen)
            return [{"label": label, "url": reverse(name, args=[quote(self.object.pk), *more])}] if name else []

        ways = []
        if isinstance(self.object, PreviewableMixin) and self.object.is_previewable():
            ways += way("revisions_view", "Look at this version", number)
        if instance.previous_revision_id:
            ways += way(
                "revisions_compare", "Compare with the version before it", instance.previous_revision_id, number
            )
        if number != newest:
            ways += way("revisions_compare", "Compare with the newest version", number, "latest")
            ways += way("revisions_revert", "Go back to this version", number)
        else:
            ways += way("edit", "Edit")
        if self.user_can_unschedule and instance.revision.approved_go_live_at:
            ways += way("revisions_unschedule", "Cancel scheduled publish", number)
        return ways

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        period = self.period_of(instance)
        # What is seen now says so already where nothing more is known.
        return context | {"seen": str(period) if period and (period.began or not period.is_now) else ""}


class SaysWhatReadersSaw:
    """For a view of a history: each version says whether readers see it, or saw it, and each row of one leads to it."""

    paginator_class = called("entry", "entries")
    verbose_name_plural = "entries"

    @cached_property
    def columns(self):
        first, *others = super().columns
        return [VersionColumn(first), *others]


class LeadsBack:
    """For a view that compares: it says which versions they are, and puts one of them back.

    ``revisions_revert_url_name`` is the address of the form that holds a version.
    """

    template_name = "core/versions/compare.html"
    revisions_revert_url_name = None

    def may_go_back(self):
        """Whether this person may put a version back; those who compare may change the thing, unless a subclass knows more."""
        return True

    def version(self, given):
        """Return the version that a part of the address means; None for what readers see where no version is kept of it."""
        if given == "live":
            given = getattr(self.object, "live_revision_id", None) or 0
        versions = self.object.revisions.select_related("user").order_by("created_at", "pk")
        if given in {"earliest", "latest"}:
            return versions.first() if given == "earliest" else versions.last()
        return versions.filter(pk=given).first()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        sides = [self.version(given) for given in (self.revision_id_a, self.revision_id_b)]
        seen = {period.revision: str(period) for period in periods(self.object)}
        return context | {
            "sides": [{"name": self.name_of(side), "seen": seen.get(side.pk, "") if side else ""} for side in sides],
            "ways": self.ways_back({side.pk: side for side in sides if side}.values()),
            "has_drafts": isinstance(self.object, DraftStateMixin),
        }

    def name_of(self, version):
        if not version:
            return "what readers see now"
        by = f", by {user_display_name(version.user)}" if version.user else ""
        newest = " (the newest)" if version.pk == self.object.latest_revision_id else ""
        return f"the version of {moment_said(version.created_at)}{by}{newest}"

    def ways_back(self, versions):
        """Return the label and the address for each of ``versions``, one or two, that can be put back."""
        if not self.revisions_revert_url_name or not self.may_go_back():
            return []
        ordered = sorted(versions, key=lambda each: (each.created_at, each.pk))
        named = zip(("older", "later") if len(ordered) > 1 else ("other",), ordered, strict=True)
        return [
            {
                "label": f"Put the {name} version back",
                "url": reverse(self.revisions_revert_url_name, args=[quote(self.object.pk), version.pk]),
            }
            for name, version in named
            if version.pk != self.object.latest_revision_id
        ]


class PageVersionsView(SaysWhatReadersSaw, PageHistoryView):
    """The history of a page."""


class PageCompareView(LeadsBack, RevisionsCompareView):
    """Two versions of a page."""

    revisions_revert_url_name = "wagtailadmin_pages:revisions_revert"

    def may_go_back(self):
        return not self.object.alias_of_id and self.object.permissions_for_user(self.request.user).can_edit()
