"""The main menu and the foot of every page, as editors arrange them."""

from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import register_setting
from wagtail.fields import StreamField

from cms.core.models.settings import KeptSetting, PreviewedSetting

from ..blocks import FooterColumnBlock, MenuGroupBlock, MenuLinkBlock


class MenuBlock(blocks.StreamBlock):
    link = MenuLinkBlock()
    group = MenuGroupBlock()


class FooterBlock(blocks.StreamBlock):
    column = FooterColumnBlock()


class LegalBlock(blocks.StreamBlock):
    link = MenuLinkBlock()


@register_setting(icon="list-ul", order=110)
class Navigation(PreviewedSetting, KeptSetting):
    """What the menus hold. Links to pages that are not public leave by themselves."""

    what_for = "The main menu, the links of the footer, and the last line of every page."
    PREVIEWS = {"": ("Menu and footer", "home/navigation_preview.html")}

    main_menu = StreamField(
        MenuBlock(max_num=8),
        blank=True,
        help_text="Up to eight. Six fit on one line beside the name of the site. Two levels: a link, or a group of links.",
    )
    footer = StreamField(FooterBlock(max_num=4), blank=True, help_text="Up to four columns of links.")
    legal = StreamField(
        LegalBlock(max_num=8), blank=True, help_text="The last line of every page: privacy, copyright and the like."
    )

    panels = [FieldPanel("main_menu"), FieldPanel("footer"), FieldPanel("legal")]

    class Meta:
        verbose_name = "menus"

    def page_numbers(self):
        """Return the set of the numbers of all pages that the menus link to."""
        return {link["page"] for link in self.links() if link.get("page")}

    def links(self):
        """Yield the value of each link in the menus, on both levels."""
        for stream in (self.main_menu, self.footer, self.legal):
            for block in stream:
                yield from block.value.get("links") or [block.value]
