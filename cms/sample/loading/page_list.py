"""Which pages the sample has: their type, path, content, and what fills them in."""

from collections.abc import Callable
from dataclasses import dataclass

from pages import models as types

from ..reading import read, read_folder
from . import page_content as fill

INDEXES = (
    ("stories", types.StoryIndexPage, fill.index),
    ("training", types.TrainingIndexPage, fill.index),
    ("resources", types.ResourceIndexPage, fill.index),
    ("research", types.ResearchIndexPage, fill.research_index),
    ("opportunities", types.OpportunityIndexPage, fill.index),
)


@dataclass(frozen=True)
class Entry:
    """One page: ``path`` is where it stands on a fresh sample site and the key it is known by."""

    model: type
    parent: str
    content: dict
    fill: Callable

    @property
    def path(self):
        return f"{self.parent}{self.content['slug']}/"


def entries():
    """Return an Entry for each page of the sample, parents before children, in the order of the tree."""
    indexes = read("indexes")
    easy_read = read("easy_read")
    partners, news = read("partners"), read("news")
    return [
        Entry(types.FactSheetPage, "/", read("factsheet"), fill.fact_sheet),
        *(Entry(model, "/", indexes[key], fill_index) for key, model, fill_index in INDEXES),
        *(Entry(types.AudiencePage, "/", content, fill.audience) for content in read_folder("audiences")),
        Entry(types.JourneyPage, "/", read("starting"), fill.journey),
        Entry(types.CharterPage, "/", read("charter"), fill.charter),
        Entry(types.PartnersIndexPage, "/", partners["index"], fill.index),
        Entry(types.EasyReadIndexPage, "/", easy_read["index"], fill.index),
        Entry(types.GlossaryPage, "/", read("glossary")["page"], fill.index),
        Entry(types.NewsIndexPage, "/", news["index"], fill.index),
        Entry(types.QuestionsPage, "/", read("questions"), fill.questions),
        *(Entry(types.StandardPage, "/", content, fill.standard) for content in read_folder("standard")),
        *(Entry(types.StoryPage, "/stories/", content, fill.story) for content in read_folder("stories")),
        *(Entry(types.TrainingModulePage, "/training/", content, fill.module) for content in read_folder("training")),
        *(Entry(types.CoursePage, "/training/", content, fill.course) for content in read("courses")["course"]),
        *(
            Entry(types.ResourcePage, "/resources/", content, fill.resource)
            for content in read("resources")["resource"]
        ),
        *(Entry(types.ResearchPage, "/research/", content, fill.research) for content in read("research")["research"]),
        *(
            Entry(types.OpportunityPage, "/opportunities/", content, fill.opportunity)
            for content in read("opportunities")["opportunity"]
        ),
        *(Entry(types.EasyReadPage, "/easy-read/", content, fill.easy_read) for content in easy_read["easy_read"]),
        *(Entry(types.NewsPage, "/news/", content, fill.news) for content in news["news"]),
        *(Entry(types.PartnerPage, "/partners/", content, fill.partner) for content in partners["partner"]),
    ]
