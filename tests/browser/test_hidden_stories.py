"""Stories hidden by what they talk about: kept on the device, or in the address without script."""

import pytest
from playwright.sync_api import expect

from pages.models.stories import StoryService
from tests.directory.factories import make_service
from tests.home.factories import block
from tests.pages.factories import StoryFactory, TermFactory, home, with_terms

from .harness import wait_until

AWAY = "https://www.bom.gov.au/"
LOSS, RACISM = "note-loss", "note-racism"


def noted(slug, **fields):
    story = StoryFactory(**fields)
    name = slug.replace("note-", "Talks about ")
    story.content_notes.add(TermFactory(taxonomy_slug="content-notes", slug=slug, name=name))
    story.save()
    return story


@pytest.fixture
def stories(live_server):
    """A story about loss, one about racism and one without a note, all of one topic, and their list."""
    topic = TermFactory()
    loss = with_terms(noted(LOSS, title="Loss and lanterns"), topic)
    racism = with_terms(noted(RACISM, title="Racism and lanterns"), topic)
    plain = with_terms(StoryFactory(title="Plain lanterns"), topic)
    plain.index = plain.get_parent().url
    plain.others = [loss, racism]
    return plain


def card(page, title):
    return page.get_by_role("article").filter(has=page.get_by_role("link", name=title))


def choose(page, *labels):
    """Tick what to leave out, in the list of stories."""
    page.locator("#leave-out > summary").press("Enter")
    for label in labels:
        page.get_by_label(label).focus()
        page.keyboard.press("Space")
    page.get_by_role("button", name="Leave these out").press("Enter")
    page.wait_for_url("**without=**")


def test_without_script_the_address_keeps_what_is_left_out(stories, open_page):
    page = open_page(javascript=False)
    page.goto(stories.index)
    choose(page, "Talks about loss")
    expect(card(page, "Plain lanterns")).to_be_visible()
    expect(card(page, "Loss and lanterns")).to_have_count(0)
    expect(page.get_by_label("Keep this choice on this device")).to_be_hidden()
    page.get_by_role("link", name="Left out: Talks about loss").click()
    expect(card(page, "Loss and lanterns")).to_be_visible()


def test_a_choice_that_is_kept_hides_cards_everywhere_and_says_so(stories, page):
    service = make_service("Lantern makers")
    for story in (stories, *stories.others):
        StoryService.objects.create(page=story, service=service)
    front = home()
    front.sections = front.sections.stream_block.to_python([block("stories", title="Stories", count=3, link={})])
    front.save()
    page.goto(stories.index)
    choose(page, "Talks about loss", "Keep this choice on this device")
    assert page.evaluate("localStorage.getItem('hidden-notes')") == LOSS
    assert page.evaluate("localStorage.length") == 1
    for url in (stories.index, stories.url, "/search/?q=lanterns", service.get_absolute_url(), "/"):
        page.goto(url)
        expect(page.get_by_role("link", name="Racism and lanterns")).to_be_visible()
        expect(page.get_by_role("link", name="Loss and lanterns")).to_be_hidden()
        expect(page.get_by_text("1 story is hidden by your choice.")).to_be_visible()


def test_hidden_stories_are_shown_on_asking_and_the_choice_is_found_again(stories, page):
    page.goto(stories.index)
    page.evaluate(f"localStorage.setItem('hidden-notes', '{LOSS} {RACISM}')")
    page.goto(stories.url)
    expect(page.get_by_text("2 stories are hidden by your choice.")).to_be_visible()
    page.get_by_role("button", name="Show them").press("Enter")
    expect(page.locator(".notes-hidden")).to_have_count(0)
    expect(page.get_by_role("link", name="Loss and lanterns")).to_be_visible()
    assert page.evaluate("document.activeElement.closest('[data-notes]') !== null")
    # For this once: the choice stays.
    page.reload()
    page.get_by_role("link", name="Change this choice").click()
    expect(page.get_by_label("Talks about loss")).to_be_checked()
    expect(page.get_by_label("Keep this choice on this device")).to_be_checked()


def test_a_choice_that_is_not_kept_any_more_leaves_nothing_behind(stories, page):
    page.goto(stories.index)
    page.evaluate(f"localStorage.setItem('hidden-notes', '{LOSS}')")
    page.reload()
    choose(page, "Keep this choice on this device")
    assert page.evaluate("localStorage.length") == 0


def test_exit_this_page_clears_the_choice(stories, open_page):
    page = open_page()
    page.context.watch.allow_host("www.bom.gov.au")
    page.route(f"{AWAY}**", lambda route: route.fulfill(body="Weather", content_type="text/html"))
    page.goto(stories.index)
    choose(page, "Talks about loss", "Keep this choice on this device")
    page.click("[data-exit]")
    page.wait_for_url(AWAY)
    page.goto(stories.index)
    expect(card(page, "Loss and lanterns")).to_be_visible()
    assert page.evaluate("localStorage.length") == 0


def test_a_hidden_story_is_never_painted_and_nothing_moves(stories, page):
    page.goto(stories.index)
    page.evaluate(f"localStorage.setItem('hidden-notes', '{LOSS}')")
    # Written before anything of the page: what was painted first, and what moved later.
    page.add_init_script(
        """
        window.moved = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) window.moved += entry.value;
        }).observe({ type: "layout-shift", buffered: true });
        new PerformanceObserver(() => {
          const cards = [...document.querySelectorAll("[data-notes]")];
          window.painted ??= cards.filter((card) => card.checkVisibility()).map((card) => card.dataset.notes);
        }).observe({ type: "paint", buffered: true });
        """
    )
    page.goto(stories.index)
    wait_until(page, "window.painted !== undefined")
    assert page.evaluate("window.painted") == [RACISM]
    assert page.evaluate("window.moved") == 0


@pytest.mark.parametrize("kept", ["", "nothing-known", "  ", '"><script>'])
def test_whatever_the_storage_holds_the_page_stands(stories, page, kept):
    page.goto(stories.index)
    page.evaluate("kept => localStorage.setItem('hidden-notes', kept)", kept)
    page.reload()
    expect(card(page, "Loss and lanterns")).to_be_visible()
    expect(page.locator(".notes-hidden")).to_have_count(0)


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_the_choice_and_what_it_says_keep_the_accessibility_rules(stories, open_page, axe, width, scheme):
    page = open_page(width=width, scheme=scheme)
    page.goto(stories.index)
    page.evaluate(f"localStorage.setItem('hidden-notes', '{LOSS}')")
    page.reload()
    page.locator("#leave-out > summary").press("Enter")
    expect(page.locator(".notes-hidden")).to_be_visible()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
