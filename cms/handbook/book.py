"""The handbook for editors: Markdown files in docs/handbook/, one for each task, read by people here and on the web.

README.md is the contents: its headings group the tasks, and its links say their order. Nothing else lists them.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt

FOLDER = settings.BASE_DIR / "docs" / "handbook"
PICTURES = FOLDER / "pictures"
CONTENTS = "README.md"
FIRST = "Your first half hour"
# No HTML of the file's own reaches a page: what is written with angle brackets shows as it is written.
_markdown = MarkdownIt("commonmark", {"html": False})
_LINK_TO_TASK = re.compile(r"^(?P<slug>[a-z-]+)\.md(?P<anchor>#[a-z0-9-]+)?$")
_PICTURE = re.compile(r"^pictures/(?P<name>[a-z0-9-]+)\.png$")
# What Markdown writes around words, for searching in them.
_MARKS = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|[*_`#>]+")


@dataclass(frozen=True)
class Entry:
    """A task as the contents name it: ``slug`` of its file, ``title``, and when one would want it."""

    slug: str
    title: str
    when: str

    @property
    def url(self):
        """Its address in the admin."""
        return reverse("handbook_task", args=[self.slug])

    @property
    def path(self):
        return FOLDER / f"{self.slug}.md"


@dataclass(frozen=True)
class Group:
    """One part of the contents: a heading and its Entries."""

    title: str
    entries: tuple


@dataclass(frozen=True)
class Page:
    """A task to read: ``html`` is safe, ``headings`` are ``(anchor, words)`` of its parts."""

    entry: Entry
    html: str
    headings: tuple


def contents():
    """Return the Groups of the handbook, in their order. OSError where its folder is missing."""
    groups, title, entries = [], "", []

    def close():
        if entries:
            groups.append(Group(title, tuple(entries)))

    for line in (FOLDER / CONTENTS).read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            close()
            title, entries = line[3:].strip(), []
        elif found := re.match(r"^(?:-|\d+\.) \[(?P<title>.+)\]\((?P<slug>[a-z-]+)\.md\): (?P<when>.+)$", line):
            entries.append(Entry(found["slug"], found["title"], found["when"]))
    close()
    return groups


def entries():
    """Return each Entry once, in the order of the contents."""
    return list({entry.slug: entry for group in contents() for entry in group.entries}.values())


def find(slug):
    """Return the Entry with this slug, or None."""
    return next((entry for entry in entries() if entry.slug == slug), None)


def text_of(entry):
    """Return the words of a task, without the marks of Markdown."""
    return _MARKS.sub(r"\1", entry.path.read_text(encoding="utf-8"))


def search(words):
    """Return the Entries that have all of ``words`` (a string) in title or text; those with all in the title come first."""
    wanted = words.casefold().split()
    found = []
    for entry in entries():
        title, text = entry.title.casefold(), text_of(entry).casefold()
        if all(word in title or word in text for word in wanted):
            found.append((not all(word in title for word in wanted), entry))
    return [entry for _place, entry in sorted(found, key=lambda pair: pair[0])]


def read(entry):
    """Return the Page of ``entry``: its Markdown as HTML, with addresses of the admin; without its title, which the screen has."""
    tokens = _markdown.parse(entry.path.read_text(encoding="utf-8"))
    headings = []
    for place, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag == "h2":
            words = tokens[place + 1].content
            token.attrSet("id", slugify(words))
            headings.append((slugify(words), words))
        for child in token.children or ():
            if child.type == "link_open":
                child.attrSet("href", _link(child.attrGet("href")))
            elif child.type == "image":
                child.attrSet("src", _picture(child.attrGet("src")))
                child.attrSet("loading", "lazy")
    if tokens and tokens[0].type == "heading_open" and tokens[0].tag == "h1":
        del tokens[:3]
    html = _markdown.renderer.render(tokens, _markdown.options, {})
    return Page(entry, mark_safe(html), tuple(headings))


def _link(address):
    if address == CONTENTS:
        return reverse("handbook")
    found = _LINK_TO_TASK.match(address)
    return reverse("handbook_task", args=[found["slug"]]) + (found["anchor"] or "") if found else address


def _picture(address):
    found = _PICTURE.match(address)
    return reverse("handbook_picture", args=[found["name"]]) if found else address


def picture(name):
    """Return the Path of a picture of the handbook, or None where there is none of that name."""
    path = PICTURES / f"{Path(name).name}.png"
    return path if path.is_file() else None
