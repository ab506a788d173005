"""Template tags that any app's templates need: telephone links, protected email addresses."""

import re

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from .. import times_said, tools
from ..addresses import as_references

register = template.Library()


@register.filter
def tel(number):
    """Return the ``tel:`` address of a phone number as people write it: ``(03) 5550 0119`` gives ``tel:0355500119``.

    What follows a word such as "ext" is left out; a leading + stays.
    """
    number = re.split(r"[a-z]", str(number), maxsplit=1, flags=re.IGNORECASE)[0]
    return "tel:" + ("+" if number.strip().startswith("+") else "") + re.sub(r"\D", "", number)


@register.filter
def sms(number):
    """Return the ``sms:`` address of a number that takes text messages."""
    return "sms:" + tel(number).removeprefix("tel:")


@register.filter
def times(words):
    """Return ``words`` with each hour and its am or pm kept on one line: ``9 am`` gets a space that does not break.

    What is no string stays as it is, and what is safe stays safe.
    """
    if not isinstance(words, str):
        return words
    kept = re.sub(r"(\d) ([ap]m)\b", "\\1\u00a0\\2", words)
    return mark_safe(kept) if isinstance(words, SafeString) else kept


@register.simple_tag
def desk_name():
    """Return what the editors' screens are called in the browser's tab: as signing in calls them, and asked of no database."""
    return settings.WAGTAIL_SITE_NAME


@register.simple_tag
def time_said(name):
    """Return a time that the site promises, in words: ``{% time_said "time to read an entry" %}``.

    Raises KeyError for a name that no app registered.
    """
    return times_said.said(name)


@register.simple_tag
def protected_email(address, label=""):
    """Return a mailto link whose address is written in character references.

    People, screen readers and browsers read it as it is; the simple harvesters that look for an @ do not.
    """
    if not address:
        return ""
    encoded = as_references(str(address))
    # In a narrow column it breaks before the sign between name and host, and nowhere else if it can.
    shown = label or mark_safe(encoded.replace(as_references("@"), "<wbr>" + as_references("@")))
    return format_html('<a href="{}{}">{}</a>', mark_safe(as_references("mailto:")), mark_safe(encoded), shown)


@register.simple_tag
def tool_url(key):
    """Return the address of the tool that some app registered under ``key``, or '' where none did."""
    tool = tools.get(key)
    return tool.url if tool else ""


@register.simple_tag(takes_context=True)
def query_with(context, **changes):
    """Return the current query string with ``changes`` applied (None or '' drops one), beginning with ``?``."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = value
    return f"?{query.urlencode()}" if query else "?"
