"""Between editors and a teller: asking, yes, changes, no; the review; withdrawing; declining; purging."""

import re
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from html import unescape

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, WorkflowState

from cms.core.models import PageTerm
from cms.intake.models import AccessLink, Consent, OutboxMessage, Sender, Upload
from cms.intake.purge import purge
from cms.intake.review import DecisionRefused
from cms.media.recordings import SiteMedia
from contribute.models import Contribution, StoryAsk, StorySent
from contribute.stories.asking import ask_teller, why_not_ask, why_not_said
from contribute.stories.comparing import in_words
from contribute.stories.desk_rows import state_of
from contribute.stories.sending import start_review
from contribute.stories.shown import SHOWN, digest, shown_content
from pages.models import EasyReadIndexPage, EasyReadPage, StoryConsent, StoryIndexPage, StoryPage
from pages.models.readings import SamePerson, StoryReading
from pages.models.telling import NotAgreed
from tests.counting import settled_cost
from tests.desk.seeing import lines_of
from tests.directory.factories import make_service, make_taxonomy
from tests.intake.deciding import gone_through
from tests.pages.factories import EasyReadFactory, StoryFactory, index

from .telling import EMAIL, TOLD, a_note, a_picture, answers, posted, send, walk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def stories():
    return index(StoryIndexPage)


@pytest.fixture
def told():
    """Send a story by the form, as somebody on another device; return its StorySent."""

    def go(**changed):
        client = Client()
        response = send(client, walk(client, answers(**changed)))
        return StorySent.objects.get(reference=client.get(response.url).context["reference"])

    return go


@pytest.fixture
def staff(client, member_of):
    """A client signed in as an approver, whose user is ``client.user``."""
    client.user = member_of("Approvers", first_name="Ada")
    client.force_login(client.user)
    return client


def edit(sent, user=None, **fields):
    """Write a newer version, as an editor does: a title and a teaser at least."""
    page = StoryPage.objects.get(pk=sent.page_id).get_latest_revision_as_object()
    for name, value in ({"title": "The kettle", "teaser": f"It was a {TOLD}."} | fields).items():
        setattr(page, name, value)
    page.save_revision(user=user)
    return page


def newest(sent):
    return StoryPage.objects.get(pk=sent.page_id).get_latest_revision_as_object()


def asked(sent, user=None):
    """Ask the teller, as long after the last time as we wait; return the path of the mailed link."""
    sent.asks.update(asked_at=timezone.now() - timedelta(days=2))
    ask_teller(sent, user)
    text = bytes(OutboxMessage.objects.filter(key__contains=":ask:").latest("pk").content).decode().replace("=\n", "")
    return re.search(r"https?://[^/\s]+(/contribute/story/answer/[^/\s]+/)", text)[1]


def answer(client, path, what="yes", **more):
    return client.post(path, posted({"answer": what} | more, "contribute-story-answer"))


def said_in(mail):
    """Return the words of a mail without HTML."""
    return message_from_bytes(bytes(mail.content), policy=policy.default).get_body(["plain"]).get_content()


def in_text(response):
    """Return the words of a screen, one space between them."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.text)).split())


def take_back(sent):
    from contribute.receiving import take_back_path

    return take_back_path(sent)


def decide(sent, action, user, **details):
    page = Page.objects.get(pk=sent.page_id)
    state = page.current_workflow_state.current_task_state
    task = state.task.specific
    return task.on_action(state, user, action, **gone_through(task) | details)


def publish(sent, user=None):
    """Publish the newest version past all screens, as if colleagues had approved it."""
    page = StoryPage.objects.get(pk=sent.page_id)
    with transaction.atomic():
        WorkflowState.objects.for_instance(page).update(status=WorkflowState.STATUS_APPROVED)
        page.get_latest_revision().publish(user=user, skip_permission_checks=True)


def everything_kept():
    """Return all that the tables hold as one text, drafts and mail among it."""
    from django.apps import apps

    rows = []
    for model in apps.get_models():
        for row in model._base_manager.all().values_list():
            rows.append(
                f"{model._meta.label}: {[bytes(v).decode(errors='replace') if isinstance(v, (bytes, memoryview)) else v for v in row]}"
            )
    return rows


# --- The teller's yes -----------------------------------------------------------------------------


def test_nothing_is_published_without_the_tellers_yes_whatever_way_one_tries(told, staff):
    sent = told()
    edit(sent)
    with pytest.raises(NotAgreed):
        publish(sent)
    with pytest.raises(DecisionRefused):
        decide(sent, "approve", staff.user)
    page = StoryPage.objects.get(pk=sent.page_id)
    page.live = True
    with pytest.raises(NotAgreed):
        page.save()
    assert not Page.objects.get(pk=sent.page_id).live


def test_the_link_shows_the_story_as_readers_would_see_it_and_what_changed_and_changes_nothing(told, client):
    service = make_service("Tuesday Table")
    sent = told(services={"services_named": "Tuesday Table"})
    edit(sent, pull_quote="It was new")
    path = asked(sent)
    page = client.get(path)
    assert page.status_code == 200
    for words in ("The kettle", "It was new", TOLD, "Wattle", "Tuesday Table", "Yes, publish it like this", "<ins>"):
        assert words in page.text, words
    assert service.name in page.text
    assert "Secretname" not in page.text
    assert "no-store" in page["Cache-Control"]
    assert page["X-Robots-Tag"] == "noindex"
    assert StoryAsk.objects.get().answer == ""
    assert AccessLink.objects.get().state == "usable"


def test_a_yes_lets_exactly_that_be_published_and_nothing_else(told, client, staff):
    sent = told()
    edit(sent)
    path = asked(sent)
    assert "exactly as you saw it" in answer(Client(), path).text
    edit(sent, title="Another title")
    with pytest.raises(NotAgreed):
        publish(sent)
    edit(sent)
    publish(sent)
    assert Page.objects.get(pk=sent.page_id).live
    sent.refresh_from_db()
    assert (sent.status, sent.decision) == ("done", "approved")
    assert OutboxMessage.objects.get(key=f"contribute:{sent.pk}:published").recipients == [EMAIL]


def test_after_the_yes_the_screen_says_whose_turn_it_is(told, client, staff, member_of):
    sent = told()
    edit(sent, staff.user)
    path, address = asked(sent), reverse("wagtailadmin_pages:edit", args=[sent.page_id])
    assert "It cannot be published yet" in in_text(staff.get(address))
    answer(Client(), path)
    screen = in_text(staff.get(address))
    # Who wrote the last words may approve: their teller agreed to them.
    assert (
        "The teller agreed. It is your turn: press the small arrow, “More actions”, and then “Approve and publish”."
        in screen
    )
    assert "It cannot be published yet" not in screen
    client.force_login(member_of("Editors"))
    screen = in_text(client.get(address))
    assert (
        "The teller agreed. Administrators and Approvers can approve it now. It stands on their first screen." in screen
    )
    assert "It cannot be published yet" not in screen


def test_the_first_of_two_readers_is_told_that_a_second_comes_after_them(told, staff):
    sent = told(notes={"notes": [a_note().slug]})
    edit(sent)
    answer(Client(), asked(sent))
    screen = in_text(staff.get(reverse("wagtailadmin_pages:edit", args=[sent.page_id])))
    assert "and then “Approve, for a second reading”. It speaks of suicide" in screen
    assert "a colleague asks you to read it" not in screen


def test_who_asked_hears_in_a_letter_of_its_own_what_the_teller_says_and_what_comes_next(told, staff):
    sent = told()
    edit(sent)
    answer(Client(), asked(sent, staff.user), "change", words="Call it a kettle")
    mail = OutboxMessage.objects.get(key__contains=":answer:")
    assert (mail.recipients, mail.subject) == ([staff.user.email], f"The teller wants changes ({sent.reference})")
    assert "ask the teller once more" in said_in(mail)
    assert "kettle" not in said_in(mail)
    sent.refresh_from_db()
    assert sent.due_on
    edit(sent, title="Another kettle")
    answer(Client(), asked(sent, staff.user))
    mail = OutboxMessage.objects.filter(key__contains=":answer:").latest("pk")
    assert mail.subject == f"The teller said yes: the story can be published ({sent.reference})"
    assert "It is your turn: press the small arrow" in said_in(mail)
    assert reverse("wagtailadmin_pages:edit", args=[sent.page_id]) in said_in(mail)
    assert "answered by" not in said_in(mail)
    assert "wrote something" not in said_in(mail)
    sent.refresh_from_db()
    assert (sent.status, sent.due_on) == ("started", None)


def test_a_yes_with_words_says_so_and_keeps_a_day_of_answering(told, staff):
    sent = told()
    edit(sent)
    answer(Client(), asked(sent, staff.user), words="Thank you, and one question")
    assert "They wrote something with it." in said_in(OutboxMessage.objects.get(key__contains=":answer:"))
    sent.refresh_from_db()
    assert sent.due_on


def test_the_mail_to_the_teller_of_a_published_story_names_neither_it_nor_its_address(told):
    sent = told()
    edit(sent)
    answer(Client(), asked(sent))
    publish(sent)
    mail = OutboxMessage.objects.get(key=f"contribute:{sent.pk}:published")
    page, said = StoryPage.objects.get(pk=sent.page_id), said_in(mail)
    assert sent.reference in said
    assert page.url not in said
    assert page.title not in mail.subject + said


def test_nobody_is_asked_to_decide_in_a_step_that_is_passed_over(told, staff, django_user_model):
    django_user_model.objects.create_superuser("root", "root@example.org", "x")
    sent = told()
    edit(sent)
    answer(Client(), asked(sent))
    mails = OutboxMessage.objects.filter(recipients__icontains="root@example.org")
    before = mails.count()
    decide(sent, "approve", staff.user)
    assert Page.objects.get(pk=sent.page_id).live
    assert mails.count() == before


@pytest.mark.parametrize("answered", [False, True], ids=["asked", "answered"])
def test_a_day_of_the_teller_is_the_day_in_melbourne(told, answered):
    sent = told()
    edit(sent)
    asked(sent)
    early = datetime(2026, 11, 23, 16, 7, tzinfo=UTC)
    given = {"answer": StoryAsk.Answer.CHANGE, "answered_at": early} if answered else {}
    sent.asks.update(asked_at=early, **given)
    assert "on 24 November 2026" in state_of(sent)


CHANGES = {
    "title": {"title": "Another"}, "slug": {"slug": "another"}, "teaser": {"teaser": "Another"},
    "name": {"teller_name": "Other"}, "kind of name": {"name_shown": "full"}, "role": {"role": "consumer"},
    "words": {"body": [{"type": "text", "value": "<p>Other words</p>"}]}, "short": {"short_form": "Other"},
    "quote": {"pull_quote": "Other"}, "day": {"told_on": timezone.localdate() - timedelta(days=400)},
    "search title": {"seo_title": "Other"},
}  # fmt: skip


@pytest.mark.parametrize("fields", CHANGES.values(), ids=CHANGES)
def test_whatever_readers_would_see_otherwise_needs_another_yes(told, fields):
    sent = told()
    edit(sent)
    answer(Client(), asked(sent))
    assert why_not_said(newest(sent)) == ""
    edit(sent, **fields)
    assert "ask the teller" in why_not_said(newest(sent))


def test_services_notes_and_pictures_are_part_of_what_the_teller_says_yes_to(told, staff):
    from wagtail.images import get_image_model

    sent = told(picture={"photo": a_picture(), "photo_alt": "A kettle", "people": "none"})
    before = digest(newest(sent))
    staff.post(reverse("contribute_story_teller", args=[sent.pk]), {"do": "picture"})
    with_picture = digest(newest(sent))
    assert with_picture != before
    image = get_image_model().objects.get()
    image.file = a_picture((70, 40))
    image.file_hash = ""
    image.save()
    assert digest(newest(sent)) != with_picture
    page = newest(sent)
    page.content_notes = [a_note()]
    assert digest(page) != digest(newest(sent))
    page = newest(sent)
    page.services_mentioned.create(service=make_service("Tuesday Table"))
    assert digest(page) != digest(newest(sent))


def test_the_easy_read_of_a_story_needs_a_yes_of_its_own(told):
    index(EasyReadIndexPage)
    sent = told()
    edit(sent)
    answer(Client(), asked(sent))
    publish(sent)
    easy = EasyReadFactory(original=Page.objects.get(pk=sent.page_id), live=False)
    with pytest.raises(NotAgreed):
        easy.save_revision().publish(skip_permission_checks=True)
    path = asked(sent)
    page = Client().get(path).text
    assert "In Easy Read" in page
    assert easy.title in page
    answer(Client(), path)
    EasyReadPage.objects.get().get_latest_revision().publish(skip_permission_checks=True)
    assert EasyReadPage.objects.get().live


@pytest.mark.parametrize(
    "reach", [{}, {"your_email": EMAIL, "may_correct": "correct"}], ids=["no email", "may correct"]
)
def test_easy_read_tells_a_story_in_other_words_so_it_needs_a_yes_also_where_spelling_does_not(told, reach):
    index(EasyReadIndexPage)
    sent = told(reach=reach)
    edit(sent)
    publish(sent)
    easy = EasyReadFactory(original=Page.objects.get(pk=sent.page_id), live=False)
    with pytest.raises(NotAgreed, match="other words"):
        easy.save_revision().publish(skip_permission_checks=True)
    if not reach:
        assert why_not_ask(sent, newest(sent))
        return
    answer(Client(), asked(sent))
    EasyReadPage.objects.get().get_latest_revision().publish(skip_permission_checks=True)
    assert EasyReadPage.objects.get().live


def test_a_link_is_used_once_and_a_newer_one_ends_it(told):
    sent = told()
    edit(sent)
    first = asked(sent)
    second = asked(sent)
    assert Client().get(first).status_code == 410
    assert answer(Client(), first).status_code == 410
    assert answer(Client(), second).status_code == 200
    assert answer(Client(), second, "no").status_code == 410
    assert Client().get(second).status_code == 410
    assert StoryAsk.objects.filter(answer="yes").count() == 1


def test_an_expired_or_altered_link_answers_nothing(told):
    sent = told()
    path = asked(sent)
    AccessLink.objects.update(expires_at=timezone.now())
    assert answer(Client(), path).status_code == 410
    assert answer(Client(), path[:-2] + "x/").status_code == 404
    assert StoryAsk.objects.get().answer == ""


def test_a_link_to_what_an_editor_changed_meanwhile_says_so(told):
    index(EasyReadIndexPage)
    sent = told(reach={"your_email": EMAIL, "may_correct": "ask"})
    path = asked(sent)
    edit(sent)
    assert Client().get(path).status_code == 200, "what they were asked about is still there to say yes to"
    EasyReadFactory.build()
    page = EasyReadPage(title="Easy", teaser="Easy", live=False, original_id=sent.page_id)
    index(EasyReadIndexPage).add_child(instance=page)
    page.save_revision(clean=False)
    assert "An editor is changing something" in Client().get(path).text


def test_a_wish_for_a_change_goes_to_the_editors_and_needs_words(told, staff, member_of):
    sent = told()
    path = asked(sent)
    assert answer(Client(), path, "change").status_code == 400
    page = answer(Client(), path, "change", words=f"Not {TOLD} but Tuesday")
    assert "An editor makes the change" in page.text
    sent.refresh_from_db()
    assert sent.status == "started"
    assert TOLD in staff.get(reverse("contribute_desk", args=[sent.pk])).text
    with pytest.raises(NotAgreed):
        publish(sent)


def test_a_no_deletes_what_was_sent(told):
    sent = told()
    path = asked(sent)
    assert "It is deleted" in answer(Client(), path, "no").text
    sent.refresh_from_db()
    assert sent.status == "taken-back"
    assert not StoryPage.objects.exists()
    assert not Sender.objects.exists()
    assert StoryConsent.objects.get().withdrawn_how == "link"
    assert Client().get(path).status_code == 410


@pytest.mark.parametrize(
    "reach", [{}, {"your_email": EMAIL, "may_correct": "correct"}], ids=["no email", "may correct"]
)
def test_who_left_no_email_or_let_spelling_be_corrected_is_not_asked(told, reach):
    sent = told(reach=reach)
    edit(sent)
    publish(sent)
    assert Page.objects.get(pk=sent.page_id).live


def test_when_a_teller_can_no_longer_be_asked_other_words_are_not_published(told):
    sent = told()
    Sender.objects.all().delete()
    edit(sent)
    with pytest.raises(NotAgreed, match="can no longer be asked"):
        publish(sent)


def test_stories_that_nobody_sent_in_are_published_as_ever():
    story = StoryFactory(live=True)
    story.save_revision().publish()
    assert why_not_said(story) == ""


# --- Editors --------------------------------------------------------------------------------------


def test_beside_the_story_stands_its_reference_and_the_state_and_never_who_it_is(told, client, member_of):
    sent = told()
    client.force_login(member_of("Editors"))
    page = client.get(reverse("wagtailadmin_pages:edit", args=[sent.page_id])).text
    assert sent.reference in page
    assert "The teller was not asked yet." in page
    assert "Ask the teller" in page
    for words in (EMAIL, "Secretname"):
        assert words not in page
    assert f'href="{reverse("contribute_desk", args=[sent.pk])}"' not in page


def test_an_editor_asks_the_teller_by_a_button_and_sees_how_it_stands(told, client, member_of):
    sent = told()
    client.force_login(member_of("Editors"))
    url = reverse("contribute_story_teller", args=[sent.pk])
    edit(sent)
    page = client.get(url).text
    assert "<ins>The kettle" in page or "<ins>" in page
    assert f"The teller of {sent.reference}" in page
    assert EMAIL not in page
    assert not StoryAsk.objects.exists()
    page = client.post(url, {"do": "ask"}, follow=True).text
    assert "on its way to the teller" in page
    assert "has not answered yet" in page
    sent.refresh_from_db()
    assert sent.status == "waiting"
    StoryAsk.objects.update(answer="yes", answered_at=timezone.now())
    assert "agreed to it as it stands" in client.get(url).text
    edit(sent, title="Another")
    assert "changed after the teller agreed" in client.get(url).text


@pytest.mark.parametrize("role", ["Contributors", "Inbox staff"])
def test_who_may_not_edit_the_story_does_not_come_to_the_tellers_screen(told, client, member_of, role):
    sent = told()
    client.force_login(member_of(role))
    assert client.get(reverse("contribute_story_teller", args=[sent.pk])).status_code in {302, 403}


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("Contributors", False),
        ("Editors", False),
        ("Inbox staff", False),
        ("Approvers", True),
        ("Administrators", True),
    ],
)
def test_few_read_how_a_teller_can_be_reached(told, client, member_of, role, may):
    sent = told()
    client.force_login(member_of(role))
    response = client.get(reverse("contribute_desk", args=[sent.pk]))
    assert (response.status_code == 200) == may
    if may:
        assert "Open it in the page editor" in response.text
        assert TOLD not in response.text


def test_the_picture_becomes_part_of_the_story_by_an_editors_hand_once(told, staff):
    sent = told(picture={"photo": a_picture(), "photo_alt": "A kettle", "people": "agreed"})
    url = reverse("contribute_story_teller", args=[sent.pk])
    assert "all of them agreed" in staff.get(url).text
    assert newest(sent).teaser_image is None
    for _each in range(2):
        staff.post(url, {"do": "picture"})
    image = newest(sent).teaser_image
    assert (image.description, image.shows_people) == ("A kettle", True)
    assert sent.reference not in image.title
    assert not Upload.objects.exists()


def test_an_approved_story_is_published_and_a_changed_one_is_not(told, member_of):
    ada = member_of("Approvers")
    sent = told()
    edit(sent)
    answer(Client(), asked(sent))
    edit(sent, title="Changed after the yes", user=ada)
    with pytest.raises(DecisionRefused, match="ask the teller"):
        decide(sent, "approve", ada)
    edit(sent, user=ada)
    decide(sent, "approve", ada)
    assert Page.objects.get(pk=sent.page_id).live


def test_a_story_that_speaks_of_suicide_is_approved_by_two_people(told, member_of):
    ada, ben = member_of("Approvers"), member_of("Approvers")
    note = a_note()
    sent = told(notes={"notes": [note.slug]})
    edit(sent)
    answer(Client(), asked(sent))
    decide(sent, "approve", ada)
    assert not Page.objects.get(pk=sent.page_id).live
    with pytest.raises(SamePerson):
        decide(sent, "approve", ada)
    decide(sent, "approve", ben)
    assert Page.objects.get(pk=sent.page_id).live
    assert StoryReading.objects.get().reader == ben


def test_a_note_that_an_editor_adds_brings_the_second_person_in(told, member_of):
    ada = member_of("Approvers")
    sent = told()
    edit(sent, content_notes=[a_note()])
    answer(Client(), asked(sent))
    decide(sent, "approve", ada)
    assert not Page.objects.get(pk=sent.page_id).live
    assert Page.objects.get(pk=sent.page_id).current_workflow_state.current_task_state.task.name.startswith("A second")


@pytest.mark.parametrize("note", [True, False], ids=["noted by its teller", "noted by an editor"])
def test_a_note_that_is_taken_away_does_not_spare_the_second_person(told, member_of, note):
    ada, ben = member_of("Approvers"), member_of("Approvers")
    term = a_note()
    sent = told(notes={"notes": [term.slug]} if note else {})
    if not note:
        edit(sent, content_notes=[term])
    edit(sent, ada, content_notes=[])
    answer(Client(), asked(sent))
    if note:
        # Also where the old versions were cleared away.
        for version in sent.page.revisions.all():
            version.content["content_notes"] = []
            version.save()
    decide(sent, "approve", ada)
    assert not Page.objects.get(pk=sent.page_id).live
    decide(sent, "approve", ben)
    assert Page.objects.get(pk=sent.page_id).live


def test_a_note_of_the_published_story_is_taken_away_by_two_people_and_then_it_is_gone(told, member_of):
    ada, ben = member_of("Approvers"), member_of("Approvers")
    sent = told(notes={"notes": [a_note().slug]})
    edit(sent)
    answer(Client(), asked(sent))
    decide(sent, "approve", ada)
    decide(sent, "approve", ben)
    edit(sent, ada, content_notes=[])
    answer(Client(), asked(sent))
    with pytest.raises(NotAgreed, match="second person"):
        publish(sent)
    assert newest(sent).needs_second_reader
    Page.objects.get(pk=sent.page_id).unpublish()
    assert newest(sent).needs_second_reader, "nor by way of a draft"
    version = newest(sent).get_latest_revision()
    StoryReading.keep(newest(sent), version, ben)
    assert not newest(sent).needs_second_reader


@pytest.mark.parametrize("reach", [None, {}], ids=["their yes is there", "no email"])
def test_an_editor_does_not_publish_a_story_past_its_review(told, client, member_of, reach):
    sent = told() if reach is None else told(reach=reach)
    edit(sent)
    if reach is None:
        answer(Client(), asked(sent))
    client.force_login(member_of("Editors"))
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={sent.page_id}"
    client.post(url, {})
    page = StoryPage.objects.get(pk=sent.page_id)
    assert not page.live
    with pytest.raises(NotAgreed, match="approval in “Story review”"):
        page.get_latest_revision().publish(skip_permission_checks=True)
    screen = reverse("wagtailadmin_pages:edit", args=[page.pk])
    kept_out = "Until then you cannot change it."
    assert all(
        words in unescape(client.get(screen).text)
        for words in ("Administrators and Approvers can approve it now", kept_out)
    )
    decides = Client()
    decides.force_login(member_of("Approvers"))
    assert kept_out not in unescape(decides.get(screen).text)
    page.current_workflow_state.cancel()
    assert "submit it there" in unescape(client.get(screen).text)
    start_review(sent)
    decide(sent, "approve", member_of("Approvers"))
    assert Page.objects.get(pk=sent.page_id).live


def test_the_last_that_a_teller_said_of_the_same_words_counts(told):
    sent = told()
    edit(sent)
    answer(Client(), asked(sent))
    assert why_not_said(newest(sent)) == ""
    # A colleague asked once more before the answer came in.
    yes = StoryAsk.objects.get()
    StoryAsk.objects.create(sent=sent, digests=yes.digests, answer="change", answered_at=timezone.now())
    assert "ask the teller" in why_not_said(newest(sent))
    with pytest.raises(NotAgreed):
        publish(sent)


NOT_SPELLING = {
    "name": {"teller_name": "Jane Citizen"}, "kind of name": {"name_shown": "full"}, "role": {"role": "consumer"},
    "note": {"content_notes": []},
    "words": {"body": [{"type": "text", "value": "<p>I think that nobody should ever go to that place again.</p>"}]},
    "link": {"body": [{"type": "text", "value": f'<p>It was a <a href="https://example.org">{TOLD}</a>.</p>'}]},
    "day": {"told_on": timezone.localdate() - timedelta(days=400)},
}  # fmt: skip
NOT_THEIRS = "Nobody there ever listened to me."
NOT_IN_IT = {
    "teaser": ({"teaser": NOT_THEIRS}, "“Teaser” says what"),
    "short": ({"short_form": f"It was a {TOLD}. {NOT_THEIRS}"}, "“The story in short” says what"),
    "quote": ({"pull_quote": NOT_THEIRS}, "“Pull quote” says what"),
    "search": ({"search_description": NOT_THEIRS}, "“Description for search engines” says what"),
    "cut": ({"pull_quote": "Then somebody"}, "“Pull quote” says what"),
    "its middle": ({"pull_quote": "…a hard time…"}, "“Pull quote” says what"),
}  # fmt: skip
IN_IT = {
    "sentence": {"pull_quote": f"it was a {TOLD}", "teaser": f"It was a {TOLD}!"},
    "both": {"short_form": f"Then somebody <b>listened</b>. It was a {TOLD}."},
    "cut": {"teaser": "It was a…", "pull_quote": "…somebody <b>listened</b>.", "short_form": "It was... \n... somebody ..."},
    "topic and title": {"seo_title": "The kettle, a story"},
    "another line in search": {"search_description": "Then somebody <b>listened</b>."},
}  # fmt: skip


@pytest.mark.parametrize("fields", NOT_SPELLING.values(), ids=NOT_SPELLING)
@pytest.mark.parametrize("reach", [{}, {"your_email": EMAIL, "may_correct": "correct"}], ids=["no email", "correct"])
def test_of_a_story_whose_teller_is_not_asked_only_spelling_is_changed(told, reach, fields):
    note = a_note("note-hospital", "Hospital")
    sent = told(reach=reach, notes={"notes": [note.slug]})
    edit(sent, **fields)
    assert "Put it back as it was sent" in why_not_said(newest(sent))
    with pytest.raises(NotAgreed, match="Put it back"):
        publish(sent)


@pytest.mark.parametrize(("fields", "said"), NOT_IN_IT.values(), ids=NOT_IN_IT)
def test_nothing_stands_beside_a_story_whose_teller_is_not_asked_that_it_does_not_say(told, fields, said):
    sent = told(reach={})
    edit(sent, **fields)
    why = why_not_said(newest(sent))
    assert said in why
    assert why.count("says what the story does not") == 1
    assert why.endswith("Or decline the story.")
    with pytest.raises(NotAgreed, match="says what the story does not"):
        publish(sent)


@pytest.mark.parametrize("fields", IN_IT.values(), ids=IN_IT)
def test_sentences_of_the_story_may_stand_beside_it_though_its_teller_is_not_asked(told, fields):
    sent = told(reach={})
    edit(sent, **fields)
    assert why_not_said(newest(sent)) == ""


def test_the_questions_of_the_form_and_editors_headings_are_not_the_tellers_words(told):
    sent = told(reach={})
    body = [{"type": "heading", "value": {"level": "h2", "text": "It was awful"}}, *newest(sent).body.raw_data]
    edit(sent, body=body, pull_quote="It was awful")
    assert "“Pull quote” says what the story does not" in why_not_said(newest(sent))
    edit(sent, pull_quote="")
    assert why_not_said(newest(sent)) == ""


def test_a_story_leads_to_services_that_its_teller_named_and_to_no_other(told):
    named, other = make_service("Kettle On Wednesdays"), make_service("Quiet Corner")
    sent = told(reach={}, services={"services_named": "Kettle On, the Wednesday one"})
    edit(sent)
    page = newest(sent)
    page.services_mentioned.create(service=named)
    page.save_revision()
    assert why_not_said(newest(sent)) == ""
    page.services_mentioned.create(service=other)
    page.save_revision()
    assert "did not name “Quiet Corner”: take it off" in why_not_said(newest(sent))
    assert "Kettle" not in why_not_said(newest(sent))
    with pytest.raises(NotAgreed, match="Quiet Corner"):
        publish(sent)
    page.services_mentioned = [each for each in page.services_mentioned.all() if each.service == named]
    page.save_revision()
    publish(sent)
    # Its teller's words may be gone by then, and the entry called otherwise: what readers see already stays.
    StorySent.objects.update(services_named="")
    edit(sent, title="Another title")
    assert why_not_said(newest(sent)) == ""


def test_a_note_and_a_topic_may_be_added_though_the_teller_is_not_asked(told):
    sent = told(reach={})
    edit(sent)
    page = newest(sent)
    page.content_notes = [a_note()]
    page.page_terms = [PageTerm(term=make_taxonomy("Topics", "Grief").terms.get())]
    page.save_revision()
    assert why_not_said(newest(sent)) == ""


def test_who_let_spelling_be_corrected_is_asked_about_more_than_that_and_about_nothing_else(told, staff):
    sent = told(reach={"your_email": EMAIL, "may_correct": "correct"})
    url = reverse("contribute_story_teller", args=[sent.pk])
    edit(sent)
    assert "Ask the teller</button>" not in staff.get(url).text
    edit(sent, pull_quote=NOT_THEIRS)
    screen = unescape(staff.get(url).text)
    assert "“Pull quote” says what the story does not." in screen
    assert "ask the teller." in screen
    assert "Ask the teller</button>" in screen
    path = asked(sent)
    assert "has not answered yet" in staff.get(url).text
    with pytest.raises(NotAgreed, match="Pull quote"):
        publish(sent)
    answer(Client(), path)
    assert "agreed to it as it stands" in staff.get(url).text
    publish(sent)
    assert Page.objects.get(pk=sent.page_id).live


def test_spelling_a_heading_and_their_own_picture_are_no_other_words(told, staff):
    picture = {"photo": a_picture(), "photo_alt": "A kettle", "people": "none"}
    sent = told(reach={}, picture=picture, words={"story": f"Than sombody came.\n\nIt was a {TOLD}."})
    staff.post(reverse("contribute_story_teller", args=[sent.pk]), {"do": "picture"})
    edit(sent, body=[{"type": "text", "value": f"<p>Then somebody came.</p><p>It was a {TOLD}.</p>"}])
    assert why_not_said(newest(sent)) == ""
    publish(sent)
    # What was sent is emptied one day: what is published is then what counts.
    StorySent.objects.update(first_content=None)
    assert why_not_said(newest(sent)) == ""
    edit(sent, role="consumer")
    assert "who is speaking" in why_not_said(newest(sent))


def test_a_teller_is_not_flooded_with_questions_nor_asked_what_they_want_no_question_of(told, staff):
    sent = told()
    edit(sent)
    url = reverse("contribute_story_teller", args=[sent.pk])
    for _each in range(5):
        page = staff.post(url, {"do": "ask"}, follow=True).text
    assert "Give them a day" in page
    assert "Ask the teller</button>" not in page
    assert StoryAsk.objects.count() == 1
    for number in range(9):
        edit(sent, title=f"Title {number}")
        staff.post(url, {"do": "ask"})
    assert StoryAsk.objects.count() == 5
    StoryAsk.objects.update(asked_at=timezone.now() - timedelta(days=2))
    answer(Client(), asked(sent))
    assert "agreed to it as it stands" in staff.post(url, {"do": "ask"}, follow=True).text
    decide(sent, "decline", staff.user, comment="Thank you.")
    edit(sent, title="Once more")
    sent.refresh_from_db()
    retained = sent.retain_until
    assert "It is closed" in staff.post(url, {"do": "ask"}, follow=True).text
    other = told(reach={"your_email": EMAIL, "may_correct": "correct"})
    edit(other)
    staff.post(reverse("contribute_story_teller", args=[other.pk]), {"do": "ask"})
    assert not other.asks.exists()
    sent.refresh_from_db()
    assert sent.retain_until == retained is not None


def test_all_that_readers_and_search_engines_see_is_shown_to_the_teller_the_easy_read_too(told, client):
    index(EasyReadIndexPage)
    sent = told()
    fields = {"seo_title": "Searchtitle", "search_description": "Searchline", "slug": "an-address-of-its-own"}
    edit(sent, **fields)
    EasyReadFactory(
        original=Page.objects.get(pk=sent.page_id), live=False, teaser="Easyteaser", seo_title="Easysearch"
    )  # fmt: skip
    page = client.get(asked(sent)).text
    for words in (*fields.values(), "Easyteaser", "Easysearch"):
        assert words in page.replace("<ins>", "").replace("</ins>", ""), words
        assert words in page[page.index("What search engines show") :] or words == "Easyteaser"


@pytest.mark.parametrize("name", SHOWN)
def test_each_thing_that_a_yes_covers_is_named_in_words(told, name):
    sent = told()
    shown = shown_content(newest(sent))
    other = {
        "content_notes": [a_note().pk],
        "body": '[{"type": "text", "value": "<p>Other</p>"}]',
        "name_shown": "full",
    }
    changed = shown | {name: other.get(name, "consumer")}
    if name == "recording":
        changed["heard"] = ["A title", "", "Words", "", [], ""]
    assert in_words(changed) != in_words(shown)


@pytest.mark.parametrize("changed", ["transcript", "file", "credit"])
def test_a_recording_that_is_changed_after_the_yes_needs_another(told, changed):
    recording = SiteMedia(title="Told", type="audio", duration=1, transcript="Mild words")
    recording.file.save("a.mp3", ContentFile(b"ID3 one"), save=False)
    recording.save()
    sent = told()
    edit(sent, recording=recording)
    path = asked(sent)
    assert "Mild words" in Client().get(path).text
    answer(Client(), path)
    assert why_not_said(newest(sent)) == ""
    if changed == "file":
        recording.file.save("b.mp3", ContentFile(b"ID3 two"), save=False)
    else:
        setattr(recording, changed, "Never seen by the teller")
    recording.save()
    assert "ask the teller" in why_not_said(newest(sent))


@pytest.mark.parametrize("reach", [None, {}], ids=["asked", "no email"])
def test_no_story_goes_out_under_the_number_that_is_its_tellers(told, reach):
    sent = told() if reach is None else told(reach=reach)
    for name in ("title", "seo_title", "slug"):
        edit(sent, **{"seo_title": "", "slug": "kettle", name: f"story-{sent.reference}".lower()})
        with pytest.raises(NotAgreed, match="title of its own"):
            publish(sent)


def test_the_easy_read_of_a_story_that_has_its_yes_is_asked_for_on_the_screen(told, staff):
    index(EasyReadIndexPage)
    sent = told()
    edit(sent)
    answer(Client(), asked(sent))
    publish(sent)
    url = reverse("contribute_story_teller", args=[sent.pk])
    assert "Ask the teller</button>" not in staff.get(url).text
    EasyReadFactory(original=Page.objects.get(pk=sent.page_id), live=False)
    assert "Ask the teller</button>" in staff.get(url).text
    staff.post(url, {"do": "ask"})
    assert StoryAsk.objects.count() == 2


# --- Taking back, declining, forgetting -----------------------------------------------------------


def test_the_link_takes_it_back_before_publication_and_works_twice(told, client):
    sent = told(picture={"photo": a_picture(), "photo_alt": "A kettle", "people": "none"})
    url = take_back(sent)
    assert client.get(url).status_code == 200
    assert StoryPage.objects.exists()
    page = client.post(url, posted({}, "contribute-take-back"), follow=True)
    assert "It is deleted" in page.text
    assert "It is deleted" in client.post(url, posted({}, "contribute-take-back"), follow=True).text
    assert not StoryPage.objects.exists()
    assert not Upload.objects.exists()
    assert not Sender.objects.exists()
    assert not Consent.objects.exists()
    record = StoryConsent.objects.get()
    assert (record.story, record.withdrawn_how) == (None, "link")
    assert Contribution.objects.get().status == "taken-back"


def test_the_link_takes_a_published_story_off_the_site_at_once_however_long_after(told, client, monkeypatch):
    sent = told(reach={})
    edit(sent)
    publish(sent)
    url, address = take_back(sent), Page.objects.get(pk=sent.page_id).url
    assert client.get(address).status_code == 200
    later = timezone.now() + timedelta(days=5 * 365)
    monkeypatch.setattr("time.time", lambda: later.timestamp())
    client.post(url, posted({}, "contribute-take-back"))
    assert client.get(address).status_code == 404
    assert not StoryPage.objects.exists()


def test_a_published_story_stays_when_what_is_kept_of_its_sender_is_over_and_can_still_be_taken_back(told, client):
    sent = told(reach={"your_email": EMAIL, "may_correct": "correct"})
    edit(sent)
    publish(sent)
    Contribution.objects.update(retain_until=timezone.localdate() - timedelta(days=1))
    purge()
    sent.refresh_from_db()
    assert sent.sender is not None, "who is asked again after two years must be known"
    call_command("person", "erase", EMAIL, verbosity=0)
    sent.refresh_from_db()
    assert sent.sender is None
    assert Page.objects.get(pk=sent.page_id).live
    client.post(take_back(sent), posted({}, "contribute-take-back"))
    assert not StoryPage.objects.exists()


@pytest.mark.sqlite_only
def test_of_a_teller_who_was_forgotten_only_the_wish_to_take_it_back_is_kept(told):
    sent = told()
    edit(sent)
    answer(Client(), asked(sent))
    publish(sent)
    edit(sent, title="Another")
    path = asked(sent)
    call_command("person", "erase", EMAIL, verbosity=0)
    page = answer(Client(), path, "change", words=TOLD)
    assert "we can keep no answer" in page.text
    assert not sent.messages.exists()
    assert Contribution.objects.get().status == "done"
    answer(Client(), path, "no")
    assert not StoryPage.objects.exists()


def test_a_story_that_staff_withdraw_leaves_nothing_of_its_teller_either(told, staff):
    sent = told()
    edit(sent)
    answer(Client(), asked(sent))
    publish(sent)
    staff.post(reverse("story_withdraw", args=[sent.page_id]), {"how": "asked"})
    assert not StoryPage.objects.exists()
    assert not Sender.objects.exists()
    assert not StoryAsk.objects.exists()


def test_a_declined_story_is_answered_kindly_and_deleted_when_its_time_is_over(told, staff):
    sent = told()
    decide(sent, "decline", staff.user, comment="Thank you for your trust.")
    sent.refresh_from_db()
    assert (sent.status, sent.decision) == ("done", "declined")
    mail = OutboxMessage.objects.get(key__contains=":reply:")
    assert mail.recipients == [EMAIL]
    assert StoryPage.objects.exists()
    Contribution.objects.update(retain_until=timezone.localdate() - timedelta(days=1))
    purge()
    assert not StoryPage.objects.exists()
    assert not Sender.objects.exists()


def test_a_teller_who_never_answers_is_not_kept_for_ever(told):
    sent = told()
    asked(sent)
    Contribution.objects.update(changed_at=timezone.now() - timedelta(days=200))
    purge()
    assert not StoryPage.objects.exists()


def test_what_was_told_is_in_its_own_tables_alone_and_nowhere_when_it_was_taken_back(told, client, staff, caplog):
    caplog.set_level("DEBUG")
    sent = told(words={"story": TOLD}, name={"name_shown": "pseudonym", "teller_name": "Quokkaname"})
    own = {"wagtailcore.Revision", "contribute.StorySent"}
    found = {row.partition(":")[0] for row in everything_kept() if TOLD in row or "Quokkaname" in row}
    assert found == own
    assert {row.partition(":")[0] for row in everything_kept() if EMAIL in row} <= {
        "intake.Sender", "intake.OutboxMessage", "wagtailsearch.IndexEntry",
    } - {"wagtailsearch.IndexEntry"}  # fmt: skip
    path = asked(sent)
    answer(Client(), path, "change", words=f"Not {TOLD}")
    client.post(take_back(sent), posted({}, "contribute-take-back"))
    purge()
    assert [row for row in everything_kept() if TOLD in row or "Quokkaname" in row] == []
    assert TOLD not in caplog.text
    assert path.split("/")[-2] not in caplog.text


# --- Costs ----------------------------------------------------------------------------------------


def test_the_tellers_page_costs_few_queries_and_for_each_service_only_what_wagtail_asks(told):
    sent = told()
    edit(sent)
    path = asked(sent)
    few = settled_cost(lambda: Client().get(path))
    page = newest(sent)
    for number in range(6):
        page.services_mentioned.create(service=make_service(f"Service {number}"))
    page.content_notes = [a_note(f"note-{number}", f"Note {number}") for number in range(6)]
    page.save_revision()
    path = asked(sent)
    # Wagtail makes sure by itself of each thing that a version names; nothing else grows.
    assert settled_cost(lambda: Client().get(path)) <= few + 6 + 4
    assert few <= 20


def test_the_dashboard_decides_nothing_and_leads_to_the_story_where_it_is_read(told, staff):
    sent = told(reach={})
    edit(sent)
    page = Page.objects.get(pk=sent.page_id)
    state = page.current_workflow_state.current_task_state
    there = reverse("wagtailadmin_pages:edit", args=[page.pk])
    dashboard = staff.get(reverse("wagtailadmin_home"))
    assert "It was sent in, and counted above too." in dashboard.content.decode()
    number, way_in = lines_of(dashboard)["page to read and decide: Read the story"]
    assert number == 1
    waits = staff.get(way_in).content.decode()
    assert there in waits
    assert sent.reference in waits
    for screen in (dashboard.content.decode(), waits):
        assert f"/workflow/action/{page.pk}/" not in screen
    for action in ("open", "approve", "decline"):
        address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk])
        by_hand = staff.post(address, {"comment": "Thank you", "revision": page.latest_revision_id})
        assert (by_hand.status_code, by_hand.url) == (302, there)
        for ask in (staff.get, staff.post):
            by_script = ask(address, headers={"x-requested-with": "XMLHttpRequest"}).json()
            assert by_script == {"step": "success", "redirect": there}
    assert page.current_workflow_state.current_task_state == state
    assert not Page.objects.get(pk=page.pk).live
    assert "Read it first." in staff.get(there).content.decode()
