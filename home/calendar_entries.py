"""What of notices stands in the editors' calendar."""

from django.db.models import Q
from django.urls import reverse

from cms.careful.calendar import MOST, Entry, at, between

from .models import Notice


def notices(user, first, last):
    """When readers begin to see each notice, and when it leaves by itself; those that are switched off do neither."""
    if not user.has_perm("home.change_notice"):
        return []
    days = Q(**between("begins", first, last)) | Q(**between("until", first, last))
    found = []
    for notice in Notice.objects.filter(days, is_on=True).order_by("pk")[: MOST // 2]:
        url = reverse("wagtailsnippets_home_notice:edit", args=[notice.pk])
        for moment, what in ((notice.begins, "Notice begins"), (notice.until, "Notice ends")):
            day, clock = at(moment) if moment else (None, "")
            if day and first <= day <= last:
                found.append(Entry(day, what, str(notice), url, clock, moment))
    return found
