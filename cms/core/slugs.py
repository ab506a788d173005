"""Addresses that tools need: no top-level page may take one, or it could never be reached."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm
from wagtail.images.models import AbstractImage

from .days import not_to_come
from .writing.starting import refuse_prompts

TOOL_SLUGS = frozenset(
    [
        "account",
        "admin",
        "api",
        "community",
        "contribute",
        "design",
        "directory",
        "documents",
        "feeds",
        "get-help-now",
        "healthz",
        "media",
        "newsletter",
        "open-data",
        "reading-settings",
        "readyz",
        "robots.txt",
        "search",
        "share",
        "sitemap.xml",
        "static",
    ]
)
PICTURE_WITHOUT_WORDS = (
    "Nobody has said what this picture shows. Open it under Images, and describe it or mark it as decorative."
)
# The root of Wagtail's tree is 1, home is 2, and what stands right below home is 3.
TOP_LEVEL = 3


def refuse_tool_slug(slug):
    """Raise ValidationError where ``slug`` is the address of a tool of the site."""
    if str(slug).lower() in TOOL_SLUGS:
        raise ValidationError(
            "“%(slug)s” is the address of a part of the site that is not a page. Please choose another, "
            "for example “about-%(slug)s”.",
            params={"slug": slug},
            code="tool_slug",
        )


def refuse_pictures_without_words(form, cleaned_data):
    """Put an error beside each picture of a page's ``form`` that nobody described or called decorative.

    Pictures in a text have words of their own there; this is for those with a field to themselves.
    """
    for name, value in list(cleaned_data.items()):
        if isinstance(value, AbstractImage) and not (value.description.strip() or value.is_decorative):
            form.add_error(name, PICTURE_WITHOUT_WORDS)


class SitePageForm(WagtailAdminPageForm):
    """The form of every page type: says at once, beside the field, when a slug belongs to a tool or a day is still to come."""

    def clean_slug(self):
        slug = self.cleaned_data["slug"]
        if self.parent_page is not None and self.parent_page.depth + 1 == TOP_LEVEL:
            refuse_tool_slug(slug)
        return slug

    def clean(self):
        cleaned_data = super().clean()
        # What was the teaser before is the teaser still: nobody wrote a description of its own.
        if cleaned_data.get("search_description") and cleaned_data["search_description"] == self.initial.get("teaser"):
            cleaned_data["search_description"] = cleaned_data.get("teaser", "")
        if not self.is_deferred_validation:
            refuse_prompts(self, cleaned_data)
            refuse_pictures_without_words(self, cleaned_data)
        # Here and not in the model: what a clock says must never keep a page from being saved by a program.
        for name in self.instance.days_that_were:
            try:
                not_to_come(cleaned_data.get(name), until=self.latest_day(name, cleaned_data))
            except ValidationError as error:
                self.add_error(name, error)
        return cleaned_data

    def latest_day(self, name, cleaned_data):
        """Return the latest day that the field ``name`` may have, where that is not today; None where it is."""
        goes_live = cleaned_data.get("go_live_at")
        return timezone.localdate(goes_live) if goes_live and name in self.instance.days_of_going_live else None


class SiteCopyForm(CopyForm):
    """The form for copying a page: the same for the slug of the copy."""

    def clean(self):
        cleaned_data = super().clean()
        parent = cleaned_data.get("new_parent_page") or self.page.get_parent()
        if parent.depth + 1 == TOP_LEVEL and "new_slug" in cleaned_data:
            try:
                refuse_tool_slug(cleaned_data["new_slug"])
            except ValidationError as error:
                self.add_error("new_slug", error)
        return cleaned_data
