"""What an editor may change of a story whose teller is not asked: its title, and spelling. The rest stays as it was told."""

import difflib
import re

from .comparing import body_text
from .shown import shown_content

# Letters that may differ: a slip or two in a short story, a few in a hundred in a long one.
FEW_LETTERS, PART = 30, 0.03
LINKS = re.compile(r'href=\\?"([^"\\]*)')
AS_TOLD = {
    "teller_name": "the name", "name_shown": "what kind of name it is", "role": "who is speaking",
    "recording": "the recording",
}  # fmt: skip


def why_not_mended(sent, version):
    """Return why ``version`` is more than ``sent`` with its spelling mended, as a sentence; '' where it is not."""
    # What was sent is emptied when its time is over; a published story then stays as it is.
    first = sent.first_content or shown_content(type(version).objects.get(pk=version.pk))
    now = shown_content(version)
    other = [label for name, label in AS_TOLD.items() if first.get(name) != now[name]]
    if set(first.get("content_notes") or []) - set(now["content_notes"]):
        other.append("a note of what it talks about")
    if any(picture not in (first.get("pictures") or []) for picture in now["pictures"]):
        other.append("a picture")
    if is_other_text(first.get("body"), now["body"]):
        other.append("the words")
    if not other:
        return ""
    return (
        "Its teller is not asked, so only spelling and the title may change. "
        f"This differs too: {', '.join(other)}. Put it back as it was sent, or decline the story."
    )


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
