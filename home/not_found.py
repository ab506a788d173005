"""The page for an address that leads nowhere: what it may have meant, and a way to search."""

import re
from difflib import SequenceMatcher
from urllib.parse import unquote

from django.conf import settings
from django.shortcuts import render

from cms.core import kept
from cms.core.nearby import source_for
from cms.core.page_map import address_of, page_map, site_of
from cms.core.page_source import PageSource

# Letters only: an address is anybody's text, and a number in it would stand on our page as if it were ours.
WORD = re.compile(r"[^\W\d_]{3,24}")
COMMON = {"and", "for", "index", "our", "page", "pages", "the"}
MOST_WORDS = 4
# As many as are compared with the address; of pages the highest in the tree.
COMPARED = 1000
ALIKE = 0.6
SHOWN = 4


def words_of(path):
    """Return the words of an address that may be words of a page, the last part's first: at most MOST_WORDS, lower case.

    ``/old/Our-Storys.html`` gives ``["storys", "old"]``.
    """
    parts = [part for part in unquote(path[:300]).lower().split("/") if part]
    found = []
    for part in reversed(parts):
        found += WORD.findall(re.sub(r"\.(?:html?|php|aspx?|pdf|docx?)$", "", part))
    return [word for word in dict.fromkeys(found) if word.isalpha() and word not in COMMON][:MOST_WORDS]


def likenesses(word, others):
    """Return how alike ``word`` and each of ``others`` that may be meant are, from 0 to 1, as a dict.

    Only words with the same first letter are compared, since a slip is rarely there and comparing costs much.
    """
    matcher = SequenceMatcher(b=word, autojunk=False)
    found = {}
    for other in others:
        if other[0] != word[0]:
            continue
        matcher.set_seq1(other)
        if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE:
            found[other] = matcher.ratio()
    return found


def nearest_slugs(words, slugs):
    """Return the positions in ``slugs`` of at most SHOWN that are like ``words``, the nearest first.

    Each word counts with its nearest in a slug. The first of two that are as near is the one before.
    """
    parts = [[part for part in slug.lower().split("-") if part] for slug in slugs]
    others = {part for those in parts for part in those}
    alike = [likenesses(word, others) for word in words]
    scored = []
    for position, those in enumerate(parts):
        likeness = sum(max((near.get(part, 0) for part in those), default=0) for near in alike) / len(words)
        if likeness >= ALIKE:
            scored.append((-likeness, position))
    return [position for _likeness, position in sorted(scored)[:SHOWN]]


class Pages:
    """What is looked through for any address: the public pages below the first, as ``cms.core.nearby`` asks of a source."""

    def slugs(self, most):
        def read():
            pages = PageSource().public().filter(depth__gt=2).order_by("depth", "path")
            return list(pages.values_list("pk", "slug")[:most])

        return kept.get(f"slugs of {most} pages", read)

    def links(self, keys, request):
        pages = filter(None, map(page_map().public, keys))
        return {page.pk: (page.title, address_of(page, request)) for page in pages}


def nearest(path, request):
    """Return ``(title, url)`` of at most SHOWN public things whose slug is like the last words of ``path``; with no query for pages
    that are kept."""
    words = words_of(path.rstrip("/").rpartition("/")[2]) or words_of(path)
    if not words:
        return []
    source = source_for(path, otherwise=Pages())
    rows = list(source.slugs(COMPARED))
    keys = [rows[position][0] for position in nearest_slugs(words, [slug for _pk, slug in rows])]
    links = source.links(keys, request) if keys else {}
    return [links[key] for key in keys if key in links]


def page_not_found(request, exception):
    """Answer 404 with near pages and a search for the words of the address. Addresses of files get no suggestions."""
    wants_page = request.method in {"GET", "HEAD"} and not request.path.startswith(
        (settings.STATIC_URL, settings.MEDIA_URL, "/admin/", "/documents/")
    )
    wants_page = wants_page and site_of(request)
    context = {
        "words": " ".join(words_of(request.path)) if wants_page else "",
        "near": nearest(request.path, request) if wants_page else [],
    }
    return render(request, "404.html", context, status=404)
