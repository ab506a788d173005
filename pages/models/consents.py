"""What the teller of a story agreed to. Kept apart from the page, so that no revision, index, export or preview holds it."""

import datetime

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import formats, timezone

from cms.core.times_said import in_words

# Years after which the teller is asked again.
ASK_AGAIN_AFTER = 2
ASK_AFTER = relativedelta(years=ASK_AGAIN_AFTER)
# How long a story that is on the site stays there after that day, while we try to reach its teller.
GRACE = datetime.timedelta(days=90)


def years_on(day, years=ASK_AGAIN_AFTER):
    """Return the same day ``years`` later; 28 February where that year has no 29th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


class StoryConsentQuerySet(models.QuerySet):
    def lapsed(self, today=None):
        """Consents that were to be asked for again by now, of stories that are still here."""
        today = today or timezone.localdate()
        return self.filter(withdrawn_at=None, review_on__lte=today).exclude(story=None)

    def ask_again(self, days, today=None):
        """Those that lapse within ``days``, or have, of stories that are still here: their tellers are asked."""
        today = today or timezone.localdate()
        return self.filter(withdrawn_at=None, review_on__lte=today + datetime.timedelta(days=days)).exclude(story=None)

    def past_grace(self, today=None):
        """Those of ``lapsed`` for which nobody answered in the time that we give."""
        today = today or timezone.localdate()
        return self.lapsed(today).filter(review_on__lte=today - GRACE)

    def for_the_website(self, today=None):
        """Consents by which a story may be published today."""
        today = today or timezone.localdate()
        return self.filter(withdrawn_at=None, for_website=True, review_on__gt=today)


class StoryConsent(models.Model):
    """One story's consent: for which uses, in which wording, since when, until when, and whether it was taken back.

    It outlives the story. Once that is withdrawn it holds the story's ``number``, the dates, by whose wish it went, and
    which wording was agreed to: not the uses, nor where the paper is.
    """

    class How(models.TextChoices):
        ASKED = "asked", "They asked us"
        LINK = "link", "By their own link"
        FAMILY = "family", "Somebody close to them asked"
        EDITORS = "editors", "We decided to take it down"

    WHY_WITHDRAWN = {
        How.ASKED: "The teller took their consent back.",
        How.LINK: "The teller took their consent back by their own link.",
        How.FAMILY: "Somebody close to the teller asked us to take the story down.",
        How.EDITORS: "We decided to take the story down.",
    }

    story = models.OneToOneField(
        "pages.StoryPage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="consent",
        error_messages={"unique": "This story has a consent already. Change that one."},
    )
    number = models.PositiveIntegerField("number of the story", null=True, editable=False)
    for_website = models.BooleanField(
        "this website", default=False, help_text="Without this the story cannot be published here."
    )
    for_print = models.BooleanField("printed pages", default=False)
    for_training = models.BooleanField("training", default=False)
    for_media = models.BooleanField("the media", default=False)
    wording_version = models.CharField(
        "version of the wording",
        max_length=50,
        help_text="Which form they signed or ticked. For example: Story consent, version 2, March 2026.",
    )
    agreed_on = models.DateField("agreed on", help_text="The day they agreed.")
    review_on = models.DateField(
        "ask again on",
        blank=True,
        help_text=f"Leave it empty for {in_words(ASK_AFTER)} after they agreed. From this day on nothing new is published, "
        f"and {in_words(GRACE)} later the story leaves the site, unless they agreed again.",
    )
    kept_at = models.TextField(
        "where the paper is kept",
        blank=True,
        help_text="Where a colleague finds the signed form or the message. Write nothing here of what they told.",
    )
    withdrawn_at = models.DateTimeField("withdrawn", null=True, blank=True, editable=False)
    withdrawn_how = models.CharField("how it was withdrawn", max_length=10, choices=How, blank=True, editable=False)
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = StoryConsentQuerySet.as_manager()
    # It is no page's content: where a story is used says nothing of it.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "consent"
        verbose_name_plural = "consents"
        ordering = ["review_on", "pk"]
        indexes = [models.Index(fields=["review_on"], name="consent_review", condition=Q(withdrawn_at=None))]

    def __str__(self):
        # No title: this is written into logs, and a title is told words.
        return f"Consent for story {self.number}" if self.number else "Consent"

    def save(self, *args, **kwargs):
        self.fill_in()
        super().save(*args, **kwargs)
        story = self.story
        # A use taken away is taken away now, not at the next edit. The story may be off the site, and its Easy Read on it.
        if story is not None and (self.withdrawn_at or not self.for_website):
            story.take_down()

    def clean(self):
        today = timezone.localdate()
        if self.agreed_on and self.agreed_on > today:
            raise ValidationError({"agreed_on": "This day is still to come. Record the consent once they gave it."})
        if self.agreed_on and self.review_on:
            if self.review_on <= self.agreed_on:
                raise ValidationError({"review_on": "Ask again after the day on which they agreed."})
            if self.review_on > years_on(self.agreed_on):
                raise ValidationError({"review_on": f"Ask again after {in_words(ASK_AFTER)} at the latest."})

    def full_clean(self, *args, **kwargs):
        self.fill_in()
        super().full_clean(*args, **kwargs)

    def fill_in(self):
        """Work out what was left empty."""
        if self.agreed_on and not self.review_on:
            self.review_on = years_on(self.agreed_on)
        if self.story_id:
            self.number = self.story_id

    @property
    def uses(self):
        """What they agreed to, as words: a list."""
        fields = ("for_website", "for_print", "for_training", "for_media")
        return [str(self._meta.get_field(name).verbose_name) for name in fields if getattr(self, name)]

    @property
    def leaves_on(self):
        """The day on which a story leaves the site where nobody agreed again."""
        return self.review_on + GRACE

    def why_not(self, today=None):
        """Return why the story may not be published on this website, as a sentence; '' where it may."""
        if self.withdrawn_at:
            return self.WHY_WITHDRAWN.get(self.withdrawn_how, "The consent was taken back.")
        if not self.for_website:
            return "The teller did not agree to this website."
        if self.review_on <= (today or timezone.localdate()):
            day = formats.date_format(self.review_on, "j F Y")
            return f"The consent lapsed on {day}. Ask the teller again, then record their answer."
        return ""


class ConsentRequest(models.Model):
    """Somebody who keeps no consents asks for one to be recorded, and says where the form is. It goes once that is done."""

    story = models.OneToOneField("pages.StoryPage", on_delete=models.CASCADE, related_name="consent_request")
    where = models.TextField(
        "where is the signed form?",
        max_length=500,
        help_text="A colleague has to find it: a folder, a drawer, an email. Write nothing here of what they told.",
    )
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"Request for the consent of story {self.story_id}"

    @property
    def asker(self):
        """The name of who asks."""
        return self.asked_by.known_as if self.asked_by else "A colleague"
