"""What is close to a page: other pages and services that share its terms. Editors choose none of it.

What an editor did choose (the services a story mentions, lists of pages and of services in a text, tasks, pages
below) stands where they put it and is not said again here.
"""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce
from wagtail.fields import StreamField

from cms.core import related
from cms.core.models import BasePage, IndexPage, PageTerm
from cms.core.page_source import PageSource, page_models

from .models import StoryPage
from .models.listing import about_terms, nulls_last, sharing_terms
from .notes import in_one_line

PAGES = 4
SERVICES = 3


def chosen_in(page):
    """Return ``(pages, services)``: sets of the primary keys that editors put into the lists of a page's texts."""
    pages, services = set(getattr(page, "page_numbers", set)()), set()
    for field in page._meta.concrete_fields:
        if isinstance(field, StreamField):
            for block in getattr(page, field.name).raw_data:
                for kind, found in (("pages", pages), ("services", services)):
                    if block["type"] == kind:
                        items = block["value"].get(kind, ())
                        found |= {item["value"] if isinstance(item, dict) else item for item in items}
    return pages - {None}, services - {None}


def close_pages(page, without=(), limit=PAGES):
    """Return at most ``limit`` public pages that share terms with ``page``: most in common first, then the newest.

    Never itself, a list of pages, a page below it or one of ``without`` (primary keys); nor its own kind where the page
    lists that already. A list of Page, each with ``kind_word`` and, where it is a story with content notes, their
    ``note_slugs`` and ``notes_line``. One query, and one more where such a story is among them.
    """
    if not page.pk:
        return []
    pages = sharing_terms(PageSource().public(), page)
    if page.path:
        pages = pages.exclude(path__startswith=page.path)
    own_kind = [type(page)] if getattr(page, "lists_its_kind", False) else []
    return nearest(pages.exclude(pk__in=list(without)), limit, without_models=own_kind)


def pages_about(terms, limit=PAGES, without=()):
    """Return what ``close_pages`` does for ``terms``, a list of primary keys: what ``cms.core.related`` asks of pages."""
    return nearest(about_terms(PageSource().public(), terms).exclude(pk__in=list(without)), limit) if terms else []


def nearest(pages, limit, without_models=()):
    """Return the first ``limit`` of the queryset ``pages``, which has ``common``, with the words that ``close_pages`` says.

    Lists of pages are left out, and pages of the types in ``without_models``.
    """
    pages = pages.exclude(content_type_id__in=types_of_lists(*without_models))
    return described(pages.order_by("-common", nulls_last("first_published_at"), "pk")[:limit])


def new_for(page, limit):
    """Return at most ``limit`` public pages that are new for the readers of an AudiencePage: a list of Page.

    First those that an editor chose, in that order; then the newest that have one of the page's terms for audiences (of
    all its terms, where it has none of those). Never itself, a list of pages, or one that a task leads to. They have
    the words that ``close_pages`` says. One query, and one more where a story with content notes is among them.
    """
    chosen = page.chosen_numbers
    terms = PageTerm.objects.filter(page_id=page.pk)
    of_audiences = terms.filter(term__taxonomy__slug="audiences")
    meant = terms.filter(Q(pk__in=of_audiences.values("pk")) | ~Exists(of_audiences))
    sharing = PageTerm.objects.filter(term__in=meant.values("term")).values("page")
    pages = PageSource().public().exclude(pk=page.pk).exclude(content_type_id__in=types_of_lists())
    pages = pages.filter(Q(pk__in=chosen) | Q(pk__in=sharing) & ~Q(pk__in=page.page_numbers()))
    # Not without any: PostgreSQL would read the constant that is left as the number of a column.
    first = (
        [Case(*(When(pk=pk, then=Value(n)) for n, pk in enumerate(chosen)), default=Value(len(chosen)))]
        if chosen
        else []
    )
    return described(pages.order_by(*first, nulls_last("first_published_at"), "-pk")[:limit])


def types_of_lists(*others):
    """Return the primary keys of the content types of all lists of pages, and of the page types ``others``."""
    lists = [model for model in page_models() if issubclass(model, IndexPage)]
    return [content_type.pk for content_type in ContentType.objects.get_for_models(*lists, *others).values()]


def described(pages):
    """Return the pages of the queryset ``pages`` as a list, each with ``kind_word``, ``note_slugs`` and ``notes_line``."""
    notes = StoryPage.content_notes.through.objects.all()
    # What says a story in Easy Read talks about the same.
    pages = pages.annotate(teller=Coalesce("easyreadpage__original", "pk"))
    words = {content_type_id: kind.one for content_type_id, kind in PageSource().kinds().items()}
    found = list(pages.annotate(has_note=Exists(notes.filter(storypage=OuterRef("teller")))))
    noted = [one.teller for one in found if one.has_note]
    told = {}
    if noted:
        rows = notes.filter(storypage__in=noted).order_by("term__sort_order", "term")
        for pk, slug, name in rows.values_list("storypage", "term__slug", "term__name"):
            told.setdefault(pk, []).append((slug, name))
    for one in found:
        # That something is a page says nothing.
        one.kind_word = words[one.content_type_id] if words[one.content_type_id] != BasePage.kind_label else ""
        one.note_slugs = [slug for slug, _name in told.get(one.teller, [])]
        one.notes_line = in_one_line([name for _slug, name in told.get(one.teller, [])])
    return found


def close_services(page, without=(), limit=SERVICES):
    """Return at most ``limit`` listed services that share terms with ``page``, without those of ``without``: one query.

    The directory finds them; where there is no directory, there are none.
    """
    if not page.pk:
        return []
    return related.close_to("services", PageTerm.objects.filter(page_id=page.pk).values("term"), limit, without)
