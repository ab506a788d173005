"""The directory's facets as ways into it, for pages: each choice with how many services it leads to."""

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from cms.core.ways import Link, Way

from . import kept_census
from .facets import all_facets, count


def names():
    """Return ``(key, label)`` pairs of the facets whose choices are few enough to be named."""
    return [(facet.key, named(facet)) for facet in all_facets(QueryDict()) if not facet.is_long]


def named(facet):
    """Return what ``facet`` is called among others: with its answer where it has one only, since such share a label."""
    return f"{facet.label}: {facet.choices[0].label}" if len(facet.choices) == 1 else facet.label


def ways(keys):
    """Return a Way for each facet with one of ``keys``: its choices that some listed service has."""
    wanted = [facet for facet in all_facets(QueryDict()) if facet.key in keys and not facet.is_long]
    if not wanted:
        return []
    census = kept_census.current()
    counted = count(census, census.all, wanted)
    address = reverse("directory:list")
    return [
        Way(
            facet.key,
            facet.label,
            facet.help_text,
            [
                Link(f"{choice.label} ({choice.count})", f"{address}?{urlencode({facet.parameter: choice.value})}")
                for choice in facet.shown
            ],
        )
        for facet in counted.facets
    ]
