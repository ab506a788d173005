"""Links to pages in rich text: read plainly, and only where readers may follow."""

from django.utils.html import escape
from wagtail.rich_text.pages import PageLinkHandler

from cms.core.page_map import address_of, page_map


class PublicPageLinkHandler(PageLinkHandler):
    """Wagtail's handler reads each linked page with all of its own type, a query a type, and links drafts too.

    This one asks the map of pages for addresses, and leaves the words of a link to a page that is not public standing
    without the link.
    """

    @classmethod
    def get_many(cls, attrs_list):
        pages = page_map() if attrs_list else None
        numbers = [str(attrs.get("id")) for attrs in attrs_list]
        return [pages.public(int(number)) if number.isdecimal() else None for number in numbers]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list):
        urls = [address_of(page) if page else "" for page in cls.get_many(attrs_list)]
        return [f'<a href="{escape(url)}">' if url else "<a>" for url in urls]
