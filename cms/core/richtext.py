"""What rich text may hold: words, lists and links that are safe to follow."""

from html.parser import HTMLParser

from django.core.exceptions import ValidationError

FEATURES = ["bold", "italic", "link", "document-link", "ol", "ul"]
SAFE_STARTS = ("https://", "mailto:", "tel:", "#")


class _Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.unsafe = []

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        href = (attributes.get("href") or "").strip()
        if tag == "a" and href and not href.lower().startswith(SAFE_STARTS):
            self.unsafe.append(href)


def validate_links(html):
    """Raise ValidationError where ``html`` links by anything but https, mailto, tel or an anchor.

    Links to the site's own pages and documents carry an id, not an address, and pass.
    """
    links = _Links()
    links.feed(str(getattr(html, "source", html) or ""))
    if links.unsafe:
        raise ValidationError(
            "Links must begin with https://, or be an e-mail address or a phone number. Please mend: %(links)s",
            params={"links": ", ".join(sorted(set(links.unsafe)))},
            code="unsafe_link",
        )
