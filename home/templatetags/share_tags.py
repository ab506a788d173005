"""Ways to pass a page on."""

from urllib.parse import quote

from django import template

from cms.core.site_links import absolute_url

from .head_tags import subject_of

register = template.Library()


@register.inclusion_tag("components/share.html", takes_context=True)
def share_links(context, thing="page", note=""):
    """Draw ways to pass on the title and the canonical address of what is shown, and nothing that only its reader sees.

    ``thing`` names it (story, page); ``note`` says what to think of first. Draws nothing where it has no address.
    """
    subject = subject_of(context)
    if subject is None:
        return {}
    url = absolute_url(subject.path)
    title, body = quote(subject.title, safe=""), quote("\r\n".join([subject.title, url]), safe="")
    return {
        "title": subject.title,
        "url": url,
        "mailto": f"mailto:?subject={title}&body={body}",
        "thing": thing,
        "note": note,
    }
