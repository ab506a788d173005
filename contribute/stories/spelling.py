"""What an editor may change of a story whose teller is not asked: its title, and spelling. The rest stays as it was told.

A sentence of the story may stand in lists, in short or set large; notes and topics may be added; services that the teller
named may be led to.
"""

import difflib
import json
import re

from directory.likely import likely
from directory.models import Service
from pages.models.stories import StoryService

from .comparing import body_text
from .services import exactly, lines_of
from .shown import shown_content

# Letters that may differ: a slip or two in a short story, a few in a hundred in a long one.
FEW_LETTERS, PART = 30, 0.03
LINKS = re.compile(r'href=\\?"([^"\\]*)')
AS_TOLD = {
    "teller_name": "the name", "name_shown": "what kind of name it is", "role": "who is speaking",
    "told_on": "when it was told", "recording": "the recording",
}  # fmt: skip
# What stands beside the story says nothing that the story does not: names of fields as editors know them, and the way out.
COPY = "Copy whole sentences of the story; where you cut one short, put “…”."
IN_THEIR_WORDS = {
    "teaser": ("Teaser", COPY), "short_form": ("The story in short", f"{COPY} Or empty it."),
    "pull_quote": ("Pull quote", f"{COPY} Or empty it."),
    "search_description": ("Description for search engines", "Empty it: it is then the teaser."),
}  # fmt: skip
SENTENCES = re.compile(r"(?<=[.!?])[\"”’')]*\s+|(?<=\w…)\s+|(?<=[。！？])|\n+")


def why_not_mended(sent, version):
    """Return why ``version`` is more than ``sent`` with its spelling mended, in sentences that say what to do; '' where it is not."""
    # What was sent is emptied when its time is over; a published story then stays as it is.
    first = sent.first_content or shown_content(type(version).objects.get(pk=version.pk))
    now = shown_content(version)
    found = [*_not_as_told(first, now), *_not_their_words(first, now), *_never_named(sent, first, now)]
    if not found:
        return ""
    way_out = "Or save it, and ask the teller." if sent.has_email else "Or decline the story."
    return " ".join(["Its teller is not asked, so only spelling and the title may change.", *found, way_out])


def _not_as_told(first, now):
    other = [label for name, label in AS_TOLD.items() if first.get(name) != now[name]]
    if set(first.get("content_notes") or []) - set(now["content_notes"]):
        other.append("a note of what it talks about")
    if any(picture not in (first.get("pictures") or []) for picture in now["pictures"]):
        other.append("a picture")
    if is_other_text(first.get("body"), now["body"]):
        other.append("the words")
    return [f"This differs too: {', '.join(other)}. Put it back as it was sent."] if other else []


def _not_their_words(first, now):
    # Spelling is mended in the story itself, and what stands beside it follows.
    told = {_words(part) for body in (first.get("body"), now["body"]) for part in SENTENCES.split(_told(body))}
    strange = [name for name in IN_THEIR_WORDS if now[name] != first.get(name) and not _is_said(now[name] or "", told)]
    if "teaser" in strange and now["search_description"] == now["teaser"]:
        # It follows the teaser by itself.
        strange = [name for name in strange if name != "search_description"]
    labels = (IN_THEIR_WORDS[name] for name in strange)
    return [f"“{label}” says what the story does not. {what_to_do}" for label, what_to_do in labels]


def _never_named(sent, first, now):
    """Services that an editor added and that no line of the teller can mean. What readers see already was looked at then."""
    added = set(now["services_mentioned"]) - set(first.get("services_mentioned") or [])
    if added:
        on_the_site = StoryService.objects.filter(page=sent.page_id, page__live=True)
        added -= set(on_the_site.values_list("service", flat=True))
    if added:
        lines = lines_of(sent.services_named)
        added -= {each.pk for line in lines for each in (exactly(line), *likely(line)) if each}
    names = Service.objects.filter(pk__in=added).order_by("name").values_list("name", flat=True)
    return [f"The teller did not name “{name}”: take it off the services." for name in names] if added else []


def _told(body):
    """Return the text of blocks as they are stored without its headings, which are our questions or an editor's."""
    blocks = json.loads(body) if isinstance(body, str) else body or []
    return body_text([block for block in blocks if block.get("type") != "heading"])


def _words(text):
    """Return the words of ``text`` between blanks: how they are set and what stands between them is spelling."""
    words = " ".join(re.findall(r"\w+", text.casefold()))
    return f" {words} "


def _is_said(text, told):
    """Whether each sentence of ``text`` is one of ``told``, or a part of one where “…” says that it was cut."""
    for part in SENTENCES.split(text.replace("...", "…")):
        words, edges = _words(part), part.strip(" .,\"“”‘’'")
        is_begun, is_ended = not edges.startswith("…"), not edges.endswith("…")
        if words.strip() and not any(
            words in each
            and (not is_begun or each.startswith(words))
            and (not is_ended or each.endswith(words))
            and (not (is_begun and is_ended) or each == words)
            for each in told
        ):
            return False
    return True


def is_other_text(before, now):
    """Whether the blocks ``now`` differ from those ``before`` by more than spelling, a heading apart."""
    if before == now:
        return False
    links_before, links_now = (set(LINKS.findall(str(blocks))) for blocks in (before, now))
    text_before, text_now = body_text(before), body_text(now)
    return links_before != links_now or _letters_between(text_before, text_now) > max(
        FEW_LETTERS, PART * len(text_before)
    )


def _letters_between(before, now):
    """Return how many letters were put in or taken out: by lines first, then by words, so that a long story is quick."""
    return _differing(before.split("\n"), now.split("\n"), "\n", _by_words)


def _by_words(before, now):
    return _differing(before.split(" "), now.split(" "), " ", _by_letters)


def _by_letters(before, now):
    if len(before) + len(now) > 2000:
        return len(before) + len(now)
    same = sum(block.size for block in difflib.SequenceMatcher(a=before, b=now, autojunk=False).get_matching_blocks())
    return len(before) + len(now) - 2 * same


def _differing(old, new, between, finer):
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    return sum(
        finer(between.join(old[a:b]), between.join(new[c:d]))
        for kind, a, b, c, d in matcher.get_opcodes()
        if kind != "equal"
    )
