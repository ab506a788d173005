"""Links to pages in rich text: read plainly, and only where readers may follow."""

from django.utils.html import escape
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from cms.core.models.querysets import unrestricted


class PublicPageLinkHandler(PageLinkHandler):
    """Wagtail's handler reads each linked page with all of its own type, a query a type, and links drafts too.

    This one reads addresses only, one query for each text, and leaves the words of a link to a page that is
    not public standing without the link.
    """

    @classmethod
    def get_many(cls, attrs_list):
        numbers = {str(attrs.get("id")) for attrs in attrs_list}
        pages = unrestricted(Page.objects.live()).filter(pk__in=[number for number in numbers if number.isdigit()])
        found = {str(page.pk): page for page in pages.only("url_path")}
        return [found.get(str(attrs.get("id"))) for attrs in attrs_list]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list):
        urls = [page.url if page else None for page in cls.get_many(attrs_list)]
        return [f'<a href="{escape(url)}">' if url else "<a>" for url in urls]
