"""The kernel's models: terms that everything shares, the page every page is, the site's own settings."""

from .offers import Offers
from .pages import BasePage, IndexPage, PageTerm
from .settings import SiteSettings
from .taxonomy import Taxonomy, Term
from .versions import ContentChange

__all__ = ["BasePage", "ContentChange", "IndexPage", "Offers", "PageTerm", "SiteSettings", "Taxonomy", "Term"]
