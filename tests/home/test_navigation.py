"""Menus, footer and breadcrumbs: what editors arranged, without what readers may not see."""

import pytest
from django.urls import reverse
from wagtail.models import PageViewRestriction
from wagtail.test.utils.form_data import nested_form_data, streamfield

from cms.core import tools
from home.models import Navigation
from tests.counting import settled_cost
from tests.pages.factories import StandardFactory, StoryFactory

from .factories import block, set_menus

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]


def header_of(client, url="/"):
    return client.get(url).content.decode().split("<main")[0]


def footer_of(client):
    return client.get("/").content.decode().split("</main>")[1]


def test_a_fresh_site_leads_to_its_tools(client):
    assert reverse("directory:list") in header_of(client)
    assert reverse("home:reading_settings") in footer_of(client)


def test_links_of_all_kinds_lead_where_they_say(client):
    page = StandardFactory(title="About us")
    set_menus(
        main_menu=[
            block("link", label="About", page=page.pk),
            block("link", label="Find support", tool="directory:list"),
            block("link", label="Elsewhere", url="https://example.org/"),
        ],
        footer=[block("column", heading="More", links=[block("item", label="Deeper", url="/directory/?near=3350")])],
        legal=[block("link", label="Privacy", page=page.pk)],
    )
    header, footer = header_of(client), footer_of(client)
    for url in (page.url, reverse("directory:list"), "https://example.org/"):
        assert f'href="{url}"' in header
    assert 'href="/directory/?near=3350"' in footer
    assert f'href="{page.url}"' in footer


def test_links_to_drafts_private_and_deleted_pages_leave(client):
    draft = StandardFactory(title="Not yet", live=False)
    private = StandardFactory(title="For some")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    gone = StandardFactory(title="Gone")
    set_menus(
        main_menu=[
            block("link", label="To a draft", page=draft.pk),
            block("link", label="To a private page", page=private.pk),
            block("link", label="To a deleted page", page=gone.pk),
            block("group", label="A group of drafts", links=[block("item", label="One draft", page=draft.pk)]),
        ]
    )
    gone.delete()
    header = header_of(client)
    for words in ("To a draft", "To a private page", "To a deleted page", "A group of drafts"):
        assert words not in header


def test_a_link_to_a_tool_that_is_no_more_leaves(client):
    set_menus(main_menu=[block("link", label="Once a tool", tool="nothing:here")])
    assert tools.get("nothing:here") is None
    assert "Once a tool" not in header_of(client)


def test_the_page_one_reads_and_the_part_of_the_site_it_is_in_are_marked(client):
    story = StoryFactory()
    index = story.get_parent()
    set_menus(main_menu=[block("link", label="Stories", page=index.pk), block("link", label="Home", url="/")])
    header = header_of(client, story.url)
    # The list above it is not the page itself.
    assert f'href="{index.url}" aria-current="true"' in header
    assert 'href="/" aria-current' not in header
    assert f'href="{index.url}" aria-current="page"' in header_of(client, index.url)


def test_a_group_of_the_menu_is_marked_by_a_page_in_it(client):
    about = StandardFactory(title="About")
    set_menus(main_menu=[block("group", label="More", links=[block("item", label="About", page=about.pk)])])
    assert 'class="nav-link" aria-current="true"><bdi>More' in header_of(client, about.url)
    assert 'aria-current="true"><bdi>More' not in header_of(client, "/")


def test_breadcrumbs_lead_back_to_home(client):
    story = StoryFactory()
    crumbs = client.get(story.url).content.decode().split('aria-label="Breadcrumbs"')[1].split("</nav>")[0]
    assert 'href="/"' in crumbs
    assert f'href="{story.get_parent().url}"' in crumbs
    assert story.title not in crumbs


def test_a_page_has_one_title_and_one_main(client):
    html = client.get(StoryFactory().url).content.decode()
    assert html.count("<h1") == 1
    assert html.count("<main") == 1


def test_a_menu_costs_the_same_whatever_its_length(client):
    def cost():
        return settled_cost(lambda: client.get("/"))

    def fill(count):
        links = [block("item", label=f"Link {number}", page=StandardFactory().pk) for number in range(count)]
        set_menus(
            main_menu=[*(block("link", **link["value"]) for link in links), block("group", label="All", links=links)],
            footer=[block("column", heading="All", links=links)],
        )

    fill(2)
    few = cost()
    fill(6)
    assert cost() == few


@pytest.mark.parametrize("group", ["Approvers", "Administrators", None])
def test_menus_are_changed_by_those_who_keep_them(client, member_of, group):
    client.force_login(member_of(group))
    url = reverse("wagtailsettings:edit", args=("home", "navigation", Navigation.load().pk))
    assert client.get(url).status_code == 200
    link = {"label": "Stories", "note": "", "page": "", "tool": "directory:list", "url": ""}
    data = nested_form_data(
        {"main_menu": streamfield([("link", link)]), "footer": streamfield([]), "legal": streamfield([])}
    )
    assert client.post(url, data).status_code == 302
    assert Navigation.objects.get().main_menu[0].value["label"] == "Stories"


def test_a_menu_with_a_deleted_page_can_still_be_changed(client, member_of):
    gone = StandardFactory()
    navigation = set_menus(main_menu=[block("link", label="Gone", page=gone.pk)])
    gone.delete()
    client.force_login(member_of(None))
    url = reverse("wagtailsettings:edit", args=("home", "navigation", navigation.pk))
    assert client.get(url).status_code == 200


def test_the_reference_index_knows_what_the_menus_link_to():
    page = StandardFactory()
    navigation = set_menus(main_menu=[block("link", label="About", page=page.pk)])
    assert navigation.main_menu.stream_block.extract_references(navigation.main_menu)
    found = {
        number for _model, number, *_path in navigation.main_menu.stream_block.extract_references(navigation.main_menu)
    }
    assert str(page.pk) in found


def test_words_of_a_link_to_a_draft_stand_without_the_link(client):
    draft = StandardFactory(title="Not yet", live=False)
    shown = StandardFactory(title="Shown")
    page = StandardFactory(
        body=[
            (
                "text",
                f'<p>See <a linktype="page" id="{draft.pk}">the draft</a> and <a linktype="page" id="{shown.pk}">the page</a>.</p>',
            )
        ]
    )
    html = client.get(page.url).content.decode()
    assert "the draft" in html
    assert f'href="{draft.url}"' not in html
    assert f'<a href="{shown.url}">the page</a>' in html


def test_menus_are_previewed_before_they_are_saved(client, member_of):
    client.force_login(member_of("Approvers"))
    link = {"label": "Unsaved words", "note": "", "page": "", "tool": "directory:list", "url": ""}
    data = nested_form_data(
        {"main_menu": streamfield([("link", link)]), "footer": streamfield([]), "legal": streamfield([])}
    )
    url = reverse("wagtailsettings:preview_on_edit", args=("home", "navigation", Navigation.load().pk))
    assert client.post(url, data).json()["is_valid"]
    assert "Unsaved words" in client.get(url).content.decode()
    assert "Unsaved words" not in client.get("/").content.decode()
