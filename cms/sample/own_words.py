"""All that the site says itself, by where it says it: for measuring how hard it is to read."""

import re
from pathlib import Path

from django import forms
from django.conf import settings
from django.db import models
from wagtail.models import Page
from wagtail.search import index

from cms.core.models import BasePage, SiteSettings
from cms.core.readability import visible_text
from cms.intake import mail_words
from home.models import HelpLine

# Their tellers' own words, which nobody makes plainer.
NOT_OURS = {"Story"}
# Keys and fields that hold names, addresses, others' words, or what is said elsewhere.
NO_PROSE = {
    "author_names", "authors", "doi", "id", "journal", "key", "paper_title", "publisher", "quote", "references",
    "search_description", "source_title", "stems", "type", "url",
}  # fmt: skip
FOOTNOTE = re.compile(r"\[\^[\w-]+\]")


def templates():
    """Yield ``(name, text)`` of what each template says by itself: pages, parts of pages, mails."""
    root = Path(settings.BASE_DIR) / "templates"
    for path in sorted(root.rglob("*")):
        if path.suffix in {".html", ".txt"} and "admin" not in path.parts:
            yield f"templates/{path.relative_to(root)}", visible_text(path.read_text(encoding="utf-8"))


def strings(value, key=""):
    """Yield each text in what a StreamField keeps, however deep; what only machines read is left out."""
    if isinstance(value, dict):
        for inner, each in value.items():
            if inner not in NO_PROSE:
                yield from strings(each, inner)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from strings(each, key)
    elif isinstance(value, str) and " " in value:
        yield value


def page_text(page):
    """Return what ``page`` says: its title and every text that search finds, a line for each piece."""
    pieces = []
    for field in page.get_search_fields():
        if isinstance(field, index.SearchField) and field.field_name not in NO_PROSE:
            value = getattr(page, field.field_name, "")
            pieces += strings(value.get_prep_value() if hasattr(value, "get_prep_value") else value)
    return "\n".join(visible_text(FOOTNOTE.sub("", piece).replace("\n", "<br>")) for piece in pieces)


def pages():
    """Yield ``(address, text)`` of each public page of this site, stories left out."""
    for page in Page.objects.live().public().filter(depth__gt=1).specific().iterator(chunk_size=50):
        if isinstance(page, BasePage) and page.kind_label not in NOT_OURS:
            yield page.url or f"page {page.pk}", page_text(page)


def settings_and_help_lines():
    """Yield ``(name, text)`` of what editors wrote for every page."""
    site = SiteSettings.load()
    texts = [getattr(site, f.name) for f in site._meta.concrete_fields if isinstance(f, models.TextField)]
    yield "settings", "\n".join(texts)
    yield "help lines", "\n".join(line.who_for for line in HelpLine.objects.shown())


def mails():
    """Yield ``(name, text)`` of the original words of each mail, filled with samples."""
    for letter in mail_words.every():
        yield f"mail {letter.key}", mail_words.in_plain(letter, letter.body, letter.samples(), "")


def all_forms(base=forms.BaseForm):
    """Yield each class of a form that readers fill in: those of our own apps, not the editors'."""
    for form in base.__subclasses__():
        if form.__module__.split(".")[0] in {"directory", "home", "search", "contribute", "community"}:
            yield form
        yield from all_forms(form)


def labels():
    """Yield ``(name, text)`` of the labels and hints of each form."""
    for form in dict.fromkeys(all_forms()):
        words = [f"{text}" for field in form.base_fields.values() for text in (field.label, field.help_text) if text]
        if words:
            yield f"form {form.__module__}.{form.__qualname__}", "\n".join(words)


def everything():
    """Yield ``(name, text)`` of all the site's own words."""
    yield from templates()
    yield from pages()
    yield from settings_and_help_lines()
    yield from mails()
    yield from labels()
