"""Asking the directory without a browser, for tests of what it finds."""

from django.http import QueryDict

from directory.queries import Search
from directory.search_forms import FinderForm

LIST = "/directory/"


def search(query):
    parameters = QueryDict(query)
    return Search(FinderForm(parameters), parameters)


def find(query):
    return search(query).find()


def names(query):
    return [service.name for service in find(query).page.object_list]


def counts(found, key):
    facet = next(facet for facet in found.facets if facet.key == key)
    return {choice.value: choice.count for choice in facet.choices}
