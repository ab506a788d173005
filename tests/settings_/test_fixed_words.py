"""What people read on the site is editors': every sentence of a public template comes from a setting, a page or a form.

Titles, labels, buttons and links stay in templates, and so do sentences around something of that very page (a name, a
number, a link). Of whole sentences only those below do, each for a reason.
"""

import re
from fnmatch import fnmatch

import pytest
from django.conf import settings

pytestmark = pytest.mark.sqlite_only

TEMPLATES = settings.BASE_DIR / "templates"
# What editors and colleagues see, who work on the site; and the design page, for who builds it.
NOT_PUBLIC = (
    "*/admin/*", "wagtail*", "modeladmin/*", "design/*", "desk/*", "signin/*", "handbook/*", "upkeep/*", "careful/*",
    "media/*", "core/settings/*", "core/writing/*", "core/versions/*", "home/blocks/*", "*preview.html", "intake/inbox_list.html",
)  # fmt: skip
# By reason: how many sentences of which template. A new one fails, and so does a number that is too high.
FIXED = {
    "The law: whose data it is.": {"pages/opportunity_page.html": 1},
    "Mail: an issue is written whole by who sends it. Around it stand what a test is, and 000.": {"newsletter/email/*": 3},
    "Safety: nobody can reword what stands there when nothing else can be drawn.": {"errors/static.html": 1},
    "Signing in: where words are changed, a colleague can be led astray (docs/decisions/0037-settings.md).": {
        "account/*": 31, "mfa/*": 37,
    },
    "For programs: how the open data answers changes with its code.": {"directory/open_data.html": 32},
    "What a form just did or refuses, in step with its buttons.": {
        "429.html": 3, "contribute/sent.html": 1, "contribute/useful.html": 1, "core/switched_off.html": 2, "directory/add/places.html": 1,
        "directory/add/yours.html": 3, "intake/not_saved.html": 3, "intake/refused.html": 1, "intake/send_again.html": 1,
        "newsletter/yours.html": 1, "pages/kit.html": 3, "pages/research_cite.html": 2,
    },
    "A hint of a field or a tool: what to type or press there.": {
        "core/blocks/checklist.html": 1, "directory/update/find.html": 2, "pages/research_index_page.html": 1,
        "search/start.html": 2,
    },
    "Inside of a made file or a part that is drawn without settings.": {
        "intake/proof.html": 5, "pages/kit_in_zip.html": 4,
    },
    "The rest of a sentence around a number, a name or a link.": {
        "directory/place_notice.html": 1, "directory/report/form.html": 1, "directory/shortlist_list.html": 1,
        "newsletter/no_longer.html": 1, "newsletter/stop.html": 1, "pages/includes/citations.html": 1, "pages/charter_page.html": 1,
        "pages/includes/hard_copies.html": 1, "search/results.html": 1, "contribute/story/start.html": 1,
    },
}  # fmt: skip
COMMENT = re.compile(r"\{#.*?#\}|\{%\s*comment.*?endcomment\s*%\}", re.S)
NOT_SAID = re.compile(
    r"<(h[1-6]|title|label|button|legend|summary|script|style)\b.*?</\1>"
    r"|\{%\s*block (?:title|description|head_title)\b.*?\{%\s*endblock.*?%\}",
    re.S,
)
ARGUMENT = re.compile(r'\b(?:text|intro|lead|hint|note)="([^"]*)"')
TAG, BETWEEN = (
    re.compile(r"\{%.*?%\}", re.S),
    re.compile(r"\{%\s*(?:if|elif|else|endif|for|empty|endfor)\b.*?%\}", re.S),
)
VALUE = re.compile(r"\{\{.*?\}\}|<a\b.*?</a>", re.S)
WITHIN = re.compile(r"</?(?:b|strong|em|i|span|abbr|bdi|time|q|code|mark|small|cite)\b[^>]*>")
SENTENCE_END = re.compile(r"(?<=[.?!:])\s+")


def sentences(source):
    """Yield the sentences of four words and more that a template says by itself."""
    source = COMMENT.sub("", source)
    arguments = [words for tag in TAG.findall(source) for words in ARGUMENT.findall(tag)]
    source = BETWEEN.sub("<>", NOT_SAID.sub("<>", source))
    source = WITHIN.sub(" ", VALUE.sub(" ¤ ", TAG.sub(" ¤ ", source)))
    for words in [*re.split(r"<[^>]*>", source), *arguments]:
        for sentence in SENTENCE_END.split(" ".join(words.split())):
            if sentence.endswith((".", "?", "!")) and "¤" not in sentence and len(re.findall(r"[\w’]+", sentence)) >= 4:
                yield sentence


def said_by_templates():
    """Return {name of a public template: its sentences}."""
    found = {}
    for path in sorted(TEMPLATES.rglob("*.html")):
        name = str(path.relative_to(TEMPLATES))
        if not any(fnmatch(name, pattern) for pattern in NOT_PUBLIC) and (said := list(sentences(path.read_text()))):
            found[name] = said
    return found


def test_every_sentence_that_people_read_is_editors_but_for_those_with_a_reason():
    allowed = {pattern: number for templates in FIXED.values() for pattern, number in templates.items()}
    found = dict.fromkeys(allowed, 0)
    wrong = []
    for name, said in said_by_templates().items():
        pattern = next((pattern for pattern in allowed if fnmatch(name, pattern)), None)
        if pattern is None:
            wrong += [f"{name}: {sentence}" for sentence in said]
        else:
            found[pattern] += len(said)
    assert not wrong, "Let an editor say it (cms/core/models/word_groups.py):\n" + "\n".join(wrong)
    assert found == allowed
