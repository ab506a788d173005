"""One's own drafts on the dashboard, and what apps know of them: whose turn it is."""

from django.db.models import Q

from .may import pages_for

_notes = []


def register(known, words):
    """Let a few words stand beside a draft. ``known(user)`` returns expressions by names, asked for with each page, whatever
    its type: so it costs no question of its own. ``words(page)`` returns what these say of ``page``; '' for nothing."""
    _notes.append((known, words))


def own_drafts(user):
    """Return the pages with words of ``user`` that readers do not see yet, and that they may change: a queryset."""
    return (
        pages_for(user, "change")
        .filter(Q(owner=user) | Q(latest_revision__user=user), alias_of=None)
        .filter(Q(live=False) | Q(has_unpublished_changes=True))
        .select_related("content_type")
        .order_by("-latest_revision_created_at", "-pk")
    )


def noted(user, many):
    """Return at most ``many`` of their drafts, the newest first, each with its ``desk_note``: a list. One query."""
    found = own_drafts(user)
    for known, _words in _notes:
        found = found.annotate(**known(user))
    found = list(found[:many])
    for page in found:
        # The apps above join later, and know more of their pages.
        page.desk_note = next(filter(None, (words(page) for _known, words in reversed(_notes))), "")
    return found
