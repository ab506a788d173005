"""What of the Inbox waits for somebody, on the dashboard; what happened there; and how stories sent in are called."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from cms.desk import naming, recent, reviews, waiting
from cms.desk.waiting import Line, Part, Urgency
from pages.draft_notes import register_conditions
from pages.models import StoryPage

from .kinds import KINDS
from .models import Contribution, PageOpinion, StorySent
from .newsletter.models import Subscriber
from .newsletter.permissions import SubscriberPolicy
from .newsletter.viewsets import STANDINGS, Standing
from .opinions_report import NEEDED

Status = Contribution.Status
# For one and for several of each kind, as they are read after the number.
SAID = {
    "story": ("story sent in", "stories sent in"),
    "enquiry": ("question to answer", "questions to answer"),
    "work": ("piece of shared work", "pieces of shared work"),
    "endorsement": ("endorsement of the Charter", "endorsements of the Charter"),
    "hard-copies": ("request for printed copies", "requests for printed copies"),
    "suggestion": ("suggestion", "suggestions"),
    "feedback": ("message of feedback", "messages of feedback"),
    "complaint": ("complaint", "complaints"),
}
ICONS = {"story": "openquote", "enquiry": "help", "complaint": "warning", "feedback": "comment"}
GOES = (
    f"A robot may have sent it. Put back what a person wrote: the rest goes after {Contribution.JUNK_LIFE.days} days."
)
HAPPENS = {
    "contribute.story.published": "Published",
    "contribute.published": "Published",
    "contribute.declined": "Declined",
    "contribute.drafted": "Draft made",
    "contribute.accepted": "Draft made",
    "contribute.reply": "Answered",
    "contribute.posted": "Posted",
    "contribute.answered": "Its sender wrote again",
    "contribute.receive": "Sent in",
}


def join():
    """Register it; called once the apps are ready."""
    waiting.register_lines("inbox", inbox)
    waiting.register(
        "held-readers", "readers of the newsletter who may be robots", held_readers,
        lambda user: f"{reverse('wagtailsnippets_newsletter_subscriber:list')}?standing={Standing.HELD}",
        order=Urgency.SORTING + 10, icon="mail", one="reader of the newsletter who may be a robot",
        hint="Let through who is a person.",
    )  # fmt: skip
    waiting.register(
        "held-answers", "answers about pages that may be a robot’s", held_answers,
        lambda user: f"{reverse('comments_on_pages:index')}?is_held=true",
        order=Urgency.SORTING + 20, icon="comment", one="answer about a page that may be a robot’s",
    )  # fmt: skip
    naming.register(references)
    register_conditions(lambda story: StorySent.objects.filter(page=story))
    reviews.register_public(lambda: StorySent.objects.filter(decision=StorySent.Decision.NONE, page__isnull=False))
    for kind in KINDS.values():
        told = kind.model.objects.exclude(status__in=(Status.JUNK, Status.TAKEN_BACK))
        recent.register(
            told, kind.permission("view"), HAPPENS, lambda pk, user: reverse("contribute_desk", args=[pk]),
            is_told_kind=True,
        )  # fmt: skip


def inbox(user):
    """Return two lines for each kind that ``user`` may work on: what waits for us, and what is held. One query."""
    kinds = [kind for kind in KINDS.values() if user.has_perm(kind.permission("change"))]
    if not kinds:
        return
    ours = Q(status__in=Contribution.OURS)
    counted = Contribution.objects.filter(kind__in=[kind.key for kind in kinds]).order_by().values("kind").annotate(
        all=Count("pk", filter=ours), new=Count("pk", filter=Q(status=Status.NEW)),
        late=Count("pk", filter=ours & Q(due_on__lt=timezone.localdate())),
        urgent=Count("pk", filter=ours & Q(is_urgent=True)), mine=Count("pk", filter=ours & Q(assigned_to=user)),
        held=Count("pk", filter=Contribution.HELD_BACK),
    )  # fmt: skip
    counts = {row["kind"]: row for row in counted}
    for kind in kinds:
        if kind.key in counts:
            yield from _lines(kind, counts[kind.key])


def _lines(kind, row):
    address = reverse(f"contribute_{kind.model._meta.model_name}_modeladmin_index")
    order = Urgency.DANGER if row["urgent"] else Urgency.PEOPLE if row["late"] else Urgency.PEOPLE + 30
    parts = (
        Part(row["urgent"], "may be about danger", f"{address}?due=urgent", is_alarm=True),
        Part(row["late"], "late", f"{address}?due=late", is_alarm=True),
        # Said only where it tells something: that all are new is plain.
        Part(row["new"] if row["new"] < row["all"] else 0, "new", f"{address}?status=new"),
        Part(row["mine"], "yours", f"{address}?status=ours&assigned=me"),
    )
    icon = ICONS.get(kind.key, "mail")
    one, many = SAID[kind.key]
    yield Line(
        f"inbox-{kind.key}",
        row["all"],
        one if row["all"] == 1 else many,
        f"{address}?status=ours",
        order,
        icon,
        parts=parts,
    )
    held = one if row["held"] == 1 else many
    yield Line(
        f"held-{kind.key}", row["held"], f"{held}: held as junk", f"{address}?status=held", Urgency.SORTING, icon, GOES
    )


def held_readers(user):
    """Return who asked for the newsletter and may be a robot; None for who may not read addresses."""
    may = SubscriberPolicy(Subscriber).user_has_permission(user, "view")
    return Subscriber.objects.filter(STANDINGS[Standing.HELD]) if may else None


def held_answers(user):
    """Return the answers to “Was this page useful?” that may be a robot's."""
    return PageOpinion.objects.filter(is_held=True) if user.has_perm(NEEDED) else None


def references(pages):
    """Name stories that were sent in, and that readers do not see, by their reference: their row may hold a told title."""
    stories = [page.pk for page in pages if not page.live and issubclass(page.specific_class or object, StoryPage)]
    if not stories:
        return {}
    return dict(StorySent.objects.filter(page__in=stories).values_list("page", "reference"))
