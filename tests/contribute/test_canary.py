"""What was told stands in its own tables and nowhere else; and after its time nowhere at all.

A canary is put into every field in which somebody can write, of every form: the fields are read from the forms, so
that a new one is looked at by itself. It is looked for in every table, as mail, in logs and on disk.
"""

import io
import json
import logging
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from django import forms
from django.apps import apps
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from PIL import Image
from wagtail.models import Page, Site

from cms.intake.models import OutboxMessage
from contribute import desk
from contribute.forms import PhoneField
from contribute.kinds import KINDS
from contribute.models import Channel, Contribution, PageOpinion, StoryPrompt, StorySent
from contribute.models.opinions import COMMENTS_LIFE
from contribute.newsletter.forms import SubscribeForm
from contribute.newsletter.leaving import UNCONFIRMED
from contribute.newsletter.models import NewsletterWords, Subscriber
from contribute.opinions import OpinionForm
from contribute.stories.steps import STEPS, WordsStep
from pages.models import StoryIndexPage
from tests.contribute.newsletter.making import a_list
from tests.intake.making import docx
from tests.pages.factories import index
from tests.pages.test_withdrawn_words import DATABASE_TASKS

from .telling import answers, send, walk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_folder")]
CANARY = "zebrafinch"
PHONE = "03 5550 7319"
EMAIL = f"{CANARY}youremail@example.org"
# What has a shape of its own, in which nobody can write what they like.
SHAPED = {"postcode", "website_address"}
NOTHING_WRITTEN = forms.ChoiceField | forms.ModelChoiceField | forms.IntegerField | forms.BooleanField | forms.DateField
# Where each may stand while it is needed.
WORDS_IN = {"contribute.contribution", "contribute.message", "intake.sender", "intake.upload"}


@pytest.fixture(autouse=True)
def _as_in_production(settings):
    """Tasks wait in a table, as where the site runs: what they carry is looked through."""
    settings.TASKS = DATABASE_TASKS


def canaries(form):
    """Return what a browser posts in each field of ``form`` in which somebody can write: a canary of its own in each."""
    found = {}
    for name, field in form.fields.items():
        word = f"{CANARY}{name.replace('_', '')}"
        if name in SHAPED or isinstance(field, NOTHING_WRITTEN):
            continue
        if isinstance(field, forms.FileField):
            found[name] = a_file(word, is_picture=name != "document")
        elif isinstance(field, PhoneField):
            found[name] = PHONE
        elif isinstance(field, forms.EmailField):
            found[name] = f"{word}@example.org"
        elif isinstance(field, forms.URLField):
            found[name] = f"https://{word}.example.org/"
        elif name == "came_from":
            found[name] = f"/{word}/"
        elif isinstance(field, forms.CharField):
            found[name] = word
        else:
            raise AssertionError(f"Say how a canary is put into {name}: {type(field).__name__}")
    return found


def a_file(word, *, is_picture):
    """Return a file that is called ``word``, and holds it where programs and cameras write names."""
    if not is_picture:
        return SimpleUploadedFile(f"{word}.docx", docx(more={"docProps/core.xml": f"<a><creator>{word}</creator></a>"}))
    exif, out = Image.Exif(), io.BytesIO()
    exif[0x013B] = word
    Image.new("RGB", (300, 200), "teal").save(out, "JPEG", exif=exif)
    return SimpleUploadedFile(f"{word}.jpg", out.getvalue(), "image/jpeg")


def log_all(caplog):
    """Keep what the site writes into its logs, and of our own parts everything that they could ever write."""
    caplog.set_level(logging.INFO)
    for name in ("cms", "contribute", "directory", "pages", "search", "wagtail"):
        caplog.set_level(logging.DEBUG, name)


def logged(caplog):
    """Return what was written into the logs while fixtures sent something, and since."""
    return "\n".join([*(record.getMessage() for record in caplog.get_records("setup")), caplog.text])


def is_told(text):
    return CANARY in text.lower() or PHONE in text


def tables_with(*words):
    """Return the labels of the models in any of whose rows one of ``words`` (or a canary) stands, however deep."""
    found = set()
    for model in apps.get_models():
        names = [field.attname for field in model._meta.local_concrete_fields]
        for row in model._base_manager.values_list(*names):
            values = (bytes(value) if isinstance(value, memoryview) else value for value in row)
            text = " ".join(
                value.decode(errors="replace") if isinstance(value, bytes) else str(value) for value in values
            )
            if any(word in text.lower() for word in words) or (not words and is_told(text)):
                found.add(model._meta.label_lower)
    return found


def mails_that_tell():
    """Return the subjects of messages that repeat a canary to anybody: in a subject, a body or the name of a file."""
    found = []
    for row in OutboxMessage.objects.exclude(content=b""):
        message = message_from_bytes(bytes(row.content), policy=policy.default)
        parts = [str(part.get_content()) for part in message.walk() if part.get_content_maintype() == "text"]
        if is_told(" ".join([row.subject, *parts])) or not {*row.recipients} >= {message["to"]}:
            found.append(row.subject)
    return found


def files():
    """Return the files that hold a canary by name or inside, and all that lie where uploads do."""
    roots = [Path(storages["default"].location), Path(storages["private"].location)]
    return [path for root in roots for path in root.rglob("*") if path.is_file()]


@pytest.fixture(autouse=True)
def _nothing_before():
    for path in files():
        path.unlink()


@pytest.fixture
def full(client, filled, url_of):
    """Send one of a kind with a canary in every field: ``full("enquiry")``; return it as its kind."""

    def go(kind):
        form = client.get(url_of(kind)).context["form"]
        response = client.post(url_of(kind), filled(kind) | canaries(form))
        assert response.status_code == 302, response.content.decode()
        return Contribution.objects.get().own

    return go


def at_the_desk(contribution, user):
    """Do with it what colleagues do, in words that repeat what was told."""
    desk.assign(contribution, user, user=user)
    desk.write_note(contribution, f"Rang them about the {CANARY}", user=user)
    end = "started" if contribution.why_not_done else "done"
    if contribution.sender and contribution.sender.email:
        desk.reply(contribution, "Thank you", user=user, then=end)
    desk.set_status(contribution, end, user=user)


def purge_later(days, monkeypatch):
    """Run the nightly purge as it runs ``days`` from now, when all mail was sent."""
    call_command("send_outbox", verbosity=0)
    later = timezone.now() + timedelta(days=days)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    call_command("purge_expired", verbosity=0)


def nothing_is_left():
    assert tables_with() == set()
    assert files() == []


# --- The short forms ------------------------------------------------------------------------------


def test_what_is_told_in_any_field_stands_in_its_own_tables_only_and_in_no_log_mail_or_task(
    full, kind, caplog, member_of, django_capture_on_commit_callbacks
):
    log_all(caplog)
    reader = member_of("Inbox staff")
    Channel.objects.get(kind=kind).told.add(reader)
    with django_capture_on_commit_callbacks(execute=True):
        contribution = full(kind)
        at_the_desk(contribution, member_of("Administrators"))
    own = KINDS[kind].model._meta.label_lower
    # An address stands on the envelope of a message.
    assert tables_with() <= WORDS_IN | {own, "intake.outboxmessage"}
    assert {"contribute.contribution", "intake.sender"} <= tables_with()
    assert OutboxMessage.objects.count() >= 2
    assert mails_that_tell() == []
    assert not is_told(logged(caplog))
    assert not is_told(json.dumps([[each.args_kwargs] for each in DBTaskResult.objects.all()], default=str))
    for path in files():
        assert not is_told(path.name)
        assert not is_told(path.read_bytes().decode(errors="ignore"))


@pytest.mark.parametrize("end", ["its time is over", "they ask to be forgotten"])
def test_after_its_time_or_at_their_wish_what_was_told_stands_nowhere(
    full, kind, end, member_of, monkeypatch, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        contribution = full(kind)
        at_the_desk(contribution, member_of("Administrators"))
        days = Channel.objects.get(kind=kind).keep_for
        if end == "its time is over":
            purge_later(days - 1, monkeypatch)
            assert CANARY in type(contribution).objects.get().words
            monkeypatch.undo()
            purge_later(days + 31, monkeypatch)
        else:
            call_command("person", "erase", EMAIL, stdout=io.StringIO())
    nothing_is_left()
    assert type(contribution).objects.get().reference == contribution.reference


# --- A story --------------------------------------------------------------------------------------


@pytest.fixture
def a_story(django_capture_on_commit_callbacks, caplog):
    """Tell a story with a canary in every field of every step; return its StorySent."""
    log_all(caplog)
    index(StoryIndexPage)
    StoryPrompt.objects.create(words="What helped?")
    given = {"begin": {"prompts": ["What helped?"]}}
    for slug, step in list(STEPS.items())[1:]:
        form = step(prompts=["What helped?"]) if step is WordsStep else step()
        given[slug] = answers()[slug] | canaries(form)
    given["picture"]["people"] = "me"
    client = Client()
    with django_capture_on_commit_callbacks(execute=True):
        send(client, walk(client, given))
    sent = StorySent.objects.select_related("page").get()
    told = {name for values in given.values() for name, value in values.items() if CANARY in str(value)}
    assert len(told) == 8, "the story, a question's words, the name, services, the picture and its words, name, email"
    return sent


def test_a_story_told_with_canaries_stands_in_its_versions_only_and_in_no_log_mail_or_task(
    a_story, caplog, member_of, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        at_the_desk(a_story, member_of("Administrators"))
    own = {"wagtailcore.revision", "contribute.storysent"}
    assert tables_with() <= WORDS_IN | own | {"intake.outboxmessage"}
    assert own <= tables_with()
    assert mails_that_tell() == []
    assert not is_told(logged(caplog))
    for path in files():
        assert not is_told(path.name)
        assert not is_told(path.read_bytes().decode(errors="ignore"))


def newest_of(sent):
    return StorySent.objects.get(pk=sent.pk).page.get_latest_revision_as_object()


@pytest.mark.parametrize("end", ["its time is over", "they ask to be forgotten", "nobody finished it"])
def test_a_story_leaves_nothing_when_its_time_is_over_or_at_its_tellers_wish(
    a_story, end, member_of, monkeypatch, settings, django_capture_on_commit_callbacks
):
    # The task that deletes a file is done, rather than waits.
    settings.TASKS = {
        "default": DATABASE_TASKS["default"] | {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}
    }
    editor = member_of("Approvers")
    browser = Client()
    browser.force_login(editor)
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(reverse("contribute_story_teller", args=[a_story.pk]), {"do": "picture"})
    assert newest_of(a_story).teaser_image
    page = Page.objects.get(pk=a_story.page_id)
    days = Channel.objects.get(kind="story").keep_for
    with django_capture_on_commit_callbacks(execute=True):
        if end == "its time is over":
            state = page.current_workflow_state.current_task_state
            state.task.specific.on_action(state, editor, "decline", comment="Thank you for your trust.")
            purge_later(days + 31, monkeypatch)
        elif end == "they ask to be forgotten":
            call_command("person", "erase", EMAIL, stdout=io.StringIO())
        else:
            desk.reply(a_story, "May we change a word?", user=editor, then="waiting")
            purge_later(StorySent.WAITED_LONG.days + 31, monkeypatch)
    nothing_is_left()


# --- What was begun, what is thought of a page, and the newsletter --------------------------------


def test_a_form_that_was_begun_leaves_nothing(client, monkeypatch):
    index(StoryIndexPage)
    walk(client, {"begin": {}, "words": canaries(WordsStep())})
    assert tables_with() == {"intake.draft"}
    purge_later(2, monkeypatch)
    nothing_is_left()


def test_what_is_said_of_a_page_stands_with_it_for_a_year_and_then_nowhere(client, caplog, monkeypatch):
    log_all(caplog)
    home = Site.objects.get(is_default_site=True).root_page
    address = reverse("contribute:useful", args=[home.pk, "no"])
    form = client.get(address).context["form"]
    assert isinstance(form, OpinionForm)
    assert client.post(address, canaries(form) | {"token": form.token()}).status_code == 302
    assert tables_with() == {"contribute.pageopinion"}
    assert not is_told(logged(caplog))
    purge_later(COMMENTS_LIFE.days + 1, monkeypatch)
    nothing_is_left()
    assert not PageOpinion.objects.get().is_useful


@pytest.fixture
def subscribed(client, caplog):
    """Ask for the newsletter with a canary in every field; return the reader."""
    log_all(caplog)
    form = SubscribeForm(words=NewsletterWords.load(), lists=[a_list()])
    assert {"email", "person"} == set(canaries(form))
    client.post("/newsletter/", canaries(form) | {"agrees": "on", "token": form.token(), "website_address": ""})
    return Subscriber.objects.get()


def test_a_reader_of_the_newsletter_stands_in_one_table_and_in_no_mail_log_or_task(
    client, subscribed, caplog, member_of, monkeypatch
):
    client.force_login(member_of("Inbox staff"))
    assert client.get("/admin/snippets/newsletter/subscriber/?export=xlsx").status_code == 200
    assert tables_with() == {"intake.sender", "intake.outboxmessage"}
    assert mails_that_tell() == []
    assert not is_told(logged(caplog))
    purge_later(UNCONFIRMED.days + 31, monkeypatch)
    nothing_is_left()


def test_a_confirmed_reader_who_asks_to_be_forgotten_leaves_nothing(subscribed):
    Subscriber.objects.update(confirmed_at=timezone.now())
    call_command("person", "erase", f"{CANARY}email@example.org", stdout=io.StringIO())
    nothing_is_left()


# --- What readers see -----------------------------------------------------------------------------

PUBLIC = [
    "/", "/contribute/", f"/search/?q={CANARY}", f"/directory/?q={CANARY}", "/sitemap.xml", "/charter/endorsements/",
    "/feeds/stories/", "/api/hsds/v3/services",
]  # fmt: skip


def test_no_page_feed_search_or_list_changes_by_what_was_sent(full, kind):
    reader = Client()

    def read():
        return [reader.get(address, follow=True).content for address in PUBLIC]

    read()
    before = read()
    full(kind)
    assert read() == before


def test_the_string_of_a_contribution_is_its_reference_alone(full, kind):
    contribution = full(kind)
    assert str(contribution) == str(Contribution.objects.get()) == contribution.reference
