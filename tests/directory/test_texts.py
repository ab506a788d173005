"""The words of the directory's forms and emails: they are the editors' to change."""

import datetime

import pytest
from django.core import signing
from django.urls import reverse

from directory import currency
from directory.models import DirectoryTexts
from directory.views.submitting import RECEIPT_SALT

from .test_currency import entry, reminders, text_of

pytestmark = pytest.mark.django_db


def test_what_editors_write_stands_on_the_pages_and_in_the_reminder(client):
    texts = DirectoryTexts.load()
    texts.add_introduction, texts.add_next, texts.add_privacy = "Words one", "Words two\n\nWords three", "Words four"
    texts.sent_next, texts.update_introduction, texts.checking = "Words five\n\nWords six", "Words seven", "Words eight"
    texts.reminder = "Words nine"
    texts.full_clean()
    texts.save()
    page = client.get(reverse("directory:add")).text
    for words in ("Words one", "<p>Words two</p>", "<p>Words three</p>", "Words four"):
        assert words in page
    page = client.get(reverse("directory:add_sent", args=[signing.dumps("ABCD-2345", salt=RECEIPT_SALT)])).text
    assert "<li>Words five</li><li>Words six</li>" in page
    page = client.get(reverse("directory:update_find")).text
    assert "Words seven" in page
    assert "Words eight" in page
    entry()
    currency.remind(datetime.date(2026, 7, 10))
    assert "Words nine" in text_of(reminders().get())


def test_editors_may_change_them_and_inbox_staff_may_not(client, member_of):
    url = reverse("wagtailsettings:edit", args=["directory", "directorytexts"])
    for group, status in (("Editors", 302), ("Approvers", 302), ("Inbox staff", 302)):
        client.force_login(member_of(group))
        response = client.get(url, follow=True)
        assert ("add_introduction" in response.content.decode()) == (group != "Inbox staff"), (group, status)


def test_each_preview_shows_the_words_being_edited(rf):
    entry()
    shown = (
        "add_introduction", "sent_next", "update_introduction", "nothing_found", "list_kept", "report_next", "open_data",
        "search_safely", "not_right", "entry_paused",
    )  # fmt: skip
    texts = DirectoryTexts(**dict.fromkeys(shown, "Words unsaved"))
    for mode, _label in texts.preview_modes:
        assert "Words unsaved" in texts.make_preview_request(preview_mode=mode).content.decode(), mode
