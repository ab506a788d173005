"""What the site offers: parts that it may do without, and the block that asks for gifts."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.contrib.settings.models import register_setting

from .. import features
from ..machines.screens import home_page
from .settings import KeptSetting, PreviewedSetting


@register_setting(icon="tick-inverse", order=80)
class Offers(PreviewedSetting, KeptSetting):
    """A switch for each part. The names of the switches are keys of ``cms.core.features``."""

    what_for = "Switch parts of the site on or off: the newsletter, printed copies, gifts. Nothing is deleted by it."
    PREVIEWS = {
        "": ("Menu and footer", "core/settings/frame.html"),
        "off": ("What is switched off", "core/switched_off.html"),
    }

    newsletter = models.BooleanField(
        default=True,
        help_text="Off: nobody new can subscribe, and past issues are not shown. Readers stay on their lists, and can "
        "still change what they get or unsubscribe.",
    )
    printed_copies = models.BooleanField(
        default=True,
        help_text="Off: modules say nothing of printed copies and the form is closed. What was asked for stays in the Inbox.",
    )
    off_words = models.TextField(
        "what their addresses say while they are off",
        max_length=400,
        default="We do not offer this at the moment. Nothing of what was here is lost.",
    )
    donate = models.BooleanField(
        "ask for gifts", default=False, help_text="A few words and a link at the foot of every page."
    )
    donate_title = models.CharField("heading", max_length=60, default="Support our work")
    donate_words = models.TextField(
        "words",
        max_length=300,
        default="Gifts pay for training, printing and a cup of tea. Nobody here is asked to give.",
    )
    donate_label = models.CharField("what the link says", max_length=40, default="Give online")
    donate_url = models.URLField(
        "where the link goes",
        blank=True,
        validators=[RegexValidator(r"^https://", "The address must begin with https://.")],
        help_text="The page that takes gifts, at whoever does that for the Centre.",
    )

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("newsletter"),
                FieldPanel("printed_copies"),
                FieldPanel(
                    "off_words", help_text="What people read who come by an old link. Say where else they can go."
                ),
            ],
            heading="Parts of the site",
        ),
        # A switch that switches nothing would be a lie: it comes with the part.
        HelpPanel(
            "<p>The site has no community pages yet, so there is nothing to switch. The switch comes with them.</p>",
            heading="Community",
        ),
        MultiFieldPanel(
            [
                FieldPanel("donate"),
                FieldPanel("donate_title", help_text="For example “Support peer support”."),
                FieldPanel("donate_words", help_text="What a gift does, in one or two sentences."),
                FieldPanel("donate_label", help_text="Begin with a verb: “Give through the Foundation”."),
                FieldPanel("donate_url"),
            ],
            heading="Gifts",
        ),
    ]

    class Meta:
        verbose_name = "what the site offers"

    def clean(self):
        super().clean()
        if self.donate and not self.donate_url:
            raise ValidationError({"donate_url": "Say where the link goes, or leave “ask for gifts” unticked."})

    @property
    def preview_modes(self):
        return [*super().preview_modes, ("home", "The home page")]

    def serve_preview(self, request, mode_name):
        with features.shown_as(self):
            if mode_name == "home":
                setattr(request, self.get_cache_attr_name(), self)
                response = home_page(request)
            else:
                response = super().serve_preview(request, mode_name)
            # Drawn here, while it holds.
            return response.render() if hasattr(response, "render") else response
