"""Who looks after a page: its owner, who is written to when it is due. It is handed over by whoever may publish it.

As the days of a check, this belongs to the page's row and to no version of it: what somebody writes meanwhile stays theirs.
"""

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Exists, Q
from wagtail.log_actions import log
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.users.roles import ADMINISTRATORS, APPROVERS

from .reviews import reviewable

HANDED_OVER = "upkeep.handed_over"
# Nobody was ever chosen, or they are gone: their account was deleted or switched off.
NOBODY = Q(owner=None) | Q(owner__is_active=False)


def named(person):
    """Return the name of a user; “nobody” for none."""
    return person.known_as if person else "nobody"


def publishable(user):
    """Return the pages that ``user`` may publish, which are those that they may keep right and hand over: a queryset."""
    return policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "publish")


def keepers():
    """Return who may be given a page: those who work here and may publish pages, a queryset of users."""
    people = policy_registry.get_by_type(Page).users_with_permission("publish").filter(is_active=True)
    return people.order_by("first_name", "last_name", "pk")


def pages_kept(user, *, by):
    """Return the pages, drafts too, that are looked after ``by`` a user (None: by nobody) and that ``user`` may hand over."""
    mine = publishable(user).order_by().values("pk")
    pages = Page.objects.filter(alias_of=None, depth__gt=1, pk__in=mine)
    return pages.filter(owner=by) if by else pages.filter(NOBODY)


def forgotten_by_all(user):
    """Return the pages on the site that nobody looks after, for those who are written to in their place: a queryset."""
    pages = reviewable().filter(NOBODY, pk__in=publishable(user).order_by().values("pk"))
    if user.is_superuser:
        return pages
    groups = get_user_model().groups.through.objects
    return pages.filter(Exists(groups.filter(user=user, group__name__in=(APPROVERS, ADMINISTRATORS))))


def hand_over(pages, to, user):
    """Let ``to`` look after ``pages`` from now; return how many changed hands. Each says so in its history."""
    changed = 0
    with transaction.atomic():
        for page in Page.objects.select_for_update(of=("self",)).filter(pk__in=[page.pk for page in pages]):
            if page.owner_id == to.pk:
                continue
            data = {"from": named(page.owner), "to": named(to)}
            Page.objects.filter(pk=page.pk).update(owner=to)
            log(instance=page.specific, action=HANDED_OVER, user=user, data=data)
            changed += 1
    return changed
