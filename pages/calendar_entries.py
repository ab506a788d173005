"""What pages put into the editors' calendar: days on which an opportunity closes, and on which a consent is to be renewed."""

from django.urls import reverse
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.careful.calendar import MOST, Entry, at, between

from .models import OpportunityPage, StoryConsent


def closing(user, first, last):
    """Opportunities that close, for those who may change them."""
    mine = policy_registry.get_by_type(Page).instances_user_has_any_permission_for(user, {"change", "publish"})
    pages = OpportunityPage.objects.live().filter(
        alias_of=None, pk__in=mine.order_by().values("pk"), **between("closes_at", first, last)
    )
    found = []
    for page in pages.defer_streamfields().order_by("closes_at")[:MOST]:
        day, clock = at(page.closes_at)
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        found.append(Entry(day, "Closes", page.get_admin_display_title(), url, clock, page.closes_at))
    return found


def consents_due(user, first, last):
    """Consents of stories that are to be talked over again, for those who keep them."""
    if not user.has_perm("pages.view_storyconsent"):
        return []
    due = StoryConsent.objects.filter(withdrawn_at=None, review_on__gte=first, review_on__lte=last)
    return [
        Entry(
            consent.review_on, "Renew consent", consent.story.get_admin_display_title(),
            reverse("story_consents:edit", args=[consent.pk]),
        )
        for consent in due.exclude(story=None).select_related("story").defer("story__body").order_by("review_on")[:MOST]
    ]  # fmt: skip
