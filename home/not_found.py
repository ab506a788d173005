"""The page for an address that leads nowhere: what it may have meant, and a way to search."""

import re
from difflib import SequenceMatcher
from urllib.parse import unquote

from django.conf import settings
from django.shortcuts import render
from wagtail.models import Site

from cms.core.page_source import PageSource

# Letters only: an address is anybody's text, and a number in it would stand on our page as if it were ours.
WORD = re.compile(r"[^\W\d_]{3,24}")
COMMON = {"and", "for", "index", "our", "page", "pages", "the"}
MOST_WORDS = 4
# As many pages as are compared with the address, the highest in the tree first.
COMPARED = 150
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


def alikeness(words, slug, title):
    """Return how alike the ``words`` of an address and a page are, from 0 to 1: each word with its nearest there."""
    there = set(slug.lower().split("-")) | set(WORD.findall(title.lower()))
    nearest = []
    for word in words:
        matcher = SequenceMatcher(b=word, autojunk=False)
        best = 0.0
        for other in there:
            matcher.set_seq1(other)
            if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best:
                best = max(best, matcher.ratio())
        nearest.append(best)
    return sum(nearest) / len(nearest) if nearest else 0.0


def nearest_pages(words, request):
    """Return ``(title, url)`` of at most SHOWN public pages whose slug or title is like ``words``; one query."""
    if not words:
        return []
    last = words_of(request.path.rstrip("/").rpartition("/")[2]) or words
    pages = PageSource().public().filter(depth__gt=2).only("slug", "title", "url_path", "depth", "path")
    scored = []
    for page in pages.order_by("depth", "path")[:COMPARED]:
        likeness = max(alikeness(last, page.slug, page.title), alikeness(words, page.slug, page.title))
        if likeness >= ALIKE:
            scored.append((-likeness, page.depth, page.path, page))
    scored.sort(key=lambda row: row[:3])
    return [(page.title, page.get_url(request)) for *_order, page in scored[:SHOWN]]


def page_not_found(request, exception):
    """Answer 404 with near pages and a search for the words of the address. Addresses of files get no suggestions."""
    wants_page = request.method in {"GET", "HEAD"} and not request.path.startswith(
        (settings.STATIC_URL, settings.MEDIA_URL, "/admin/", "/documents/")
    )
    words = words_of(request.path) if wants_page and Site.find_for_request(request) else []
    context = {"words": " ".join(words), "near": nearest_pages(words, request)}
    return render(request, "404.html", context, status=404)
