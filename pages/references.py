"""Sources in a text: ``[^key]`` becomes a small number that leads to the source, and the source leads back.

Works on finished HTML. Only text between tags is touched, never a tag or what stands in one, so the markup
that came in, already escaped, goes out as it was.
"""

from html.parser import HTMLParser

from django.utils.html import format_html
from django.utils.safestring import mark_safe

from cms.core.sources import MARK, cite_id

# A link within a link is not valid, a heading is read out in lists, and a drawing holds no links.
CLOSED_TO_MARKS = {
    "a",
    "button",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "summary",
    "svg",
    "title",
    "textarea",
    "script",
    "style",
}


class Citing(HTMLParser):
    """Copies the HTML that it is fed and replaces the marks in its text. ``times``: how often each key was named."""

    def __init__(self, keys):
        super().__init__(convert_charrefs=False)
        self.numbers = {key: number for number, key in enumerate(keys, start=1)}
        self.times = {}
        self.closed = []
        self.out = []

    def replace(self, match):
        key = match[1]
        number = self.numbers.get(key)
        if number is None or self.closed:
            return ""
        self.times[key] = time = self.times.get(key, 0) + 1
        return format_html(
            '<sup><a class="cite" id="{}" href="#ref-{}" aria-label="Source {}">{}</a></sup>',
            cite_id(key, time), key, number, number,
        )  # fmt: skip

    def copied(self, html):
        """Return ``html``, finished and trusted markup, with its marks numbered: safe HTML. May be called again and again."""
        html = str(html)
        if "[^" not in html and "<!" not in html:
            return mark_safe(html)
        self.out = []
        self.feed(html)
        self.close()
        self.reset()
        return mark_safe("".join(self.out))

    def handle_starttag(self, tag, attrs):
        if tag in CLOSED_TO_MARKS:
            self.closed.append(tag)
        self.out.append(self.get_starttag_text())

    def handle_startendtag(self, tag, attrs):
        self.out.append(self.get_starttag_text())

    def handle_endtag(self, tag):
        if tag in self.closed:
            # Everything opened since is closed with it.
            del self.closed[len(self.closed) - 1 - self.closed[::-1].index(tag) :]
        self.out.append(f"</{tag}>")

    def handle_data(self, data):
        self.out.append(MARK.sub(self.replace, data))

    def handle_entityref(self, name):
        self.out.append(f"&{name};")

    def handle_charref(self, name):
        self.out.append(f"&#{name};")

    def handle_comment(self, data):
        # Comments are not for readers, and a malformed one could swallow what follows.
        return

    def handle_decl(self, decl):
        return


def cited(html, keys):
    """Return ``(html, times)``: safe HTML with the marks of ``keys`` numbered by their order, and how often each occurs.

    ``html`` is finished, trusted markup. Marks of other keys are left out.
    """
    parser = Citing(keys)
    return parser.copied(html), parser.times
