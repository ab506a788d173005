"""What every page shows of home: menus, footer, breadcrumbs, help lines, reading settings."""

from functools import cache, partial
from urllib.parse import urlencode

from django import template
from django.db.models import prefetch_related_objects
from django.template import loader
from django.urls import NoReverseMatch
from django.utils.html import format_html_join
from django.utils.text import slugify
from wagtail.models import Page

from cms.core import alternates, kept, tools
from cms.core.site_links import absolute_url, address_named

from ..forms import ReadingSettingsForm
from ..links import link_book
from ..models import HelpLine, ScreenWords
from ..models.notices import notices_for
from ..reading import COOKIE, decode

register = template.Library()

# What views call the part of an address that opens something to whoever has it.
KEYS = {"key", "token", "receipt"}


def current_at(url, here):
    """Return the value of aria-current for a link to ``url`` on the page ``here``: "page" where it is the page being read,
    "true" where it is the part of the site that the page is in, '' elsewhere."""
    if not url or url == here:
        return "page" if url else ""
    inside = url != "/" and url.startswith("/") and here.startswith(url.split("?")[0].rstrip("/") + "/")
    return "true" if inside else ""


def drawn_link(link, book, here):
    """Return a link as templates draw it (label, note, url, current), or None where it leads nowhere."""
    url = book.url(link)
    if not url:
        return None
    return {"label": link["label"], "note": link.get("note", ""), "url": url, "current": current_at(url, here)}


def drawn_links(links, book, here):
    return [drawn for drawn in (drawn_link(link, book, here) for link in links) if drawn]


def here_of(context):
    request = context.get("request")
    return request.path if request is not None else ""


def tool_url(key):
    """Return the address of the tool ``key``, or '' where no app offers it."""
    tool = tools.get(key)
    try:
        return tool.url if tool else ""
    except NoReverseMatch:
        return ""


@register.simple_tag
def address_of_tool(key):
    """Return the address of the tool ``key``, or '' where no app offers it."""
    return tool_url(key)


@register.simple_tag(takes_context=True)
def menu_marks(context):
    """Return the links of menus and footer that lead to the shown page or the part of the site it is in, as a tuple.

    Menus and footer are drawn once for all pages that have the same.
    """
    book, here = link_book(context), here_of(context)
    urls = kept.get("addresses in menus", lambda: [book.url(link) for link in book.navigation.links()])
    return tuple((url, current) for url in dict.fromkeys(urls) if (current := current_at(url, here)))


def menu_items(context):
    """Return the main menu as editors arranged it. A group whose links have all left, leaves too."""
    book, here = link_book(context), here_of(context)
    items = []
    for block in book.navigation.main_menu:
        if block.block_type == "group":
            links = drawn_links(block.value["links"], book, here)
            if links:
                current = any(link["current"] for link in links)
                items.append({"label": block.value["label"], "links": links, "current": current})
        else:
            items += drawn_links([block.value], book, here)
    return items


@register.inclusion_tag("components/main_menu.html", takes_context=True)
def main_menu(context, marks):
    """Draw the main menu; ``marks`` are those of ``menu_marks``."""
    more = [("Get help now", tool_url("home:get_help_now")), ("Reading settings", reading_url(context))]
    return {
        # Asked for only where it is drawn.
        "items": cache(partial(menu_items, context)),
        "marks": marks,
        "more": [{"label": label, "url": url} for label, url in more],
        "search_url": tool_url("search:results"),
        "request": context.get("request"),
    }


@register.inclusion_tag("components/footer_columns.html", takes_context=True)
def footer_columns(context):
    """Draw the footer's columns and its last line as editors arranged them."""
    book, here = link_book(context), here_of(context)
    columns = [
        {"heading": block.value["heading"], "links": drawn_links(block.value["links"], book, here)}
        for block in book.navigation.footer
    ]
    settings = context.get("settings")
    return {
        "columns": [column for column in columns if column["links"]],
        "legal": drawn_links([block.value for block in book.navigation.legal], book, here),
        "site": settings["core"]["SiteSettings"] if settings else None,
        "offers": settings["core"]["Offers"] if settings else None,
    }


@register.inclusion_tag("components/breadcrumbs.html", takes_context=True)
def page_breadcrumbs(context):
    """Draw the way from the home page to the page above the shown one."""
    return {"ancestors": link_book(context).ancestors()}


@register.inclusion_tag("components/breadcrumbs.html", takes_context=True)
def breadcrumbs_below(context, title, url):
    """Draw the way to an address below the shown page, which is called ``title`` and is at ``url``: that page is its end."""
    return {"ancestors": [*link_book(context).ancestors(), (title, url)]}


@register.inclusion_tag("components/breadcrumbs.html")
def home_breadcrumb(title="", url=""):
    """Draw the way home from a screen that is no page: over ``title`` at ``url``, else right below the home page."""
    return {"ancestors": [("Home", "/"), *([(title, url)] if url else [])]}


@register.simple_tag(takes_context=True)
def alternates_of_page(context):
    """Return the other forms of the shown page, such as Easy Read: objects with label and url."""
    page = context.get("page")
    return alternates.of_page(page) if isinstance(page, Page) and page.pk else []


@register.simple_tag(takes_context=True)
def link_url(context, link):
    """Return where ``link``, a value of LinkBlock, leads; '' where there is none or readers may not go there."""
    return link_book(context).url(link) if link else ""


@register.simple_tag(takes_context=True)
def drawn(context, links):
    """Return the values of links, tasks or doors that lead somewhere, each as a dict with its ``url`` and all its words."""
    book = link_book(context)
    found = ((link, book.url(link)) for link in links)
    return [{**dict(link.items()), "url": url} for link, url in found if url]


@register.simple_tag(takes_context=True)
def drawn_blocks(context, stream):
    """Return what ``drawn`` does for the values of a StreamField's blocks."""
    return drawn(context, [block.value for block in stream or []])


@register.inclusion_tag("home/includes/notices.html", takes_context=True)
def notices(context):
    """Draw the notices that editors put at the top of the shown page or screen."""
    request, page = context.get("request"), context.get("page")
    if request is None:
        return {"notices": []}
    found = notices_for(request, page if isinstance(page, Page) else None)
    return {"notices": [(one, drawn(context, [block.value for block in one.link])) for one in found]}


def read_lines():
    """Return the help lines that stand on every page, with the hours of those that close. Two queries at most."""
    shown = HelpLine.objects.shown().prefetch_related(None)
    lines = [line for line in shown if line.shows_in_slim or line.is_emergency or line.is_interpreter]
    prefetch_related_objects([line for line in lines if not line.always_open], "hours")
    return lines


def lines_of(request):
    """Return the help lines that stand on every page: read once for each request, hours only where some close."""
    lines = getattr(request, "_help_lines", None)
    if lines is None:
        lines = kept.get("help lines", read_lines)
        if request is not None:
            request._help_lines = lines
    return lines


def words_of(context):
    request = context.get("request")
    return ScreenWords.load(request_or_site=request) if request is not None else ScreenWords.load()


@register.simple_tag(takes_context=True)
def help_lines(context, style="slim", title="", intro=""):
    """Draw the help lines that stand on every page. ``style``: slim, or full as after a story."""
    lines = lines_of(context.get("request"))
    # Who answers changes with the hour, and the version does not.
    answering = tuple(line.is_open_now for line in lines)
    return kept.get(
        ("drawn help lines", style, title, intro, answering),
        lambda: draw_help_lines(lines, style == "full", title, intro, words_of(context).said),
    )


def draw_help_lines(lines, full, title, intro, said):
    interpreters = [line for line in lines if line.is_interpreter]
    return loader.get_template(f"components/help_{'full' if full else 'slim'}.html").render(
        {
            "lines": [line for line in lines if not line.is_interpreter],
            "interpreter": interpreters[0] if interpreters else None,
            "title": title or said["help_title"],
            "intro": intro if intro or full else said["help_listen"],
            "uid": f"-{slugify(title)}" if title else "",
        }
    )


@register.simple_tag(takes_context=True, name="reading_url")
def reading_url(context):
    """Return the address of the reading settings, with the way back to the page that is shown.

    A page whose address is a key to somebody's draft or entry is not named: an address in another one is passed on.
    """
    address, request = address_named("home:reading_settings"), context.get("request")
    if request is None or request.method != "GET":
        return address
    match = getattr(request, "resolver_match", None)
    if match is None or KEYS & match.kwargs.keys():
        return address
    return f"{address}?{urlencode({'from': request.get_full_path()})}"


@register.simple_tag(takes_context=True)
def printed_address(context):
    """Return the whole address for the foot of a printed page; '' where it is a key, which is for nobody's eyes."""
    match = getattr(context.get("request"), "resolver_match", None)
    return "" if match is None or KEYS & match.kwargs.keys() else absolute_url(context["request"].path)


@register.inclusion_tag("components/reading_panel.html", takes_context=True)
def reading_panel(context):
    """Draw the reading settings as a small panel that stays hidden until a script opens it."""
    return {
        "fields": ReadingSettingsForm.base_fields.items(),
        "address": address_named("home:reading_settings"),
        "page_url": reading_url(context),
    }


@register.simple_tag(takes_context=True)
def reading_attributes(context):
    """Return the reader's settings as attributes of <html>: `` data-text="130"``. Reads one cookie, writes none."""
    request = context.get("request")
    chosen = decode(request.COOKIES.get(COOKIE, "")) if request is not None else {}
    return format_html_join("", ' data-{}="{}"', chosen.items())
