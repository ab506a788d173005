"""The list of stories, with what we know of those that their tellers sent in: whether they agreed. Never their words."""

from django.db.models import Exists, OuterRef, Q, Subquery
from wagtail.admin.ui.tables import Column

from cms.desk import listings
from cms.desk.listings import ChoiceFilter
from cms.desk.may import pages_for
from pages.listings import StoryFilterSet, StoryPages

from ..models import StoryAsk, StorySent

Answer = StoryAsk.Answer
NOT_SENT, NOT_ASKED, ASKED = "not-sent", "not-asked", "asked"
TOLD = {
    NOT_SENT: "By post or phone",
    NOT_ASKED: "Not asked",
    ASKED: "Asked, no answer yet",
    Answer.YES: "Agreed to a version",
    Answer.CHANGE: "Asked for a change",
    Answer.NO: "Said no",
}


def with_answers(stories):
    """Return the queryset ``stories`` with ``teller``: a key of TOLD, by the last time that they were asked."""
    sent = StorySent.objects.filter(page=OuterRef("pk"))
    last = StoryAsk.objects.filter(sent__page=OuterRef("pk")).order_by("-asked_at", "-pk")
    return stories.annotate(is_sent=Exists(sent), answer=Subquery(last.values("answer")[:1]))


def told(story):
    """Return what the column says of a story ``with_answers``."""
    if not story.is_sent:
        return TOLD[NOT_SENT]
    return TOLD[NOT_ASKED if story.answer is None else story.answer or ASKED]


def conditions():
    """What the filter offers."""
    which = {NOT_SENT: Q(is_sent=False), NOT_ASKED: Q(is_sent=True, answer=None), ASKED: Q(is_sent=True, answer="")}
    return [(key, label, which.get(key, Q(is_sent=True, answer=key))) for key, label in TOLD.items()]


class SentStoryFilterSet(StoryFilterSet):
    teller = ChoiceFilter(conditions, label="Its teller")


class Told:
    """A list of stories for whoever may change them; who may not sees none that was sent in and is not published."""

    def get_base_queryset(self):
        stories = with_answers(super().get_base_queryset())
        mine = pages_for(self.request.user, "change").values("pk")
        return stories.exclude(Q(is_sent=True, live=False) & ~Q(pk__in=mine))


class SentStoryPages(StoryPages):
    filterset_class = SentStoryFilterSet
    list_display = listings.columns(*StoryPages.own_columns, Column("teller", label="Its teller", accessor=told))
    content_type_use_view_class = type("SentStoryListing", (Told, StoryPages.content_type_use_view_class), {})
    index_view_class = type("SentStoriesBelow", (Told, StoryPages.index_view_class), {})
