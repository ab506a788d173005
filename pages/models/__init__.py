"""The site's page types, one module for each part of the site."""

from .audiences import AudiencePage
from .charter import CharterPage, CharterVersion
from .consents import ConsentRequest, StoryConsent
from .courses import CoursePage, CourseSession, CourseTestimonial
from .easy_read import EasyReadIndexPage, EasyReadPage
from .endorsements import CharterEndorsement
from .factsheets import FactSheetPage
from .glossary import GlossaryPage, GlossaryTerm
from .hard_copies import HardCopies
from .journeys import JourneyPage
from .news import NewsIndexPage, NewsPage
from .opportunities import OpportunityPage
from .opportunity_index import OpportunityIndexPage
from .opportunity_times import OpportunityDate
from .partners import PartnerPage, PartnersIndexPage
from .questions import QuestionsPage
from .readings import SecondReadingTask, StoryReading
from .research import ResearchAuthor, ResearchPage
from .research_index import ResearchIndexPage
from .resources import ResourceIndexPage, ResourcePage
from .standard import StandardPage
from .stops import StoryStop
from .stories import StoryIndexPage, StoryPage, StoryService
from .tool_words import ToolWords
from .training import ModuleFile, TrainingIndexPage, TrainingModulePage

__all__ = [
    "AudiencePage", "CharterEndorsement", "CharterPage", "CharterVersion", "ConsentRequest", "CoursePage",
    "CourseSession", "CourseTestimonial", "EasyReadIndexPage", "EasyReadPage", "FactSheetPage", "GlossaryPage", "GlossaryTerm",
    "HardCopies", "JourneyPage", "ModuleFile", "NewsIndexPage", "NewsPage", "OpportunityDate", "OpportunityIndexPage",
    "OpportunityPage", "PartnerPage", "PartnersIndexPage", "QuestionsPage", "ResearchAuthor", "ResearchIndexPage",
    "ResearchPage", "ResourceIndexPage", "ResourcePage", "SecondReadingTask", "StandardPage", "StoryConsent",
    "StoryIndexPage", "StoryPage", "StoryReading", "StoryService", "StoryStop", "ToolWords", "TrainingIndexPage",
    "TrainingModulePage",
]  # fmt: skip
