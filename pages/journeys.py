"""Ways through the site in steps: what each step leads to now, and where a page stands on the ways that lead over it.

A step whose page is unpublished, private, past or deleted is left out, and the others close up.
"""

from dataclasses import dataclass, field, replace

from django.utils.text import slugify

from cms.core import kept, tools
from cms.core.page_source import PageSource


@dataclass(frozen=True)
class Step:
    """One step as readers see it. ``page`` is the primary key of the page it leads to, or None.

    ``url`` is where the path leads them: the page itself, or, for what is no page, the path's own page of the step,
    which then leads to ``target``. ``place`` is that page's part of the address.
    """

    number: int
    title: str
    url: str
    line: str = ""
    meta: str = ""
    page: int | None = None
    place: str = ""
    target: str = ""
    target_label: str = ""
    note_slugs: tuple = ()


@dataclass(frozen=True)
class Stage:
    title: str
    intro: str
    steps: list


@dataclass(frozen=True)
class Way:
    """A whole path: ``title`` and ``url`` of its contents, and its stages."""

    title: str
    url: str
    stages: list = field(default_factory=list)

    @property
    def steps(self):
        return [step for stage in self.stages for step in stage.steps]

    def around(self, step):
        """Return the steps before and after ``step``, each None at an end."""
        steps = self.steps
        here = steps.index(step)
        return (steps[here - 1] if here else None), (steps[here + 1] if here + 1 < len(steps) else None)


@dataclass(frozen=True)
class Standing:
    """Where a page stands on a way."""

    way: Way
    step: Step
    previous: Step | None
    next: Step | None


def titles(numbers):
    """Return ``{pk: (title, url, "", ())}`` of the public pages among ``numbers``: one query."""
    pages = PageSource().public().filter(pk__in=numbers).only("title", "slug", "url_path", "path", "depth")
    return {page.pk: (page.title, page.get_url() or "", "", ()) for page in pages}


def in_full(numbers):
    """Return ``{pk: (title, url, meta, note_slugs)}``: queries by the kinds of page, however many pages there are.

    ``meta`` says what a page is, and what it talks about or else how long it takes.
    """
    source = PageSource()
    rows = dict(source.public().filter(pk__in=numbers).values_list("pk", "content_type_id"))
    words = source.kinds()
    found = source.found(rows)
    return {
        pk: (each.title, each.url or "", meta_of(words[rows[pk]].one, each), tuple(each.note_slugs))
        for pk, each in found.items()
    }


def meta_of(kind, found):
    return " · ".join([kind, *([found.note] if found.note else found.facts[:1])])


def way_of(journey, known):
    """Return the Way of a JourneyPage; ``known`` is what ``titles`` or ``in_full`` say of its pages."""
    url = journey.get_url() or ""
    stages, count, taken = [], 0, set()
    for block in journey.stages:
        steps = []
        for value in block.value["steps"]:
            step = step_of(value, known)
            if step is None:
                continue
            count += 1
            if step.page is None:
                place = name = slugify(step.title)[:60].strip("-") or "step"
                again = count
                while place in taken:
                    place = f"{name}-{again}"
                    again += 1
                taken.add(place)
                step = replace(step, place=place, url=f"{url}{place}/")
            steps.append(replace(step, number=count))
        if steps:
            stages.append(Stage(block.value["title"], block.value["intro"], steps))
    return Way(journey.title, url, stages)


def step_of(value, known):
    """Return the Step of a StepBlock's value, or None where it leads nowhere (any longer)."""
    kind, target = value.target
    label, line, meta = (value.get(name) or "" for name in ("label", "line", "meta"))
    if kind == "page":
        title, url, found_meta, notes = known.get(target, ("", "", "", ()))
        # What a story talks about is said whatever an editor wrote.
        shown = found_meta if notes else meta or found_meta
        return Step(0, label or title, url, line, shown, page=target, note_slugs=notes) if url else None
    if kind == "tool":
        tool = tools.get(target)
        return Step(0, label or tool.label, "", line, meta, target=tool.url, target_label=tool.label) if tool else None
    return Step(0, label, "", line, meta, target=target, target_label=label) if target and label else None


def read_ways():
    """Return ``{page: [Standing, …]}`` for every page that a public path leads over: two queries."""
    from .models import JourneyPage

    journeys = list(JourneyPage.objects.live().public().order_by("path"))
    known = titles({number for journey in journeys for number in journey.page_numbers()}) if journeys else {}
    standings = {}
    for journey in journeys:
        way = way_of(journey, known)
        for step in way.steps:
            if step.page is not None:
                standings.setdefault(step.page, []).append(Standing(way, step, *way.around(step)))
    return standings


def standings_of(page):
    """Return where ``page`` stands on the public paths: a list of Standing. No query while nothing changes."""
    return kept.get("ways", read_ways).get(page.pk, [])
