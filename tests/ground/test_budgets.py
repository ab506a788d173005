"""How much each public screen may ask of the database once the site is in use: as much at 50 of everything as at 5.

A page type or a tool that is not in a table here fails: whoever adds one decides what it may cost.
"""

import pytest
from django.urls import reverse

from cms.core import tools
from cms.core.page_source import page_models
from directory.models import Link
from pages import models
from tests.counting import settled_cost
from tests.directory.factories import BALLARAT, make_location, make_phone, make_service, make_taxonomy
from tests.home.factories import HelpLineFactory, block, set_menus
from tests.home.test_home_page import all_sections, fill
from tests.pages.factories import EVERY_TYPE, LISTED, SINGLE, TermFactory, home, index, with_terms
from tests.pages.test_what_editors_choose import picture

from .test_recordings import make_recording

pytestmark = pytest.mark.django_db

HOME, LIST, DETAIL, NOT_FOUND = 8, 10, 8, 2
# Pages of these types, by the name that the factories have for them.
DETAILS = dict.fromkeys(EVERY_TYPE, DETAIL)
INDEXES = dict.fromkeys({model for model, _maker in LISTED.values()}, LIST)
# By the keys of ``cms.core.tools``.
SCREENS = {
    "contribute:complaint": 3,
    "contribute:endorse": 3,
    "contribute:enquiry": 4,
    "contribute:feedback": 3,
    "contribute:hard_copies": 4,
    "contribute:hub": 3,
    "contribute:story": 3,
    "contribute:suggest": 3,
    "contribute:work": 4,
    "directory:add": 2,
    "directory:list": 8,
    "directory:open-data": 5,
    "directory:shortlist": 2,
    "directory:update_find": 2,
    "home:get_help_now": 1,
    "home:reading_settings": 1,
    "newsletter:issues": 3,
    "newsletter:subscribe": 3,
    "search:results": 3,
}
# What is looked for on them, and what is nowhere.
ASKED = {
    "/directory/?q=lantern": 8,
    "/directory/?near=Ballarat": 8,
    "/directory/?view=map": 8,
    "/search/?q=lantern": 10,
    "/nothing-here/": NOT_FOUND,
    "/stories/nothing-here/": NOT_FOUND,
}
FEW, MANY = 5, 50


class Site:
    """A page of each type with all that may cost something, an entry, and more of everything around them."""

    def __init__(self):
        self.topics = [TermFactory(), TermFactory(taxonomy_slug="audiences")]
        self.notes = [TermFactory(taxonomy_slug="content-notes") for _ in range(2)]
        self.facet = make_taxonomy("Lantern facet", "One", "Two", "Three")
        self.count = 0
        for model in INDEXES:
            index(model)
        self.rich = {kind: self.page(maker) for kind, maker in SINGLE.items()}
        self.entry = make_service("Lantern house", terms=self.terms, place=BALLARAT, organisation="One")
        self.rich |= {kind: self.page(maker) for kind, (_index, maker) in LISTED.items()}
        self.enrich()

    @property
    def terms(self):
        return [*self.topics, *self.facet.terms.all()]

    def page(self, maker):
        page = with_terms(maker(), *self.topics)
        if hasattr(page, "content_notes"):
            page.content_notes.set(self.notes)
            page.save()
        return page

    def enrich(self):
        """Put into the pages what editors put into theirs: pictures, services, pages, a recording, tasks, steps."""
        standard, story = self.rich["standard"], self.rich["story"]
        link = {"label": "Go", "page": standard.pk, "tool": "", "url": ""}
        body = [
            block("heading", level="h2", text="What happens"),
            block("text") | {"value": f'<p>See <a linktype="page" id="{standard.pk}">this</a>.</p>'},
            block("image", image={"image": picture().pk, "alt_text": "A door", "decorative": False}, caption=""),
            block("pages", title="More", pages=[block("item") | {"value": standard.pk}]),
            block("services", title="Near", services=[block("item") | {"value": self.entry.pk}]),
        ]
        for page in self.rich.values():
            stream = getattr(getattr(page, "body", None), "stream_block", None)
            if stream is not None:
                page.body = stream.to_python([one for one in body if one["type"] in stream.child_blocks])
                page.save()
        story.recording, story.teaser_image = make_recording(), picture("Tile")
        story.save()
        models.StoryService.objects.create(page=story, service=self.entry)
        easy = self.rich["easy read"]
        easy.original = story.page_ptr
        easy.save()
        audience = self.rich["audience"]
        group = block("group", title="Start", intro="", tasks=[block("item", **link, line="", meta="")])
        audience.task_groups = audience.task_groups.stream_block.to_python([group])
        audience.save()
        path = self.rich["path"]
        steps = [block("item", **{**link, "page": page.pk, "line": "", "meta": ""}) for page in (standard, story, easy)]
        path.stages = path.stages.stream_block.to_python([block("stage", title="First", intro="", steps=steps)])
        path.save()
        fill(all_sections(standard))
        menu = [block("link", **link), block("group", label="All", links=[block("item", **link)])]
        set_menus(main_menu=menu, footer=[block("column", heading="All", links=[block("item", **link)])])

    def grow(self, count):
        """Have ``count`` of everything."""
        added, self.count = count - self.count, count
        for _number in range(added):
            for _index, maker in LISTED.values():
                self.page(maker)
            make_service(f"Lantern {_number}", terms=self.terms, place=BALLARAT, organisation="One")
            make_location(self.entry, BALLARAT, times=[{}])
            make_phone(self.entry)
            Link.objects.create(service=self.entry, label="More", url="https://example.org/")
        models.StoryService.objects.bulk_create(
            models.StoryService(page=story, service=self.entry)
            for story in models.StoryPage.objects.exclude(services_mentioned__service=self.entry)
        )
        HelpLineFactory.create_batch(added, shows_in_slim=False)

    def budgets(self):
        """Return what each address may cost."""
        return {
            home().url: HOME,
            **{index(model).url: budget for model, budget in INDEXES.items()},
            **{self.rich[kind].url: budget for kind, budget in DETAILS.items()},
            self.entry.get_absolute_url(): DETAIL,
            **{reverse(tools.get(key).url_name): budget for key, budget in SCREENS.items()},
            **ASKED,
        }


def test_every_screen_keeps_within_its_budget_and_costs_no_more_for_more_of_everything(client, media_folder):
    site = Site()

    def costs():
        return {address: settled_cost(lambda: client.get(address)) for address in site.budgets()}  # noqa: B023

    site.grow(FEW)
    few = costs()
    assert {address: cost for address, cost in few.items() if cost > site.budgets()[address]} == {}
    site.grow(MANY)
    assert costs() == few


@pytest.mark.sqlite_only
def test_every_page_type_has_a_budget():
    with_budget = {home().specific_class, *INDEXES, *(maker._meta.model for maker in EVERY_TYPE.values())}
    assert {model.__name__ for model in page_models()} == {model.__name__ for model in with_budget}


@pytest.mark.sqlite_only
def test_every_tool_has_a_budget():
    assert {tool.key for tool in tools.every()} == SCREENS.keys()
