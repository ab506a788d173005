"""The home page: sections in the editor's order, nothing that is not public, a bounded number of queries."""

import pytest
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms.core import listings
from home.models import HomePage
from tests.directory.factories import make_service
from tests.pages.factories import (
    ModuleFactory,
    OpportunityFactory,
    PartnerFactory,
    ResearchFactory,
    ResourceFactory,
    StandardFactory,
    StoryFactory,
    home,
)

from .factories import block

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]

KINDS = {
    "stories": StoryFactory,
    "training": ModuleFactory,
    "research": ResearchFactory,
    "resources": ResourceFactory,
    "opportunities": OpportunityFactory,
    "partners": PartnerFactory,
}


def all_sections(page=None):
    """Return every kind of section as the database keeps it."""
    link = {"label": "All", "page": page.pk if page else None, "tool": "", "url": "" if page else "/directory/"}
    return [
        block("doors", title="Ways in", intro="", doors=[block("item", title="For me", line="Here", **link)]),
        block("stories", title="Stories told", count=4, link=link),
        block("directory", title="On the map", text="<p>Words.</p>", primary=link, secondary={}),
        block("steps", title="In steps", intro="", link=link),
        block("lists", columns=[
            block("item", title=f"Newest {kind}", listing=kind, count=3, link=link)
            for kind in ("research", "resources", "opportunities")
        ]),
        block("what_is", title="What it is", statement="As equals.", quotation=[], text="", link=link),
        block("partners", title="Made together", link=link),
        block("text", title="Closed in summer", text="<p>Until 12 January.</p>"),
    ]  # fmt: skip


def fill(sections):
    page = home()
    page.sections = page.sections.stream_block.to_python(sections)
    page.save()
    return page


def test_a_fresh_site_has_a_home_page(client):
    assert Site.objects.get().root_page.specific_class is HomePage
    assert client.get("/").status_code == 200
    assert not Page.objects.filter(title__startswith="Welcome to your new").exists()
    assert Page.find_problems() == ([], [], [], [], [])


def test_an_empty_home_page_still_leads_to_the_directory(client):
    html = client.get("/").content.decode()
    assert f'action="{reverse("directory:list")}"' in html
    assert 'name="near"' in html


def test_the_search_near_a_place_can_be_turned_off(client):
    page = home()
    page.shows_finder = False
    page.save()
    assert 'name="near"' not in client.get("/").content.decode()


def test_sections_stand_in_the_editor_s_order(client):
    for maker in KINDS.values():
        maker()
    make_service()
    fill(all_sections())
    html = client.get("/").content.decode()
    titles = [
        "Ways in",
        "Stories told",
        "On the map",
        "In steps",
        "Newest research",
        "What it is",
        "Made together",
        "Closed",
    ]
    places = [html.index(title) for title in titles]
    assert places == sorted(places)


@pytest.mark.parametrize("kind", KINDS)
def test_the_home_page_shows_the_newest_of_each_kind(client, kind):
    page = KINDS[kind](title=f"One of {kind}")
    fill(all_sections())
    html = client.get("/").content.decode()
    assert f"One of {kind}" in html
    assert f'href="{page.url}"' in html


@pytest.mark.parametrize("kind", KINDS)
def test_drafts_and_private_pages_are_not_on_the_home_page(client, kind):
    KINDS[kind](title="A draft of nothing", live=False)
    private = KINDS[kind](title="A private matter")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    fill(all_sections())
    html = client.get("/").content.decode()
    assert "A draft of nothing" not in html
    assert "A private matter" not in html


def test_a_featured_story_stands_first(client):
    StoryFactory(title="The latest", told_on="2026-11-01")
    StoryFactory(title="The featured", told_on="2026-01-01", is_featured=True, pull_quote="Somebody asked.")
    assert [page.title for page in listings.latest("stories", 2)] == ["The featured", "The latest"]
    fill(all_sections())
    assert "“Somebody asked.”" in client.get("/").content.decode()


def test_sections_without_anything_to_show_are_left_out(client):
    draft = StandardFactory(live=False)
    empty = {"statement": "", "quotation": [], "text": "", "link": {}}
    fill([
        *(section for section in all_sections() if section["type"] not in {"doors", "what_is", "text"}),
        block("doors", title="Ways in", intro="", doors=[block("item", title="Shut", line="", page=draft.pk)]),
        block("what_is", title="What it is", **empty),
    ])  # fmt: skip
    html = client.get("/").content.decode()
    for title in (
        "Ways in",
        "Stories told",
        "On the map",
        "In steps",
        "Newest research",
        "What it is",
        "Made together",
    ):
        assert title not in html
    assert 'class="band' not in html


def test_the_directory_s_section_counts_what_is_listed(client):
    for _ in range(2):
        make_service()
    make_service(live=False)
    fill(all_sections())
    assert "2 services listed so far" in client.get("/").content.decode()


def test_one_service_is_not_several(client):
    make_service()
    fill(all_sections())
    assert "1 service listed so far" in client.get("/").content.decode()


@pytest.mark.parametrize(("public", "words"), [(1, "One module."), (3, "Three modules."), (5, "Five modules.")])
def test_the_modules_are_counted_beyond_those_shown(client, public, words):
    ModuleFactory.create_batch(public)
    ModuleFactory(live=False)
    PageViewRestriction.objects.create(page=ModuleFactory(), restriction_type=PageViewRestriction.LOGIN)
    fill(all_sections())
    html = client.get("/").content.decode()
    assert words in html
    assert html.count('class="step"') == min(public, 3)


def chosen_stories(*stories):
    return [
        block(
            "stories",
            title="Chosen",
            count=4,
            chosen=[{"type": "item", "value": s.pk, "id": str(s.pk)} for s in stories],
        )
    ]


def test_an_editor_chooses_the_stories_and_their_order(client):
    StoryFactory(title="The newest", is_featured=True)
    second, first = StoryFactory(title="Second"), StoryFactory(title="First")
    fill(chosen_stories(first, second))
    html = client.get("/").content.decode()
    assert html.index("First") < html.index("Second")
    assert "The newest" not in html


def test_a_chosen_story_that_left_gives_way_to_the_latest(client):
    StoryFactory(title="The newest")
    gone = StoryFactory(title="Gone", live=False)
    fill(chosen_stories(gone))
    html = client.get("/").content.decode()
    assert "Gone" not in html
    assert "The newest" in html


def test_the_first_words_are_followed_by_the_editor_s_ways_in(client):
    stories = StandardFactory(title="Stories")
    draft = StandardFactory(live=False)
    page = home()
    page.ways_in = page.ways_in.stream_block.to_python([
        block("link", label="Read something", page=stories.pk),
        block("link", label="Not yet", page=draft.pk),
    ])  # fmt: skip
    page.save()
    hero = client.get("/").content.decode().split('class="hero"')[1].split("hero-art")[0]
    assert f'<a href="{stories.url}">Read something</a>' in hero
    assert "Not yet" not in hero


def test_a_fresh_site_offers_support_and_listing_on_its_first_screen(client):
    hero = client.get("/").content.decode().split('class="hero"')[1].split("hero-art")[0]
    assert f'href="{reverse("directory:list")}"' in hero
    assert f'href="{reverse("directory:add")}"' in hero


def test_a_door_to_a_draft_is_left_out(client):
    draft = StandardFactory(live=False)
    fill([block("doors", title="Ways in", intro="", doors=[block("item", title="Shut", line="", page=draft.pk)])])
    assert "Shut" not in client.get("/").content.decode()


def test_a_listing_that_nobody_offers_is_empty():
    assert listings.latest("no-such-kind", 3) == []


def test_an_editor_changes_the_home_page(client, member_of):
    client.force_login(member_of("Editors"))
    url = reverse("wagtailadmin_pages:edit", args=(home().pk,))
    fill(all_sections(StandardFactory()))
    assert client.get(url).status_code == 200
    data = nested_form_data(
        {
            "title": "Home", "slug": "home", "teaser": "All of it.", "teaser_image": "", "hero_title": "Come in.",
            "hero_intro": "Sit where you like.", "shows_finder": "on",
            "sections": streamfield([
                ("steps", {"title": "In steps", "intro": "", "link": {"label": "", "page": "", "tool": "", "url": ""}})
            ]),
            "ways_in": streamfield([]),
            "page_terms": inline_formset([]), "comments": inline_formset([]), "seo_title": "", "search_description": "",
            "last_reviewed": "", "next_review_due": "", "shows_exit": "on", "go_live_at": "", "expire_at": "",
        }
    )  # fmt: skip
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=(home().pk,))
    assert client.post(preview, data).json()["is_valid"]
    assert "Come in." in client.get(preview).content.decode()
    response = client.post(url, data | {"action-publish": "1"})
    assert response.status_code == 302, response.context["form"].errors
    client.logout()
    assert "Come in." in client.get("/").content.decode()


def test_a_second_home_page_cannot_be_made(client, member_of):
    client.force_login(member_of(None))
    root = Page.objects.get(depth=1)
    client.post(reverse("wagtailadmin_pages:add", args=("home", "homepage", root.pk)), {"title": "Another"})
    assert HomePage.objects.count() == 1


@pytest.mark.parametrize(
    "path", ["no/such/page/", "home/", "stories/../", "%2e%2e/", "a" * 300 + "/", "stories/no%27/"]
)
def test_an_address_without_a_page_is_not_found(client, path):
    StoryFactory()
    assert client.get(f"/{path}").status_code in {301, 404}


def test_a_draft_is_at_no_address(client):
    assert client.get(StandardFactory(live=False).url).status_code == 404


def test_a_page_below_a_draft_keeps_its_address(client):
    above = StandardFactory(title="Above")
    page = StandardFactory(title="Below", parent=above)
    url = page.url
    above.live = False
    above.save()
    # As Wagtail does: unpublishing one page leaves those below it.
    assert client.get(url).status_code == 200


def test_a_private_page_asks_who_one_is_and_so_do_those_below_it(client):
    above = StandardFactory(title="Above")
    page = StandardFactory(title="Below", parent=above)
    PageViewRestriction.objects.create(page=above, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(above.url).status_code == 302
    assert client.get(page.url).status_code == 302


def test_restrictions_are_those_that_wagtail_finds():
    above = StandardFactory(title="Above")
    page = StandardFactory(title="Below", parent=above)
    alias = page.create_alias(update_slug="alias-of-below", parent=home())
    stranger = StandardFactory(title="Stranger")
    for restricted in (above, page, stranger):
        PageViewRestriction.objects.create(page=restricted, restriction_type=PageViewRestriction.LOGIN)
    for each in (above, page, alias, home()):
        ours = {row.pk for row in each.specific.get_view_restrictions()}
        assert ours == {row.pk for row in Page.get_view_restrictions(each)}


def test_public_pages_are_those_that_wagtail_finds():
    above = StandardFactory(title="Above")
    StandardFactory(title="Below", parent=above)
    StandardFactory(title="Beside")
    PageViewRestriction.objects.create(page=above, restriction_type=PageViewRestriction.LOGIN)
    model = type(above)
    ours = set(model.objects.public().values_list("title", flat=True))
    assert ours == {"Beside"}
    assert ours == {page.title for page in Page.objects.type(model).public()}


def test_an_alias_of_what_is_not_public_is_not_public_either():
    source = StandardFactory(title="Source")
    source.create_alias(update_slug="alias-of-source", parent=home())
    assert Page.objects.filter(slug="alias-of-source", live=True).exists()
    PageViewRestriction.objects.create(page=source, restriction_type=PageViewRestriction.LOGIN)
    assert not type(source).objects.public().exists()
