"""From every screen of the admin a link leads to its task: one table says which, and nothing in it is left over."""

import re
from fnmatch import fnmatchcase

import pytest
from django.apps import apps
from django.urls import URLResolver, get_resolver, resolve, reverse
from django.utils import timezone
from wagtail.models import Page

from cms.handbook import book, screens
from contribute.kinds import KINDS
from tests.pages.factories import StoryFactory

# What is no screen: parts of one, answers to scripts, files, doors that have pages of their own.
PARTS_OF_SCREENS = (
    "wagtailadmin_api:*", "wagtailadmin_sprite", "wagtailadmin_javascript_catalog", "wagtail_modeladmin:*",
    "wagtailadmin_login", "wagtailadmin_logout", "wagtailadmin_password_*", "*_results", "*preview*",
    "*chooser*", "*choose*", "*:chosen*", "wagtailadmin_*_chooser*", "wagtailadmin_tag_*", "wagtailadmin_dismissibles",
    "wagtailadmin_editing_sessions:*", "editing_session_ping", "wagtailadmin_block_preview", "intake_upload", "directory_import_csv",
    "directory_import_xlsx", "wagtailadmin_generic_*", "writing_*", "staff_bar",
)  # fmt: skip


def addresses():
    """Return the names of the admin's addresses."""

    def below(resolver, path="", spaces=()):
        for pattern in resolver.url_patterns:
            here = path + str(pattern.pattern).lstrip("^")
            if isinstance(pattern, URLResolver):
                yield from below(pattern, here, (*spaces, pattern.namespace) if pattern.namespace else spaces)
            elif here.startswith("admin/") and pattern.name:
                yield ":".join((*spaces, pattern.name))

    return sorted(set(below(get_resolver())))


def fits(name, patterns):
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def test_every_screen_leads_to_a_task_or_says_why_not():
    table = screens.table()
    lost = [
        name
        for name in addresses()
        if not screens.task_for(name) and not fits(name, table["alone"]) and not fits(name, PARTS_OF_SCREENS)
    ]
    assert lost == []
    assert all(len(reason.split()) >= 3 for reason in table["alone"].values())


def test_the_table_names_only_tasks_screens_and_page_types_that_there_are():
    table, known = screens.table(), {entry.slug for entry in book.entries()}
    assert {*table["screens"].values(), *table["pages"].values(), *table["topics"].values()} <= known
    assert set(table["topics"]) <= set(KINDS)
    assert [
        pattern
        for pattern in [*table["screens"], *table["alone"]]
        if not any(fnmatchcase(name, pattern) for name in addresses())
    ] == []
    assert set(table["editors"]) <= set(addresses())
    for kind in table["pages"]:
        assert issubclass(apps.get_model(kind), Page)


def test_every_task_but_what_begins_before_the_screens_is_led_to_from_one():
    table = screens.table()
    # One of them is about none: it tells the first half hour. One is led to from beside a button of every page's form.
    led_to = {*table["screens"].values(), *table["pages"].values(), "your-first-half-hour", "hand-a-page-in"}
    assert {entry.slug for entry in book.entries()} == led_to


@pytest.mark.django_db
@pytest.mark.sqlite_only
def test_an_editor_of_a_page_leads_to_the_task_of_its_type(django_assert_num_queries):
    story = StoryFactory()
    for address in (f"/admin/pages/{story.pk}/edit/", f"/admin/pages/add/pages/storypage/{story.get_parent().pk}/"):
        match = resolve(address)
        assert screens.task_for(match.view_name, match.kwargs) == "put-up-a-story"
    match = resolve(f"/admin/pages/{story.get_parent().pk}/edit/")
    with django_assert_num_queries(1):
        assert screens.task_for(match.view_name, match.kwargs) == "change-a-page"


@pytest.mark.django_db
@pytest.mark.sqlite_only
def test_a_screen_shows_the_link_and_a_window_over_it_does_not(client, member_of):
    client.force_login(member_of(None))
    for address, task in (
        ("/admin/", "find-out-what-waits"),
        ("/admin/pages/", "change-a-page"),
        ("/admin/images/", "add-a-picture"),
        ("/admin/contribute/enquiry/", "answer-a-question"),
        ("/admin/media/", "add-a-recording"),
        ("/admin/documents/", "add-a-document"),
        ("/admin/snippets/directory/service/", "change-an-entry"),
        ("/admin/account/", "sign-in"),
    ):
        page = client.get(address).content.decode()
        assert page.count('class="handbook-link"') == 1, address
        assert re.search(rf'class="handbook-link"\s+href="{book.find(task).url}"', page), address
    window = client.get("/admin/media/", headers={"x-requested-with": "XMLHttpRequest"}).content.decode()
    assert "handbook-link" not in window


@pytest.mark.django_db
@pytest.mark.sqlite_only
def test_the_one_screen_of_all_that_is_sent_in_leads_to_the_task_of_its_kind(client, member_of):
    client.force_login(member_of(None))
    today = timezone.localdate()
    for kind, task in (("complaint", "answer-a-complaint"), ("feedback", "answer-a-question")):
        row = KINDS[kind].model.objects.create(kind=kind, words="It was locked.", due_on=today, token_hash=kind)
        page = client.get(reverse("contribute_desk", args=[row.pk])).content.decode()
        assert re.search(rf'class="handbook-link"\s+href="{book.find(task).url}"', page), kind
