"""Share your story: the form to its end, what it makes, and what it never does."""

import io
import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from wagtail.models import ModelLogEntry

from cms.intake import files, people
from cms.intake.models import Draft, OutboxMessage, Sender, Upload
from cms.intake.purge import purge
from contribute import desk
from contribute.models import Channel, StoryPrompt, StorySent
from contribute.receiving import version_of
from contribute.stories import form as form_module
from contribute.stories.steps import FORM, STEPS
from contribute.stories.wording import VERSION
from pages.models import StoryConsent, StoryIndexPage, StoryPage
from tests.counting import settled_cost
from tests.directory.factories import make_service
from tests.pages.factories import index

from .telling import EMAIL, TOLD, a_note, a_picture, answers, begin, field_of, posted, send, step, walk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def stories():
    """The place in the tree that stories are kept at."""
    return index(StoryIndexPage)


def told(client, **changed):
    """Send a story and return its StorySent."""
    response = send(client, walk(client, answers(**changed)))
    assert response.status_code == 302, response.content.decode()
    sent = StorySent.objects.get()
    sent.confirmed_at = response.url
    return sent


def latest(sent):
    return sent.page.get_latest_revision_as_object()


# --- Beginning ------------------------------------------------------------------------------------


def test_the_first_page_helps_to_decide_and_says_who_reads_it_and_that_one_can_stop(client):
    response = client.get(reverse("contribute:story"))
    page = response.text
    for words in ("Is now a good time?", "save it and come back", "take it back at any time", "Two people", "000"):
        assert words in page
    assert not response.cookies
    assert "X-Robots-Tag" not in response


def test_a_closed_form_takes_nothing_and_says_why(client):
    Channel.objects.filter(kind="story").update(is_open=False, closed_message="We are away until March.")
    assert "We are away until March." in client.get(reverse("contribute:story")).text
    assert "We are away until March." in client.post(reverse("contribute:story"), posted({})).text
    assert not Draft.objects.exists()


def test_one_question_stands_on_each_page_with_its_number_and_nothing_ticked(client):
    a_note()
    key = begin(client)
    for number, name in enumerate(STEPS, 1):
        page = client.get(step(key, name)).text
        assert f"Question {number} of {len(STEPS)}" in page
        assert not re.search(r"<input[^>]*\bchecked(?=[\s=>])", page), name
        assert page.count("<h1") == 1


def test_without_content_notes_that_question_is_left_out(client):
    key = begin(client)
    assert client.get(step(key, "notes")).status_code == 404
    assert f"Question 1 of {len(STEPS) - 1}" in client.get(step(key, "begin")).text
    assert told(client).page


def test_a_page_of_the_form_costs_the_same_few_queries_however_many_questions_and_notes_there_are(client):
    key = begin(client)
    for number in range(12):
        a_note(f"note-{number}", f"Note {number}")
        StoryPrompt.objects.create(words=f"What about {number}?")
    for name in STEPS:
        assert settled_cost(lambda name=name: client.get(step(key, name))) <= 8, name
    assert settled_cost(lambda: client.get(reverse("contribute:story"))) <= 8


# --- What is written ------------------------------------------------------------------------------


def test_the_questions_that_were_chosen_are_written_to_and_stand_in_the_story_with_their_words(client):
    words = list(StoryPrompt.objects.values_list("words", flat=True)[:2])
    sent = told(
        client,
        begin={"prompts": words},
        words={field_of(words[0]): "First answer", field_of(words[1]): "", "story": "And more"},
    )
    body = latest(sent).body
    assert [(block.block_type, str(block.value)) for block in body][1][0] == "text"
    assert body[0].value["text"] == words[0]
    assert "First answer" in str(body[1].value)
    assert len(body) == 3
    assert "And more" in str(body[2].value)


def test_a_question_that_an_editor_deletes_meanwhile_loses_no_words(client):
    prompt = StoryPrompt.objects.first()
    key = begin(client)
    client.post(step(key, "begin"), posted({"prompts": [prompt.words]}))
    client.post(step(key, "words"), posted({field_of(prompt.words): "Kept words"}))
    prompt.delete()
    page = unescape(client.get(step(key, "words")).text)
    assert "Kept words" in page
    assert prompt.words in page
    assert client.post(step(key, "begin"), posted({"prompts": [prompt.words]})).status_code == 302


def test_a_question_that_is_not_chosen_any_more_keeps_what_was_written_to_it(client):
    prompt = StoryPrompt.objects.first()
    key = begin(client)
    client.post(step(key, "begin"), posted({"prompts": [prompt.words]}))
    client.post(step(key, "words"), posted({field_of(prompt.words): "Kept words"}))
    client.post(step(key, "begin"), posted({}))
    assert "Kept words" in client.get(step(key, "words")).text
    client.post(step(key, "begin"), posted({"prompts": [prompt.words]}))
    client.post(step(key, "words"), posted({field_of(prompt.words): "Half", "then": "later"}))
    assert "Half" in client.get(step(key, "words")).text


@pytest.mark.parametrize(
    "text", ["\x00a\x00", "‮abc", "😀" * 500, "مرحبا", "<script>x</script>", "a\r\nBcc: x@example.org"]
)
def test_strange_text_is_kept_clean_and_never_a_500(client, text):
    sent = told(client, words={"story": text})
    html = str(latest(sent).body[0].value)
    assert not {"\x00", "\u202e"} & set(html)
    assert "<script" not in html


def test_a_text_that_is_too_long_is_refused_in_plain_words_and_kept_on_the_page(client):
    key = begin(client)
    client.post(step(key, "begin"), posted({}))
    response = client.post(step(key, "words"), posted({"story": "x" * 100_000}))
    assert response.status_code == 400
    assert "longer than the form can take: 100000 letters" in response.text
    assert "x" * 100_000 in response.text
    saved = client.post(step(key, "words"), posted({"story": "x" * 100_000, "then": "later"}))
    assert saved.status_code == 302
    assert "x" * 100_000 in client.get(step(key, "words")).text


def test_nothing_written_is_asked_for_once_more(client):
    key = begin(client)
    response = client.post(step(key, "words"), posted({"story": "  "}))
    assert response.status_code == 400
    assert "Write a few words of your story" in response.text


@pytest.mark.parametrize(
    ("shown", "typed", "kept"),
    [("anonymous", "Wattle Secretname", ""), ("first", "Wattle Secretname", "Wattle"), ("pseudonym", "River", "River")],
)
def test_of_a_name_only_what_readers_may_see_is_kept_with_the_story(client, shown, typed, kept):
    sent = told(client, name={"name_shown": shown, "teller_name": typed})
    assert latest(sent).teller_name == latest(sent).shown_name == kept


def test_a_name_that_should_be_shown_must_be_there(client):
    response = client.post(step(begin(client), "name"), posted({"name_shown": "pseudonym"}))
    assert response.status_code == 400
    assert "Enter the name as readers should see it" in response.text


def test_without_the_website_one_cannot_go_on_and_is_told_so_kindly(client):
    response = client.post(step(begin(client), "uses"), posted({"for_print": True}))
    assert response.status_code == 400
    assert "take all the time you need" in response.text
    assert re.search(r'name="for_print"[^>]*checked', response.text)


def test_services_that_the_directory_lists_by_that_very_name_stand_with_the_draft(client):
    service = make_service("Tuesday Table")
    make_service("Hidden Table", live=False)
    sent = told(client, services={"services_named": "tuesday table\nHidden Table\nSomething else"})
    assert [row.service for row in latest(sent).services_mentioned.all()] == [service]
    assert "Something else" in sent.services_named


# --- The picture ----------------------------------------------------------------------------------


def test_a_picture_is_drawn_anew_without_what_the_camera_wrote_and_lies_where_no_reader_comes(client):
    exif = Image.Exif()
    exif[0x010E] = TOLD
    picture = {"photo": a_picture(exif=exif), "photo_alt": "A kettle", "people": "none"}
    sent = told(client, picture=picture)
    assert TOLD.encode() not in sent.upload.file.read()
    assert (sent.upload.caption, sent.people_in_picture) == ("A kettle", "none")
    assert "private" in str(sent.upload.file.storage.location)
    assert Upload.objects.get().draft is None


def test_a_photo_with_more_pictures_behind_the_first_as_phones_write_it_is_taken(client):
    out, photo = io.BytesIO(), Image.new("RGB", (60, 40), "teal")
    photo.save(out, "MPO", save_all=True, append_images=[photo.copy()])
    file = SimpleUploadedFile("kettle.jpg", out.getvalue(), "image/jpeg")
    sent = told(client, picture={"photo": file, "photo_alt": "A kettle", "people": "none"})
    with Image.open(sent.upload.file) as kept:
        assert (kept.format, getattr(kept, "n_frames", 1)) == ("JPEG", 1)


def test_a_picture_needs_words_and_whether_somebody_can_be_recognised(client):
    response = client.post(step(begin(client), "picture"), posted({"photo": a_picture()}))
    assert response.status_code == 400
    assert "Say what the picture shows" in response.text
    assert "Say whether anybody can be recognised" in response.text


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (SimpleUploadedFile("a.jpg", b"%PDF-1.7 no picture", "image/jpeg"), "not a photo that we can read"),
        (SimpleUploadedFile("a.jpg", b"", "image/jpeg"), "empty"),
        (a_picture((8000, 5000), name="../../40-megapixels.jpg"), "12 million pixels"),
        (SimpleUploadedFile("a.jpg", a_picture().read() + b"x" * files.MOST_BYTES, "image/jpeg"), "5 MB"),
    ],
    ids=["lies", "empty", "40 megapixels", "over 5 MB"],
)
def test_a_file_that_is_no_picture_or_too_large_is_refused_and_the_words_stay(client, file, words):
    file.seek(0)
    key = begin(client)
    response = client.post(step(key, "picture"), posted({"photo": file, "photo_alt": "A kettle", "people": "none"}))
    assert response.status_code == 400
    assert words in response.text
    assert "A kettle" in response.text
    assert not Upload.objects.exists()


def test_a_picture_can_be_taken_out_again(client):
    key = begin(client)
    client.post(step(key, "picture"), posted({"photo": a_picture(), "photo_alt": "A kettle", "people": "none"}))
    assert Upload.objects.count() == 1
    assert "A picture was added" in client.get(step(key, "picture")).text
    assert client.post(step(key, "picture"), posted({"remove_photo": "1"})).status_code == 302
    assert not Upload.objects.exists()


# --- Saving, steps, links -------------------------------------------------------------------------


def test_it_is_saved_and_come_back_to_by_a_mailed_link_that_says_nothing_of_it(client):
    key = begin(client)
    client.post(step(key, "begin"), posted({}))
    response = client.post(step(key, "words"), posted({"story": f"Half {TOLD}", "then": "later"}))
    assert response.url == reverse("contribute:story_save", args=[key])
    page = client.post(response.url, posted({"email": EMAIL}, "contribute-story-save"))
    assert "A link is on its way" in page.text
    mail = OutboxMessage.objects.get()
    text = bytes(mail.content).decode()
    assert TOLD not in text
    assert "story" not in (mail.subject + re.sub(r"/contribute/story/\S+", "", text.replace("=\n", ""))).lower()
    path = re.search(r"https?://[^/\s]+(/contribute/story/\S+/return/)", text.replace("=\n", ""))[1]
    assert client.get(path).status_code == 200
    back = client.post(path, posted({}, "contribute-story-return")).url
    assert f"Half {TOLD}" in client.get(back).text
    assert client.get(step(key, "words")).status_code == 410


def test_steps_that_are_skipped_are_asked_for_before_it_can_be_sent(client):
    key = begin(client)
    assert client.get(reverse("contribute:story_check", args=[key])).url == step(key, "begin")
    assert send(client, key).status_code == 302
    assert not StorySent.objects.exists()
    assert client.get(step(key, "no-such-step")).status_code == 404


def test_a_key_that_is_not_ours_or_over_opens_nothing_and_gives_back_what_was_typed(client):
    key = begin(client)
    Draft.objects.get().rekey()
    response = client.post(step(key, "words"), f"story={TOLD}", content_type="application/x-www-form-urlencoded")
    assert response.status_code == 410
    assert TOLD in response.text


@settings(max_examples=30)
@given(st.text(st.characters(codec="utf-8", exclude_characters="/\\?#\x00"), min_size=1, max_size=60))
def test_no_made_up_key_or_link_opens_anything(client, text):
    for name, more in (("step", ["words"]), ("check", []), ("return", []), ("sent", []), ("answer", [])):
        status = client.get(reverse(f"contribute:story_{name}", args=[text, *more])).status_code
        assert status in {404, 410}, name
    assert client.get(reverse("contribute:take_back", args=[text])).status_code == 404


def test_what_was_typed_is_deleted_at_its_writers_wish_and_when_they_leave_in_a_hurry(client):
    key = begin(client)
    assert "Delete what you typed?" in client.get(reverse("contribute:story_delete", args=[key])).text
    assert Draft.objects.exists()
    client.post(reverse("contribute:story_delete", args=[key]), posted({}))
    assert not Draft.objects.exists()
    client.post(reverse("contribute:story_leave", args=[begin(client)]))
    assert not Draft.objects.exists()


# --- Sending --------------------------------------------------------------------------------------


def test_all_answers_are_shown_before_sending_each_with_a_way_to_change_it(client):
    key = walk(client)
    page = unescape(client.get(reverse("contribute:story_check", args=[key])).text)
    for words in (
        TOLD,
        "Wattle",
        "Family member or carer",
        EMAIL,
        "You may use my story in training",
        "Nothing has been sent",
    ):
        assert words in page
    for name in STEPS:
        assert (step(key, name) in page) == (name != "notes")


def test_sending_makes_a_draft_in_review_whose_row_holds_no_word_of_it(client):
    sent = told(client)
    page, version = sent.page, latest(sent)
    assert not page.live
    assert page.title == page.draft_title == f"Story {sent.reference}"
    assert sent.reference.lower() not in page.slug
    assert (page.teller_name, len(page.body)) == ("", 0)
    assert TOLD in str(version.body[0].value)
    assert "&lt;b&gt;" in str(version.body[0].value)
    assert page.current_workflow_state.workflow.name == "Story review"
    assert version.role == "carer"
    assert not Draft.objects.exists()
    assert client.get(page.url).status_code == 404


def test_what_they_agreed_to_is_kept_with_the_wording_and_its_version(client):
    sent = told(client)
    record = StoryConsent.objects.get(story=sent.page)
    assert (record.for_website, record.for_training, record.for_print, record.for_media) == (True, True, False, False)
    assert VERSION in record.wording_version
    assert "You may use my story in training" in sent.consent.wording
    assert "offer my story to the media" not in sent.consent.wording
    assert sent.consent.purposes == ["this website", "training"]


def test_what_a_teller_was_told_about_privacy_is_kept_with_its_version_whatever_an_editor_writes_later(client):
    channel = Channel.objects.get(kind="story")
    before = told(client)
    channel.privacy = "Other words: we delete it 30 days after our answer."
    channel.save()
    send(client, walk(client))
    after = StorySent.objects.exclude(pk=before.pk).get()
    before = StorySent.objects.get(pk=before.pk)
    assert before.consent.wording.startswith("We ask for your story")
    assert after.consent.wording.startswith(channel.privacy)
    for sent in (before, after):
        assert sent.consent.version == version_of(sent.consent.wording)
    assert before.consent.version != after.consent.version


def test_the_confirmation_shows_the_reference_the_way_back_and_help_and_nothing_that_was_told(client):
    sent = told(client)
    page = client.get(sent.confirmed_at)
    assert "no-store" in page["Cache-Control"]
    for words in (sent.reference, "/contribute/take-back/", "After telling a story", "say yes or no"):
        assert words in page.text
    for words in (TOLD, EMAIL, "Wattle"):
        assert words not in page.text


@pytest.mark.parametrize("heavy", ["words", "notes"])
def test_after_heavy_words_the_help_lines_come_first_and_the_inbox_flags_it(client, heavy):
    note = a_note()
    changed = {"words": {"story": "I wanted to die"}} if heavy == "words" else {"notes": {"notes": [note.slug]}}
    sent = told(client, **changed)
    assert sent.is_urgent
    page = client.get(sent.confirmed_at).text
    assert page.index("If you need somebody to talk to now") < page.index("Thank you. We have it.")
    assert "After telling a story" not in page


def test_no_name_and_no_email_are_needed_and_the_link_is_then_theirs_to_keep(client):
    sent = told(client, name={"name_shown": "anonymous"}, reach={})
    assert sent.sender is None
    assert not sent.asks_first
    assert not Sender.objects.exists()
    assert "the only way to take it back" in client.get(sent.confirmed_at).text


def test_their_mail_and_the_colleagues_say_nothing_of_it(client, member_of):
    Channel.objects.get(kind="story").told.add(member_of("Approvers", email="ada@example.org"))
    told(client)
    recipients = [mail.recipients for mail in OutboxMessage.objects.all()]
    assert [EMAIL] in recipients
    for mail in OutboxMessage.objects.all():
        assert TOLD not in mail.subject + bytes(mail.content).decode()
        assert "Wattle" not in mail.subject + bytes(mail.content).decode()


def test_the_same_form_sent_twice_makes_one_story(client):
    key = walk(client)
    first, second = send(client, key), send(client, key)
    assert first.status_code == second.status_code == 302
    assert StorySent.objects.count() == StoryPage.objects.count() == StoryConsent.objects.count() == 1


def test_another_tab_that_sends_at_the_same_moment_is_led_to_the_same_story(client):
    key = walk(client)
    draft = Draft.objects.get()
    first, second = (form_module.story_form.send(draft, key, None) for _each in range(2))
    assert first == second


def test_sending_is_all_or_nothing(client, monkeypatch):
    def away(*args, **kwargs):
        raise DatabaseError

    key = walk(client)
    monkeypatch.setattr(form_module, "delete_draft", away)
    assert send(client, key).status_code == 503
    assert not StorySent.objects.exists()
    assert Draft.objects.exists()


def test_the_button_that_sends_is_pressed_ten_times_in_ten_minutes_and_no_more(client):
    key = begin(client)
    assert [send(client, key).status_code for _each in range(11)][9:] == [302, 429]


def test_the_forms_address_in_a_browsers_history_does_not_lead_to_the_link_that_takes_it_back(client):
    key = walk(client)
    sent = send(client, key)
    assert send(client, key).status_code == 302, "a second press is no harm"
    address = reverse("contribute:story_check", args=[key])
    page = client.get(address)
    assert page.status_code == 410
    StorySent.objects.update(received_at=timezone.now() - timedelta(minutes=11))
    assert send(client, key).status_code == 410
    assert client.get(sent.url).status_code == 200


def test_a_site_without_a_place_for_stories_says_so_and_keeps_the_answers(client, stories):
    key = walk(client)
    stories.delete()
    response = send(client, key)
    assert response.status_code == 400
    assert "We cannot take stories at the moment" in response.text
    assert Draft.objects.exists()


def test_a_database_that_does_not_answer_is_said_and_loses_nothing(client, monkeypatch, caplog):
    def away(*args, **kwargs):
        raise DatabaseError(f"words such as {TOLD}")

    key = walk(client)
    monkeypatch.setattr(form_module, "take_story", away)
    response = send(client, key)
    assert response.status_code == 503
    assert "It was not saved" in response.text
    assert Draft.objects.exists()
    assert TOLD not in caplog.text


def test_a_story_that_fails_in_the_middle_leaves_nothing_behind(client, monkeypatch):
    from contribute.stories import sending

    def refuse(*args, **kwargs):
        raise ValidationError("No.")

    key = walk(client)
    monkeypatch.setattr(sending, "start_review", refuse)
    assert send(client, key).status_code == 400
    assert not StorySent.objects.exists()
    assert not StoryPage.objects.exists()
    assert not OutboxMessage.objects.exists()
    assert Draft.objects.filter(form=FORM).exists()


def test_a_story_with_many_links_is_held_and_not_lost_and_its_review_begins_when_a_colleague_takes_it_out(
    client, member_of
):
    links = " ".join(f"https://example.org/{number}" for number in range(5))
    sent = told(client, words={"story": f"{TOLD} {links}"})
    assert (sent.status, sent.held) == ("junk", "links")
    assert sent.page.current_workflow_state is None
    assert not OutboxMessage.objects.exists()
    assert client.get(sent.confirmed_at).status_code == 200
    desk.set_status(sent, "new", user=member_of("Approvers"))
    assert StoryPage.objects.get().current_workflow_state.workflow.name == "Story review"
    assert OutboxMessage.objects.get(key__endswith=":received").recipients == [EMAIL]
    assert TOLD in str(latest(StorySent.objects.get()).body[0].value)


def test_while_robots_flood_it_a_story_sent_without_the_sum_is_held(client):
    Channel.objects.filter(kind="story").update(asks_for_proof=True)
    key = walk(client)
    assert "data-proof" in client.get(reverse("contribute:story_check", args=[key])).text
    send(client, key)
    assert StorySent.objects.get().held == "proof"


def test_a_story_that_nobody_takes_out_of_junk_goes_with_its_page(client):
    Channel.objects.filter(kind="story").update(asks_for_proof=True)
    send(client, walk(client))
    StorySent.objects.update(retain_until=timezone.localdate() - timedelta(days=1))
    purge()
    assert not StoryPage.objects.exists()


def test_answers_that_nobody_sent_are_gone_when_their_time_is_over(client):
    key = begin(client)
    client.post(step(key, "words"), posted({"story": TOLD}))
    client.post(step(key, "picture"), posted({"photo": a_picture(), "photo_alt": TOLD, "people": "none"}))
    Draft.objects.update(expires_at=timezone.now())
    purge()
    assert not Draft.objects.exists()
    assert not Upload.objects.exists()


def test_what_is_kept_of_a_teller_is_handed_out_with_their_story(client):
    told(client)
    kept = people.export(EMAIL)
    assert TOLD in str(kept["stories"])


def test_the_list_of_stories_leads_to_the_form(client, stories):
    assert reverse("contribute:story") in client.get(stories.url).text


@pytest.mark.parametrize(
    "screen",
    ["edit", "view_draft", "revisions_view", "revisions_compare", "revisions_revert", "workflow_preview", "teller"],
)
def test_who_reads_the_draft_of_a_story_is_written_down_whichever_screen_shows_it(client, member_of, screen):
    sent = told(client)
    page, reader = sent.page, member_of("Approvers")
    version = page.latest_revision_id
    address = {
        "teller": lambda: reverse("contribute_story_teller", args=[sent.pk]),
        "workflow_preview": lambda: reverse(
            "wagtailadmin_pages:workflow_preview", args=[page.pk, page.current_workflow_task.pk]
        ),
        "revisions_compare": lambda: reverse(
            "wagtailadmin_pages:revisions_compare", args=[page.pk, "earliest", "latest"]
        ),
    }.get(screen) or (
        lambda: reverse(
            f"wagtailadmin_pages:{screen}", args=[page.pk, *([version] if screen.startswith("revisions") else [])]
        )
    )
    client.force_login(member_of("Contributors"))
    client.get(address())
    assert not ModelLogEntry.objects.filter(action="contribute.read").exists()
    client.force_login(reader)
    for _look in range(2):
        assert client.get(address()).status_code == 200
    entry = ModelLogEntry.objects.get(action="contribute.read")
    assert (entry.user, entry.label) == (reader, sent.reference)


def test_a_person_who_asks_to_be_forgotten_leaves_no_draft_of_their_story(client):
    sent = told(client)
    page = sent.page_id
    people.erase(EMAIL)
    assert not StoryPage.objects.filter(pk=page).exists()
    assert not Upload.objects.exists()
    assert not StorySent.objects.filter(pk=sent.pk).exclude(sender=None).exists()
    assert people.export(EMAIL) == {}
