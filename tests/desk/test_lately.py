"""What the dashboard shows beside what waits: what happened lately, buttons to add, one's own drafts; and nothing else."""

import pytest
from django.urls import reverse
from lxml import html
from wagtail.log_actions import LogContext

from contribute import desk
from directory import bin as the_bin
from directory import moderation
from pages.models import NewsIndexPage, ResearchIndexPage, StandardPage, StoryIndexPage
from tests.contribute.conftest import a_story
from tests.contribute.telling import TOLD
from tests.directory.conftest import ANSWERS
from tests.directory.factories import make_service
from tests.intake.deciding import gone_through
from tests.pages.factories import NewsFactory, StandardFactory, home, index

from .makers import new_key
from .seeing import links_of, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]
HOME = "/admin/"
LATELY, ADD, DRAFTS = "recent-heading", "add-heading", "drafts-heading"


@pytest.fixture
def as_member(client, member_of):
    """Sign the client in as a new member of a group and return their user."""

    def sign_in(role):
        user = member_of(role, first_name="Ada")
        client.force_login(user)
        return user

    return sign_in


def publish(page, user):
    page.save_revision(user=user).publish(user=user)


def test_it_tells_what_was_published_and_sent_in_by_whom_and_leads_there(client, as_member):
    user = as_member("Approvers")
    page = NewsFactory(title="Tea on Tuesdays")
    publish(page, user)
    sent = a_story()
    submission = moderation.submit_new(ANSWERS, new_key())
    shown = client.get(HOME)
    lately = text_of(shown, LATELY)
    assert "Published: Tea on Tuesdays Ada" in lately
    assert f"Sent in: story {sent.reference}" in lately
    assert f"Sent in: {submission.service.name}" in lately
    assert TOLD not in shown.content.decode()
    links = links_of(shown, LATELY)
    assert links["Tea on Tuesdays"] == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert links[f"story {sent.reference}"] == reverse("contribute_desk", args=[sent.pk])
    for url in links.values():
        assert client.get(url).status_code == 200, url


def test_nobody_is_told_of_what_they_may_not_see_nor_of_what_is_gone_or_junk(client, as_member):
    user = as_member("Administrators")
    sent, junk = a_story(), a_story()
    desk.set_status(junk, "junk", user=user)
    service = make_service("In the bin")
    publish(service, user)
    gone = NewsFactory(title="Gone")
    publish(gone, user)
    lately = text_of(client.get(HOME), LATELY)
    assert "In the bin" in lately
    assert junk.reference not in lately
    assert sent.reference in lately
    the_bin.put(service, user)
    gone.delete(user=user)
    lately = text_of(client.get(HOME), LATELY)
    assert "In the bin" not in lately
    assert "Gone" not in lately
    as_member("Contributors")
    assert sent.reference not in text_of(client.get(HOME), LATELY)


def test_an_approval_that_publishes_is_told_once(client, as_member):
    user = as_member("Approvers")
    submission = moderation.submit_new(ANSWERS, new_key())
    service = submission.service
    state = service.current_workflow_task_state
    task = state.task.specific
    with LogContext(user=user):
        task.on_action(state, user, "approve", **gone_through(task))
    lately = text_of(client.get(HOME), LATELY)
    assert lately.count(service.name) == 2
    assert f"Approved: {service.name}" in lately
    assert f"Sent in: {service.name}" in lately


def test_each_button_leads_straight_to_its_form_where_there_is_one_place(client, as_member):
    for model in (StoryIndexPage, NewsIndexPage, ResearchIndexPage):
        index(model)
    as_member("Editors")
    buttons = links_of(client.get(HOME), ADD)
    assert list(buttons) == ["Story", "Research summary", "News", "Service", "Page"]
    news = reverse("wagtailadmin_pages:add", args=["pages", "newspage", NewsIndexPage.objects.get().pk])
    assert buttons["News"] == news
    assert buttons["Page"] == reverse("wagtailadmin_pages:add", args=["pages", "standardpage", home().pk])
    for url in buttons.values():
        assert client.get(url).status_code == 200, url
    # Where there are several places it is asked for one.
    StandardFactory()
    assert links_of(client.get(HOME), ADD)["Page"] == reverse(
        "wagtailadmin_pages:choose_parent", args=["pages", "standardpage"]
    )
    assert StandardPage.objects.exists()


def test_nobody_is_offered_to_add_what_they_may_not(client, as_member):
    index(NewsIndexPage)
    as_member("Contributors")
    assert list(links_of(client.get(HOME), ADD)) == ["News", "Page"]
    as_member("Inbox staff")
    assert links_of(client.get(HOME), ADD) == {}


def test_ones_own_drafts_are_there_until_they_are_published_and_nobody_elses(client, as_member, member_of):
    user = as_member("Editors")
    mine, changed = NewsFactory(title="Mine", live=False, owner=user), NewsFactory(title="Changed")
    mine.save_revision(user=user)
    changed.save_revision(user=user)
    other = NewsFactory(title="Theirs", live=False)
    other.save_revision(user=member_of("Editors"))
    shown = client.get(HOME)
    assert list(links_of(shown, DRAFTS)) == ["Changed", "Mine"]
    assert "News item, with an older version on the site" in text_of(shown, DRAFTS)
    publish(mine, user)
    assert list(links_of(client.get(HOME), DRAFTS)) == ["Changed"]


def test_nothing_else_stands_there(client, as_member):
    index(NewsIndexPage)
    user = as_member(None)
    publish(NewsFactory(), user)
    headings = html.fromstring(client.get(HOME).content).xpath("//main//*[self::h1 or self::h2 or self::h3]")
    assert [heading.text_content().strip() for heading in headings] == ["Hello Ada", "Waiting for you", "Add", "Lately"]
