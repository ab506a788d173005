"""One issue of the newsletter: composed, sent once, kept in the archive."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.forms import CheckboxSelectMultiple
from django.urls import reverse
from django.utils.text import slugify
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.fields import RichTextField, StreamField
from wagtail.models import PreviewableMixin

from cms.core.models.remembered import Remembered
from cms.core.richtext import or_nothing, validate_links
from cms.intake.review import DecisionRefused

from ..blocks import FEATURES, IssueBlock

LONGEST_SLUG = 80


class IssueQuerySet(models.QuerySet):
    def public(self):
        """Issues that were sent, or are being sent: what their address shows to everybody."""
        return self.filter(due_at__isnull=False)

    def listed(self):
        """Those of them that stand in the archive, the newest first."""
        return self.public().filter(is_unlisted=False).order_by("-due_at", "-pk")


class SentAlready(DecisionRefused):
    """Somebody sent the issue while it was being changed."""

    message = "This issue was sent meanwhile, so what you changed was not saved."


class Issue(Remembered, PreviewableMixin, ClusterableModel):
    """What editors compose of words and pages of the site.

    ``due_at`` is when somebody pressed *Send*: from then on nothing of it changes. ``filled_at`` is when every reader
    had a row in the outbox, ``finished_at`` when the last of these was sent or refused.
    """

    # Where it stands, and its address, are no version's to say.
    LEFT_AS_IS = ("uuid", "slug", "created_at", "due_at", "sent_by_id", "filled_at", "finished_at")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subject = models.CharField(
        max_length=120,
        help_text="What readers see first in their inbox. Say plainly what is in it, in about eight words.",
    )
    preheader = models.CharField(
        "line after the subject",
        max_length=140,
        blank=True,
        help_text="Many programs show it after the subject, before the issue is opened. Optional.",
    )
    opening = RichTextField(
        "opening words", features=FEATURES, blank=True, validators=[validate_links], help_text="Two or three sentences."
    )
    body = StreamField(
        IssueBlock(),
        blank=True,
        verbose_name="what is in it",
        help_text="Choose pages of the site: each gives its title, its teaser and a link. Your own words may stand in "
        "place of the teaser.",
    )
    lists = ParentalManyToManyField(
        "newsletter.MailingList",
        blank=True,
        related_name="+",
        verbose_name="for whom",
        help_text="Who is on two of these lists gets it once.",
    )
    is_unlisted = models.BooleanField(
        "leave it out of the archive",
        default=False,
        help_text="Else it stands on the site for everybody to read once it is sent. With this ticked, only its link in "
        "the email leads to it.",
    )
    slug = models.SlugField(max_length=LONGEST_SLUG, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField("sent on", null=True, blank=True, editable=False)
    sent_by = models.ForeignKey(
        "users.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    filled_at = models.DateTimeField(null=True, blank=True, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = IssueQuerySet.as_manager()

    panels = [
        HelpPanel(
            content="<p>Only pages that everybody may read are sent. The preview shows the email, its plain text and the "
            "page in the archive. When you have saved, “Test and send” leads on.</p>"
        ),
        FieldPanel("subject", widget=AdminAutoHeightTextInput),
        FieldPanel("preheader", widget=AdminAutoHeightTextInput),
        FieldPanel("opening"),
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel("lists", widget=CheckboxSelectMultiple), FieldPanel("is_unlisted")], heading="Who reads it"
        ),
    ]
    PREVIEWS = {"": "Email", "text": "Plain text", "archive": "In the archive"}

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = "issue of the newsletter"
        verbose_name_plural = "issues of the newsletter"
        permissions = [("send_issue", "Can send an issue to its readers")]

    def __str__(self):
        return self.subject

    def clean(self):
        super().clean()
        self.subject, self.preheader = (" ".join(words.split()) for words in (self.subject, self.preheader))
        self.opening = or_nothing(self.opening)
        if not self.subject:
            raise ValidationError({"subject": "Give the issue a subject."})

    def save(self, *args, **kwargs):
        """Save the issue. Raises SentAlready where it was sent meanwhile: nothing of it changes after that."""
        if not self.slug:
            self.slug = self._free_slug()
        with transaction.atomic():
            is_whole = self.pk and not kwargs.get("update_fields")
            if is_whole and Issue.objects.select_for_update().filter(pk=self.pk, due_at__isnull=False).exists():
                raise SentAlready
            super().save(*args, **kwargs)

    def _free_slug(self):
        # Never changed afterwards: by the time it is public it stands in thousands of mails.
        stem = slugify(self.subject)[: LONGEST_SLUG - 9].strip("-") or "issue"
        taken = type(self).objects.filter(slug=stem).exists()
        return f"{stem}-{self.uuid.hex[:8]}" if taken else stem

    def get_absolute_url(self):
        return reverse("newsletter:issue", args=[self.slug])

    @property
    def is_draft(self):
        return self.due_at is None

    @property
    def status(self):
        """Where it stands, in a word or two."""
        if self.is_draft:
            return "Draft"
        return "Sent" if self.finished_at else "Being sent"

    def page_numbers(self):
        """Return the numbers of the pages that it shows, in order."""
        return [
            part["value"]["page"] for part in self.body.raw_data if part["type"] == "page" and part["value"]["page"]
        ]

    @property
    def preview_modes(self):
        return list(self.PREVIEWS.items())

    def serve_preview(self, request, mode_name):
        from ..previews import answer

        return answer(self, request, mode_name)
