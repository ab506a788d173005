"""What mails say is editors': with gaps in plain words, a preview, a test to oneself, and what must never be missing."""

import re
from contextlib import suppress
from email import message_from_bytes, policy
from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cms.core.models import SiteSettings
from cms.intake import mail_words
from cms.intake.mail import send_template
from cms.intake.mail_texts_desk import MOST_TESTS_AN_HOUR
from cms.intake.mail_words import LINK, LIST, WORDS, Gap, Letter
from cms.intake.models import MailText, OutboxMessage
from cms.signin import mails

from .forms import fields_of

# No database changes what is drawn.
pytestmark = pytest.mark.sqlite_only

LETTER = Letter(
    "a/test", "To people", "A test", "Never.", "It is {reference}", "Hello,\n\nsee {reference}.\n\nGo on:\n{link}",
    (
        Gap("reference", "reference", "ABCD", is_needed=True),
        Gap("link", "link", "https://this.site/", LINK, "Go on", is_needed=True),
        Gap("their words", "words", "Well.", WORDS),
        Gap("lists", "lists", ["One", "Two"], LIST),
        Gap("day", "day", "Friday"),
    ),
)  # fmt: skip
CONTEXT = {"reference": "R-1", "link": "https://example.org/?a=1&b=2"}
RECEIVED = "contribute/email/received"


@pytest.fixture
def editor(client, member_of):
    user = member_of("Editors", first_name="Ana", email="ana@example.org")
    client.force_login(user)
    return user


def text_of(key, **words):
    text, _new = MailText.objects.update_or_create(key=key, defaults=words)
    return text


def address_of(text):
    return reverse(text.snippet_viewset.get_url_name("edit"), args=[text.pk])


def parts_of(row):
    message = message_from_bytes(bytes(row.content), policy=policy.default)
    return message["subject"], *(message.get_body(preferencelist=(kind,)).get_content() for kind in ("plain", "html"))


@pytest.mark.django_db
def test_every_mail_goes_out_whole_in_its_original_words_and_in_others():
    assert len(mail_words.every()) >= 30
    site = SiteSettings.load()
    site.site_name = "The House"
    site.save()
    for letter in mail_words.every():
        changed = MailText(
            key=letter.key, subject="Other words",
            body="Good day.\n\n" + "\n".join(gap.written for gap in letter.gaps if gap.is_needed),
        )  # fmt: skip
        mail_words.check(letter, f"{changed.subject}", changed.body)
        for text in (MailText(key=letter.key), changed):
            subject, plain, html = text.drawn(letter.samples())
            assert "{" not in subject + plain + html
            end = "" if letter.is_to_colleagues else "If your life or somebody else’s is in danger, call 000.\n"
            assert plain.endswith(f"\n\nThe House\n{end}")
            assert ("call 000" in html) is bool(end)
            for gap in letter.gaps:
                if gap.is_needed and gap.kind == LINK:
                    assert f"\n{gap.sample}\n" in plain, letter.key
                    assert f'<a href="{gap.sample}">{gap.label}</a>' in html
        assert subject == "Other words"


def test_sentences_of_the_original_words_are_short():
    for letter in mail_words.every():
        for sentence in re.split(r"(?<=[.?!:])\s", BRACES_OUT.sub("X", letter.body)):
            assert len(sentence.split()) <= 26, (letter.key, sentence)


BRACES_OUT = mail_words.BRACES


@pytest.mark.parametrize(
    ("subject", "body", "field", "said"),
    [
        ("S", "{link}", "body", "{reference} is missing"),
        ("S", "{reference}", "body", "{link} is missing"),
        ("S", "{referense}\n{link} ", "body", "Did you mean {reference}?"),
        ("S", "{reference}\n{link}\n{reference.__class__}", "body", "Nothing can be put in for {reference.__class__}"),
        ("S", "{reference}\n{link}\n{{ settings }}", "body", "without its other half"),
        ("S", "{reference}\n{link}\na } b", "body", "without its other half"),
        ("S", "{reference}\nsee {link}.", "body", "put it on a line of its own"),
        ("S {link}", "{reference}\n{link}", "subject", "A subject holds words only"),
        ("S\nBcc: x", "{reference}\n{link}", "subject", "on one line"),
        (" ", "{reference}\n{link}", "subject", "on one line"),
    ],
)  # fmt: skip
def test_words_that_would_not_make_a_mail_are_refused_with_what_to_do(subject, body, field, said):
    with pytest.raises(ValidationError) as refused:
        mail_words.check(LETTER, subject, body)
    assert any(said in message for message in refused.value.message_dict[field])


@given(st.text(max_size=80), st.text(alphabet="{}ab .\nlink_refc%$", max_size=80))
def test_what_editors_write_is_never_run_and_never_breaks_a_mail(subject, body):
    with suppress(ValidationError):
        mail_words.check(LETTER, subject, body)
    # Whatever stands in the database makes a mail.
    mail_words.in_subject(LETTER, subject, CONTEXT)
    plain = mail_words.in_plain(LETTER, body, CONTEXT, "Us")
    html = mail_words.in_html(LETTER, body, CONTEXT, "Us")
    assert plain.endswith("call 000.\n")
    assert "<script" not in html


@given(st.text(max_size=60).filter(lambda value: value.strip()))
def test_what_is_put_in_stays_text(value):
    """Braces and markup in a value are neither gaps nor HTML."""
    context = CONTEXT | {"reference": value, "words": value, "day": value}
    html = mail_words.in_html(LETTER, "{reference}\n\n{their words}\n\n{day}", context, "Us")
    inside = html.partition("<body>")[2]
    assert set(re.findall(r"<(/?\w+)", inside)) <= {"p", "/p", "br", "/body", "/html"}
    if value.isprintable():
        assert unescape(inside).count(value.strip()) >= 2


def test_a_paragraph_with_nothing_to_put_in_is_left_out():
    body = "One {reference}.\n\nUntil {day}.\n\nTwo:\n{their words}\n\n{lists}\n\n{link}"
    plain = mail_words.in_plain(LETTER, body, CONTEXT, "Us")
    assert plain.startswith("One R-1.\n\nhttps://example.org/?a=1&b=2\n\nUs\n")
    full = mail_words.in_plain(LETTER, body, CONTEXT | {"day": "May", "words": "A\n\nB", "lists": ["x", "y"]}, "Us")
    assert "Until May.\n\nTwo:\nA\n\nB\n\n- x\n- y\n\nhttps" in full
    html = mail_words.in_html(LETTER, body, CONTEXT | {"words": "A\n\nB", "lists": [("x", "https://x.org/")]}, "Us")
    assert '<p>Two:</p>\n<p>A</p>\n\n<p>B</p>\n<ul><li><a href="https://x.org/">x</a></li></ul>' in html
    assert '<a href="https://example.org/?a=1&amp;b=2">Go on</a>' in html


@pytest.mark.django_db
def test_an_editor_changes_the_words_of_a_mail_and_they_go_out(client, editor):
    page = client.get(reverse(MailText.snippet_viewset.get_url_name("list"))).content.decode()
    assert "We have your message" in page
    assert "To people who wrote to us" in page
    text = MailText.objects.get(key=RECEIVED)
    opened = fields_of(client.get(address_of(text)))
    assert opened["subject"] == "We have your message ({reference})"
    body = "Good day,\n\nwe have {reference}.\n\n{link to take it back}"
    response = client.post(address_of(text), opened | {"subject": "Thank you ({reference})", "body": body})
    assert response.status_code == 302, response.context["form"].errors
    context = {"reference": "R-7", "take_back": "https://example.org/t", "promise": "answer", "due_on": None}
    assert send_template("k", RECEIVED, "someone@example.org", context)
    subject, plain, html = parts_of(OutboxMessage.objects.get(key="k"))
    assert subject == "Thank you (R-7)"
    assert plain.startswith("Good day,\n\nwe have R-7.\n\nhttps://example.org/t\n")
    assert '<a href="https://example.org/t">Take it back</a>' in html
    assert "Changed" in client.get(reverse(MailText.snippet_viewset.get_url_name("list"))).content.decode()


@pytest.mark.django_db
def test_a_mail_without_its_link_is_not_saved_and_what_was_typed_stays(client, editor):
    text = text_of(RECEIVED)
    response = client.post(
        address_of(text), fields_of(client.get(address_of(text))) | {"body": "Thank you, {reference}."}
    )
    page = unescape(response.content.decode())
    assert "{link to take it back} is missing" in page
    assert "Thank you, {reference}." in page
    assert MailText.objects.get(pk=text.pk).is_original


@pytest.mark.django_db
def test_words_go_back_to_the_original_and_follow_it_from_then(client, editor):
    text = text_of(RECEIVED, subject="Mine {reference}", body="{reference}\n{link to take it back}")
    response = client.post(address_of(text), fields_of(client.get(address_of(text))) | {"action-original": "1"})
    assert response.status_code == 302
    text.refresh_from_db()
    assert (text.subject, text.body) == ("", "")
    # Saved as they stand, the original words stay nobody's.
    client.post(address_of(text), fields_of(client.get(address_of(text))))
    text.refresh_from_db()
    assert text.is_original
    first = text.revisions.order_by("pk").first()
    compared = client.get(
        reverse(text.snippet_viewset.get_url_name("revisions_compare"), args=[text.pk, first.pk, "latest"])
    )
    assert "Mine" in compared.content.decode()
    assert "thank you for writing to us" in compared.content.decode()


@pytest.mark.django_db
def test_the_preview_shows_what_is_typed_filled_with_samples(client, editor):
    text = text_of("directory/email/reminder")
    typed = fields_of(client.get(address_of(text))) | {"subject": "Still on?"}
    preview = reverse(text.snippet_viewset.get_url_name("preview_on_edit"), args=[text.pk])
    assert client.post(preview, typed).json()["is_valid"]
    page = client.get(preview).content.decode()
    assert "Still on?" in page
    assert '<a href="https://this.site/directory/update/">Tuesday Table (last checked' in page
    plain = client.get(preview, {"mode": "plain"}).content.decode()
    assert "<pre>Hello," in plain
    assert "call 000" in page
    assert "call 000" in plain


@pytest.mark.django_db
def test_a_test_goes_to_the_editor_alone_unsaved_and_not_too_often(client, editor):
    text = text_of(RECEIVED)
    typed = fields_of(client.get(address_of(text))) | {"subject": "Trying {reference}", "action-test": "1"}
    page = client.post(address_of(text), typed).content.decode()
    assert "A test is on its way to ana@example.org" in page
    assert "Trying {reference}" in page
    row = OutboxMessage.objects.get()
    assert row.recipients == ["ana@example.org"]
    assert row.subject == "Test: Trying ABCD-2345"
    text.refresh_from_db()
    assert text.is_original
    for _ in range(MOST_TESTS_AN_HOUR):
        page = client.post(address_of(text), typed).content.decode()
    assert "many tests in this hour" in page
    assert OutboxMessage.objects.count() == MOST_TESTS_AN_HOUR


@pytest.mark.django_db
def test_mails_about_signing_in_are_changed_by_administrators_alone_and_keep_what_people_need(client, member_of):
    """Whoever could write another link into them could take a colleague's account."""
    text = text_of("account/email/changed")
    original = MailText(key=text.key).words[1]
    listed = reverse(MailText.snippet_viewset.get_url_name("list"))
    names = ("edit", "history", "usage", "preview_on_edit")
    for role, may in (("Editors", False), ("Approvers", False), ("Administrators", True)):
        client.force_login(member_of(role, email=f"{role[:3]}@example.org"))
        assert ("The way you sign in has changed" in client.get(listed).content.decode()) is may
        for name in names:
            answer = client.get(reverse(text.snippet_viewset.get_url_name(name), args=[text.pk]))
            assert (answer.status_code == 200) is may, (role, name)
    opened = fields_of(client.get(address_of(text)))
    for left_out in ("{link to choose a new password}", "{what to do if it was not you}"):
        page = client.post(address_of(text), opened | {"body": original.replace(left_out, "")}).content.decode()
        assert f"{left_out} is missing" in unescape(page)
    assert client.post(address_of(text), opened | {"body": f"Dear colleague,\n\n{original}"}).status_code == 302
    for name, args in (("revisions_compare", ["earliest", "latest"]), ("revisions_view", [text.revisions.first().pk])):
        url = reverse(text.snippet_viewset.get_url_name(name), args=[text.pk, *args])
        assert client.get(url).status_code == 200
        client.force_login(member_of("Editors"))
        assert client.get(url).status_code != 200, name
        client.force_login(member_of("Administrators"))
    somebody = member_of("Editors", email="som@example.org")
    mails.tell_words("Your password was changed", somebody)
    _subject, plain, html = parts_of(OutboxMessage.objects.get(recipients=["som@example.org"]))
    assert plain.startswith("Dear colleague,\n\nHello,\n\nYour password was changed, on ")
    assert "\n\nIf that was not you, choose a new password now" in plain
    assert "/account/forgotten/" in html


@pytest.mark.django_db
def test_nobody_adds_or_deletes_a_mail(client, admin_client):
    text = text_of(RECEIVED)
    for name, args in (("add", []), ("delete", [text.pk])):
        url = reverse(text.snippet_viewset.get_url_name(name), args=args)
        assert admin_client.post(url, {"subject": "x"}).url == reverse("wagtailadmin_home")
    assert MailText.objects.count() == 1
