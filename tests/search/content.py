"""Pages for the tests of search: made as editors make them, found as readers find them."""

import json
from itertools import count

from wagtail.models import PageViewRestriction

from home.models import HomePage
from pages.models import (
    FactSheetPage,
    OpportunityIndexPage,
    OpportunityPage,
    ResearchIndexPage,
    ResearchPage,
    ResourceIndexPage,
    ResourcePage,
    StandardPage,
    StoryIndexPage,
    StoryPage,
)
from tests.pages.factories import put_on_the_site

_numbers = count(1)
INDEXES = {
    StoryPage: StoryIndexPage,
    OpportunityPage: OpportunityIndexPage,
    ResearchPage: ResearchIndexPage,
    ResourcePage: ResourceIndexPage,
}


def make_page(model=StandardPage, title=None, teaser="What is here.", text="", live=True, parent=None, **fields):
    """Return a saved page below the home page (or below its index). ``text`` is a paragraph of its body."""
    number = next(_numbers)
    if text:
        fields["body"] = json.dumps([{"type": "text", "value": f"<p>{text}</p>"}])
    if model is ResearchPage:
        fields = {"certainty": "somewhat_sure", "certainty_reason": "Nineteen trials agree."} | fields
    is_story = model is StoryPage
    page = model(
        title=title or f"Page {number}", slug=f"page-{number}", teaser=teaser, live=live and not is_story, **fields
    )
    (parent or index_of(model)).add_child(instance=page)
    return put_on_the_site(page) if live and is_story else page


def index_of(model):
    """Return the page that pages of ``model`` stand below, made where there is none."""
    home = HomePage.objects.get()
    index_model = INDEXES.get(model)
    if not index_model:
        return home
    found = index_model.objects.first()
    if found is None:
        found = index_model(
            title=f"All {index_model._meta.verbose_name}", slug=f"index-{next(_numbers)}", teaser="A list."
        )
        home.add_child(instance=found)
    return found


def make_private(page):
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


__all__ = [
    "FactSheetPage",
    "HomePage",
    "OpportunityPage",
    "ResearchPage",
    "ResourcePage",
    "StandardPage",
    "StoryPage",
    "make_page",
    "make_private",
]
