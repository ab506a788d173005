"""The ways in which an editor sees a page before readers do: on the site, on paper, in a search engine, when shared.

All of them begin with the page as it would be sent to a reader, so none can say what the page does not.
"""

import posixpath
import re
from html import unescape

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core import signing
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse

from ..machines import share
from ..machines.words import DESCRIPTION, one_line
from ..models import SiteSettings
from ..site_links import absolute_url
from .checks import found_in
from .marking import marked
from .seen_beforehand import PRINT, SEARCH, SHARED

TEMPLATES = {SEARCH: "core/writing/search_result.html", SHARED: "core/writing/shared.html"}
# What search engines show of a title before they cut it.
LONGEST_TITLE = 60
SALT = "cms.core.writing.card"
LIFE = 60 * 60


def answer(response, thing, mode, in_panel):
    """Turn the ``response`` that shows ``thing`` on the site into what ``mode`` shows of it. Returns nothing."""
    if response.status_code != 200 or response.streaming:
        return
    if mode == PRINT:
        response.content = as_printed(response.content)
    elif mode in (SEARCH, SHARED):
        response.content = _drawn(mode, head_of(response.content), thing).encode()
    elif in_panel:
        response.content = marked(response.content, found_in(thing))
    if response.has_header("Content-Length"):
        response["Content-Length"] = len(response.content)


# --- What machines read -------------------------------------------------------------------------


def head_of(html):
    """Return what stands in the head of the page ``html`` (bytes) for machines: a dict of plain strings."""
    head = html.decode().partition("</head>")[0]

    def said(pattern):
        found = re.search(pattern, head, re.DOTALL)
        return unescape(found[1]).strip() if found else ""

    title = said(r"<title>(.*?)</title>")
    return {
        "title": title,
        "title_shown": one_line(title, LONGEST_TITLE),
        "description": said(r'<meta name="description" content="([^"]*)"'),
        "address": said(r'<link rel="canonical" href="([^"]*)"'),
        "shared_title": said(r'<meta property="og:title" content="([^"]*)"') or title,
        "site_name": said(r'<meta property="og:site_name" content="([^"]*)"'),
        "is_hidden": bool(re.search(r'<meta name="robots" content="noindex', head)),
    }


def _drawn(mode, head, thing):
    address = head["address"] or _address_of(thing)
    host, *way = address.partition("://")[2].strip("/").split("/")
    title = getattr(thing, "sharing_title", "") or str(thing)
    return render_to_string(
        TEMPLATES[mode],
        head
        | {
            "host": host,
            "way": way,
            "description_shown": one_line(head["description"], DESCRIPTION),
            "longest_title": LONGEST_TITLE,
            "site_name": head["site_name"] or SiteSettings.load().site_name,
            "picture": card_address(title, thing.slug) if mode == SHARED else "",
        },
    )


def _address_of(thing):
    """Return the address that ``thing`` has or will have, as far as it is known; '' for none."""
    if hasattr(thing, "get_absolute_url"):
        return absolute_url(thing.get_absolute_url()) if thing.slug else ""
    return ""


def card_address(title, seed):
    """Return the address of the picture beside a shared link, for what may not be public yet."""
    sealed = signing.dumps([title, seed or title], salt=SALT, compress=True)
    return f"{reverse('writing_card')}?of={sealed}"


def card(request):
    """Draw the picture that a preview of this hour asked for. Raises Http404 for anything else."""
    try:
        title, seed = signing.loads(request.GET.get("of", ""), salt=SALT, max_age=LIFE)
    except (signing.BadSignature, ValueError) as error:
        raise Http404 from error
    picture = share.draw(title, seed, SiteSettings.load(request_or_site=request).site_name)
    response = HttpResponse(picture, content_type="image/png")
    response["Cache-Control"] = "private, max-age=600"
    return response


# --- Paper --------------------------------------------------------------------------------------

SHEET = re.compile(r'<link rel="stylesheet" href="([^"]+)"(?: media="([^"]*)")?>')
# A sheet of paper on a desk: only what paper itself has, and no rule of the page's own.
PAPER = (
    "html { background: #767676 !important; } "
    "body { box-sizing: border-box; max-width: 210mm; min-height: 297mm !important; margin: 1rem auto; padding: 1.6cm; background: #ffffff; }"
)


def as_printed(html):
    """Return the page ``html`` (bytes) as a printer gets it: what the style sheets say for paper is said to the screen."""

    def inline(link):
        css = _css(link[1])
        if css is None or link[2] not in (None, "", "all", "print", "screen"):
            return link[0]
        return "" if link[2] == "screen" else f"<style>{for_paper(css, link[1])}</style>"

    text = SHEET.sub(inline, html.decode())
    return text.replace("</head>", f"<style>{PAPER}</style></head>", 1).encode()


def for_paper(css, address):
    """Return the style sheet ``css`` of ``address`` with paper's rules for all, without the screen's and the dark ones."""
    css = re.sub(r"@media\s+print\b", "@media all", css)
    css = re.sub(r"@media\s+screen\b|@media\s*\(prefers-color-scheme:\s*dark\)", "@media not all", css)
    folder = posixpath.dirname(address)

    def whole(url):
        return (
            url[0]
            if re.match(r"[/#]|[a-z]+:", url[1])
            else f'url("{posixpath.normpath(posixpath.join(folder, url[1]))}")'
        )

    # Nothing in it can end the element that it is put into.
    return re.sub(r"""url\(["']?([^"')]+)["']?\)""", whole, css).replace("</", "<\\/")


def _css(address):
    """Return the style sheet that stands at ``address`` among the static files; None where there is none."""
    if not address.startswith(settings.STATIC_URL):
        return None
    name = address.removeprefix(settings.STATIC_URL).partition("?")[0]
    try:
        found = finders.find(name)
        if found:
            with open(found, encoding="utf-8") as file:
                return file.read()
        with staticfiles_storage.open(name) as file:
            return file.read().decode()
    except (OSError, ValueError):
        return None
