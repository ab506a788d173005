"""Pages that are neither in the tree nor an entry, of which readers are asked whether they were useful, by name."""

from dataclasses import dataclass

from django.urls import reverse


@dataclass(frozen=True)
class Place:
    """What a page is called, the name of its address, and those of others that count for it."""

    title: str
    view_name: str
    others: tuple = ()

    @property
    def url(self):
        return reverse(self.view_name)


# By the word that is kept with an answer, so a word once given stays. Forms, steps, confirmations, and what only one
# person may open are not here: nobody is asked in the middle of something. Why, in decision 31.
PLACES = {
    "directory": Place("Find peer support", "directory:list"),
    "search": Place("Search", "search:results"),
    "contribute": Place("Contribute", "contribute:hub"),
    "newsletter": Place("The newsletter’s past issues", "newsletter:issues", ("newsletter:issue",)),
    "open-data": Place("Open data", "hsds:page"),
}
BY_VIEW = {name: slug for slug, place in PLACES.items() for name in (place.view_name, *place.others)}


def title_of(slug):
    """Return what the page ``slug`` is called; the word itself where there is no such page any more."""
    return PLACES[slug].title if slug in PLACES else slug
