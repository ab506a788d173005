"""What the site promises in days is said from where it is set: in words of editors, in mails, and in no template."""

import ast
import re
from datetime import timedelta
from html import unescape

import pytest
from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.core import signing
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cms.core import times_said
from cms.core.times_said import WorkingDays, filled, in_words, wrong_in
from cms.intake import mail_words
from cms.intake.models import MailText
from directory.models import DirectoryLinkWords, DirectoryTexts
from directory.views.upkeep import RECEIPT_SALT

from .forms import address_of, fields_of, opened

NUMBER = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|thirty|ninety)"
UNIT = r"(?:hour|day|week|month|year)"
TYPED = re.compile(rf"\b(?:{NUMBER}\s+(?:working\s+|business\s+)?{UNIT}s?|an?\s+{UNIT}\s+or\s+two)\b", re.IGNORECASE)
# By reason: where code says such a number itself, and how often.
TYPED_IN_CODE = {
    "a choice in a filter, or the name of a figure: the number is what it is": {
        "cms/desk/listings.py": 2, "cms/media/downloads_report.py": 4, "contribute/inbox.py": 1,
        "directory/list_columns.py": 3, "directory/models/counts.py": 1, "directory/stale_report.py": 2,
        "directory/statistics_report.py": 1,
    },
    "a sample, or an example of what to write": {
        "contribute/mails.py": 1, "directory/mails.py": 3, "directory/views/status.py": 1, "pages/models/courses.py": 2,
    },
    "what people agree to, word for word: other words are another version": {"contribute/stories/wording.py": 1},
    "a question to the teller": {"contribute/models/hub_words.py": 1},
    "how long something takes, worked out": {"pages/durations.py": 3},
    "a limit or a start of this very form, or a rule by which it counts": {
        "cms/upkeep/links_report.py": 1, "directory/statistics_report.py*": 2,
    },
    "a manner of speaking": {"home/wagtail_hooks.py": 1},
}  # fmt: skip
# A length of what lies before us is no promise of ours: these say how long the reader's own things take or last.
NO_PROMISES = {
    "design/page.html", "design/",  # samples for who builds
}  # fmt: skip


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (WorkingDays(5), "five working days"),
        (WorkingDays(1), "one working day"),
        (timedelta(hours=24), "24 hours"),
        (timedelta(hours=1), "one hour"),
        (timedelta(days=7), "seven days"),
        (timedelta(days=30), "30 days"),
        (timedelta(days=365), "a year"),
        (timedelta(days=730), "two years"),
        (relativedelta(months=6), "six months"),
        (relativedelta(months=18), "18 months"),
        (relativedelta(years=1), "a year"),
    ],
)
def test_a_time_is_said_as_people_say_it(time, words):
    assert in_words(time) == words


@given(st.text(alphabet="{}ab tim\n", max_size=60))
def test_words_with_odd_braces_are_shown_as_they_stand_and_never_run(words):
    assert filled(words, own={}) == words
    if "{" in words or "}" in words:
        assert wrong_in(words)


def test_no_template_says_a_number_of_days_that_is_set_elsewhere():
    """ "Within five working days", typed, stays when somebody makes it three."""
    wrong = []
    for path in sorted((settings.BASE_DIR / "templates").rglob("*")):
        name = str(path.relative_to(settings.BASE_DIR / "templates"))
        if path.suffix not in {".html", ".txt"} or name.startswith("design/"):
            continue
        text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", " ", path.read_text(), flags=re.S)
        wrong += [f"{name}: {found[0]}" for found in TYPED.finditer(text)]
    assert wrong == []


def test_no_original_word_that_editors_may_change_says_such_a_number_either():
    from wagtail.contrib.settings.registry import registry

    wrong = [
        f"{model.__name__}.{field.name}: {found[0]}"
        for model in registry
        for field in model._meta.fields
        if isinstance(field.default, str)
        for found in TYPED.finditer(field.default)
        # A question to the teller, not a promise of ours.
        if (model.__name__, field.name) != ("ContributeWords", "story_questions")
    ]
    for letter in mail_words.every():
        wrong += [f"{letter.key}: {found[0]}" for found in TYPED.finditer(letter.body)]
    assert wrong == []


def test_no_code_says_one_either_but_for_those_with_a_reason():
    """What stands on screens of readers and of editors: no docstring, no command, nothing of the sample."""
    found = {}
    for app in ("cms", "contribute", "directory", "home", "pages", "search"):
        for path in sorted((settings.BASE_DIR / app).rglob("*.py")):
            name = str(path.relative_to(settings.BASE_DIR))
            if "/migrations/" in name or "/commands/" in name or name.startswith(("cms/sample/", "cms/design/")):
                continue
            tree = ast.parse(path.read_text())
            comments = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
            for node in ast.walk(tree):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in comments:
                    found[name] = found.get(name, 0) + len(TYPED.findall(node.value))
    allowed = {}
    for places in TYPED_IN_CODE.values():
        for name, number in places.items():
            allowed[name.rstrip("*")] = allowed.get(name.rstrip("*"), 0) + number
    assert {name: number for name, number in found.items() if number} == allowed


@pytest.mark.django_db
def test_the_days_that_an_editor_sets_are_said_on_screens_and_in_mails(client, member_of):
    client.force_login(member_of("Editors"))
    texts = DirectoryTexts.load()
    form = opened(client, texts)
    preview = reverse("wagtailsettings:preview_on_edit", args=["directory", "directorytexts", texts.pk])
    assert client.post(preview, form | {"answer_in": "3"}).json()["is_valid"]
    assert "usually within three working days" in client.get(preview).content.decode()
    start, sent = (
        reverse("directory:add"),
        reverse("directory:contact_sent", args=[signing.dumps("ABCD-2345", salt=RECEIPT_SALT)]),
    )
    assert "usually within five working days" in client.get(start).content.decode()
    assert client.post(address_of(texts), form | {"answer_in": "3"}).status_code == 302
    for address in (start, sent):
        assert "usually within three working days" in client.get(address).content.decode(), address
    letter = MailText(key="directory/email/received")
    context = {"submission": type("Sent", (), {"reference": "AB"}), "title": "Tea"}
    assert "usually within three working days" in letter.drawn(context)[1]
    assert "{" not in client.get(start).content.decode().split("<main")[1].split("</main>")[0]


@pytest.mark.django_db
def test_words_that_would_keep_an_old_number_or_name_no_time_are_refused_with_what_to_write(client, member_of):
    client.force_login(member_of("Editors"))
    words = DirectoryLinkWords.load()
    for typed, said in (
        ("We read it within 3 working days.", "“3 working days” would stay"),
        ("We read it within {time to read an entri}.", "Did you mean {time to read an entry}?"),
        ("We read it within {time.", "without its other half"),
    ):
        answer = client.post(address_of(words), opened(client, words) | {"people_why": typed})
        page = unescape(answer.content.decode())
        assert said in page
        assert typed in page
    assert DirectoryLinkWords.load().people_why == DirectoryLinkWords().people_why
    listed = unescape(client.get(address_of(words)).content.decode())
    for name, now in times_said.every():
        assert f"<code>{{{name}}}</code>" in listed
        assert f"<td>{now}</td>" in listed
    assert fields_of(client.get(address_of(words)))["people_why"].count("{time to read an entry}") == 1
