"""The head of every page: its words, what machines read of it."""

from django import template

from cms.core import tools
from cms.core.machines import structured, subjects
from cms.core.machines.share import SIZE, picture_path
from cms.core.machines.words import from_html
from cms.core.models import BasePage
from cms.core.site_links import absolute_url

from ..links import link_book

register = template.Library()


class OneLineNode(template.Node):
    def __init__(self, nodelist, name, longest):
        self.nodelist, self.name, self.longest = nodelist, name, longest

    def render(self, context):
        context[self.name] = from_html(self.nodelist.render(context), self.longest)
        return ""


@register.tag
def oneline(parser, token):
    """Keep what stands inside as one line of plain text: ``{% oneline title %}…{% endoneline %}``.

    A block inside may be overridden as any other; what it says can then be written several times.
    A second word is the greatest length.
    """
    _tag, name, *longest = token.split_contents()
    nodelist = parser.parse(["endoneline"])
    parser.delete_first_token()
    return OneLineNode(nodelist, name, int(longest[0]) if longest else None)


def subject_of(context):
    """Return the Subject that the page in ``context`` shows: given by its view, a page, a screen; or None."""
    if "subject" in context:
        return context["subject"]
    page, request = context.get("page"), context.get("request")
    if isinstance(page, BasePage):
        return subjects.of_page(page)
    match = getattr(request, "resolver_match", None)
    return subjects.of_tool(tools.of_view(match.view_name)) if match else None


def address_of(subject, context):
    """Return the one whole address of what is shown: a part of a list has its own, a narrowed list has none."""
    if subject is None or context.get("is_narrowed"):
        return ""
    number = getattr(context.get("page_obj"), "number", 1)
    return absolute_url(subject.path) + (f"?page={number}" if number > 1 else "")


def trail_to(subject, title, context):
    """Return the way from the first page to ``subject`` as (label, path), itself last: what the breadcrumbs show."""
    page = context.get("page")
    above = link_book(context).ancestors() if isinstance(page, BasePage) else context.get("ancestors") or []
    return [*above, (title, subject.path)]


def structured_data(subject, title, description, picture, context):
    """Return the page's JSON-LD as a data block; '' for what has no address, is private or only previewed."""
    request, page, settings = context.get("request"), context.get("page"), context.get("settings")
    if subject is None or settings is None or context.get("is_narrowed") or getattr(request, "is_preview", False):
        return ""
    site = settings["core"]["SiteSettings"]
    data = page.structured_data() if isinstance(page, BasePage) else context.get("structured_data", {})
    whole = [structured.website(site)] if subject.path == "/" else []
    return structured.script(
        structured.organisation(site),
        *whole,
        structured.about(subject, title, description, picture, data),
        structured.breadcrumbs(trail_to(subject, title, context)),
    )


@register.inclusion_tag("components/head_meta.html", takes_context=True)
def head_meta(context, title, description):
    """Draw what machines read: description, canonical address, whether to keep it, and how it looks when shared."""
    subject = subject_of(context)
    settings = context.get("settings")
    site_name = settings["core"]["SiteSettings"].site_name if settings else ""
    picture = absolute_url(picture_path(subject, site_name)) if subject else ""
    # The title of a search repeats what was typed. A card that others show of a link must not put words in our mouth.
    shared_title = subject.title if subject and context.get("is_narrowed") else title
    return {
        "title": shared_title,
        "description": description,
        "canonical": address_of(subject, context),
        "is_hidden": bool(context.get("is_narrowed")) or bool(subject and not subject.is_indexed),
        "is_article": getattr(context.get("page"), "is_article", False),
        "site_name": site_name,
        "picture": picture,
        "picture_alt": f"{subject.title}. A drawing of people side by side." if subject else "",
        "picture_size": SIZE,
        "feed": context.get("feed"),
        "json_ld": structured_data(subject, title, description, picture, context),
    }
