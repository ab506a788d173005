"""Printed copies by post: whether there are any now, and how somebody asks for them."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import register_setting
from wagtail.fields import RichTextField

from cms.core.models.settings import KeptSetting, PreviewedSetting
from cms.core.richtext import FEATURES, validate_links


@register_setting(icon="doc-full", order=120)
class HardCopies(PreviewedSetting, KeptSetting):
    """What modules say of printed copies. There is one."""

    what_for = "What training modules say of printed copies by post, and how long the post takes."
    PREVIEWS = {"": ("On a training module", "pages/hard_copies_preview.html")}

    class State(models.TextChoices):
        HIDDEN = "hidden", "Say nothing of printed copies"
        OFFERED = "offered", "Copies can be asked for"
        NONE_NOW = "none_now", "None at the moment"

    state = models.CharField(
        "printed copies",
        max_length=10,
        choices=State,
        default=State.HIDDEN,
        help_text="“None at the moment” tells people so, and that they can print the modules themselves.",
    )
    how_to_ask = RichTextField(
        blank=True,
        features=FEATURES,
        validators=[validate_links],
        help_text="Whom to ask, what to say, what it costs, how long it takes. Empty: to ring or email the Centre.",
    )
    none_now = models.CharField(
        "what to say while there are none",
        max_length=255,
        blank=True,
        help_text="For example “The printer is at work on them. Ask again in March.” Empty: a line of our own.",
    )

    post_takes = models.PositiveSmallIntegerField(
        "how long the post takes (working days)",
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text="Said in the email that copies are in the post, and wherever words name {time that the post takes}.",
    )

    panels = [FieldPanel("state"), FieldPanel("how_to_ask"), FieldPanel("none_now"), FieldPanel("post_takes")]

    class Meta:
        verbose_name = "printed copies"
