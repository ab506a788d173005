"""Share your work: what somebody made and offers to others, before it is a page."""

from django.db import models
from django.urls import reverse
from django.utils.html import format_html
from wagtail.models import PageLogEntry

from cms.core.models import Term
from cms.intake.models import OutboxMessage

from .contributions import Contribution, link_to

# Letters of a title that are enough to know it by, where a subject was cut.
BEGINNING = 60


class Work(Contribution):
    """One piece of work, as it was sent. What readers see is ``page``: a draft made at the desk, which a colleague finishes.

    Title, words, link, names and file are offered for publication; who sent it is not, and goes when the time is over.
    """

    class Type(models.TextChoices):
        REFLECTION = "reflection", "A reflection on practice"
        EVALUATION = "evaluation", "An evaluation"
        RESEARCH = "research", "Research"
        RESOURCE = "resource", "A resource, such as a guide or handout"
        TEMPLATE = "template", "A template, form or checklist"

    class Licence(models.TextChoices):
        BY = "by", "Anyone may use, change and share it, and says who made it (CC BY 4.0)"
        BY_NC = "by-nc", "The same, but not to make money with it (CC BY-NC 4.0)"
        READ = "read", "People may read and keep it, and ask before anything else"
        TALK = "talk", "I am not sure: please talk with me first"

    class Maker(models.TextChoices):
        ME = "me", "I did"
        GROUP = "group", "A group or organisation that I am part of"
        OTHER = "other", "Somebody else, who agrees that I send it"

    KIND = "work"
    FORGOTTEN = Contribution.FORGOTTEN | {"title": "", "link": "", "shown_name": "", "audiences": []}

    title = models.CharField(max_length=150)
    work_type = models.CharField("what it is", max_length=10, choices=Type.choices)
    link = models.URLField(max_length=500, blank=True)
    licence = models.CharField(max_length=5, choices=Licence.choices)
    maker = models.CharField("who made it", max_length=5, choices=Maker.choices)
    shown_name = models.CharField("name to show", max_length=150)
    # Slugs of terms: they never change, and a term may go.
    audiences = models.JSONField(default=list, blank=True)
    upload = models.ForeignKey("intake.Upload", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    page = models.ForeignKey("wagtailcore.Page", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    # Its sender is told of that day alone, whatever is published of it later.
    published_on = models.DateField("first on the site", null=True, blank=True, editable=False)
    document = models.ForeignKey(
        "media.SiteDocument", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    # That it came from here is no use of the page that an editor has to look at.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "shared work"
        verbose_name_plural = "shared work"

    @property
    def is_gone(self):
        # What was made may be taken back long after its sender's details were deleted.
        return super().is_gone and self.page is None

    def desk_rows(self):
        rows = [
            ("Title", self.title), ("What it is", self.get_work_type_display()), ("Link", link_to(self.link)),
            ("What others may do with it", self.get_licence_display()), ("Who made it", self.get_maker_display()),
            ("Name to show", self.shown_name), ("For whom", self.for_whom()),
        ]  # fmt: skip
        if self.page:
            words = "On the site" if self.page.live else "A draft"
            edit = reverse("wagtailadmin_pages:edit", args=[self.page_id])
            rows.append(("The page made of it", format_html('<a href="{}">{}</a>', edit, words)))
        return [row for row in rows if row[1]]

    def for_whom(self):
        """Return the names of the readers whom it is for, as editors call them now."""
        if not self.audiences:
            return ""
        terms = Term.objects.filter(taxonomy__slug="audiences", slug__in=self.audiences).order_by("sort_order")
        return ", ".join(term.name for term in terms)

    def before_going(self):
        """Delete the page that was made of it, with its document and its title elsewhere: it is taken back."""
        page, document = self.page, self.document
        if page is not None:
            titles = {self.title, page.title, page.draft_title} - {""}
            page.specific.delete()
            PageLogEntry.objects.filter(page=page.pk).update(label=self.reference, data={})
            for title in titles:
                forget_notices(title)
        if document is not None:
            document.delete()
        self.page = self.document = None


def forget_notices(title):
    """Wagtail's notices to colleagues name a page: those not sent yet are not sent, and no subject keeps the title."""
    about = OutboxMessage.objects.filter(subject__contains=f'"{title[:BEGINNING]}')
    about.filter(sent_at=None).delete()
    about.update(subject="About shared work that was taken back")
