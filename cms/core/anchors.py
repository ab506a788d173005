"""Addresses of headings: from their words, so that links to them last, and each but once on a page."""

from django.utils.text import slugify

# What templates and the parts of a page call their own.
TAKEN = {
    "activities", "charter-versions", "contents-title", "endorsed-by", "help", "listen", "listen-title", "main", "quick-facts-title", "references", "story",
}  # fmt: skip
TAKEN_STARTS = ("c-", "cite-", "help-title", "id_", "ref-")


def anchor_for(text):
    """Return the id of a heading from its words: ``What is here?`` gives ``what-is-here``; ``part`` where it has none.

    Words in other scripts stay in theirs.
    """
    return slugify(text) or slugify(text, allow_unicode=True) or "part"


class Anchors:
    """Gives each heading of a page an id of its own. ``taken``: ids that others of the page's parts have."""

    def __init__(self, taken=()):
        self.taken = TAKEN | set(taken)

    def give(self, text):
        """Return an id for a heading with the words ``text`` that nothing on the page has: a second one ends in -2."""
        base = anchor_for(text)
        # With the hyphen, since a second one gets a number after it.
        if f"{base}-".startswith(TAKEN_STARTS):
            base = f"part-{base}"
        anchor, number = base, 1
        while anchor in self.taken:
            number += 1
            anchor = f"{base}-{number}"
        self.taken.add(anchor)
        return anchor
