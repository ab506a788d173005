"""Every number on the dashboard is that of the rows behind it: also of what the other tests of the dashboard make none of."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.desk import waiting
from cms.upkeep import links
from cms.upkeep.models import Link
from contribute.kinds import KINDS
from contribute.models import Contribution
from directory.models import Service
from pages.models import ConsentRequest, StoryConsent
from pages.story_stops import stop
from tests.contribute.conftest import _unhurried, filled, sent, url_of  # noqa: F401 - fixtures
from tests.contribute.filled import FORMS
from tests.directory.conftest import localities  # noqa: F401 - a fixture
from tests.directory.factories import make_service
from tests.pages.factories import StandardFactory, StoryFactory

from .makers import MAKERS
from .seeing import lines_of, parts_of, rows_of

pytestmark = pytest.mark.django_db
ROLES = ["Contributors", "Editors", "Approvers", "Inbox staff", "Administrators", None]


def page_to_check(owner):
    page = StandardFactory(owner=owner)
    day = timezone.localdate() - timedelta(days=3)
    type(page).objects.filter(pk=page.pk).update(last_reviewed=day - timedelta(days=400), next_review_due=day)


def broken_link(owner):
    links.gather(StandardFactory(owner=owner, body=[("text", '<p><a href="/nowhere/">there</a></p>')]))
    Link.objects.update(result=Link.Result.BROKEN)


def draft_of_a_colleague(author):
    service = make_service()
    service = Service.objects.get(pk=service.pk)
    service.summary = "Tea, and people who know."
    service.save_revision(user=author)
    service.get_workflow().start(service, author)


def submitted(author):
    page = StandardFactory(live=False, owner=author)
    page.save_revision(user=author)
    return page.get_workflow().start(page, author).current_task_state


def came_back(author, reader):
    step = submitted(author)
    step.task.specific.on_action(step, reader, "reject", comment="Say who may come.")


def consent_asked_for(author):
    # Until its consent is recorded, it is no story whose consent anybody gave.
    story = StoryFactory(live=False)
    StoryConsent.objects.filter(story=story).delete()
    story.save_revision()
    ConsentRequest.objects.create(story=story, asked_by=author, where="Second drawer")


def story_stopped(author):
    story = StoryFactory()
    story.save_revision()
    stop(story, "By phone", author)
    # Its consent is one of those that the other lines count.
    StoryConsent.objects.filter(story=story).delete()


@pytest.mark.usefixtures("localities")
def test_every_line_that_any_app_registers_lists_as_many_rows_as_it_says_to_each_role(client, member_of, request):
    send = request.getfixturevalue("sent")
    people = {role: member_of(role) for role in ROLES}
    # Some of it is an editor's own, and some a contributor's: each counts what they themselves may settle.
    for author in (people["Editors"], people["Contributors"], member_of("Editors")):
        page_to_check(author)
        broken_link(author)
        consent_asked_for(author)
        story_stopped(author)
    for _ in range(3):
        draft_of_a_colleague(member_of("Editors"))
    submitted(people["Contributors"])
    submitted(people["Editors"])
    for role in ("Contributors", "Contributors", "Editors"):
        came_back(people[role], people["Approvers"])
    for make in MAKERS.values():
        make()
        make()
    for kind in FORMS:
        late, mine, urgent = send(kind), send(kind), send(kind)
        rows = Contribution.objects
        rows.filter(pk=late.pk).update(due_on=timezone.localdate() - timedelta(days=1))
        rows.filter(pk=mine.pk).update(assigned_to=people["Administrators"], status=Contribution.Status.STARTED)
        rows.filter(pk=urgent.pk).update(is_urgent=True)
    # Pages that tests make belong to nobody.
    made = {
        "stories-stopped", "pages-to-check", "pages-of-nobody", "broken-links", "directory-draft", "consents-asked",
        "sent-back",
    }  # fmt: skip
    # Whoever registers another line makes some of it here, or among the makers.
    assert set(waiting._ones) == made | set(MAKERS) - {"inbox-story"}
    assert set(waiting._many) == {"inbox", "reviews"}
    seen = set()
    for role, user in people.items():
        client.force_login(user)
        seen |= {line.key for line in waiting.for_user(user)}
        home = client.get("/admin/")
        for label, (number, url) in lines_of(home).items():
            assert rows_of(client.get(url)) == number, (role, label, url)
        for words, url in parts_of(home).items():
            assert rows_of(client.get(url)) == int(words.split()[0]), (role, words, url)
    assert made | set(MAKERS) | {f"inbox-{kind}" for kind in KINDS} <= seen
