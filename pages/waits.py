"""What of pages waits for somebody, on the dashboard; and what may be added from there."""

from django.urls import reverse
from django.utils import timezone

from cms.core.times_said import in_words
from cms.desk import adding, drafts, reviews, waiting
from cms.desk.may import pages_for
from cms.desk.waiting import Urgency

from .consent_requests import open_requests
from .consent_screens import ASK_SOON
from .dates import midnight
from .draft_notes import known_of_stories, words_of_story
from .listings import CLOSES_SOON
from .models import (
    NewsPage,
    OpportunityPage,
    ResearchPage,
    ResourcePage,
    StandardPage,
    StoryConsent,
    StoryPage,
    TrainingModulePage,
)
from .models.consents import GRACE
from .models.readings import first_read, not_theirs
from .story_stops import open_stops

ADD = [
    (StoryPage, "Story"),
    (ResearchPage, "Research summary"),
    (NewsPage, "News"),
    (OpportunityPage, "Opportunity"),
    (ResourcePage, "Resource"),
    (TrainingModulePage, "Training module"),
]


def join():
    """Register it; called once the apps are ready."""
    waiting.register(
        "consents", "stories whose teller is to be asked again", to_ask_again,
        lambda user: f"{reverse('story_consents:index')}?asked=again",
        order=Urgency.DATES, icon="lock", one="story whose teller is to be asked again",
        hint=f"Without an answer it leaves the site {in_words(GRACE)} after that day.",
    )  # fmt: skip
    waiting.register(
        "stories-stopped", "stories whose tellers want them gone", open_stops,
        lambda user: f"{reverse('story_consents_report')}?state=gone",
        order=Urgency.DANGER + 20, icon="warning", one="story whose teller wants it gone",
        hint="It is off the site. Withdraw it today, or say that it was a misunderstanding.",
    )  # fmt: skip
    waiting.register(
        "consents-asked", "stories that wait for their consent to be recorded", open_requests,
        lambda user: f"{reverse('story_consents_report')}?state=asked",
        order=Urgency.REVIEW + 20, icon="lock", one="story that waits for its consent to be recorded",
        hint="A colleague says where the signed form is.",
    )  # fmt: skip
    waiting.register(
        "closing", f"opportunities that close within {CLOSES_SOON} days", closing,
        lambda user: reverse("wagtailadmin_pages:type_use", args=["pages", "opportunitypage"])
        + "?standing=live&closing=soon",
        order=Urgency.DATES + 20, icon="date", one=f"opportunity that closes within {CLOSES_SOON} days",
    )  # fmt: skip
    reviews.register_not_theirs(not_theirs)
    reviews.register_not_theirs(lambda user: first_read(user).values("pk"))
    drafts.register(known_of_stories, words_of_story)
    for number, (model, label) in enumerate(ADD, 1):
        adding.register_page(model, label, order=number * 10)
    adding.register_page(StandardPage, "Page", order=100)


def to_ask_again(user):
    """Return the consents that lapse soon, or did, of stories that are still here."""
    return StoryConsent.objects.ask_again(ASK_SOON) if user.has_perm("pages.change_storyconsent") else None


def closing(user):
    """Return the opportunities that close soon, on the site, that ``user`` may change."""
    now = timezone.now()
    return OpportunityPage.objects.live().filter(
        closes_at__gte=midnight(now), closes_at__lt=midnight(now, CLOSES_SOON + 1),
        pk__in=pages_for(user, "change").values("pk"),
    )  # fmt: skip
