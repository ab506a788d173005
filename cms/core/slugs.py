"""Addresses that tools need: no top-level page may take one, or it could never be reached."""

from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm

TOOL_SLUGS = frozenset(
    [
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


class SitePageForm(WagtailAdminPageForm):
    """The form of every page type: says at once, beside the field, when a slug belongs to a tool."""

    def clean_slug(self):
        slug = self.cleaned_data["slug"]
        if self.parent_page is not None and self.parent_page.depth + 1 == TOP_LEVEL:
            refuse_tool_slug(slug)
        return slug


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
