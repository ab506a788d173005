"""Notices: a few calm words at the top of the whole site or of parts of it, from one moment to another."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import formats, timezone
from wagtail.fields import StreamField
from wagtail.models import Page, PreviewableMixin, RevisionMixin

from cms.core import expiry, kept, tools
from cms.core.machines.screens import home_page

from ..blocks.places import NoticeLinkBlock, PlacesBlock


def in_words(moment):
    """Return ``moment`` as “Friday 27 November 2026, 11.59 pm”, in Melbourne."""
    return formats.date_format(timezone.localtime(moment), "l j F Y, g.i ") + f"{timezone.localtime(moment):%p}".lower()


class NoticeQuerySet(models.QuerySet):
    def not_over(self):
        """Those that are shown now or later, unless somebody changes them: the oldest first."""
        ahead = models.Q(until=None) | models.Q(until__gt=timezone.now())
        return self.filter(ahead, is_on=True).order_by("pk")


class Notice(PreviewableMixin, RevisionMixin, models.Model):
    """Words to readers, shown by themselves from ``begins`` to ``until`` (empty: at once, until it is switched off)."""

    class Tone(models.TextChoices):
        CALM = "tint", "Good to know"
        MATTERS = "", "It matters today"

    title = models.CharField(
        "heading", max_length=80, help_text="What it is about, in a few words: “Closed over Easter”."
    )
    words = models.TextField(
        max_length=400, help_text="One to three short sentences: what is different, from when to when, what to do."
    )
    link = StreamField(
        [("link", NoticeLinkBlock())], blank=True, max_num=1, help_text="One link at most, for more about it."
    )
    tone = models.CharField(max_length=10, choices=Tone, default=Tone.CALM, blank=True)
    begins = models.DateTimeField(
        "from", null=True, blank=True, help_text="Melbourne time. Empty: as soon as it is saved."
    )
    until = models.DateTimeField(
        null=True, blank=True, help_text="Melbourne time. It leaves by itself then. Empty: until you switch it off."
    )
    places = StreamField(
        PlacesBlock(),
        blank=True,
        verbose_name="where",
        help_text="Choose pages or parts of the site. Leave empty for the whole site.",
    )
    is_on = models.BooleanField("switched on", default=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "notice"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(begins=None) | models.Q(until=None) | models.Q(until__gt=models.F("begins")),
                name="notice_ends_after_it_begins",
                violation_error_message="It would end before it begins.",
            )
        ]

    def __str__(self):
        return self.title

    def clean(self):
        super().clean()
        if self.begins and self.until and self.until <= self.begins:
            raise ValidationError({"until": "This is before it begins."})

    def is_current(self, moment=None):
        """Whether readers see it at ``moment`` (aware; default now), where it belongs."""
        moment = moment or timezone.now()
        begun = self.begins is None or self.begins <= moment
        return self.is_on and begun and (self.until is None or moment < self.until)

    @property
    def state(self):
        """Where it stands, for editors."""
        if not self.is_on:
            return "Switched off"
        if self.is_current():
            return "Shown now"
        return "Over" if self.until and self.until <= timezone.now() else "To come"

    @property
    def how_long(self):
        """When readers see it, as a sentence for who just saved it."""
        if not self.is_on or self.state == "Over":
            return "Readers do not see it."
        begins = "" if self.is_current() else f" from {in_words(self.begins)}"
        until = f" until {in_words(self.until)}" if self.until else " until you switch it off" if not begins else ""
        return f"Readers see it{begins or ' now,'}{until}."

    @property
    def page_numbers(self):
        return [block.value["page"] for block in self.places if block.block_type == "page"]

    def stands_at(self, page, address, paths):
        """Whether it is for ``page`` (None on a screen that is no page) at ``address``. ``paths``: of chosen pages, by number."""
        if not self.places:
            return True
        for block in self.places:
            if block.block_type == "tool":
                tool = tools.get(block.value)
                if tool is not None and address.startswith(tool.url):
                    return True
            elif page is not None and page.path:
                chosen = paths.get(block.value["page"])
                if chosen and (page.path == chosen or (block.value["below"] and page.path.startswith(chosen))):
                    return True
        return False

    def serve_preview(self, request, mode_name):
        """Draw it, whatever its dates say, at the top of the first page that it is for: else of the home page."""
        request._notices = [self]
        page = Page.objects.live().filter(pk__in=self.page_numbers).first()
        return page.specific.serve(request) if page else home_page(request)


def read_notices():
    """Return what is shown now or later, and the paths in the tree of the pages chosen for it: two queries at most."""
    notices = list(Notice.objects.not_over())
    numbers = {number for notice in notices for number in notice.page_numbers}
    paths = dict(Page.objects.filter(pk__in=numbers).values_list("pk", "path")) if numbers else {}
    return notices, paths


def notices_for(request, page):
    """Return the notices that stand at the top of ``page``, or of the screen that ``request`` asks for.

    They are kept in memory with their dates, and looked at anew for each reader: they come and go by themselves.
    """
    if hasattr(request, "_notices"):
        return request._notices
    notices, paths = kept.get("notices", read_notices)
    now = timezone.now()
    expiry.until_first(now, *(moment for one in notices for moment in (one.begins, one.until)))
    return [one for one in notices if one.is_current(now) and one.stands_at(page, request.path, paths)]
