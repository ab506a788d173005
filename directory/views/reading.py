"""The directory as everybody reads it: the list with its finder and facets, and a page for each service."""

from django.db.models import Prefetch
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cms.core import kept
from cms.core.machines.feeds import link_to
from cms.core.models import SiteSettings, Term
from cms.core.page_cache import keeps
from cms.core.related import close_to
from home.links import link_book
from pages.models import StoryPage, StoryService
from pages.models.stories import LATEST_FIRST

from .. import facets, landmarks, maps, moved, near, spelling, statistics
from ..alike import sharing
from ..machines import structured_data, subject_of
from ..models import Location, Service
from ..queries import VIEWS, Search
from ..search_forms import FinderForm, Sort

ANCESTORS = [("Home", "/")]
MOST_RELATED = 4
MOST_STORIES = 3
MOST_PAGES = 3


@require_safe
@keeps(parameters=(*facets.PARAMETERS, "within", "sort", "view", "page", "part"), typed=("q", "near"))
def service_list(request: HttpRequest):
    """List services: ``?q= &near= &within= &term=<slug>… &how= &cost= &region= … &sort= &view= &page=``.

    Anything unknown is left out. The names of all choices are those of ``facets.PARAMETERS``.
    """
    form = FinderForm(request.GET)
    search = Search(form, request.GET)
    list_url = reverse("directory:list")

    def address(*args, **kwargs):
        query = search.address(*args, **kwargs)
        return f"{list_url}?{query}" if query else list_url

    is_map = search.view == "map"
    # The map shows all results, and no cards.
    found = search.find(request.GET.get("page", 1), has_cards=not is_map)
    drawn = maps.map_of(search, found.results, address, request.GET.get("part", "")) if is_map else None
    statistics.count_search(request, search, found.total)
    shown = [facet for facet in found.facets if facet.shown]
    return render(
        request,
        "directory/map.html" if is_map else "directory/list.html",
        {
            "map": drawn,
            "form": form,
            "search": search,
            "found": found,
            "page_obj": found.page,
            "is_narrowed": search.is_narrowed or is_map,
            "groups": in_groups(search, found),
            "query": search.address(),
            "tags": tags(search, address),
            "views": [
                {"label": label, "url": address(view=view), "is_current": view == search.view}
                for view, label in VIEWS.items()
            ],
            "clear_url": address(without={"q", "near", "within", "sort", "facets"}),
            "prominent": [facet for facet in shown if facet.is_prominent],
            "more": [facet for facet in shown if not facet.is_prominent],
            "more_chosen": any(facet.chosen for facet in shown if not facet.is_prominent),
            "places": [
                {"label": str(place), "url": address(near=str(place), without={"within"})}
                for place in search.asked_place.choices
            ],
            "looser": looser(search, found, address) if not found.total else [],
            "points": [] if is_map else points(search, found.page.object_list),
            "ring": (*search.place.centre, search.within) if search.place else None,
            "guides": guides(request),
            "ancestors": ANCESTORS,
            "feed": link_to("directory"),
        },
    )


def in_groups(search, found):
    """Return the page's services as (heading, services): near ones first, then what reaches everywhere."""
    if not search.place:
        return [("", found.page.object_list)]
    close = [service for service in found.page.object_list if service.distance is not None]
    everywhere = [service for service in found.page.object_list if service.distance is None]
    groups = [("", close), ("By phone, online or for the whole state", everywhere)]
    return [(heading, services) for heading, services in groups if services]


def tags(search, address):
    """Return what narrows and orders the list, each as a dict with its label and the address of the list without it."""
    found = []
    if search.wanted.text:
        found.append({"label": f"“{search.wanted.text}”", "url": address(without={"q"})})
    if search.place:
        label = f"Within {search.within} km of {search.place.label}"
        found.append({"label": label, "url": address(without={"near", "within"})})
    elif search.form.typed_near:
        found.append({"label": f"Near “{search.form.typed_near}”", "url": address(without={"near", "within"})})
    found += [
        {"label": choice.label, "url": address(without=(facet.key, choice.value))} for facet, choice in search.chosen
    ]
    if search.form.asked_sort:
        found.append({"label": Sort.LABELS[search.sort], "url": address(without={"sort"})})
    return found


def looser(search, found, address):
    """Return links that find more, as dicts with label, url and count: another spelling, farther, anywhere, without a
    filter, without words.

    What would find nothing either is not offered.
    """
    totals = search.totals_without()
    links = []
    if search.has_words:
        text, number = spelling.suggestion(search)
        links.append((f"Look for “{text}” instead", address(q=text), number))
    if search.place:
        away, within, number = search.nearest()
        if within:
            links.append((f"Look within {within} km", address(within=str(within)), number))
        far = "" if within or away is None else f": the nearest is about {away:.0f} km away"
        links.append((f"Look all over Victoria{far}", address(without={"near", "within"}), totals["place"]))
    for facet in search.facets:
        if facet.chosen:
            names = " and ".join(f"“{choice.label}”" for choice in facet.chosen)
            links.append((f"Leave out {names}", address(without={facet.key}), found.failing.get(facet.key, 0)))
    if search.has_words:
        links.append((f"Leave out the words “{search.wanted.text}”", address(without={"q"}), totals["words"]))
    return [{"label": label, "url": url, "count": number} for label, url, number in links if number]


def points(search, services):
    """Return the points of the localities that the page's services show, each once; near ones only near a place."""
    places = {
        place.pk: place
        for service in services
        if not search.place or service.distance is not None
        for place in service.public_localities
    }
    pins = [{"lat": place.latitude, "lon": place.longitude, "label": place.name} for place in places.values()]
    if search.place:
        # As far as the map shows around the ring.
        reach = max(0.5, 2 * search.within / near.KM_A_DEGREE)
        return [*pins, *landmarks.beside(pins, middle=search.place.centre, reach=reach)]
    return [*pins, *landmarks.beside(pins, ["Melbourne"])] if pins else []


@require_safe
@keeps()
def service_detail(request: HttpRequest, slug: str):
    """Show one listed service; 404 for everything else, whether it exists or not, but for one that was merged."""
    service = (
        Service.objects.listed()
        .select_related("organisation", "photo")
        .prefetch_related(
            Prefetch("terms", Term.objects.select_related("taxonomy")),
            Prefetch("locations", Location.objects.select_related("locality")),
            "locations__schedules",
            "phones",
            "links",
        )
        .filter(slug=slug)
        .first()
    )
    if service is None:
        return moved.sent_on(slug)
    statistics.count_view(request, service)
    stories = stories_about(service)
    terms = [term.pk for term in service.terms.all()]
    context = {
        "service": service,
        "ancestors": service.ancestors,
        "subject": subject_of(service),
        "structured_data": structured_data(service),
        "related": sharing(terms, MOST_RELATED, without=[service.pk]) if terms else [],
        "stories": stories,
        "guides": guides(request),
        "pages": close_to("pages", terms, MOST_PAGES, without=[story.pk for story in stories]),
    }
    return render(request, "directory/detail.html", context)


def guides(request):
    """Return the addresses of the pages about choosing support safely and about how listings are checked, as a dict;
    '' where there is none to read."""
    settings = SiteSettings.load(request_or_site=request)
    book = link_book({"request": request})
    numbers = {"choosing": settings.choosing_page_id, "checking": settings.checking_page_id}
    return {name: book.page_url(number) if number else "" for name, number in numbers.items()}


def stories_about(service):
    """Return at most MOST_STORIES public stories that mention the service, the latest first. No query for readers."""
    return kept.get("stories that mention services", read_stories).get(service.pk, [])[:MOST_STORIES]


def read_stories():
    """Return ``{service: [story, …]}`` of all public stories that mention services, the latest first: two queries."""
    stories = StoryPage.for_cards().filter(services_mentioned__isnull=False).order_by(*LATEST_FIRST).distinct()
    stories = {story.pk: story for story in stories}
    mentions = {}
    for page, service in StoryService.objects.filter(page__in=stories).values_list("page", "service"):
        mentions.setdefault(page, set()).add(service)
    about = {}
    for pk, story in stories.items():
        for service in mentions.get(pk, ()):
            about.setdefault(service, []).append(story)
    return about
