"""What links to something that is about to be deleted or unpublished: by title, as far as the person may see it."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.text import capfirst
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.contrib.settings.models import AbstractSetting
from wagtail.models import Page, ReferenceIndex

# Functions (of a model and {number, as text: which of the objects it goes with}) that yield (content type, key, number) of
# what leads there by an address that was typed, which no index of Wagtail's knows.
_typed = []

# So many titles of one thing are read at a glance; the rest stands on the screen of its usage.
MOST = 10
# Of all together, where many are deleted at once.
MOST_IN_ALL = 100


def register_typed(find):
    """Have what ``find`` yields counted too; see ``_typed``."""
    _typed.append(find)


def index(*models):
    """Have Wagtail write down what rows of ``models`` lead to: settings and redirects are in its index by nobody else."""
    for model in models:
        ReferenceIndex.register_model(model)


@dataclass
class Links:
    """What links to one thing: ``shown`` are (title, kind, address); ``hidden`` is how many more this person may not
    see; ``more`` how many were not looked at."""

    shown: list = field(default_factory=list)
    hidden: int = 0
    more: int = 0

    @property
    def count(self):
        return len(self.shown) + self.hidden + self.more


def links_to(objects, user):
    """Return by each of ``objects``, all of one model, its Links.

    What links to a page's own children counts, since they go with it; what lies below any of ``objects`` does not, since it
    goes too. A few queries for each kind of thing that links, and no more for many.
    """
    objects = list(objects)
    if not objects:
        return {}
    base = ReferenceIndex._get_base_content_type(objects[0])
    owner = _owners(objects)
    references = ReferenceIndex.objects.filter(to_content_type=base, to_object_id__in=owner)
    sources = defaultdict(dict)
    for kind, pk, target in references.order_by("base_content_type", "object_id").values_list(
        "base_content_type", "object_id", "to_object_id"
    ):
        if not (kind == base.pk and pk in owner):
            sources[owner[target]][kind, pk] = None
    for find in _typed:
        for kind, pk, target in find(type(objects[0]), owner):
            if not (kind == base.pk and pk in owner):
                sources[owner[target]][kind, pk] = None
    room, wanted = MOST_IN_ALL, {}
    for pk, found in sources.items():
        wanted[pk] = list(found)[: min(MOST, room)]
        room -= len(wanted[pk])
    things = _fetched({source for found in wanted.values() for source in found})
    finder = AdminURLFinder(user)
    told = {}
    for pk, found in wanted.items():
        links = Links(more=len(sources[pk]) - len(found))
        for source in found:
            thing = things.get(source)
            address = finder.get_edit_url(thing) if thing is not None else None
            if address:
                links.shown.append((_title_of(thing), capfirst(_kind_of(thing)), address))
            else:
                links.hidden += 1
        told[pk] = links
    return {each: told.get(str(each.pk), Links()) for each in objects}


def _owners(objects):
    """Return by the number of each thing that goes, as text, the number of the one of ``objects`` with which it goes."""
    owner = {str(each.pk): str(each.pk) for each in objects}
    if isinstance(objects[0], Page):
        below = reduce(or_, (Q(path__startswith=each.path) for each in objects))
        paths = {each.path: str(each.pk) for each in objects}
        for pk, path in Page.objects.filter(below).values_list("pk", "path"):
            first = next(
                paths[path[:end]] for end in range(Page.steplen, len(path) + 1, Page.steplen) if path[:end] in paths
            )
            owner.setdefault(str(pk), first)
    return owner


def _fetched(sources):
    """Return the things that ``sources``, pairs of a content type's number and a key, name: one query for each type."""
    keys = defaultdict(list)
    for kind, pk in sources:
        keys[kind].append(pk)
    found = {}
    for kind, pks in keys.items():
        model = ContentType.objects.get_for_id(kind).model_class()
        if model is None:
            continue
        rows = model._base_manager.filter(pk__in=pks)
        for thing in rows.select_related("query") if model is SearchPromotion else rows:
            found[kind, str(thing.pk)] = thing
    return found


def _title_of(thing):
    if isinstance(thing, SearchPromotion):
        return f"“{thing.query}”"
    return thing.get_admin_display_title() if isinstance(thing, Page) else str(thing)


def _kind_of(thing):
    if isinstance(thing, SearchPromotion):
        return "promoted search result"
    if isinstance(thing, AbstractSetting):
        return "settings"
    model = thing.specific_class if isinstance(thing, Page) else type(thing)
    return str((model or type(thing))._meta.verbose_name)
