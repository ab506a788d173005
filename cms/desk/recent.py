"""What happened lately: from Wagtail's own log, what matters to colleagues, and only what whoever looks may see."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django.urls import reverse
from wagtail.models import ModelLogEntry, PageLogEntry

from .may import pages_for
from .naming import name_pages

MANY = 12
# More rows than are shown: one press may write several.
LOOK_BACK = 3 * MANY

# What is told of pages, in the words of the list, the most telling first where one press wrote several.
OF_PAGES = {
    "wagtail.workflow.approve": "Approved",
    "wagtail.workflow.reject": "Sent back for changes",
    "wagtail.workflow.start": "Sent for review",
    "wagtail.publish": "Published",
    "wagtail.publish.schedule": "Set to be published later",
    "wagtail.unpublish": "Taken off the site",
}
_models = {}


@dataclass(frozen=True)
class Happening:
    """One thing that happened: ``what`` with ``name``, by whom, when, and where it is looked at ('' where nowhere)."""

    what: str
    name: str
    by: str
    at: datetime
    url: str = ""


def register(rows, permission, actions, url, *, is_told_kind=False):
    """Tell colleagues with ``permission`` of ``actions``, a dict of words by action, on ``rows``: a queryset of no pages.

    ``url(pk, user)`` is where it is looked at, '' where ``user`` may not. The entry's own label is shown as its name,
    after what kind of thing it is where ``is_told_kind``.
    """
    kind = str(rows.model._meta.verbose_name) if is_told_kind else ""
    _models[rows.model] = (rows, permission, actions, url, kind)


def for_user(user, named_too=()):
    """Return (the latest Happenings that ``user`` may see, the newest first). Three queries at most.

    ``named_too``: other pages, which get their ``desk_name`` in the same query.
    """
    found = sorted([*_of_pages(user, named_too), *_of_models(user)], key=lambda one: one.at, reverse=True)
    return found[:MANY]


def _of_pages(user, named_too):
    entries = PageLogEntry.objects.filter(
        action__in=OF_PAGES, page__in=pages_for(user, "add", "change", "publish").values("pk")
    )
    # What the public sends in goes to review by itself, and is told of as that.
    entries = entries.exclude(action="wagtail.workflow.start", user=None)
    entries = list(entries.select_related("user", "page__content_type").order_by("-timestamp", "-pk")[:LOOK_BACK])
    name_pages([*named_too, *{entry.page_id: entry.page for entry in entries}.values()])
    named = {entry.page_id: entry.page for entry in entries if hasattr(entry.page, "desk_name")}
    rank = list(OF_PAGES)
    for entry in _one_a_press(entries, rank):
        page = named[entry.page_id]
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        yield Happening(OF_PAGES[entry.action], page.desk_name, _by(entry), entry.timestamp, url)


def _of_models(user):
    told, which = {}, Q(pk__in=[])
    for model, (rows, permission, actions, url, kind) in _models.items():
        if user.has_perm(permission):
            number = ContentType.objects.get_for_model(model, for_concrete_model=False).pk
            told[number] = (actions, url, kind)
            # What is gone, or in a bin, is told of no more.
            here = rows.order_by().annotate(as_text=Cast("pk", CharField())).values("as_text")
            which |= Q(content_type=number, action__in=actions, object_id__in=here)
    if not told:
        return
    entries = ModelLogEntry.objects.filter(which, deleted=False).select_related("user")
    entries = list(entries.order_by("-timestamp", "-pk")[:LOOK_BACK])
    for entry in _one_a_press(entries, [action for actions, *_more in told.values() for action in actions]):
        actions, url, kind = told[entry.content_type_id]
        yield Happening(
            actions[entry.action],
            f"{kind} {entry.label}".strip(),
            _by(entry),
            entry.timestamp,
            url(entry.object_id, user),
        )


def _one_a_press(entries, rank):
    """Yield ``entries``, the newest first, of those that one press wrote about one thing only the most telling."""
    presses = {}
    for entry in entries:
        thing = getattr(entry, "page_id", None) or (entry.content_type_id, entry.object_id)
        presses.setdefault((entry.uuid or entry.pk, thing), []).append(entry)
    for several in presses.values():
        yield min(several, key=lambda entry: rank.index(entry.action))


def _by(entry):
    return entry.user.known_as if entry.user else ""
