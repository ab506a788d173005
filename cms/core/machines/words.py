"""Words as machines want them: one line, plain, not too long."""

from html import unescape

# What search engines show of a description before they cut it themselves.
DESCRIPTION = 160


def one_line(text, longest=None):
    """Return ``text`` with single spaces; cut after a whole word, with an ellipsis, where it is longer than ``longest``."""
    text = " ".join(str(text).split())
    if longest is None or len(text) <= longest:
        return text
    cut = text[: longest - 1]
    if not text[longest - 1].isspace():
        # One word longer than everything is cut where it must be.
        cut = cut.rpartition(" ")[0] or cut
    return cut.rstrip(" ,;:.–-") + "…"


def from_html(rendered, longest=None):
    """Return the plain text of what a template rendered (escaped, no tags), as ``one_line``."""
    return one_line(unescape(rendered), longest)
