"""Each way of writing to the Centre: its words, whether it is open, who is told, how soon it is answered."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import PreviewableMixin

from cms.core.days import working_days_after
from cms.core.models.remembered import Remembered

LONGEST = 1200
KEEP_AT_LEAST, KEEP_AT_MOST = 7, 2557
NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
PERIOD = re.compile(rf"\b(\d+|a|{'|'.join(NUMBERS)}) (day|week|month|year)s?\b", re.IGNORECASE)
DAYS = {"day": (1, 1), "week": (7, 7), "month": (30, 31), "year": (365, 366)}
PARAGRAPHS = "An empty line begins a new paragraph."


# What a preview of a form shows besides its words, by kind: the views that draw the forms say so.
PREVIEWED = {}
# What we do within the days that a form names, by kind, where it is not to answer: the kinds say so.
PROMISES = {}


def says(words, days):
    """Whether ``words`` name a time of ``days``, in days, weeks, months or years, in digits or in words."""
    for number, unit in PERIOD.findall(words.lower()):
        many = int(number) if number.isdigit() else NUMBERS.index(number) + 1 if number in NUMBERS else 1
        least, most = (many * each for each in DAYS[unit])
        if least <= days <= most:
            return True
    return False


class Channel(Remembered, PreviewableMixin, models.Model):
    """One form of ``/contribute/`` and what happens with what comes by it. One row a kind, made by migrations."""

    kind = models.CharField(max_length=20, unique=True, editable=False)
    title = models.CharField(max_length=80, help_text="The heading of the form, and its name on “Contribute”.")
    teaser = models.CharField(max_length=200, help_text="One sentence on “Contribute” that says what this form is for.")
    introduction = models.TextField(
        max_length=LONGEST, blank=True, help_text=f"The first words of the form. {PARAGRAPHS}"
    )
    what_next = models.TextField(
        "what happens with it",
        max_length=LONGEST,
        blank=True,
        help_text=f"Beside the form. The day by which we answer is added by itself. {PARAGRAPHS}",
    )
    privacy = models.TextField(
        "privacy in three lines",
        max_length=LONGEST,
        help_text="What we ask for and why, who sees it, how long we keep it, how to see or remove it. "
        "These words are kept with everything that is sent, so that we know what people were told.",
    )
    is_open = models.BooleanField("open", default=True, help_text="Untick it to take nothing for a while.")
    closed_message = models.TextField(
        "message while it is closed",
        max_length=LONGEST,
        blank=True,
        help_text=f"Say why, until when, and where else people can go. {PARAGRAPHS}",
    )
    answer_in = models.PositiveSmallIntegerField(
        "answered within (working days)",
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text="Said on the form. What is older stands in red in the Inbox. Weekends and public holidays are not counted.",
    )
    keep_for = models.PositiveSmallIntegerField(
        "kept for (days after it is done)",
        default=180,
        validators=[MinValueValidator(KEEP_AT_LEAST), MaxValueValidator(KEEP_AT_MOST)],
        help_text="Then the words, the name and the address are deleted. Say the same under “Privacy”.",
    )
    told = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="+",
        verbose_name="told by email",
        help_text="They get a short email when something new comes: a reference and a link, nothing of what it says.",
    )
    asks_for_proof = models.BooleanField(
        "under attack: let each device do a small sum",
        default=False,
        help_text="Only while robots flood this form. People need do nothing; without JavaScript it is held under Junk.",
    )
    sort_order = models.PositiveSmallIntegerField("order", default=0)
    is_listed = models.BooleanField("on the page “Contribute”", default=True)

    panels = [
        MultiFieldPanel([FieldPanel("title"), FieldPanel("teaser"), FieldPanel("introduction")], heading="The form"),
        MultiFieldPanel(
            [
                FieldPanel("what_next"),
                FieldPanel(
                    "privacy",
                    help_text="What we ask for and why, who sees it, how long we keep it, how to remove it. Kept with everything that is sent.",
                ),
            ],
            heading="Beside the form",
        ),
        MultiFieldPanel([FieldPanel("is_open"), FieldPanel("closed_message")], heading="Open or closed"),
        MultiFieldPanel(
            [FieldPanel("answer_in"), FieldPanel("told"), FieldPanel("keep_for")], heading="Answering and keeping"
        ),
        MultiFieldPanel(
            [
                FieldPanel("is_listed", help_text="Without the tick the form works, and only its address leads to it."),
                FieldPanel("sort_order", heading="Place on “Contribute”", help_text="Smaller numbers come first."),
                FieldPanel("asks_for_proof"),
            ],
            heading="More",
        ),
    ]

    class Meta:
        ordering = ["sort_order", "title"]
        verbose_name = "words of a form"
        verbose_name_plural = "words of the forms"

    def __str__(self):
        return self.title

    def clean(self):
        super().clean()
        if self.keep_for and not says(self.privacy, self.keep_for):
            raise ValidationError(
                {"keep_for": f"The words under “privacy” do not say {self.keep_for} days. Say the same in both places."}
            )

    @property
    def promise(self):
        """What we do within ``answer_in`` days, as a verb after "we"."""
        return PROMISES.get(self.kind, "answer")

    def due_from(self, day):
        """Return the day by which what came on ``day`` is to be answered: a date."""
        return working_days_after(day, self.answer_in)

    @property
    def preview_modes(self):
        return [("", "The form"), ("closed", "While it is closed")]

    def get_preview_template(self, request, mode_name):
        return "contribute/closed.html" if mode_name == "closed" else "contribute/preview.html"

    def get_preview_context(self, request, mode_name):
        return super().get_preview_context(request, mode_name) | {"channel": self} | PREVIEWED.get(self.kind, dict)()
