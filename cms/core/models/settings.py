"""What an editor may change about the whole site."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.text import capfirst
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.models import PreviewableMixin, RevisionMixin, Site

from .. import kept
from . import word_groups


class SettingWithHistory(RevisionMixin, BaseGenericSetting):
    """A setting of the whole site: one row, and a version of it for each time somebody saved it.

    ``what_for`` says in one line, to editors, what it changes. The screens are cms.core.setting_screens.
    """

    what_for = ""

    class Meta:
        abstract = True

    def __str__(self):
        return capfirst(self._meta.verbose_name)


class PreviewedSetting(PreviewableMixin, SettingWithHistory):
    """A setting whose form shows beside it the pages that it changes.

    ``PREVIEWS``: mode to (label, template). ``preview_context(mode)`` gives what that template needs besides.
    ``GROUPS``: those of its words that stand on many small screens (word_groups.py). One preview shows them together.
    """

    PREVIEWS = {}
    GROUPS = ()

    class Meta:
        abstract = True

    @property
    def preview_modes(self):
        modes = [(mode, label) for mode, (label, _template) in self.PREVIEWS.items()]
        return [*modes, (word_groups.ALL, "Smaller screens and notices")] if self.GROUPS else modes

    def get_preview_template(self, request, mode_name):
        if mode_name == word_groups.ALL:
            return "core/settings/words.html"
        return self.PREVIEWS.get(mode_name, next(iter(self.PREVIEWS.values())))[1]

    def get_preview_context(self, request, mode_name):
        # Where templates look first: the words being edited stand in for those in the database.
        setattr(request, self.get_cache_attr_name(), self)
        context = super().get_preview_context(request, mode_name)
        if mode_name == word_groups.ALL:
            return context | {"groups": word_groups.shown(self, self.GROUPS)}
        return context | self.preview_context(request, mode_name)

    def preview_context(self, request, mode_name):
        return {}


class KeptSetting(SettingWithHistory):
    """A setting of the whole site that stands on every page: readers' requests share one that is kept."""

    class Meta:
        abstract = True

    @classmethod
    def load(cls, request_or_site=None):
        """Return the one row; for a request, the one it has already or that is kept."""
        name = cls.get_cache_attr_name()
        if request_or_site is None or isinstance(request_or_site, Site) or hasattr(request_or_site, name):
            return super().load(request_or_site)
        found = kept.get(name, cls.as_it_is if kept.is_reading() else super().load)
        setattr(request_or_site, name, found)
        return found

    @classmethod
    def as_it_is(cls):
        """Return the row, or one that says what it would say where nobody saved it yet: readers make none."""
        return cls.base_queryset().first() or cls()


@register_setting(icon="site", order=100)
class SiteSettings(PreviewedSetting, KeptSetting):
    """Names, contact and the words that stand on every page. There is one site, so one row."""

    what_for = "The name of the site, how to reach us, the words of the footer, and where “Exit this page” goes."
    PREVIEWS = {
        "": ("Every page: top and footer", "core/settings/frame.html"),
        "exit": ("Exit this page", "core/settings/exit.html"),
    }

    site_name = models.CharField(max_length=100, default="Centre of Excellence in Peer Support")
    organisation_name = models.CharField(
        max_length=150, blank=True, help_text="The organisation that is responsible for the site, for the footer."
    )
    phone = models.CharField(
        max_length=40, blank=True, help_text="As people should read it, for example (03) 5550 0000."
    )
    email = models.EmailField("email", blank=True)
    office_hours = models.CharField(
        max_length=150, blank=True, help_text="For example: Monday to Thursday, 9.30 am to 4.30 pm."
    )
    acknowledgement_of_country = models.TextField(
        default=(
            "We work across Victoria on the lands of many First Peoples. We pay our respects to Elders past and present, "
            "and to every Aboriginal and Torres Strait Islander person reading this. Sovereignty was never ceded."
        ),
        help_text="The first and largest words of the footer. Ask the people whose Country it is how they want it said.",
    )
    acknowledgement_of_lived_experience = models.TextField(
        default=(
            "We honour people with lived experience of distress and recovery, and the families, carers and friends "
            "beside them. What is here, they taught us."
        ),
    )
    exit_url = models.URLField(
        "exit this page goes to",
        default="https://www.bom.gov.au/",
        validators=[RegexValidator(r"^https://", "The address must begin with https://.")],
        help_text="An everyday site that a person would plausibly be reading, such as the weather.",
    )
    safety_page = models.ForeignKey(
        "wagtailcore.Page",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="page about staying safe online",
        help_text="For people whose phone or computer somebody else may look at. Get help now leads to it.",
    )
    choosing_page = models.ForeignKey(
        "wagtailcore.Page",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="page about choosing support safely",
        help_text="What to ask of a group before joining. The four questions on each service’s page lead to it.",
    )
    checking_page = models.ForeignKey(
        "wagtailcore.Page",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="page about how listings are checked",
        help_text="Each service’s page leads to it beside the day of the last check.",
    )
    privacy_page = models.ForeignKey(
        "wagtailcore.Page",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="page about privacy",
        help_text="What is kept of people, for how long, and how to see or remove it. Every form leads to it.",
    )
    useful_asks_for_proof = models.BooleanField(
        "“Was this page useful?” is under attack: let each device do a small sum",
        default=False,
        help_text="Only while robots flood it. What comes without the sum is held under “Comments on pages”, and not counted.",
    )
    sample_notice = models.CharField(
        max_length=255,
        blank=True,
        help_text="A line at the foot of every page, for a sample or a test site. Usually empty: while it is set, search engines are asked to stay away.",
    )
    places_credit = models.CharField(
        max_length=255,
        default="Localities: GeoNames (CC BY 4.0); boundaries: Australian Bureau of Statistics, ASGS Edition 3 (CC BY 4.0).",
        help_text="The licence of the map and of the list of suburbs requires this line.",
    )

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("site_name", help_text="Stands at the top of every page and in the browser’s tab."),
                FieldPanel("organisation_name"),
            ],
            heading="Names",
        ),
        MultiFieldPanel(
            [
                FieldPanel("phone"),
                FieldPanel("email", help_text="One that somebody reads each working day."),
                FieldPanel("office_hours"),
            ],
            heading="How to reach us",
        ),
        MultiFieldPanel(
            [
                FieldPanel("acknowledgement_of_country"),
                FieldPanel(
                    "acknowledgement_of_lived_experience", help_text="One or two sentences at the foot of every page."
                ),
            ],
            heading="Acknowledgements",
        ),
        MultiFieldPanel([FieldPanel("exit_url"), FieldPanel("safety_page")], heading="Safety"),
        FieldPanel("privacy_page", heading="Privacy"),
        MultiFieldPanel([FieldPanel("choosing_page"), FieldPanel("checking_page")], heading="Directory of services"),
        FieldPanel(
            "useful_asks_for_proof",
            heading="Robots answer “Was this page useful?”",
            help_text="Tick it only while they do: each device then does a small sum. What comes without it is held "
            "under “Comments on pages”.",
        ),
        MultiFieldPanel([FieldPanel("sample_notice"), FieldPanel("places_credit")], heading="Small print"),
    ]

    class Meta:
        verbose_name = "site name, contact and footer"
