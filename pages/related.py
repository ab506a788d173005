"""What is close to a page: other pages and services that share its terms. Editors choose none of it.

What an editor did choose (the services a story mentions, lists of pages and of services in a text, tasks, pages
below) stands where they put it and is not said again here.
"""

from dataclasses import dataclass
from datetime import datetime

from wagtail.fields import StreamField

from cms.core import kept, related
from cms.core.models import BasePage, IndexPage
from cms.core.page_map import address_of, page_map
from cms.core.page_source import PageSource, page_models

from .models import EasyReadPage
from .notes import in_one_line, notes_of_stories
from .topics import gone_from_lists, sharing, terms_of, topics, types_of

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


@dataclass(frozen=True)
class ClosePage:
    """What is said of a page beside another one. ``kind_word`` is empty where it is just a page; ``notes_line`` and
    ``note_slugs`` are the content notes of a story, told or in Easy Read."""

    pk: int
    title: str
    url: str
    search_description: str
    kind_word: str
    first_published_at: datetime | None
    note_slugs: list
    notes_line: str


def close_pages(page, without=(), limit=PAGES):
    """Return at most ``limit`` public pages that share terms with ``page``: most in common first, then the newest.

    Never itself, a list of pages, a page below it or one of ``without`` (primary keys); nor its own kind where the page
    lists that already. A list of ClosePage. No query for readers.
    """
    if not page.pk:
        return []
    own_kind = [type(page)] if getattr(page, "lists_its_kind", False) else []
    common = {
        other: count
        for other, count in sharing(terms_of(page)).items()
        if other.pk not in without and other.pk != page.pk and not (page.path and other.path.startswith(page.path))
    }
    return nearest(common, limit, own_kind)


def pages_about(terms, limit=PAGES, without=()):
    """Return what ``close_pages`` does for ``terms``, a list of primary keys: what ``cms.core.related`` asks of pages."""
    common = {page: count for page, count in sharing(terms).items() if page.pk not in without}
    return nearest(common, limit)


def nearest(common, limit, without_kinds=()):
    """Return the first ``limit`` of ``common``, MappedPages and how many terms they share, as a list of ClosePage.

    Lists of pages are left out, and pages of the types in ``without_kinds``.
    """
    left_out = types_of_lists(*without_kinds)
    pages = (page for page in common if page.content_type_id not in left_out)
    return described(sorted(pages, key=lambda page: (-common[page], *newest(page), page.pk))[:limit])


def new_for(page, limit):
    """Return at most ``limit`` public pages that are new for the readers of an AudiencePage: a list of ClosePage.

    First those that an editor chose, in that order; then the newest that have one of the page's terms for audiences (of
    all its terms, where it has none of those). Never itself, a list of pages, or one that a task leads to. No query for
    readers.
    """
    chosen, led_to, left_out = page.chosen_numbers, page.page_numbers(), types_of_lists()
    terms = terms_of(page)
    sharing_any = sharing(terms & topics().audiences or terms)
    types, gone = types_of(page_models()), gone_from_lists()
    where = page_map()
    first = (where.public(number) for number in dict.fromkeys(chosen) if number not in gone)
    first = [each for each in first if each and each.content_type_id in types]
    others = [each for each in sharing_any if each.pk not in led_to and each.pk not in chosen]
    others.sort(key=lambda each: (*newest(each), -each.pk))
    found = [each for each in [*first, *others] if each.pk != page.pk and each.content_type_id not in left_out]
    return described(found[:limit])


def newest(page):
    """Return by what the newest pages come first, and last those that were never published."""
    moment = page.first_published_at
    return moment is None, -moment.timestamp() if moment else 0


def types_of_lists(*others):
    """Return the primary keys of the content types of all lists of pages, and of the page types ``others``: a set."""
    return types_of([*(model for model in page_models() if issubclass(model, IndexPage)), *others])


def described(pages):
    """Return the MappedPages ``pages`` as a list of ClosePage."""
    words = {content_type_id: kind.one for content_type_id, kind in PageSource().kinds().items()}
    notes, originals = notes_of_stories(), EasyReadPage.originals()
    found = []
    for page in pages:
        # What says a story in Easy Read talks about the same.
        its_notes = notes.get(originals.get(page.pk, page.pk), [])
        word = words[page.content_type_id]
        found.append(
            ClosePage(
                pk=page.pk,
                title=page.title,
                url=address_of(page),
                search_description=page.search_description,
                # That something is a page says nothing.
                kind_word=word if word != BasePage.kind_label else "",
                first_published_at=page.first_published_at,
                note_slugs=[slug for slug, _name in its_notes],
                notes_line=in_one_line([name for _slug, name in its_notes]),
            )
        )
    return found


def close_services(page, without=(), limit=SERVICES):
    """Return at most ``limit`` listed services that share terms with ``page``, without those of ``without``: one query
    at most, and the more services there are, the longer it takes: so readers of pages that share terms share the answer.

    The directory finds them; where there is no directory, there are none.
    """
    if not page.pk:
        return []
    terms = sorted(terms_of(page))
    asked = (tuple(terms), limit, frozenset(without))
    return kept.get(("services close to", *asked), lambda: related.close_to("services", *asked)) if terms else []
