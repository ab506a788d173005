"""What a page lacks, and which of its words are worth a second look. It warns and never refuses.

``found_in(page)`` gives all findings, ``lacks(page)`` those that need no reading of the text: no teaser, no terms, a
picture without words, a file that not everybody can open. The panel *Checks* beside the form and the editors' reports
both ask here, so that they say the same. Both take a page of any type or a service, saved or not, and need no request;
they read the page's children and the images and documents it has chosen, so ask for one page at a time.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from wagtail.documents import get_document_model

from .. import careful_words, readability
from . import short_forms
from .empty_parts import empty_parts
from .parts import File, Link, Picture, Words, parts_of

DATA = Path(__file__).parent.parent / "data"
# The year of school at which nearly everybody in Australia can read a text without help.
TARGET_YEAR = 7
MOST_YEAR = 18
# Fewer words say nothing of how a page reads.
FEWEST_WORDS = 60


@dataclass(frozen=True)
class Check:
    """One thing that is looked at: its name in plain words, and what to do where something is found."""

    key: str
    name: str
    what_to_do: str


@dataclass(frozen=True)
class Finding:
    """What a check found: ``words`` are those of the page that it is about ('' for the page as a whole).

    ``rule`` tells findings of one check apart that say different things; ``name`` and ``what_to_do`` are for editors.
    """

    check: Check
    rule: str
    name: str
    what_to_do: str
    words: str = ""
    where: str = ""
    picture: object = None


NO_TEASER = Check(
    "no-teaser", "The teaser is missing", "Write one or two plain sentences under Teaser: what will a reader find here?"
)
NO_TERMS = Check(
    "no-terms",
    "No topic or audience is chosen",
    "Choose two to five under About what, and for whom. By these, readers find the page in lists.",
)
NO_ALT = Check(
    "no-alt",
    "A picture has no words",
    "Say what it shows, for people who cannot see it. Or mark it as decorative. Its own words are under Images.",
)
FILE_NAME = Check(
    "file-name-for-alt",
    "A file’s name stands for a picture",
    "Say what the picture shows instead, for example: Two people talk on a bench.",
)
WORDS_IN_PICTURE = Check(
    "words-in-picture",
    "A picture seems to show words",
    "Nobody can have them read aloud or make them larger. Write them on the page too, where they matter.",
)
NO_OTHER_FORM = Check(
    "no-other-form",
    "A file cannot be opened by everybody",
    "Mend the file, or name another form of it beside it, such as Word or large print. Under Documents it says what is wrong.",
)
EMPTY_HEADING = Check(
    "no-words-in-heading", "A heading is empty", "Write what the next part answers, or delete the heading."
)
NOTHING_BELOW = Check(
    "nothing-below-heading",
    "A heading has nothing below it",
    "Write what it promises, or delete the heading. People jump to it and find nothing.",
)
EMPTY_PART = Check(
    "empty-part", "A part is empty", "Fill it in, or delete it. Readers see a gap, or a name without words."
)
HEADING_ORDER = Check(
    "heading-level",
    "A heading is smaller than its place",
    "After a heading comes a smaller one, then the smallest: leave none out. People jump from one to the next.",
)
BOLD_HEADING = Check(
    "bold-as-heading",
    "Words look like a heading and are none",
    "Take a heading in their place. Bold words do not help people who jump from heading to heading.",
)
LINK_WORDS = Check(
    "link-words",
    "A link does not say where it leads",
    "Link the words that name what comes, such as “the group agreement”. Screen readers read links one by one, alone.",
)
BARE_ADDRESS = Check(
    "bare-address",
    "An address stands where words belong",
    "Write what is found there and link those words. An address is read out letter by letter.",
)
SHORT_FORMS = Check(
    "short-form",
    "A short form is not explained",
    "Write it in full where it comes first, with the short form in brackets: National Disability Insurance Agency (NDIA).",
)
CAREFUL_WORDS = Check(
    "careful-words", "Words to think about", "Say it another way. People may call themselves what they like."
)
READING_LEVEL = Check(
    "reading-level",
    f"The page is harder to read than year {TARGET_YEAR}",
    "Make two sentences of the one that is marked: it is the longest. Then take shorter words.",
)
CHECKS = (
    NO_TEASER, NO_TERMS, NO_ALT, FILE_NAME, WORDS_IN_PICTURE, NO_OTHER_FORM, EMPTY_HEADING, NOTHING_BELOW, EMPTY_PART, HEADING_ORDER,
    BOLD_HEADING, LINK_WORDS, BARE_ADDRESS, SHORT_FORMS, CAREFUL_WORDS, READING_LEVEL,
)  # fmt: skip
# What ``lacks`` may give: the others need the words.
LACKS = (NO_TEASER, NO_TERMS, NO_ALT, FILE_NAME, WORDS_IN_PICTURE, NO_OTHER_FORM)

# Links that say nothing of where they lead, in small letters.
SAYS_NOTHING = frozenset((DATA / "empty-link-words.txt").read_text(encoding="utf-8").splitlines())
ADDRESS = re.compile(
    r"^(?:https?://|www\.)\S+$|^[\w-]+(?:\.[\w-]+)*\.(?:au|com|edu|gov|info|net|org|io)(?:/\S*)?$", re.I
)
# A paragraph that is bold from its beginning to its end.
BOLD = re.compile(r"<p\b[^>]*>\s*<(b|strong)>([^<]{1,100})</\1>\s*</p>", re.IGNORECASE)
LINKED_FILE = re.compile(
    r"<a\b(?=[^>]*\blinktype=\"document\")[^>]*\bid=\"(\d+)\"[^>]*>(.*?)</a>", re.DOTALL | re.IGNORECASE
)
LINKED = re.compile(r"<a\b[^>]*>(.*?)</a>", re.DOTALL | re.IGNORECASE)
PICTURE_FILE = re.compile(
    r"\.(?:avif|bmp|gif|heic|jpe?g|png|svg|tiff?|webp)$"
    r"|^(?:dscn?|foto|image|img|p|photo|pic|picture|pxl|scan|screen[\s_-]?shot|untitled)?[\s_\-.()]*\d[\d\s_\-.()x]*$"
    r"|^[^\s]*_[^\s]*$"
    r"|^(?:image|photo|picture|logo|screenshot|untitled)$",
    re.I,
)

_more = []


def register(look: Callable, *own: Check):
    """Let an app above look too: ``look(thing)`` yields Findings of its ``own`` Checks."""
    _more.append((look, own))


def finding(check, words="", where="", name="", what_to_do="", rule="", picture=None):
    """Return a Finding in the words of ``check``, or in better ones where there are some."""
    return Finding(check, rule or check.key, name or check.name, what_to_do or check.what_to_do, words, where, picture)


def lacks(thing):
    """Return what ``thing`` lacks that no reading of its words is needed for: a list of Findings."""
    return _of_what_is_filled_in(thing, list(parts_of(thing)))


def unfinished(thing):
    """Return the headings of ``thing`` with nothing below them, and its empty parts: a list of Findings. No query."""
    return [
        finding(NOTHING_BELOW if part.is_heading else EMPTY_PART, part.words, part.where) for part in empty_parts(thing)
    ]


def found_in(thing):
    """Return all that the checks find in ``thing``, in the order of CHECKS: a list of Findings."""
    parts = list(parts_of(thing))
    found = [*_of_what_is_filled_in(thing, parts), *_headings(parts), *unfinished(thing), *_links(parts)]
    found += _short_forms(thing, parts)
    found += _careful(thing, parts)
    found += _level(thing, parts)
    for look, _own in _more:
        found += look(thing)
    return found


# --- What is there ------------------------------------------------------------------------------


def _of_what_is_filled_in(thing, parts):
    found = []
    if hasattr(thing, "teaser") and not thing.teaser.strip():
        found.append(finding(NO_TEASER))
    if getattr(thing, "has_terms", False) and not thing.page_terms.all().exists():
        found.append(finding(NO_TERMS))
    for part in parts:
        if isinstance(part, Picture):
            found += _picture(part)
        elif isinstance(part, File) and not can_be_read_by_all(part):
            found.append(finding(NO_OTHER_FORM, part.document.title, part.where))
    return found + _linked_files(parts)


def _linked_files(parts):
    """The same for files that words link to: one question for all of them."""
    linked = [
        (int(number), readability.visible_text(words).replace("\n", " "), part.where)
        for part in parts
        if isinstance(part, Words) and part.html
        for number, words in LINKED_FILE.findall(part.html)
    ]
    documents = get_document_model().objects.in_bulk({number for number, *_rest in linked}) if linked else {}
    return [
        finding(NO_OTHER_FORM, words, where)
        for number, words, where in linked
        if number in documents and not can_be_read_by_all(File(where, documents[number]))
    ]


def lack_of_words(words, is_decorative, file):
    """Return NO_ALT or FILE_NAME where ``words`` do not say what the picture in ``file`` (its name) shows; else None."""
    words = words.strip()
    if is_decorative or (words and not PICTURE_FILE.search(words) and words != PurePosixPath(file).stem):
        return None
    return FILE_NAME if words else NO_ALT


def _picture(part):
    image, found = part.image, []
    words = image.description if part.alt is None else part.alt
    check = lack_of_words(words, part.is_decorative or (part.alt is None and image.is_decorative), image.file.name)
    if check:
        found.append(finding(check, words.strip() or image.title, part.where, picture=image))
    if image.shows_words:
        found.append(finding(WORDS_IN_PICTURE, image.title, part.where, picture=image))
    return found


def can_be_read_by_all(part):
    """Whether the File ``part``, or what is named beside it as the same in another form, suits all readers."""
    document = part.document
    return not document.flaws or bool(part.other_form or document.accessible_alternative_id)


# --- What it says -------------------------------------------------------------------------------


def _headings(parts):
    """Each text has its own; the page's title is above all of them."""
    found, last, within = [], 1, None
    for part in parts:
        if isinstance(part, Words) and part.html:
            found += [finding(BOLD_HEADING, unescape(bold), part.where) for _tag, bold in BOLD.findall(part.html)]
        if not isinstance(part, Words) or not part.level:
            continue
        last = last if part.where == within else 1
        if not part.text.strip():
            found.append(finding(EMPTY_HEADING, where=part.where))
        elif part.level > last + 1:
            found.append(finding(HEADING_ORDER, part.text, part.where))
        last, within = part.level, part.where
    return found


def _links(parts):
    found = []
    for part in parts:
        if isinstance(part, Link):
            found += _link(part.text, part.where)
        elif isinstance(part, Words) and part.html:
            for linked in LINKED.findall(part.html):
                found += _link(readability.visible_text(linked).replace("\n", " "), part.where)
    return found


def _link(text, where):
    words = text.strip()
    if " ".join(re.sub(r"[^\w\s]", " ", words).lower().split()) in SAYS_NOTHING:
        return [finding(LINK_WORDS, words, where)]
    if ADDRESS.match(words.rstrip(".")) and (urlsplit(words).scheme or "." in words):
        return [finding(BARE_ADDRESS, words, where)]
    return []


def _read(thing, parts):
    """Return the Words that a reader reads as the text: without title, teaser and headings."""
    above = {getattr(thing, "title", None), getattr(thing, "name", None), getattr(thing, "teaser", None)}
    return [each for each in parts if isinstance(each, Words) and not each.level and each.text not in above]


def _short_forms(thing, parts):
    return [finding(SHORT_FORMS, short) for short in short_forms.not_spelled_out(w.text for w in _read(thing, parts))]


def careful_rule(pair):
    """Return the rule, name and advice for a Pair of careful words: for each its own."""
    number = careful_words.pairs().index(pair)
    return {
        "rule": f"{CAREFUL_WORDS.key}-{number}",
        "name": f"{CAREFUL_WORDS.name}: {pair.area.lower() if pair.area != 'Self-harm' else 'self-harm'}",
        "what_to_do": f"Better: {pair.instead}. {pair.why}",
    }


def _careful(thing, parts):
    without = getattr(thing, "quotations_stand", True)
    return [
        finding(CAREFUL_WORDS, caution.phrase, part.where, **careful_rule(caution.pair))
        for part in parts
        if isinstance(part, Words) and not (part.is_quotation and without)
        for caution in careful_words.found_in(part.text, part.where, without)
    ]


def level_rule(year):
    """Return the rule and name for a page that reads at the ``year`` of school."""
    year = min(year, MOST_YEAR)
    return {
        "rule": f"{READING_LEVEL.key}-{year}",
        "name": f"Reads like year {year}{' or more' if year == MOST_YEAR else ''}. Aim for year {TARGET_YEAR}",
    }


def reading_year(thing):
    """Return the year of school at which what is written in ``thing`` reads, or None where there is too little of it."""
    return _year("\n".join(each.text for each in _read(thing, list(parts_of(thing)))))


def _year(text):
    return int(readability.grade(text)) if len(readability.words(text)) >= FEWEST_WORDS else None


def _level(thing, parts):
    # A story is told in its teller's words, and nobody makes them simpler.
    if getattr(thing, "is_told", False):
        return []
    text = "\n".join(each.text for each in _read(thing, parts) if not each.is_quotation)
    year = _year(text)
    if year is None or year <= TARGET_YEAR:
        return []
    longest = max(readability.sentences(text), key=lambda sentence: len(readability.words(sentence)))
    return [finding(READING_LEVEL, longest, **level_rule(year))]


def every_rule():
    """Return all that can be found, by rule: ``{rule: (name, what to do)}``."""
    rules = {
        check.key: (check.name, check.what_to_do)
        for check in (*CHECKS, *(check for _look, own in _more for check in own))
        if check not in (CAREFUL_WORDS, READING_LEVEL)
    }
    for pair in careful_words.pairs():
        said = careful_rule(pair)
        rules[said["rule"]] = said["name"], said["what_to_do"]
    for year in range(TARGET_YEAR + 1, MOST_YEAR + 1):
        said = level_rule(year)
        rules[said["rule"]] = said["name"], READING_LEVEL.what_to_do
    return rules
