"""How sure we are of what a study found: the scale, stated once for readers, editors and citations of it."""

from dataclasses import dataclass

from django.apps import apps
from django.utils.html import format_html, format_html_join
from wagtail.models import Page

from cms.core.models.querysets import unrestricted


@dataclass(frozen=True)
class Certainty:
    """One step: ``level`` is how many of four shapes are filled."""

    key: str
    label: str
    level: int
    meaning: str


CERTAINTIES = (
    Certainty(
        "very_sure", "Very sure", 4, "Several sound studies agree. More research is not likely to change the picture."
    ),
    Certainty(
        "somewhat_sure",
        "Somewhat sure",
        3,
        "Good studies point the same way, with gaps or weak spots. More research may change how large the effect is.",
    ),
    Certainty(
        "not_sure",
        "Not sure",
        2,
        "The studies are few, weak or do not agree. More research may well change the answer.",
    ),
    Certainty("too_early", "Too early to say", 1, "One small study, or one with nothing to compare it to."),
)
LEVELS = {step.key: step.level for step in CERTAINTIES}


def scale_for_editors():
    """Return the scale as HTML for the editors’ form: what each step asks for."""
    steps = format_html_join("", "<li><b>{}</b>: {}</li>", ((step.label, step.meaning) for step in CERTAINTIES))
    return format_html(
        "<p>Rate how sure we can be of the main finding, by how many studies there are, how well they were done and "
        "whether they agree. How large an effect is, is another question.</p><ul>{}</ul>",
        steps,
    )


def page_on_certainty():
    """Return the public page that says how certainty is rated, as the index of research names it, or None. One query."""
    indexes = apps.get_model("pages", "ResearchIndexPage").objects
    return unrestricted(Page.objects.live()).filter(pk__in=indexes.live().values("certainty_page")).first()
