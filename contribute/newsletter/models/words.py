"""The words around the newsletter that editors may change, and from whom it comes."""

from django.db import models
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import register_setting

from cms.core.models.settings import KeptSetting, PreviewedSetting
from cms.core.models.word_groups import panels_of

from .further_words import NewsletterScreens

LONGEST = 600


@register_setting(icon="mail", order=130)
class NewsletterWords(NewsletterScreens, PreviewedSetting, KeptSetting):
    """Introduction, consent and privacy of the form; sender, address and last words of each issue. One row for the site."""

    what_for = "The form to subscribe, who sends the newsletter, and the last lines of each issue."
    GROUPS = (NewsletterScreens,)
    PREVIEWS = {
        "": ("Where people subscribe", "newsletter/subscribe.html"),
        "asked": ("After subscribing", "newsletter/asked.html"),
        "confirmed": ("After confirming", "newsletter/confirmed.html"),
        "yours": ("What a reader gets", "newsletter/yours.html"),
        "left": ("After unsubscribing", "newsletter/left.html"),
        "archive": ("Past issues", "newsletter/issues.html"),
    }

    introduction = models.TextField(
        max_length=LONGEST,
        default="News of peer support in Victoria, by email. You choose what you get, and you can stop at any time.",
        help_text="The first words on the page where people subscribe.",
    )
    what_next = models.TextField(
        "what happens then",
        max_length=LONGEST,
        default="We send one email to your address. Press the button behind its link, and you are on the list.",
        help_text="Beside the form. How long the link works follows by itself.",
    )
    asked = models.TextField(
        "after subscribing",
        max_length=LONGEST,
        default=(
            "One email is on its way to the address you gave. You are on the list when you press the button behind its link."
        ),
    )
    confirmed = models.TextField(
        "after confirming",
        max_length=LONGEST,
        default=(
            "Thank you. The next issue comes to your inbox.\n\n"
            "Each issue has a link to change what you get, and one to unsubscribe."
        ),
        help_text="An empty line begins a new paragraph.",
    )
    leaving = models.TextField(
        "before unsubscribing",
        max_length=LONGEST,
        default="We send nothing any more, and delete your email and name at once.",
    )
    left = models.TextField(
        "after unsubscribing",
        max_length=LONGEST,
        default=(
            "Your email and name are deleted. We keep only a code that cannot be read back, so that we never write to you "
            "by mistake."
        ),
    )
    archive = models.TextField(
        "over the past issues",
        max_length=LONGEST,
        default="All issues of our newsletter, to read without subscribing.",
    )
    consent = models.TextField(
        "what people agree to",
        max_length=LONGEST,
        default="The Centre may send me the newsletter at this address until I unsubscribe.",
        help_text="They agree to these very words, so they are kept with each reader.",
    )
    consent_version = models.CharField(max_length=40, default="2026-11", editable=False)
    privacy = models.TextField(
        "privacy in three lines",
        max_length=LONGEST,
        default=(
            "We use your email and name for the newsletter only. Nobody but the Centre’s staff sees them.\n\n"
            "We do not look at who opens an issue or follows a link.\n\n"
            "When you unsubscribe, we delete your email and name at once. We keep a code that cannot be read back, "
            "so that we never write to you again by mistake."
        ),
        help_text="Beside the form. An empty line begins a new paragraph.",
    )
    from_name = models.CharField(
        "from",
        max_length=80,
        default="Centre of Excellence in Peer Support",
        help_text="Whose name readers see in their inbox.",
    )
    reply_to = models.EmailField(
        "answers go to", blank=True, help_text="Leave empty and answers go to the address that the site sends from."
    )
    postal_address = models.TextField(
        max_length=200,
        blank=True,
        help_text="It stands at the foot of each issue: the Spam Act 2003 asks for a way to reach the sender. "
        "No issue is sent without it.",
    )
    asks_for_proof = models.BooleanField(
        "under attack: let each device do a small sum",
        default=False,
        help_text="Only while robots flood the form. People need do nothing. Who has no JavaScript stands under Readers as "
        "held, and gets the link when somebody lets them through.",
    )
    why = models.TextField(
        "why they get it",
        max_length=300,
        default="You get this because you subscribed on our site and confirmed it.",
        help_text="At the foot of each issue, before the links to change and to unsubscribe.",
    )

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("introduction"),
                FieldPanel("what_next"),
                FieldPanel("consent"),
                FieldPanel("privacy"),
                FieldPanel("asked", help_text="Say that an email is on its way, and what to do with it."),
                FieldPanel("confirmed"),
                FieldPanel("archive", help_text="The first words over the list of past issues."),
            ],
            heading="Where people subscribe",
        ),
        MultiFieldPanel(
            [
                FieldPanel("leaving", help_text="Beside what a reader gets, over the button."),
                FieldPanel("left", help_text="Say what was deleted and what stays."),
            ],
            heading="Where people unsubscribe",
        ),
        MultiFieldPanel([FieldPanel("from_name"), FieldPanel("reply_to")], heading="Who sends it"),
        MultiFieldPanel([FieldPanel("postal_address"), FieldPanel("why")], heading="The foot of each issue"),
        MultiFieldPanel([FieldPanel("asks_for_proof")], heading="Robots"),
        *panels_of(*GROUPS),
    ]

    class Meta:
        verbose_name = "words of the newsletter"

    @property
    def agreed(self):
        """What readers read and agree to, word for word: kept with each of them, under ``consent_version``."""
        return f"{self.privacy}\n\n{self.consent}"

    def save(self, *args, **kwargs):
        before = type(self).objects.filter(pk=self.pk).first()
        if before is not None and before.agreed != self.agreed:
            # Whoever agreed before agreed to other words.
            self.consent_version = timezone.localtime().strftime("%Y-%m-%d %H.%M")
        super().save(*args, **kwargs)

    def preview_context(self, request, mode_name):
        from ..forms import SubscribeForm

        return {"words": self, "form": SubscribeForm(words=self), "key": "preview", "address": "a…@example.org"}
