"""An issue as it is read: its parts with what of the chosen pages is public now, and the mail made of them."""

import re
from dataclasses import dataclass, field
from email.utils import formataddr, parseaddr
from itertools import zip_longest

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import mark_safe
from wagtail.models import Page
from wagtail.rich_text import expand_db_html

from cms.core.blocks.lists import read_notes
from cms.core.models.querysets import unrestricted
from cms.core.site_links import absolute_url
from cms.intake.mail import KEY_HEADER

from .links import choices_url, key_of, stop_url
from .plain import as_text

LINK_HERE = re.compile(r'(<a\b[^>]*\bhref=")(/[^"]*)"')


@dataclass
class Part:
    """One part of an issue: kind ("page", "heading" or "text"), its words as HTML and as plain text; title and address.

    ``notes`` is what a story talks about, said beforehand, as on its card.
    """

    kind: str
    html: str = ""
    text: str = ""
    title: str = ""
    url: str = ""
    path: str = ""
    notes: str = ""
    note_slugs: list = field(default_factory=list)


@dataclass
class Letter:
    """An issue ready to be read. ``dropped``: for editors, what of it readers may not see and so do not get."""

    subject: str
    preheader: str
    opening: Part
    url: str
    parts: list = field(default_factory=list)
    dropped: list = field(default_factory=list)


def compose(issue):
    """Return the Letter of ``issue``: as many queries for forty pages as for one of each type."""
    numbers = issue.page_numbers()
    public = {page.pk: page for page in unrestricted(Page.objects.live()).filter(pk__in=numbers).specific(defer=False)}
    read_notes(public.values())
    titles = dict(Page.objects.filter(pk__in=set(numbers) - public.keys()).values_list("pk", "draft_title"))
    letter = Letter(
        subject=" ".join(issue.subject.split()),
        preheader=" ".join(issue.preheader.split()),
        opening=_words("text", issue.opening),
        url=absolute_url(issue.get_absolute_url()) if issue.slug else "",
    )
    for part in issue.body.raw_data:
        value = part["value"]
        if part["type"] != "page":
            letter.parts.append(_heading(value) if part["type"] == "heading" else _words("text", value))
        elif page := public.get(value["page"]):
            letter.parts.append(_page(page, value.get("words") or ""))
        else:
            letter.dropped.append(titles.get(value["page"], "A page that is no longer there"))
    letter.parts = _without_lonely_headings(letter.parts)
    return letter


def _heading(words):
    return Part("heading", title=words, text=words)


def _words(kind, source):
    html = LINK_HERE.sub(lambda found: f'{found[1]}{absolute_url(found[2])}"', expand_db_html(source or ""))
    return Part(kind, html=mark_safe(html), text=as_text(html))


def _page(page, words):
    part = _words("page", words)
    if not part.text:
        teaser = getattr(page, "teaser", "")
        part.html, part.text = mark_safe(f"<p>{escape(teaser)}</p>") if teaser else "", teaser
    path = page.get_url() or "/"
    part.title, part.path = page.title, path
    part.notes, part.note_slugs = getattr(page, "notes_line", ""), getattr(page, "note_slugs", ())
    part.url = absolute_url(path) if path.startswith("/") else path
    return part


def _without_lonely_headings(parts):
    """Return ``parts`` without headings under which nothing stands (any longer)."""
    return [
        part
        for part, following in zip_longest(parts, parts[1:])
        if part.kind != "heading" or (following is not None and following.kind != "heading")
    ]


def context_of(letter, words, *, key="", name="", is_test=False):
    """Return what the templates of the mail are drawn with; ``key`` is the reader's own."""
    return {
        "letter": letter, "words": words, "name": name, "is_test": is_test,
        "choices_url": choices_url(key or "test"), "stop_url": stop_url(key or "test"),
    }  # fmt: skip


def drawn(letter, words, **reader):
    """Return ``(plain text, HTML)`` of the mail to one reader."""
    context = context_of(letter, words, **reader)
    return (
        render_to_string("newsletter/email/issue.txt", context).strip() + "\n",
        render_to_string("newsletter/email/issue.html", context),
    )


def message_to(subscriber, letter, words, key):
    """Return the EmailMessage of ``letter`` to ``subscriber`` (its sender read already); ``key`` is that of the outbox."""
    readers_key = key_of(subscriber)
    message = _message(letter, words, subscriber.sender.email, key, key=readers_key, name=subscriber.sender.name)
    message.extra_headers |= {
        "List-Unsubscribe": f"<{stop_url(readers_key)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    return message


def trial_message(letter, words, email, key):
    """Return the message by which an editor sees how it looks in their own mail program."""
    return _message(letter, words, email, key, is_test=True)


def _message(letter, words, email, outbox_key, **reader):
    text, html = drawn(letter, words, **reader)
    _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    message = EmailMultiAlternatives(
        f"Test: {letter.subject}" if reader.get("is_test") else letter.subject,
        text,
        from_email=formataddr((" ".join(words.from_name.split()), address)),
        to=[email],
        reply_to=[words.reply_to] if words.reply_to else None,
        headers={KEY_HEADER: outbox_key},
    )
    message.attach_alternative(html, "text/html")
    return message
