"""The registry of what site search may find: each app offers its own, search names no model.

An app registers a Source in ``apps.ready``; pages are registered by the kernel (``page_source``).
A source hands out what its index finds and what is public. ``matching()`` asks the index for words: Wagtail's, through
``indexed()``, where an app has no index of its own. ``public()`` is the app's own idea of public, and what is found must
be in it: whatever a listing hides, search hides, without the index having to know the reason.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.db import models
from django.utils.functional import cached_property
from django.utils.text import slugify

_sources = {}


@dataclass(frozen=True)
class Kind:
    """A word for one sort of result: ``one`` on a result (Story), ``many`` on the tab that holds them (Stories)."""

    one: str
    many: str

    @cached_property
    def key(self):
        """The kind in an address: ``?kind=fact-sheets``."""
        return slugify(self.many)


@dataclass(frozen=True)
class Found:
    """One result as a reader sees it. ``text`` is plain text or HTML that an excerpt may be cut from;
    ``note`` says beforehand what it talks about; ``note_slugs`` are its terms, for readers who hide by them."""

    title: str
    url: str
    summary: str = ""
    text: str = ""
    facts: tuple[str, ...] = ()
    note: str = ""
    note_slugs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Start:
    """A link for somebody who has not typed anything yet: where all things of a kind are listed."""

    title: str
    url: str
    line: str = ""


class Source(ABC):
    """What an app offers to search. Subclass it, or fill in a ModelSource.

    ``title_field`` and ``summary_field`` name columns of the model: what ranking reads, a thousand rows
    at a time. ``kind_field`` names the column that tells kinds apart, where there are several.
    """

    key = ""
    title_field = "title"
    summary_field = "summary"
    kind_field = None

    @abstractmethod
    def indexed(self):
        """Return a queryset of the model with ``search()`` and ``autocomplete()``, not narrowed."""

    def matching(self, wanted):
        """Return a subquery of the primary keys of what has all words and phrases of a Wanted, for ``pk__in``."""
        return self.indexed().search(wanted.for_index(), order_by_relevance=False).get_queryset().values("pk")

    @abstractmethod
    def public(self):
        """Return the queryset of what everybody may see."""

    @abstractmethod
    def kinds(self) -> Mapping:
        """Return the Kind of each value of ``kind_field`` (one Kind under None where there is no such column)."""

    @abstractmethod
    def found(self, rows: Mapping, request=None) -> Mapping[int, Found]:
        """Return results by primary key, for the value of ``kind_field`` (or None) by primary key.

        The number of queries does not grow with ``rows``. What is no longer public is left out.
        """

    def starts(self, request=None) -> Iterable[Start]:
        """Return links to where this source's things are listed, in at most one query."""
        return ()


@dataclass(eq=False, kw_only=True)
class ModelSource(Source):
    """A source of one kind from one model.

    ``listed`` returns the public queryset; its model must be indexed, with a field ``stems`` unless ``matching`` is its own.
    ``summary_field`` and ``text_fields`` name columns an excerpt may come from; ``facts`` returns short strings for an
    object; ``with_facts`` takes a queryset and returns it with what ``facts`` and ``url`` read;
    ``url`` returns an object's address.
    """

    key: str
    kind: Kind
    listed: Callable[[], models.QuerySet]
    title_field: str = "title"
    summary_field: str = "summary"
    text_fields: tuple[str, ...] = ()
    with_facts: Callable[[models.QuerySet], models.QuerySet] = lambda queryset: queryset
    facts: Callable[[models.Model], Iterable[str]] = lambda thing: ()
    url: Callable[[models.Model], str] = lambda thing: thing.get_absolute_url()
    links: Callable[[], Iterable[Start]] = field(default=lambda: ())

    def indexed(self):
        return self.listed().model._default_manager.all()

    def public(self):
        return self.listed()

    def kinds(self):
        return {None: self.kind}

    def found(self, rows, request=None):
        return {
            thing.pk: Found(
                title=getattr(thing, self.title_field),
                url=self.url(thing),
                summary=getattr(thing, self.summary_field),
                text="\n".join(filter(None, (getattr(thing, name) for name in self.text_fields))),
                facts=tuple(self.facts(thing)),
            )
            for thing in self.with_facts(self.public().filter(pk__in=list(rows)))
        }

    def starts(self, request=None):
        return self.links()


def register(source):
    """Let search find what ``source`` offers. Registering a key twice replaces."""
    _sources[source.key] = source


def sources():
    """Return all sources, in the order of their keys."""
    return [_sources[key] for key in sorted(_sources)]


def kinds():
    """Return every kind that anything here can be, by key, in the order of their names."""
    every = {}
    for source in sources():
        for kind in source.kinds().values():
            # Several words for one may share a tab (Home and Charter are Pages): the plainest names it.
            if kind.key not in every or (kind.one != kind.many and plural(kind.one) == kind.many):
                every[kind.key] = kind
    return dict(sorted(every.items(), key=lambda pair: pair[1].many))


def plural(word):
    """Return an English plural good enough for the kinds we name: ``Story`` gives ``Stories``."""
    if word.endswith("s"):
        return word
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}s"
