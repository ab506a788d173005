"""Pages of every type for tests. ``index(…)`` makes or finds the one index page of a kind."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory
from wagtail.models import Site
from wagtail_factories import DocumentFactory, PageFactory

from cms.core.models import Taxonomy, Term
from pages import models


def home():
    """Return the home page that the migration made."""
    return Site.objects.get(is_default_site=True).root_page.specific


class SitePageFactory(PageFactory):
    title = factory.Sequence(lambda number: f"Page {number}")
    teaser = "What a reader finds here, in one sentence."
    parent = factory.LazyFunction(home)

    class Meta:
        abstract = True


def index(model, **fields):
    """Return the index page of type ``model``, made below home on first use."""
    found = model.objects.first()
    if found is None:
        fields = {"title": str(model._meta.verbose_name).capitalize(), "teaser": "All of them."} | fields
        found = home().add_child(instance=model(**fields))
    return found


def below(model):
    """Return a factory declaration: the index page of type ``model`` as parent."""
    return factory.LazyFunction(lambda: index(model))


def consented(story, **fields):
    """Record that the teller of ``story`` agreed to the website and return the record."""
    today = timezone.localdate()
    fields = {"for_website": True, "wording_version": "Version 1", "agreed_on": today} | fields
    return models.StoryConsent.objects.create(story=story, **fields)


def put_on_the_site(story):
    """Make a saved draft public with its teller's consent, without the way through the editor. Return it."""
    consented(story)
    story.live = True
    story.save()
    return story


class StoryFactory(SitePageFactory):
    """A story, with its teller's consent where it is public."""

    parent = below(models.StoryIndexPage)
    title = factory.Sequence(lambda number: f"Story {number}")
    teller_name = "Rowan Example"
    told_on = "2026-05-01"

    class Meta:
        model = models.StoryPage

    @classmethod
    def _create(cls, *args, **fields):
        live = fields.pop("live", True)
        story = super()._create(*args, live=False, **fields)
        return put_on_the_site(story) if live else story


class ModuleFactory(SitePageFactory):
    parent = below(models.TrainingIndexPage)
    title = factory.Sequence(lambda number: f"Module {number}")
    number = factory.Sequence(lambda number: number + 1)
    duration_minutes = 45

    class Meta:
        model = models.TrainingModulePage


class CourseFactory(SitePageFactory):
    parent = below(models.TrainingIndexPage)
    title = factory.Sequence(lambda number: f"Course {number}")

    class Meta:
        model = models.CoursePage


class ResearchFactory(SitePageFactory):
    parent = below(models.ResearchIndexPage)
    title = factory.Sequence(lambda number: f"Paper {number}")
    paper_title = "A study of chairs"
    year = 2020
    study_type = "trial"
    certainty = "somewhat_sure"
    certainty_reason = "Nineteen trials, and they agree."

    class Meta:
        model = models.ResearchPage
        skip_postgeneration_save = True

    @factory.post_generation
    def authors(self, create, extracted, **kwargs):
        for given, family in extracted or [("Ada", "Nguyen"), ("Bo", "Okafor"), ("Cy", "Papas")]:
            models.ResearchAuthor.objects.create(page=self, given=given, family=family)


class SiteDocumentFactory(DocumentFactory):
    collection = None
    title = "A handout"

    class Meta:
        model = "media.SiteDocument"

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        if kwargs.get("collection") is None:
            kwargs.pop("collection", None)
        return super()._create(model_class, *args, **kwargs)


class ResourceFactory(SitePageFactory):
    parent = below(models.ResourceIndexPage)
    title = factory.Sequence(lambda number: f"Resource {number}")
    resource_type = "checklist"

    class Meta:
        model = models.ResourcePage


class PartnerFactory(SitePageFactory):
    parent = below(models.PartnersIndexPage)
    title = factory.Sequence(lambda number: f"Partner {number}")

    class Meta:
        model = models.PartnerPage


class OpportunityFactory(SitePageFactory):
    parent = below(models.OpportunityIndexPage)
    title = factory.Sequence(lambda number: f"Opportunity {number}")
    opportunity_type = "event"

    class Meta:
        model = models.OpportunityPage


class NewsFactory(SitePageFactory):
    parent = below(models.NewsIndexPage)
    title = factory.Sequence(lambda number: f"Notice {number}")

    class Meta:
        model = models.NewsPage


class EasyReadFactory(SitePageFactory):
    parent = below(models.EasyReadIndexPage)
    title = factory.Sequence(lambda number: f"Easy {number}")

    class Meta:
        model = models.EasyReadPage


class AudienceFactory(SitePageFactory):
    title = factory.Sequence(lambda number: f"For readers {number}")

    class Meta:
        model = models.AudiencePage


class FactSheetFactory(SitePageFactory):
    title = factory.Sequence(lambda number: f"Fact sheet {number}")

    class Meta:
        model = models.FactSheetPage


class QuestionsFactory(SitePageFactory):
    title = factory.Sequence(lambda number: f"Questions {number}")

    class Meta:
        model = models.QuestionsPage


class CharterFactory(SitePageFactory):
    title = "The Charter"

    class Meta:
        model = models.CharterPage


class JourneyFactory(SitePageFactory):
    title = factory.Sequence(lambda number: f"Path {number}")

    class Meta:
        model = models.JourneyPage


class GlossaryFactory(SitePageFactory):
    title = factory.Sequence(lambda number: f"Glossary {number}")

    class Meta:
        model = models.GlossaryPage


class StandardFactory(SitePageFactory):
    title = factory.Sequence(lambda number: f"About {number}")

    class Meta:
        model = models.StandardPage


class TermFactory(DjangoModelFactory):
    """A term of the taxonomy with the slug ``taxonomy_slug``."""

    class Meta:
        model = Term

    class Params:
        taxonomy_slug = "topics"

    name = factory.Sequence(lambda number: f"Term {number}")
    slug = factory.Sequence(lambda number: f"term-{number}")
    taxonomy = factory.LazyAttribute(
        lambda term: Taxonomy.objects.get_or_create(slug=term.taxonomy_slug, defaults={"name": term.taxonomy_slug})[0]
    )


def with_terms(page, *terms):
    """Give ``page`` the terms and return it."""
    for term in terms:
        page.page_terms.add(type(page).page_terms.rel.related_model(term=term))
    page.save()
    return page


LISTED = {
    "story": (models.StoryIndexPage, StoryFactory),
    "module": (models.TrainingIndexPage, ModuleFactory),
    "course": (models.TrainingIndexPage, CourseFactory),
    "research": (models.ResearchIndexPage, ResearchFactory),
    "resource": (models.ResourceIndexPage, ResourceFactory),
    "partner": (models.PartnersIndexPage, PartnerFactory),
    "opportunity": (models.OpportunityIndexPage, OpportunityFactory),
    "news": (models.NewsIndexPage, NewsFactory),
    "easy read": (models.EasyReadIndexPage, EasyReadFactory),
}
SINGLE = {
    "audience": AudienceFactory,
    "fact sheet": FactSheetFactory,
    "questions": QuestionsFactory,
    "glossary": GlossaryFactory,
    "charter": CharterFactory,
    "path": JourneyFactory,
    "standard": StandardFactory,
}
EVERY_TYPE = {name: maker for name, (_index, maker) in LISTED.items()} | SINGLE
