"""Which pages are public, asked of the database once and inside the same query."""

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from wagtail.models import PageManager, PageViewRestriction
from wagtail.query import PageQuerySet

from .. import kept
from ..page_map import restricted_paths


def unrestricted(pages):
    """Return the queryset ``pages`` without those that a view restriction covers, on themselves or on a page above.

    The same set as Wagtail's ``public()``, which first reads all restrictions with a query of its own:
    a page that shows eight lists would ask the same thing eight times. Most sites have none, and readers' requests, for
    which it is kept that there is none, ask nothing.
    """
    if kept.is_reading() and not restricted_paths():
        return pages

    # Wrapped, since a bare OuterRef cannot stand left of a comparison.
    def covering(path):
        path = ExpressionWrapper(OuterRef(path), output_field=CharField())
        return Exists(PageViewRestriction.objects.annotate(covered=path).filter(covered__startswith=F("page__path")))

    # An alias asks for what its source asks for (BasePage.get_view_restrictions).
    return pages.exclude(covering("path")).exclude(covering("alias_of__path"), alias_of__isnull=False)


class BasePageQuerySet(PageQuerySet):
    """The queryset of every page type of the site."""

    def public(self):
        return unrestricted(self)


BasePageManager = PageManager.from_queryset(BasePageQuerySet)
