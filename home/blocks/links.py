"""A link that an editor makes: to a page, to a tool of the site, or to another address."""

from django.core.exceptions import ValidationError
from django.db.models import Model
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from cms.core import tools
from cms.core.blocks import ExplainedBlock, KeyChoiceBlock

OUTSIDE = ("https://", "mailto:", "tel:", "#")


def validate_address(value):
    """Raise ValidationError unless ``value`` is an address on this site (``/…``), https, mailto, tel or an anchor."""
    value = value or ""
    local = value.startswith("/") and not value.startswith(("//", "/\\"))
    if value and not local and not value.lower().startswith(OUTSIDE):
        raise ValidationError("Begin with https://, or with / for an address on this site.")


class PageNumberBlock(blocks.PageChooserBlock):
    """Wagtail's page chooser, whose value is the page's number and not the page.

    A menu of twenty links would otherwise read twenty whole pages, a query for each kind of link.
    ``home.links.LinkBook`` resolves all numbers of a request at once and leaves out what is not public.
    """

    def to_python(self, value):
        return value

    def bulk_to_python(self, values):
        return list(values)

    def normalize(self, value):
        return value.pk if isinstance(value, Model) else value

    def get_prep_value(self, value):
        return self.normalize(value)

    def value_from_form(self, value):
        return self.normalize(value)

    def get_form_state(self, value):
        # The page may be gone since: then the chooser shows as empty.
        if value is not None and not self.model_class.objects.filter(pk=self.normalize(value)).exists():
            return None
        return super().get_form_state(value)

    def clean(self, value):
        return self.normalize(super().clean(self.normalize(value)))

    def extract_references(self, value):
        if value is not None:
            yield self.model_class, str(self.normalize(value)), "", ""

    def deconstruct(self):
        # Migrations hold the stock block: what is stored is the same.
        _name, args, kwargs = super().deconstruct()
        return "wagtail.blocks.PageChooserBlock", args, kwargs


class LinkValue(blocks.StructValue):
    @property
    def target(self):
        """Return ``(kind, value)`` of what is linked, kind being page, tool or url; ``(None, None)`` of an empty link."""
        for kind in ("page", "tool", "url"):
            if self.get(kind):
                return kind, self[kind]
        return None, None


class TargetBlock(ExplainedBlock):
    """Where a link goes. Exactly one of the three is filled in."""

    page = PageNumberBlock(
        required=False,
        help_text="Choose one of these three. A link to a page leaves by itself if the page is unpublished.",
    )
    tool = KeyChoiceBlock(
        choices=tools.choices,
        required=False,
        label="Part of the site",
        help_text="One that is not a page, such as the directory.",
    )
    url = blocks.CharBlock(
        required=False,
        max_length=500,
        label="Other address",
        validators=[validate_address],
        help_text="Begins with https://, or with / for a part of this site, such as a search of the directory.",
    )

    def clean(self, value):
        value = super().clean(value)
        chosen = [name for name in ("page", "tool", "url") if value.get(name)]
        if len(chosen) != 1 and self.needs_target(value):
            message = "Choose one place to go to: a page, a part of the site, or another address."
            raise StructBlockValidationError({(chosen or ["page"])[-1]: ValidationError(message)})
        return value

    def needs_target(self, value):
        """Whether ``value`` must go somewhere; subclasses may allow an empty link."""
        return True

    class Meta:
        value_class = LinkValue
        icon = "link"


class LinkBlock(TargetBlock):
    """A label and where it goes."""

    label = blocks.CharBlock(max_length=80, help_text="What a reader wants, for example “Find support near you”.")

    class Meta:
        label_format = "{label}"


class OptionalLinkBlock(TargetBlock):
    """A label and where it goes; empty where there is nothing more to see."""

    label = blocks.CharBlock(
        required=False, max_length=80, help_text="For example “All stories”. Leave empty for no link."
    )

    def needs_target(self, value):
        return bool(value.get("label")) or any(value.get(name) for name in ("page", "tool", "url"))

    class Meta:
        label_format = "{label}"
