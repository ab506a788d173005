"""A story of lived experience that was sent in: its draft page, what its teller allowed, and what they said to changes."""

import uuid

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.images import get_image_model

from cms.core.models.remembered import Remembered
from cms.intake.handed_out import file_of
from cms.intake.models import ReviewTask
from cms.intake.review import DecisionRefused
from pages.models import StoryConsent, StoryPage
from pages.withdrawal import withdraw

from .contributions import Contribution

UNDECIDED = "Nobody has decided on this story yet, so it is not done. Approve or decline it in the page editor."


class StoryPrompt(Remembered, models.Model):
    """A question that helps somebody begin. What is written to it keeps its words, also when it is deleted."""

    words = models.CharField(
        "the question", max_length=150, help_text="One open question. For example: What helped, and what did not?"
    )
    hint = models.CharField(max_length=200, blank=True, help_text="One line under it. Optional.")
    is_offered = models.BooleanField("offered", default=True)
    sort_order = models.PositiveSmallIntegerField("order", default=0, help_text="Lower numbers stand first.")

    panels = [
        FieldPanel("words"),
        FieldPanel("hint"),
        FieldPanel("is_offered", help_text="Take the tick away rather than delete it."),
        FieldPanel("sort_order", heading="Place in the form"),
    ]

    class Meta:
        ordering = ["sort_order", "pk"]
        verbose_name = "question for a story"
        verbose_name_plural = "questions for stories"

    def __str__(self):
        return self.words


class StorySent(Contribution):
    """One story as it came in. Its words are in the versions of its page, a draft, and nowhere else."""

    KIND = "story"
    FORGOTTEN = Contribution.FORGOTTEN | {"services_named": "", "first_content": None}
    NOT_TOLD = Contribution.NOT_TOLD | {"page": "told part by part, as “the story”"}

    page = models.OneToOneField(
        StoryPage, null=True, blank=True, on_delete=models.SET_NULL, related_name="sent_in", editable=False
    )
    upload = models.ForeignKey(
        "intake.Upload", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    people_in_picture = models.CharField(max_length=10, blank=True, editable=False)
    services_named = models.TextField("services they name", blank=True, editable=False)
    # Said once: what follows from it holds also when nobody can be reached any more.
    asks_first = models.BooleanField("its teller sees it before it is published", default=False, editable=False)
    # What readers would see of it as it was sent, to show what was changed since.
    first_content = models.JSONField("as it was sent", null=True, editable=False)

    class Meta:
        verbose_name = "story"
        verbose_name_plural = "stories"

    @classmethod
    def over(cls):
        """Those whose time is over: never one that readers can read. One that was taken off the site has its days from then."""
        return super().over().exclude(page__live=True)

    @classmethod
    def forget(cls, pks):
        """Empty what is kept of them; a story that is not on the site goes too. What readers can read is withdrawn by hand."""
        for sent in cls.objects.filter(pk__in=pks, page__live=False).select_related("page"):
            withdraw(sent.page, how=StoryConsent.How.EDITORS)
        # What the teller said yes to still counts for a story that stays.
        StoryAsk.objects.filter(sent__in=pks, sent__page=None).delete()
        super().forget(pks)

    @property
    def is_gone(self):
        """Whether nothing of it is here any more. A published story outlives what is kept of its sender."""
        return self.page_id is None and super().is_gone

    @property
    def is_public(self):
        return bool(self.page and self.page.live)

    @property
    def why_not_done(self):
        # What is merely done would be deleted, and nobody would have said yes or no to its teller.
        return UNDECIDED if self.page_id and not self.decision else ""

    def before_going(self):
        """Remove the story everywhere: its teller takes it back."""
        if self.page:
            withdraw(self.page, how=StoryConsent.How.LINK)
            self.page = None

    @property
    def has_email(self):
        return bool(self.sender and self.sender.email)

    def told(self):
        from ..stories.shown import shown_content

        asks = [
            {"asked": ask.asked_at.isoformat(), "answer": ask.get_answer_display()} for ask in self.asks.order_by("pk")
        ]
        told = super().told() | ({"asked whether it may be published": asks} if asks else {})
        if self.page:
            shown = shown_content(self.page.get_latest_revision_as_object())
            pictures = get_image_model().objects.filter(pk__in=[pk for pk, *_rest in shown["pictures"]]).order_by("pk")
            told |= {"the story": _parts(shown)}
            told |= {"pictures in it": [file_of(image) for image in pictures]} if pictures else {}
        return told

    def told_fields(self):
        sent = {"as it was sent": _parts(self.first_content)} if self.first_content else {}
        return super().told_fields() | sent

    def desk_rows(self):
        from ..stories.desk_rows import rows_of

        return rows_of(self)


def _parts(shown):
    """Return what readers would see of a story, by the names that its teller knows the parts by, without empty ones."""
    from ..stories.comparing import in_words

    return {name: words for name, words in in_words(shown).items() if words}


class StoryAsk(models.Model):
    """The teller was asked, by a link, whether a story may be published as it stood then; and what they answered."""

    class Answer(models.TextChoices):
        NONE = "", "No answer yet"
        YES = "yes", "Yes, publish it so"
        CHANGE = "change", "Please change something"
        NO = "no", "Do not publish it"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sent = models.ForeignKey(StorySent, on_delete=models.CASCADE, related_name="asks")
    revision = models.ForeignKey("wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+")
    # Of all that readers would see, the Easy Read with it: a yes is to exactly these.
    digests = models.JSONField(default=list)
    asked_at = models.DateTimeField(auto_now_add=True)
    answer = models.CharField(max_length=6, choices=Answer, default=Answer.NONE, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-asked_at", "-pk"]
        default_permissions = ()

    def __str__(self):
        return f"Question {self.pk} about {self.sent_id}"


class NotTheirWords(DecisionRefused):
    """The story may not be published as it stands: its teller did not agree to it so."""

    def __init__(self, why):
        self.message = why
        super().__init__(why)


class StoryReviewTask(ReviewTask):
    """The first step of *Story review*: approve what its teller agreed to, or decline it with kind words.

    Changes are not asked of the teller here: editors make them, and the teller says yes or no to them by a link.
    """

    class Meta:
        verbose_name = "review of a story that was sent in"

    @classmethod
    def get_description(cls):
        return "A colleague approves a story that was sent in, or declines it with kind words"

    def get_actions(self, obj, user):
        """Approve, by a name that says whether it publishes already, and decline."""
        actions = [action for action in super().get_actions(obj, user) if action[0] != "reject"]
        if not actions:
            return []
        more = obj.specific.get_latest_revision_as_object().needs_second_reader
        label = "Approve, for a second reading" if more else "Approve and publish"
        return [(name, label if name == "approve" else said, modal) for name, said, modal in actions]

    def get_form_for_action(self, action):
        from ..stories.review_forms import FORMS

        if action in FORMS:
            return self.with_points(action, FORMS[action])
        return super().get_form_for_action(action)

    def on_action(self, task_state, user, action_name, revision=None, comment="", **details):
        """Decide. Raises NotTheirWords where the story was changed and its teller has not agreed to it so."""
        if action_name == "approve":
            story = task_state.workflow_state.content_object.specific
            why = story.why_not_agreed() or story.why_not_said(of_latest=True)
            if why:
                raise NotTheirWords(why)
        super().on_action(task_state, user, action_name, revision=revision, comment=comment, **details)
