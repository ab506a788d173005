"""What is said of stories beside one's own drafts: whose turn it is."""

from functools import reduce
from operator import or_

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, CharField, Exists, OuterRef, Q, Subquery, TextField, Value, When
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Cast, Concat, Replace, StrIndex
from wagtail.models import Page, Revision, WorkflowState

from cms.core.models import Term
from cms.desk.may import pages_for
from cms.intake.turns import words_of_review

from .models import ConsentRequest, StoryConsent, StoryPage, StoryStop
from .models.readings import NOTES

STOPPED = "The teller wants it gone: an approver decides"
ASKED = "Waits for an approver to record the consent"
NO_CONSENT = "Its consent is not recorded yet"
IN_REVIEW = "Waits for a colleague to approve it"
CHANGES = "A colleague asks for changes"
YOUR_TURN = "Consent recorded: you can publish it"
HAND_IN = "Consent recorded: submit it, and a colleague publishes it"
LOOK = "Consent recorded: open it to see what comes next"

_with_conditions = []


def register_conditions(stories):
    """Let an app above say which stories ask for more than a consent: ``stories(outer)`` is a queryset of what is kept of
    the story with the key ``outer``, an OuterRef."""
    _with_conditions.append(stories)
    return stories


def known_of_stories(user):
    """Return what is asked of each draft to say whose turn it is, if it is a story: expressions by names."""
    number, as_text = OuterRef("pk"), Cast(OuterRef("pk"), CharField())
    of_pages = {"base_content_type": ContentType.objects.get_for_model(Page), "object_id": as_text}
    # Any version: one of which a note was taken away may need a second reader still. Its own screen knows.
    hard = Revision.objects.filter(**of_pages).annotate(notes=_held()).filter(Exists(_hard_notes(OuterRef("notes"))))
    unsure = [Q(Exists(hard)), *(Q(Exists(stories(number))) for stories in _with_conditions)]
    return {
        "is_stopped": Exists(StoryStop.objects.open().filter(story=number)),
        "is_agreed": Exists(StoryConsent.objects.for_the_website().filter(story=number)),
        "is_asked": Exists(ConsentRequest.objects.filter(story=number)),
        "review": Subquery(WorkflowState.objects.active().filter(**of_pages).values("status")[:1]),
        "is_unsure": Case(When(reduce(or_, unsure), then=True), default=False),
        "may_publish": Exists(pages_for(user, "publish").filter(pk=number)),
    }


def words_of_story(page):
    """Return what is said beside the draft ``page``, with ``known_of_stories``; '' where it is no story."""
    if not issubclass(page.specific_class or object, StoryPage):
        return ""
    if page.is_stopped:
        return STOPPED
    if page.review == WorkflowState.STATUS_NEEDS_CHANGES:
        return words_of_review(page) or CHANGES
    if page.review:
        return IN_REVIEW
    if not page.is_agreed:
        return ASKED if page.is_asked else NO_CONSENT
    if page.is_unsure:
        return LOOK
    return YOUR_TURN if page.may_publish else HAND_IN


def _held():
    """Return an expression: the notes that a version holds as text, such as ``,12,13,``."""
    text = Cast(KeyTransform("content_notes", "content"), TextField())
    for mark, instead in ((" ", ""), ("[", ","), ("]", ",")):
        text = Replace(text, Value(mark), Value(instead))
    return text


def _hard_notes(held):
    """Return the notes among ``held`` that ask for a second reader: a queryset."""
    number = Concat(Value(","), Cast("pk", CharField()), Value(","))
    return Term.objects.filter(slug__in=NOTES).annotate(at=StrIndex(held, number)).filter(at__gt=0)
