"""Pages that wait for a decision which this person may take: their number, and the list of them."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django.urls import path, reverse
from django.utils import timezone
from django.utils.timesince import timesince
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.models import GroupApprovalTask, Page, TaskState

from cms.core.counted import called
from cms.intake.models import ReviewTask
from cms.intake.turns import first_words, sent_back_to

from .naming import name_pages

URL_NAME = "desk_reviews"
CAME_BACK = "?came=back"
_public, _not_theirs = [], []


def register_public(pages):
    """Let ``pages()`` say which pages under review the public sent in: a queryset of their keys. Whoever began such a
    review may decide on it too, as ``ReviewTask`` has it."""
    _public.append(pages)
    return pages


def register_not_theirs(steps):
    """Let ``steps(user)`` say in which steps somebody else has to decide, though ``user`` is in their groups: keys of task
    states, or a queryset of these. It asks the database once at most, and that only where ``task_states`` is asked."""
    _not_theirs.append(steps)
    return steps


def task_states(user):
    """Return the steps, of pages, in which ``user`` may decide now: a queryset. It asks what ``register_not_theirs`` asks."""
    states = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS,
        workflow_state__status="in_progress",
        workflow_state__base_content_type=ContentType.objects.get_for_model(Page),
        task__active=True,
    )
    if not user.is_superuser:
        # Read by what the tasks are: asking each of them, as Wagtail does, is a question for each kind and each task.
        mine = [kind.objects.filter(groups__user=user).values("pk") for kind in (ReviewTask, GroupApprovalTask)]
        states = states.filter(Q(task__in=mine[0]) | Q(task__in=mine[1]))
    own = Q(workflow_state__requested_by=user, task__in=ReviewTask.objects.values("pk"))
    states = states.exclude(own & ~sent_in())
    for steps in _not_theirs:
        states = states.exclude(pk__in=steps(user))
    return states


def sent_in():
    """Return the condition on steps that what they are about was sent in by the public."""
    found = Q(pk__in=[])
    for pages in _public:
        found |= Q(workflow_state__object_id__in=pages().annotate(number=Cast("page", CharField())).values("number"))
    return found


def pages_of(states):
    """Return pairs of task state and page, named as the desk names it, without those that are gone. Three queries at most."""
    states = list(states.select_related("task", "finished_by", "workflow_state__requested_by"))
    found = Page.objects.select_related("content_type").in_bulk(
        [int(state.workflow_state.object_id) for state in states]
    )
    name_pages(found.values())
    return [
        (state, found[int(state.workflow_state.object_id)])
        for state in states
        if int(state.workflow_state.object_id) in found
    ]


class Waits:
    """A row of the list: what waits, for which step, since when, and who asked."""

    def __init__(self, state, page):
        self.page, self.pk = page, state.pk
        self.kind = page.page_type_display_name
        self.step = state.task.name
        self._says(state.workflow_state.requested_by, state.started_at, "Somebody outside")

    def _says(self, by, since, nobody):
        self.by = by.known_as if by else nobody
        waited = timezone.now() - since
        self.since = "less than a day" if waited.days < 1 else timesince(since, depth=1).replace("\xa0", " ")


class CameBack(Waits):
    """A row of what was sent back to whoever looks: what is asked of them, and by whom."""

    def __init__(self, state, page):
        super().__init__(state, page)
        self.step = first_words(state.comment)
        self._says(state.finished_by, state.finished_at or state.started_at, "A colleague")


class ReviewsView(BaseListingView):
    """``/admin/desk/reviews/``: pages to read and decide on, what waits longest first. ``?step=<id>``: of one step alone.
    ``?came=back``: one's own that a colleague sent back."""

    page_title = "To read and decide"
    header_icon = "tasks"
    index_url_name = URL_NAME
    index_results_url_name = f"{URL_NAME}_results"
    paginate_by = 25
    paginator_class = called("page", "pages")
    verbose_name_plural = "pages to decide on"
    no_results_message = "Nothing waits for you to read. Everything is decided."
    columns = [
        TitleColumn(
            "name",
            label="What",
            accessor=lambda row: row.page.desk_name,
            get_url=lambda row: reverse("wagtailadmin_pages:edit", args=[row.page.pk]),
        ),
        Column("kind", label="Kind"),
        Column("step", label="What is asked of you"),
        Column("by", label="Sent by"),
        Column("since", label="Waiting for"),
    ]

    @property
    def is_of_own(self):
        return self.request.GET.get("came") == "back"

    def get_page_title(self):
        return "Pages that came back to you" if self.is_of_own else self.page_title

    def get_base_queryset(self):
        if self.is_of_own:
            return sent_back_to(self.request.user).order_by("started_at", "pk")
        states = task_states(self.request.user).order_by("started_at", "pk")
        step = self.request.GET.get("step", "")
        return states.filter(task=int(step)) if step.isascii() and step.isdigit() and len(step) < 10 else states

    def order_queryset(self, queryset):
        return queryset

    def get_table(self, object_list):
        numbers = [state.pk for state in object_list]
        states = TaskState.objects.filter(pk__in=numbers).order_by("started_at", "pk")
        row = CameBack if self.is_of_own else Waits
        return super().get_table([row(*pair) for pair in pages_of(states)])


def review_urls():
    return [
        path("desk/reviews/", ReviewsView.as_view(), name=URL_NAME),
        path("desk/reviews/results/", ReviewsView.as_view(results_only=True), name=f"{URL_NAME}_results"),
    ]
