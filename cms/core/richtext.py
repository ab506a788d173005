"""What rich text may hold: words, lists and links that are safe to follow."""

import re
from html import unescape
from html.parser import HTMLParser

from django.core.exceptions import ValidationError
from django.utils.html import strip_tags

FEATURES = ["bold", "italic", "link", "document-link", "ol", "ul"]
# Where the page explains marked words, too.
EXPLAINING = [*FEATURES, "explain"]
SAFE_STARTS = ("https://", "mailto:", "tel:", "#")
# Two slashes, or one and a backslash, lead to another host.
ELSEWHERE = ("//", "/\\")


def is_safe(href):
    """Whether ``href`` is https, mailto, tel, an anchor, or a place on this site such as ``/directory/``."""
    # Browsers leave tabs and line ends out of an address: "/<tab>/elsewhere" leads to another host.
    href = re.sub(r"[\x00-\x20]", "", href)
    return href.lower().startswith(SAFE_STARTS) or (href.startswith("/") and not href.startswith(ELSEWHERE))


def or_nothing(html):
    """Return ``html``; '' where no word stands in it: an editor that is emptied leaves a paragraph behind."""
    return html if unescape(strip_tags(html)).strip() else ""


class _Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.unsafe = []

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        href = (attributes.get("href") or "").strip()
        if tag == "a" and href and not is_safe(href):
            self.unsafe.append(href)


def validate_links(html):
    """Raise ValidationError where ``html`` links by anything but https, mailto, tel, an anchor or a place on this site.

    Links to the site's own pages and documents carry an id, not an address, and pass.
    """
    links = _Links()
    links.feed(str(getattr(html, "source", html) or ""))
    if links.unsafe:
        raise ValidationError(
            "Links must begin with https://, or with / for a part of this site, or be an email address or a phone number. "
            "Please mend: %(links)s",
            params={"links": ", ".join(sorted(set(links.unsafe)))},
            code="unsafe_link",
        )
