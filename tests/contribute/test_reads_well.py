"""What a tired reader sees of the forms: what is needed first, nothing twice, no word that is half true."""

import pytest
from lxml import html

from cms.intake import documents, files, typed
from cms.intake import forms as intake_forms
from contribute.endorse_form import EndorseForm
from contribute.models import Channel
from contribute.receiving import take_back_link
from contribute.stories.steps import PictureStep
from contribute.work_form import WorkForm
from pages.models import StoryIndexPage
from tests.pages.factories import index

from . import telling
from .filled import FORMS

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]


def page_of(response):
    return html.fromstring(response.content)


def words_of(element):
    return " ".join(element.text_content().split())


def optional(page):
    """The labels behind which "(optional)" stands."""
    spans = page.xpath("//main//*[@class='optional']")
    return {words_of(span.getparent()).removesuffix(" (optional)") for span in spans}


def posted_at_once(client, url):
    """Send the form empty, in the second in which it was shown."""
    token = page_of(client.get(url)).xpath("//input[@name='token']/@value")[0]
    return client.post(url, {"token": token, "website_address": ""})


def test_what_cannot_wait_stands_above_the_first_question_and_the_way_back_above_that(client, url_of):
    for kind in FORMS:
        page = page_of(client.get(url_of(kind)))
        [form] = page.xpath("//main//form")
        above = " ".join(words_of(element) for element in form.xpath("preceding-sibling::*"))
        assert "If somebody is in danger, call 000" in above, kind
        assert page.xpath("//main//nav//a/@href") == ["/", "/contribute/"], kind


def test_each_line_about_privacy_stands_by_itself(client, url_of):
    channel = Channel.objects.get(kind="enquiry")
    lines = channel.privacy.splitlines()
    assert len(lines) > 1
    panel = page_of(client.get(url_of("enquiry"))).xpath("//h2[@id='privacy']/following-sibling::p")
    assert [words_of(line) for line in panel[: len(lines)]] == lines


def test_who_has_something_to_mend_is_told_all_of_it_and_not_that_they_are_too_quick(client, url_of, monkeypatch):
    monkeypatch.setattr(intake_forms, "QUICKEST", 60)
    missing = {"work": "Choose a file, or enter a link to it", "hard-copies": "Choose at least one thing"}
    for kind in FORMS:
        answer = posted_at_once(client, url_of(kind))
        [summary] = page_of(answer).xpath("//div[contains(@class, 'error-summary')]")
        assert answer.status_code == 400, kind
        assert "faster than a person" not in words_of(summary), kind
        assert missing.get(kind, "") in words_of(summary), kind


def test_a_question_that_another_answer_makes_needed_is_not_called_optional(client, url_of):
    assert optional(page_of(client.get(url_of("enquiry")))) == {"What may we call you?", "Good times to ring"}
    assert not optional(page_of(client.get(url_of("work")))) & {"A file", "Or a link to it"}
    key = telling.begin(client)
    client.post(telling.step(key, "begin"), telling.posted({}))
    for step in ("words", "name"):
        assert optional(page_of(client.get(telling.step(key, step)))) == set(), step


def test_who_left_no_address_sees_the_link_to_take_it_back_in_full(client, sent):
    for kind, nobody in (("enquiry", {"answer_by": "none"}), ("feedback", {})):
        contribution = sent(kind, **{"your_name": "", "your_email": ""} | nobody)
        [link] = page_of(client.get(contribution.confirmed_at)).xpath("//p[@class='address']/a")
        assert link.text_content() == link.get("href")
        assert link.get("href").startswith("http")
        assert client.get(link.get("href")).status_code == 200
    known = sent("enquiry")
    page = page_of(client.get(known.confirmed_at))
    assert not page.xpath("//p[@class='address']")
    # Whole for who prints it too.
    assert len(page.xpath(f"//a[starts-with(@href, '{take_back_link(known).partition('/contribute/')[0]}/')]")) == 1


def test_help_lines_stand_on_a_confirmation_once(client, sent):
    calm, heavy = sent("enquiry"), sent("enquiry", words="I want to die")
    for contribution, first in ((calm, False), (heavy, True)):
        page = page_of(client.get(contribution.confirmed_at))
        [lines] = page.xpath("//section[contains(concat(' ', @class, ' '), ' help ')]")
        assert bool(lines.xpath("following::h1")) is first
        assert ("We have what you sent" in words_of(lines)) is first


def test_a_story_ends_with_what_to_keep_and_then_the_help_lines_once(client):
    index(StoryIndexPage)
    key = telling.walk(client)
    page = page_of(client.get(telling.send(client, key).url))
    [lines] = page.xpath("//section[contains(concat(' ', @class, ' '), ' help ')]")
    assert "After telling a story" in words_of(lines)
    assert lines.xpath("preceding::h2[.='If you change your mind']")


def test_the_last_page_of_a_story_leads_back_to_its_last_question(client):
    key = telling.walk(client)
    [back] = page_of(client.get(f"/contribute/story/{key}/check/")).xpath("//a[@class='back-link']/@href")
    assert back == telling.step(key, "reach")


def test_what_is_agreed_to_stands_above_the_button(client):
    key = telling.begin(client)
    [form] = page_of(client.get(telling.step(key, "uses"))).xpath("//main//form")
    words = words_of(form)
    assert "I can take it back at any time" in words
    assert words.index("I can take it back at any time") < words.index("Save and continue")


def test_the_questions_about_content_do_not_say_talks_about_on_each_line(client):
    telling.a_note("note-stay", "Talks about a hospital stay")
    key = telling.begin(client)
    labels = page_of(client.get(telling.step(key, "notes"))).xpath("//div[@class='choice']/label")
    assert "A hospital stay" in [words_of(label) for label in labels]


def test_how_large_a_file_may_be_is_one_number_and_told_beside_each_of_them():
    most = f"at most {files.MOST_BYTES // 1024**2} MB"
    assert most == "at most 5 MB"
    assert documents.MOST_BYTES == files.MOST_BYTES
    assert most.removeprefix("at most ") in documents.MESSAGES["large"]
    hints = (WorkForm.base_fields["document"], EndorseForm.base_fields["logo"], PictureStep.base_fields["photo"])
    assert all(most in field.help_text for field in hints)
    # Else what is typed beside a file that is just too large would be lost.
    assert typed.MOST_BYTES > files.MOST_BYTES
