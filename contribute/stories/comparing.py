"""What changed between a story as it was sent in and as it would be published: part by part, word by word."""

import difflib
import json
import re
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import mark_safe

from cms.core.models import Term
from cms.core.readability import visible_text
from directory.models import Service
from pages.models import StoryPage

from .shown import shown_content

# Above this a word for word comparison takes a device too long; both are then shown whole.
MOST_WORDS = 8000
# Two texts that share less than this are easier to read one after the other.
LIKE = 0.5
PIECES = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass
class Part:
    """One thing that readers see: its name, whether it differs from what was sent, and the difference as HTML."""

    label: str
    is_changed: bool
    difference: str


def parts_of(version, sent):
    """Return a Part for each thing of ``version`` that was changed, added or left out since it was sent in: a list."""
    before, now = sent.first_content or {}, shown_content(version)
    words_before, words_now = in_words(before), in_words(now)
    # What it was called until an editor named it is our number, and no word of theirs.
    words_before["The title"] = ""
    return [
        Part(label, True, marked(words_before.get(label, ""), words_now[label]))
        for label in words_now
        if words_before.get(label, "") != words_now[label]
    ]


def in_words(shown):
    """Return what readers see of ``shown`` as texts by the names that a teller knows them by: a dict."""
    if not shown:
        return {}
    nameless = shown.get("name_shown") == StoryPage.NameShown.ANONYMOUS
    terms = dict(Term.objects.filter(pk__in=[*shown["content_notes"], *shown["page_terms"]]).values_list("pk", "name"))
    services = dict(Service.objects.filter(pk__in=shown["services_mentioned"]).values_list("pk", "name"))
    return {
        "The title": shown.get("title") or "",
        "The line below it in lists": shown.get("teaser") or "",
        "The name": "" if nameless else shown.get("teller_name") or "",
        "What kind of name it is": dict(StoryPage.NameShown.choices).get(shown.get("name_shown"), ""),
        "Who is speaking": dict(StoryPage.Role.choices).get(shown.get("role"), ""),
        "What it talks about": ", ".join(terms.get(pk, "") for pk in shown["content_notes"]),
        "The story in short": shown.get("short_form") or "",
        "A sentence set large": shown.get("pull_quote") or "",
        "The story": body_text(shown.get("body")),
        "Services it names": ", ".join(services.get(pk, "") for pk in shown["services_mentioned"]),
        "Topics": ", ".join(terms.get(pk, "") for pk in shown["page_terms"]),
        "Pictures": ", ".join(description for _pk, _hash, description in shown.get("pictures") or []),
        "The picture in lists": "Added" if shown.get("teaser_image") else "",
        "A recording": _recording_in_words(shown.get("heard")),
        "When it was told": shown.get("told_on") or "",
        "The title in search engines": shown.get("seo_title") or "",
        "The line in search engines": shown.get("search_description") or "",
        "The end of its address": shown.get("slug") or "",
    }


def _recording_in_words(heard):
    if not heard:
        return ""
    title, _file, transcript, _captions, _poster, credit = heard
    return "\n".join(filter(None, [title, transcript, credit]))


def body_text(body):
    """Return the text of blocks as they are stored, a line for each text in them."""
    return "\n".join(_texts(json.loads(body) if isinstance(body, str) else body or []))


def _texts(value):
    if isinstance(value, dict):
        # The kind of a block, and settings such as a heading's level, are nobody's words.
        return [text for key, each in value.items() if key not in {"type", "id", "level"} for text in _texts(each)]
    if isinstance(value, list):
        return [text for each in value for text in _texts(each)]
    return [visible_text(value)] if isinstance(value, str) and value else []


def marked(before, now):
    """Return ``now`` as safe HTML with what is new in ``ins`` and what is gone in ``del``."""
    old, new = PIECES.findall(before), PIECES.findall(now)
    if len(old) + len(new) > MOST_WORDS:
        return mark_safe(f"<ins>{escape(now)}</ins>")  # noqa: S308, RUF100 - escaped here
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    if before and now and matcher.ratio() < LIKE:
        return mark_safe(f"<del>{escape(before)}</del>\n<ins>{escape(now)}</ins>")  # noqa: S308, RUF100 - escaped here
    html = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind in {"replace", "delete"}:
            html.append(f"<del>{escape(''.join(old[a:b]))}</del>")
        if kind in {"replace", "insert"}:
            html.append(f"<ins>{escape(''.join(new[c:d]))}</ins>")
        if kind == "equal":
            html.append(escape("".join(new[c:d])))
    return mark_safe("".join(html))  # noqa: S308, RUF100 - every piece is escaped above
