"""A path in steps: its contents, its own pages, and how the pages it leads over lead on."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from wagtail.models import Page, PageViewRestriction
from wagtail.test.utils.form_data import inline_formset, streamfield

from pages import models
from pages.journeys import way_of
from tests.counting import settled_cost

from .factories import JourneyFactory, ModuleFactory, ResourceFactory, StandardFactory, StoryFactory, TermFactory, index
from .test_editing import add_url, form_of, link, listing

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]


def step(label="", page=None, tool="", url="", line="", meta=""):
    return {"label": label, "line": line, "meta": meta, "page": page, "tool": tool, "url": url}


def path_over(*steps, title="Starting a service", **fields):
    stages = [("stage", {"title": "The first stage", "intro": "", "steps": list(steps)})]
    page = JourneyFactory(title=title, slug="starting", stages=stages, **fields)
    return models.JourneyPage.objects.get(pk=page.pk)


def soup(client, url):
    response = client.get(url)
    assert response.status_code == 200, url
    return BeautifulSoup(response.content, "lxml")


def steps_of(client, page):
    """Return the ``(number, words, address)`` of the steps in the contents."""
    items = soup(client, page.url).select("ol.tasks > li")
    return [(each.select_one(".step-number").text, each.a.text, each.a["href"]) for each in items]


def ways_on(client, url):
    """Return the addresses that the steps before and after have on the page at ``url``: a dict by relation."""
    titles = [heading for heading in soup(client, url).select("h2.list-title") if heading.text.startswith("Step ")]
    return {each["rel"][0]: each["href"] for heading in titles for each in heading.parent.select("nav.series a")}


def test_steps_are_numbered_through_in_the_editors_order_and_name_their_pages(client):
    module, resource = ModuleFactory(title="Finding your feet"), ResourceFactory(title="A checklist")
    journey = JourneyFactory(
        stages=[
            ("stage", {"title": "One", "intro": "Slowly.", "steps": [step(page=module), step("Look", tool="directory:list")]}),
            ("stage", {"title": "Two", "intro": "", "steps": [step("Print the list", page=resource, meta="Two pages")]}),
        ]
    )  # fmt: skip
    assert steps_of(client, journey) == [
        ("1", "Finding your feet", module.url),
        ("2", "Look", f"{journey.url}look/"),
        ("3", "Print the list", resource.url),
    ]
    words = soup(client, journey.url).main.text
    assert "Training module · About 45 minutes" in words
    assert "Two pages" in words
    assert [each["start"] for each in soup(client, journey.url).select("ol.tasks")] == ["1", "3"]


def test_a_story_says_what_it_talks_about_and_can_be_hidden(client):
    story = StoryFactory()
    story.content_notes.add(
        TermFactory(taxonomy_slug="content-notes", name="Talks about a hospital stay", slug="hospital")
    )
    story.save()
    journey = path_over(step(page=story, meta="Five minutes"))
    item = soup(client, journey.url).select_one("ol.tasks[data-stories] > li")
    assert item["data-notes"] == "hospital"
    assert item.select_one(".meta").text == "Story · Talks about a hospital stay"


def test_each_page_leads_to_the_step_before_and_the_next(client):
    first, last = StandardFactory(), ResourceFactory()
    journey = path_over(step(page=first), step("Look near you", tool="directory:list"), step(page=last))
    assert ways_on(client, first.url) == {"next": f"{journey.url}look-near-you/"}
    assert ways_on(client, f"{journey.url}look-near-you/") == {}
    own = {each["rel"][0]: each["href"] for each in soup(client, f"{journey.url}look-near-you/").select("nav.series a")}
    assert own == {"prev": first.url, "next": last.url}
    assert ways_on(client, last.url) == {"prev": f"{journey.url}look-near-you/"}
    assert ways_on(client, StandardFactory().url) == {}


def test_a_list_of_pages_may_be_a_step(client):
    training = index(models.TrainingIndexPage)
    last = StandardFactory()
    path_over(step(page=training), step(page=last))
    assert ways_on(client, training.url) == {"next": last.url}


@pytest.mark.parametrize("gone", ["unpublished", "private", "deleted"])
def test_a_step_that_is_gone_leaves_and_the_others_close_up(client, gone):
    first, middle, last = StandardFactory(), StandardFactory(title="In between"), StandardFactory()
    journey = path_over(step(page=first), step("Own words", page=middle), step(page=last))
    assert len(steps_of(client, journey)) == 3
    # Once read, it is kept: what changes must be seen all the same.
    assert ways_on(client, first.url) == {"next": middle.url}
    if gone == "unpublished":
        middle.unpublish()
    elif gone == "private":
        PageViewRestriction.objects.create(page=middle, restriction_type=PageViewRestriction.LOGIN)
    else:
        Page.objects.get(pk=middle.pk).delete()
    assert [number for number, _words, _url in steps_of(client, journey)] == ["1", "2"]
    assert ways_on(client, first.url) == {"next": last.url}
    assert ways_on(client, last.url) == {"prev": first.url}


def test_a_path_that_is_not_public_leads_nobody(client):
    page = StandardFactory()
    journey = path_over(step(page=page), step("Look", tool="directory:list"))
    assert ways_on(client, page.url)
    journey.unpublish()
    assert ways_on(client, page.url) == {}
    assert client.get(f"{journey.url}look/").status_code == 404


def test_a_step_that_is_no_page_has_a_page_of_the_path(client):
    journey = path_over(
        step("Look near you", tool="directory:list", line="Ring two of them."),
        step("Look near you", url="https://example.org/", line="And here."),
    )
    page = soup(client, f"{journey.url}look-near-you/")
    assert page.h1.text == "Look near you"
    assert "Ring two of them." in page.main.text
    assert page.select_one("a.btn[href='/directory/']")
    assert page.select_one("meta[name=robots]")["content"] == "noindex"
    assert [each["href"] for each in page.select(".crumbs a")] == ["/", journey.url]
    assert soup(client, f"{journey.url}look-near-you-2/").select_one("a.btn[href='https://example.org/']")
    for wrong in ("nowhere", "look-near-you/again", "999"):
        assert client.get(f"{journey.url}{wrong}/").status_code == 404
    assert client.get(f"{journey.url}look-near-you").status_code == 301


@pytest.mark.parametrize("names", [("Call us 3", "Call us", "Call us"), ("Step 3", "第一", "第二")])
def test_every_step_has_an_address_of_its_own_whatever_steps_are_called(names):
    blocks = path_over(*(step(name, tool="directory:list") for name in names))
    places = [each.place for each in way_of(blocks, {}).steps]
    assert len(set(places)) == 3
    assert places[0] == slugify(names[0])


def test_a_private_path_shows_no_step_either(client):
    journey = path_over(step("Look", tool="directory:list"))
    PageViewRestriction.objects.create(page=journey, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(f"{journey.url}look/").status_code == 302


def test_a_path_without_steps_says_so(client):
    assert "No steps yet" in soup(client, JourneyFactory().url).main.text


def test_a_page_is_one_step_only():
    page = StandardFactory(title="Twice here")
    with pytest.raises(ValidationError, match="Twice here"):
        path_over(step(page=page), step("Again", page=page))


def test_an_editor_is_told_that_a_step_which_is_no_page_needs_a_name(editor):
    stage = {"title": "First", "intro": "", "steps": listing(link() | {"label": "", "line": "", "meta": ""})}
    data = form_of("path", stages=streamfield([("stage", stage)]), page_terms=inline_formset([]))
    response = editor.post(add_url("path"), data | {"action-publish": "1"})
    assert "Say what the step is called" in response.content.decode()
    assert not models.JourneyPage.objects.exists()


def test_paths_cost_the_same_however_many_steps_and_paths_there_are(client):
    pages = StandardFactory.create_batch(12)
    first = path_over(*(step(page=page) for page in pages[:3]), step("Look", tool="directory:list"))
    addresses = [first.url, f"{first.url}look/", pages[0].url]

    def costs():
        return [settled_cost(lambda address=address: client.get(address)) for address in addresses]

    few = costs()
    first.stages = [
        ("stage", {"title": "All", "intro": "", "steps": [step(page=page) for page in pages]}),
        ("stage", {"title": "Then", "intro": "", "steps": [step("Look", tool="directory:list")] * 9}),
    ]
    first.save()
    for number in range(4):
        JourneyFactory(
            stages=[("stage", {"title": "All", "intro": "", "steps": [step(page=page) for page in pages[number:]]})]
        )
    assert costs() == few
    # Who reads a page on a path pays nothing for it.
    elsewhere = StandardFactory()
    assert few[2] == settled_cost(lambda: client.get(elsewhere.url))
