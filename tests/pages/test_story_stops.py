"""A teller rings and wants their story gone: whoever hears it takes it off the site at once, and an approver decides."""

import datetime
from html import unescape

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision, Workflow, WorkflowState

from cms.intake.models import OutboxMessage
from pages.models import StoryConsent, StoryPage, StoryStop
from pages.models.stops import STOPPED
from pages.models.telling import NotAgreed
from pages.story_stops import stop
from tests.counting import settled_cost
from tests.desk.seeing import lines_of, names_of, rows_of, text_of

from .factories import EasyReadFactory, StoryFactory, consented
from .test_editing import form_of

pytestmark = pytest.mark.django_db
LINE = "story whose teller wants it gone"
BUTTON = "The teller wants it gone"
HEARD = "By phone, today at ten"


@pytest.fixture
def story():
    story = StoryFactory(title="The long way")
    story.save_revision().publish()
    return StoryPage.objects.get(pk=story.pk)


@pytest.fixture
def people(member_of):
    """An editor, a contributor and two approvers with addresses."""
    found = {}
    for name, role in (("editor", "Editors"), ("contributor", "Contributors"), ("approver", "Approvers")):
        found[name] = member_of(role)
        found[name].email, found[name].first_name = f"{name}@example.org", name.capitalize()
        found[name].save()
    return found


def words(response):
    return " ".join(unescape(response.content.decode()).split())


def mailed_to(person):
    return [row for row in OutboxMessage.objects.order_by("pk") if row.recipients == [person.email]]


def edit(story):
    return reverse("wagtailadmin_pages:edit", args=[story.pk])


def is_live(page):
    return Page.objects.get(pk=page.pk).live


@pytest.mark.parametrize("who", ["editor", "contributor"])
def test_whoever_may_open_its_form_takes_a_story_off_the_site_and_asks_an_approver(client, people, story, who):
    asker, approver = people[who], people["approver"]
    Page.objects.filter(pk=story.pk).update(owner=asker)
    alias, easy = story.create_alias(update_slug="again"), EasyReadFactory(original=story)
    client.force_login(asker)
    address = reverse("story_stop", args=[story.pk])
    screen = words(client.get(edit(story)))
    assert (BUTTON in screen, address in screen) == (True, True)
    told = words(client.get(address))
    assert "The story leaves the site at once" in told
    assert "Take it off the site now" in told
    assert "heard" in client.post(address, {"heard": " "}).context["form"].errors
    assert is_live(story)

    answered = words(client.post(address, {"heard": HEARD}, follow=True))
    assert not any(map(is_live, (story, alias, easy)))
    assert "The story is off the site, and nobody can publish it. Approvers are asked to withdraw it." in answered
    assert (
        "<strong>The teller wants this story gone.</strong> Nobody can publish it until an approver decides."
        in answered
    )
    assert f"wrote on {timezone.localdate():%-d %B %Y}: {HEARD}" in answered
    assert BUTTON not in answered
    assert LINE not in lines_of(client.get("/admin/"))
    assert "The teller wants it gone: an approver decides" in text_of(client.get("/admin/"), "drafts-heading")
    # Said twice, it is said once.
    assert "Somebody has said so already" in words(client.get(address, follow=True))
    client.post(address, {"heard": "Again"})
    assert StoryStop.objects.get().heard == HEARD
    (message,) = mailed_to(approver)
    assert message.subject.startswith("Urgent:")
    assert "The long way" not in bytes(message.content).decode() + message.subject
    assert PageLogEntry.objects.get(action="pages.story.stopped").user == asker

    client.force_login(approver)
    home = client.get("/admin/")
    assert next(iter(lines_of(home))) == LINE
    number, way = lines_of(home)[LINE]
    StoryFactory()
    listed = client.get(way)
    assert (number, rows_of(listed)) == (1, 1)
    assert "withdraw it, or say that it was a misunderstanding" in words(listed)
    stories = reverse("wagtailadmin_pages:type_use", args=["pages", "storypage"])
    assert names_of(client.get(f"{stories}?consent=gone")) == ["The long way"]
    assert "The teller wants it gone" in words(client.get(stories))
    screen = words(client.get(edit(story)))
    assert "Nobody can publish it until you, or another approver, decide." in screen
    assert reverse("story_stop_settle", args=[story.pk]) in screen


def test_an_approver_who_withdraws_it_has_it_told_to_who_heard_it(client, people, story):
    stop(story, HEARD, people["editor"])
    client.force_login(people["approver"])
    screen = reverse("story_withdraw", args=[story.pk])
    assert HEARD in words(client.get(screen))
    assert client.post(screen, {"how": "asked"}).status_code == 302
    assert not StoryPage.objects.exists()
    assert not StoryStop.objects.exists()
    (message,) = mailed_to(people["editor"])
    assert message.subject == "The story is withdrawn"
    assert LINE not in lines_of(client.get("/admin/"))


def test_a_misunderstanding_is_kept_with_who_says_so_and_the_story_may_be_published_again(client, people, story):
    editor, approver = people["editor"], people["approver"]
    stop(story, HEARD, editor)
    client.force_login(approver)
    screen, why = reverse("story_stop_settle", args=[story.pk]), "I rang them: only the old phone number was to go."
    assert HEARD in words(client.get(screen))
    assert "settled_why" in client.post(screen, {"settled_why": ""}).context["form"].errors
    answered = words(client.post(screen, {"settled_why": why}, follow=True))
    assert "The story was not put back by itself. It is your turn: you can publish it." in answered
    assert f"It was a misunderstanding, says {approver.get_full_name()} on" in answered
    assert why in answered
    assert not is_live(story)
    kept = StoryStop.objects.get()
    assert (kept.settled_by, kept.settled_why, kept.heard) == (approver, why, HEARD)
    assert PageLogEntry.objects.get(action="pages.story.let_go").user == approver
    assert LINE not in lines_of(client.get("/admin/"))
    (message,) = mailed_to(editor)
    text = " ".join(bytes(message.content).decode().split())
    assert "It is your turn: you can publish it." in text.replace("=\n", "")
    assert "Nobody says that the teller" in words(client.post(screen, {"settled_why": "Again"}, follow=True))

    client.force_login(editor)
    assert why not in words(client.get(edit(story)))
    client.post(edit(story), form_of("story") | {"action-publish": "1"})
    assert is_live(story)


@pytest.mark.sqlite_only
def test_only_who_keeps_consents_settles_it_and_only_who_may_open_its_form_says_it(client, people, story, member_of):
    said, settled = reverse("story_stop", args=[story.pk]), reverse("story_stop_settle", args=[story.pk])
    for person in (people["contributor"], member_of("Inbox staff")):
        client.force_login(person)
        client.post(said, {"heard": HEARD})
    assert is_live(story)
    assert not StoryStop.objects.exists()
    stop(story, HEARD, None)
    for person in (people["contributor"], people["editor"], member_of("Inbox staff")):
        client.force_login(person)
        client.post(settled, {"settled_why": "No"})
    assert StoryStop.objects.open().exists()


def test_a_draft_is_stopped_too_with_its_review_and_its_day(client, people):
    editor = people["editor"]
    draft = StoryFactory(live=False, owner=editor)
    consented(draft)
    draft.save_revision(user=editor)
    Workflow.objects.get(name="A colleague reads it first").start(draft, editor)
    scheduled = StoryFactory(live=False)
    consented(scheduled)
    scheduled.go_live_at = timezone.now() + datetime.timedelta(hours=1)
    scheduled.save_revision().publish()
    client.force_login(people["approver"])
    for page, said in ((draft, "Its review ends."), (scheduled, "was to be published is cancelled")):
        address = reverse("story_stop", args=[page.pk])
        screen = words(client.get(address))
        assert (said in screen, "Let nobody publish it" in screen, "leaves the site" in screen) == (True, True, False)
        assert "Nobody can publish the story now." in words(client.post(address, {"heard": HEARD}, follow=True))
    assert not WorkflowState.objects.active().exists()
    assert not Revision.objects.exclude(approved_go_live_at=None).exists()


def by_button(client, story, user):
    client.post(edit(story), form_of("story") | {"action-publish": "1"})


def by_bulk_action(client, story, user):
    url = reverse("wagtail_bulk_action", args=("wagtailcore", "page", "publish"))
    client.post(f"{url}?id={story.pk}", {"include_descendants": ""})


def by_schedule(client, story, user):
    Revision.objects.filter(pk=story.latest_revision_id).update(approved_go_live_at=timezone.now())
    call_command("publish_scheduled")


def by_a_day_in_the_form(client, story, user):
    soon = timezone.localtime() + datetime.timedelta(days=1)
    client.post(edit(story), form_of("story") | {"go_live_at": f"{soon:%Y-%m-%d %H:%M}", "action-publish": "1"})
    assert not Revision.objects.exclude(approved_go_live_at=None).exists()


def by_approval(client, story, user):
    state = Workflow.objects.get(name="A colleague reads it first").start(story, None)
    task = state.current_task_state.task.specific
    checked = dict.fromkeys(task.points.splitlines(), "done")
    with pytest.raises(Exception, match="wants this story gone"):
        task.on_action(state.current_task_state, user, "approve", checked=checked)


def by_an_older_version(client, story, user):
    older = story.revisions.order_by("created_at").first()
    posted = form_of("story") | {"revision": older.pk, "action-publish": "1"}
    client.post(edit(story), posted)


def by_the_api_of_the_admin(client, story, user):
    answer = client.post(reverse("wagtailadmin_api:pages:action", args=[story.pk, "publish"]))
    # Not offered at all, or refused.
    assert answer.status_code in {403, 404}, answer.content


def in_code(client, story, user):
    with pytest.raises(NotAgreed, match="wants this story gone"):
        story.save_revision().publish(user=user, skip_permission_checks=True)


def by_a_new_consent(client, story, user):
    story.consent.wording_version = "Version 2"
    story.consent.save()
    by_button(client, story, user)


WAYS = [
    by_button, by_bulk_action, by_schedule, by_a_day_in_the_form, by_approval, by_an_older_version, by_the_api_of_the_admin,
    in_code, by_a_new_consent,
]  # fmt: skip


@pytest.mark.parametrize("publish", WAYS)
def test_nobody_publishes_it_by_any_way_while_it_is_stopped(client, member_of, story, publish):
    stop(story, HEARD, None)
    story = StoryPage.objects.get(pk=story.pk)
    administrator = member_of(None)
    client.force_login(administrator)
    publish(client, story, administrator)
    assert not is_live(story)
    assert 'name="action-publish"' not in words(client.get(edit(story)))


@pytest.mark.sqlite_only
def test_its_easy_read_stays_off_the_site_too(story):
    easy = EasyReadFactory(original=story)
    version = easy.save_revision()
    stop(story, HEARD, None)
    with pytest.raises(NotAgreed, match="wants this story gone"):
        version.publish()
    assert not is_live(easy)
    assert story.why_not_published() == STOPPED


@pytest.mark.sqlite_only
def test_an_approver_who_is_not_sure_takes_it_off_first(client, people, story):
    client.force_login(people["approver"])
    assert BUTTON not in words(client.get(edit(story)))
    address = reverse("story_stop", args=[story.pk])
    assert address in words(client.get(reverse("story_withdraw", args=[story.pk])))
    assert "Withdraw it under “Consent”" in words(client.post(address, {"heard": HEARD}, follow=True))
    # They know it themselves.
    assert not mailed_to(people["approver"])


@pytest.mark.sqlite_only
def test_before_it_is_withdrawn_one_reads_what_to_do_with_the_paper(client, people, story):
    StoryConsent.objects.update(kept_at="Blue folder", for_print=True)
    client.force_login(people["approver"])
    screen = words(client.get(reverse("story_withdraw", args=[story.pk])))
    assert "Blue folder" in screen
    assert "Write down now where the signed form or the message is" in screen
    assert "They had agreed to: printed pages." in screen
    StoryConsent.objects.update(kept_at="", for_print=False)
    screen = words(client.get(reverse("story_withdraw", args=[story.pk])))
    assert "Nobody wrote down where the signed form or the message is." in screen
    assert "They had agreed to" not in screen


@pytest.mark.sqlite_only
def test_the_report_costs_the_same_for_many_stopped_stories(client, people):
    client.force_login(people["approver"])
    address = f"{reverse('story_consents_report')}?state=gone"
    stop(StoryFactory(), HEARD, people["editor"])
    few = settled_cost(lambda: client.get(address))
    for _ in range(4):
        stop(StoryFactory(), HEARD, people["editor"])
    assert settled_cost(lambda: client.get(address)) == few
