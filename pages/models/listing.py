"""What indexes that readers can narrow have in common."""

from django.db.models import F
from django.utils.http import urlencode

from cms.core.models import IndexPage

from ..filters import bind


class FilteredIndexPage(IndexPage):
    """The abstract parent of indexes with filters. Subclasses list them in ``filters`` and say ``item_ordering``."""

    filters = ()
    item_ordering = ("-first_published_at", "pk")

    class Meta:
        abstract = True

    @classmethod
    def parameters_read(cls):
        return (*super().parameters_read(), *(each.name for each in cls.filters))

    def all_pages(self, request):
        """Return the queryset of what this page lists when nobody narrows it.

        Terms are not read with it: no list here shows them, and they would cost three queries.
        """
        return super().listed_pages(request).prefetch_related(None).prefetch_related("teaser_image__renditions")

    def considered_pages(self, request):
        """Return the queryset that the filters choose from and count: without what a reader left out beforehand."""
        return self.all_pages(request)

    def bound_filters(self, request):
        """Return the filters as ``request`` uses them: read once for each request."""
        if getattr(self, "_filters_of", (None, None))[0] is not request:
            self._filters_of = (request, bind(self.filters, request.GET, self.considered_pages(request)))
        return self._filters_of[1]

    def listed_pages(self, request):
        pages = self.considered_pages(request)
        for each, bound in zip(self.filters, self.bound_filters(request), strict=True):
            if bound.chosen:
                pages = each.apply(pages, bound.chosen)
        return pages.order_by(*self.item_ordering)

    def get_context(self, request, *args, **kwargs):
        """Add ``filters`` that lead somewhere, and ``query`` for links to other parts of the list: the chosen values, nothing else."""
        context = super().get_context(request, *args, **kwargs)
        bound = self.bound_filters(request)
        context["filters"] = [each for each in bound if each.shown]
        context["chosen_filters"] = [each for each in bound if each.chosen]
        context["is_narrowed"] = bool(context["chosen_filters"])
        context["query"] = urlencode({each.name: each.chosen for each in bound if each.chosen}, doseq=True)
        return context


def nulls_last(field):
    """Return the ordering by ``field`` (its name, or an expression) downwards with empty values at the end."""
    return (F(field) if isinstance(field, str) else field).desc(nulls_last=True)
