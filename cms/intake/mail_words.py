"""The words of mails that editors may change: originals in code, gaps with names in plain words, and no template language.

An app registers each of its mails as a ``Letter``. What editors write is taken apart by one small pattern and never run:
``{reference}`` is looked up among the letter's own gaps, and anything else in braces is refused when it is saved. Rules of
the words: a paragraph with a gap that is empty this time is left out; a link, a list or somebody's longer words stand on
a line by themselves; and the end of the mail (who writes, and 000) is not theirs to leave out. What people need for their
safety can be a gap as well: where it stands is the editor's, what it says is not.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.html import escape, format_html, format_html_join, linebreaks
from django.utils.safestring import mark_safe

BRACES = re.compile(r"\{([^{}\n]*)\}")
BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")
EMERGENCY = "If your life or somebody else’s is in danger, call 000."
LONGEST_SUBJECT = 120
LONGEST_BODY = 5000
TEXT, DATE, LINK, LIST, WORDS = "text", "date", "link", "list", "words"
# The group of mails about the work of colleagues.
COLLEAGUES = "To people who work on this site"
ALONE = {LINK: "a link", LIST: "a list", WORDS: "somebody’s words"}

_letters = {}


@dataclass(frozen=True)
class Gap:
    """A place in a mail where something of this very mail goes.

    ``name``: what editors write in braces. ``value``: a key of the mail's context, or a function of it. ``sample``: what
    a preview shows. ``kind``: TEXT, DATE, LINK (``label`` is what the link says in HTML), LIST (of texts, or of pairs of
    text and address) or WORDS (paragraphs of somebody). ``is_needed``: the mail is of no use without it.
    """

    name: str
    value: str | Callable
    sample: object
    kind: str = TEXT
    label: str = ""
    is_needed: bool = False

    def of(self, context):
        """Return its value in ``context``; '' where there is none."""
        found = self.value(context) if callable(self.value) else context.get(self.value)
        if found in (None, "", [], ()):
            return ""
        if self.kind == DATE and isinstance(found, date):
            return date_format(found, "l j F Y")
        return found if self.kind == LIST else str(found)

    @property
    def written(self):
        return f"{{{self.name}}}"


GREETING = Gap("greeting", lambda context: f"Hello {context['name']}" if context["name"] else "Hello", "Hello Ana")


@dataclass(frozen=True)
class Letter:
    """One mail: ``key`` as code names it, what editors call it, when it goes and to whom, its original words and gaps.

    ``permission``: what one needs to change its words, besides leave to change mails. ``is_to_colleagues``: it goes to
    people who work on the site, so that 000 does not stand at its end.
    """

    key: str
    group: str
    name: str
    when: str
    subject: str
    body: str
    gaps: tuple = ()
    permission: str = ""
    is_to_colleagues: bool = False

    def may_be_changed_by(self, user):
        """Whether ``user``, who may change mails, may change this one."""
        return not self.permission or user.has_perm(self.permission)

    def ends(self, site_name):
        """Return the last lines of the mail, which are no editor's: who writes, and whom to call in danger."""
        return [site_name] if self.is_to_colleagues else [site_name, EMERGENCY]

    @property
    def by_name(self):
        return {gap.name: gap for gap in self.gaps}

    def samples(self):
        """Return a context by which the letter can be shown: its gaps filled with their samples."""
        return _Samples(self)


class _Samples(dict):
    """A context that gives each gap its sample, however the gap looks for its value."""

    def __init__(self, letter):
        super().__init__()
        self.letter = letter

    def value_of(self, gap):
        return gap.sample


def register(letter):
    """Let editors change the words of ``letter``. Registering twice replaces. Raises ValidationError for wrong originals."""
    check(letter, letter.subject, letter.body)
    _letters[letter.key] = letter


def get(key):
    """Return the Letter of that key, or None."""
    return _letters.get(key)


def every():
    """Return all letters, by their groups and in the order in which apps registered them: those to colleagues last."""
    groups = list(dict.fromkeys(letter.group for letter in _letters.values()))
    return sorted(_letters.values(), key=lambda letter: (letter.group == COLLEAGUES, groups.index(letter.group)))


def check(letter, subject, body):
    """Raise ValidationError, by field, where these words cannot be a mail of ``letter``. Each message says what to do."""
    wrong = {}
    if found := _wrong_gaps(letter, subject):
        wrong["subject"] = found
    elif "\n" in subject.strip() or not subject.strip():
        wrong["subject"] = ["Write the subject on one line."]
    elif any(letter.by_name[name].kind not in {TEXT, DATE} for name in BRACES.findall(subject)):
        wrong["subject"] = ["A subject holds words only: links, lists and longer words stand in the text."]
    found = _wrong_gaps(letter, body) or [*_missing(letter, f"{subject}\n{body}"), *_not_alone(letter, body)]
    if found or not body.strip():
        wrong["body"] = found or ["Write what the email says."]
    if wrong:
        raise ValidationError(wrong)


def _wrong_gaps(letter, words):
    messages = []
    known = letter.by_name
    for name in dict.fromkeys(BRACES.findall(words)):
        if name not in known:
            near = get_close_matches(name, known, 1, 0.5)
            instead = f" Did you mean {{{near[0]}}}?" if near else " The list beside the form says which there are."
            messages.append(f"Nothing can be put in for {{{name}}}.{instead}")
    if re.search(r"[{}]", BRACES.sub("", words)):
        messages.append("There is a { or } without its other half. Braces are only for what is put in.")
    return messages


def _missing(letter, words):
    there = set(BRACES.findall(words))
    return [
        f"{gap.written} is missing: without it the email is of no use to who gets it. Put it on a line of its own."
        if gap.kind in ALONE
        else f"{gap.written} is missing: without it the email is of no use to who gets it."
        for gap in letter.gaps
        if gap.is_needed and gap.name not in there
    ]


def _not_alone(letter, body):
    lines = [line.strip() for line in body.splitlines()]
    return [
        f"{gap.written} is {ALONE[gap.kind]}: put it on a line of its own."
        for gap in letter.gaps
        if gap.kind in ALONE and any(gap.written in line and line != gap.written for line in lines)
    ]


def in_subject(letter, words, context):
    """Return the subject as it is sent: one line."""
    return " ".join(BRACES.sub(lambda found: _text_of(letter, found[1], context), words).split())


def in_plain(letter, words, context, site_name):
    """Return the text of the mail without HTML, with its end."""
    paragraphs = [
        "\n".join(_plain_line(letter, line, context) for line in lines) for lines in _said(letter, words, context)
    ]
    return "\n\n".join([*paragraphs, "\n".join(letter.ends(site_name))]) + "\n"


def in_html(letter, words, context, site_name):
    """Return the mail as a small HTML document, with its end."""
    inside = [_html_paragraph(letter, lines, context) for lines in _said(letter, words, context)]
    return format_html(
        '<!doctype html>\n<html lang="en-AU">\n<head><meta charset="utf-8"><title>{}</title></head>\n<body>\n{}\n'
        "<p>{}</p>\n</body>\n</html>\n",
        site_name, format_html_join("\n", "{}", ((each,) for each in inside)),
        format_html_join(mark_safe("<br>"), "{}", ((line,) for line in letter.ends(site_name))),
    )  # fmt: skip


def _value(gap, context):
    return context.value_of(gap) if isinstance(context, _Samples) else gap.of(context)


def _said(letter, words, context):
    """Yield the lines of each paragraph that has all its gaps filled."""
    known = letter.by_name
    for paragraph in BLANK_LINE.split(words.replace("\r\n", "\n").strip()):
        lines = [line.strip() for line in paragraph.splitlines() if line.strip()]
        gaps = [known[name] for name in BRACES.findall(paragraph) if name in known]
        if lines and all(_value(gap, context) not in ("", []) for gap in gaps):
            yield lines


def _text_of(letter, name, context):
    gap = letter.by_name.get(name)
    # Words kept from before a gap got another name still make a mail.
    value = _value(gap, context) if gap else ""
    return date_format(value, "l j F Y") if isinstance(value, date) else str(value)


def _alone(letter, line):
    """Return the Gap that stands by itself in ``line``, or None."""
    found = BRACES.fullmatch(line)
    gap = found and letter.by_name.get(found[1])
    return gap if gap and gap.kind in ALONE else None


def _plain_line(letter, line, context):
    gap = _alone(letter, line)
    if gap is None:
        return BRACES.sub(lambda found: _text_of(letter, found[1], context), line)
    value = _value(gap, context)
    if gap.kind != LIST:
        return value
    return "\n".join(f"{each[0]}\n{each[1]}" if isinstance(each, tuple) else f"- {each}" for each in value)


def _html_paragraph(letter, lines, context):
    parts, together = [], []

    def close():
        if together:
            parts.append(
                format_html("<p>{}</p>", format_html_join(mark_safe("<br>"), "{}", ((one,) for one in together)))
            )
            together.clear()

    for line in lines:
        gap = _alone(letter, line)
        if gap is not None and gap.kind != LINK:
            close()
            parts.append(_html_block(gap, _value(gap, context)))
        elif gap is not None:
            together.append(format_html('<a href="{}">{}</a>', _value(gap, context), gap.label))
        else:
            together.append(_html_line(letter, line, context))
    close()
    return format_html_join("\n", "{}", ((part,) for part in parts))


def _html_line(letter, line, context):
    # Every other part is the name of a gap.
    parts = BRACES.split(line)
    return format_html_join(
        "",
        "{}",
        ((escape(_text_of(letter, part, context) if number % 2 else part),) for number, part in enumerate(parts)),
    )


def _html_block(gap, value):
    if gap.kind == WORDS:
        return mark_safe(linebreaks(value, autoescape=True))
    rows = (
        (format_html('<a href="{}">{}</a>', each[1], each[0]) if isinstance(each, tuple) else each,) for each in value
    )
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", rows))
