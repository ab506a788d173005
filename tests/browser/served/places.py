"""Where to look: every address of the sitemap, one page of each kind, and the states that pages can be in."""

import concurrent.futures
import http.client
import re
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from urllib.parse import urlsplit

GROUND = "tests.browser.served.ground"
# Addresses of tools that are no pages: they answer scripts, with data or with nothing.
NOT_PAGES = {
    "search:suggest",
    "directory:places", "directory:add_leave", "directory:csv", "directory:geojson", "directory:calendar", "directory:calendar_of_time",
    "contribute:story_leave", "hsds:base", "hsds:openapi", "hsds:list", "hsds:item",
}  # fmt: skip
# What somebody typed or chose, by address. The kind of page is in the sitemap or in STATES all the same.
ADDRESSES = {
    "directory, narrowed": "/directory/?near=3350&how=in-person",
    "directory, nothing found": "/directory/?q=zebra+crossing",
    "directory, a place that is not there": "/directory/?near=Atlantis",
    "directory, on a map": "/directory/?view=map",
    "directory, a part of the map": "/directory/?view=map&part=melbourne",
    "directory, a map near a place": "/directory/?view=map&near=3350&within=50",
    "directory, second page": "/directory/?page=2",
    "my list, empty": "/directory/shortlist/",
    "a shared list, of nothing": "/directory/shortlist/?s=AAAAAAAAAAAAAAAAAAAAAA",
    "stories, narrowed": "/stories/?role=carer",
    "stories, nothing found": "/stories/?role=service&about=grief",
    "resources, narrowed": "/resources/?resource_type=checklist&resource_type=form",
    "resources, with some picked": "/resources/?pick=1&pick=2",
    "research, narrowed": "/research/?study_type=systematic_review&certainty=somewhat_sure&sort=certainty",
    "research to cite, nothing picked": "/research/cite/",
    "a kit, empty": "/resources/kit/",
    "a section of the Charter": "/charter/sections/good-use-of-money/",
    "the Charter in plain words": "/charter/in-plain-words/",
    "who endorses the Charter": "/charter/endorsements/",
    "a module to print": "/training/finding-your-feet/print/",
    "a step of a path": "/starting-a-service/look-at-what-is-near-you/",
    "past events": "/opportunities/past/",
    "questions, found": "/faq/?q=cost",
    "questions, nothing found": "/faq/?q=zebra",
    "search, found": "/search/?q=peer",
    "search, one kind": "/search/?q=peer&kind=story",
    "search, second page": "/search/?q=peer&page=2",
    "search, in danger": "/search/?q=suicide",
    "search, nothing found": "/search/?q=zebra+crossing",
    "reading settings": "/reading-settings/?from=/stories/",
    "reading settings, kept": "/reading-settings/?saved=1",
    "reading settings, reset": "/reading-settings/?reset=1",
    "not found": "/there-is-no-such-page/",
    "which service is yours, found": "/directory/update/?name=tuesday",
    "which service is yours, nothing found": "/directory/update/?name=zebra",
    "sign in": "/account/sign-in/?next=/admin/",
    "sign in, after a pause": "/account/sign-in/?why=idle",
    "password forgotten": "/account/forgotten/",
    "password forgotten, sent": "/account/forgotten/sent/",
    "a link for a password, used": "/account/forgotten/1-used/",
    "an invitation, used": "/account/invitation/used/",
    "service not found": "/directory/there-is-no-such-service/",
}
SUBMIT = ["submit", "main form[method=post] button[type=submit]:not([aria-hidden])"]
# States that need a hand: a name, the page, what to do there, and at which widths it can be done.
MENU = "details.menu > summary"
STATES = [
    ("menu, open", "/", [["press", MENU]], "narrow"),
    ("sub-menu, open", "/", [["press", ".nav-wide details.nav-group:not(.nav-search) > summary"]], "wide"),
    ("reading panel, open", "/", [["press", "header .reading-link"]], "wide"),
    (
        "reading panel, open on a phone",
        "/",
        [["press", MENU], ["press", ".menu [href*='/reading-settings/']"]],
        "narrow",
    ),
    ("search of the header, open", "/", [["press", ".nav-wide details.nav-search > summary"]], "wide"),
    ("suggestions, open", "/search/", [["type", "main [role=combobox]", "sto"], ["see", "main [role=option]"]], ""),
]
# Forms of one page, which say what is missing when they are sent empty.
SHORT_FORMS = (
    "/contribute/enquiry/",
    "/contribute/complaint/",
    "/contribute/work/",
    "/contribute/hard-copies/",
    "/contribute/suggest/",
    "/charter/endorse/",
    "/newsletter/",
    "/account/sign-in/",
    "/account/forgotten/",
)
EMPTY_STEPS = ("about", "taking-part", "contact")
EMPTY_QUESTIONS = ("words", "name", "uses")


@dataclass(frozen=True)
class Place:
    """A page in one state: where it is (or its HTML), what to do there, and whether a screen must be wide for it."""

    name: str
    address: str
    kind: str = ""
    actions: list = field(default_factory=list, hash=False)
    only: str = ""
    html: str = ""

    def fits(self, width):
        """Return whether the state can be reached on a screen of ``width`` pixels."""
        return self.only in ("", "narrow" if width < 1000 else "wide")


def get(url):
    """Return status, headers and text of what is at ``url``, whatever the status."""
    try:
        with urllib.request.urlopen(url, timeout=30) as response:
            return response.status, response.headers, response.read().decode(errors="replace")
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read().decode(errors="replace")


def sitemap(origin):
    """Return the paths of all addresses of the site's sitemap, in its order; a map of maps is followed."""
    waiting, found = ["/sitemap.xml"], []
    while waiting:
        status, _headers, text = get(origin + waiting.pop())
        if status != http.client.OK:
            raise RuntimeError(f"the sitemap answered {status}")
        paths = [urlsplit(address).path for address in re.findall(r"<loc>\s*([^<]+?)\s*</loc>", text)]
        (waiting if "<sitemapindex" in text else found).extend(paths)
    return list(dict.fromkeys(found))


def survey(site):
    """Return everything that tests of the served site need to know of it, as JSON keeps it: what ``Atlas`` takes."""
    paths = sitemap(site.url)
    with concurrent.futures.ThreadPoolExecutor(3) as threads:
        pages = dict(zip(paths, threads.map(lambda path: get(site.url + path), paths), strict=True))
    answers = {path: [status, headers["Set-Cookie"], html] for path, (status, headers, html) in pages.items()}
    asked = [*paths, *(urlsplit(address).path for address in ADDRESSES.values() if "no-such" not in address)]
    return {"url": site.url, "sitemap": answers} | site.ask(GROUND, asked)


class Atlas:
    """The served site's address and pages, from what ``survey`` found."""

    def __init__(self, found):
        self.url = found["url"]
        self.answers = found["sitemap"]
        self.tools, self.types = found["tools"], found["types"]
        self.kinds = found["kinds"]
        self.made, self.html = found["made"], found["html"]

    @property
    def one_of_each(self):
        """A Place for the longest page of each kind that is in the sitemap: it has the most to go wrong."""
        longest = {}
        for path in sorted(self.answers, key=lambda path: len(self.answers[path][2])):
            longest[self.kinds[path]] = path
        return [self.place(kind, path) for kind, path in longest.items()]

    @property
    def states(self):
        """A Place for each state that is not just the page at an address of the sitemap."""
        places = [self.place(name, address) for name, address in (ADDRESSES | self.made).items()]
        places += [self.place(name, address, actions, only) for name, address, actions, only in STATES]
        places += [self.place(f"{step}, errors shown", self.made[f"empty {step}"], [SUBMIT]) for step in EMPTY_STEPS]
        places += [
            self.place(f"story, {step}, errors shown", self.made[f"story, empty {step}"], [SUBMIT])
            for step in EMPTY_QUESTIONS
        ]
        missing = [["fill", "[name=street]", "1 Somewhere Street"], SUBMIT]
        places.append(self.place("place, errors shown", self.made["empty place"], missing))
        places.append(self.place("update request, errors shown", self.made["update request"], [SUBMIT]))
        places.append(self.place("report, errors shown", self.made["report"], [SUBMIT]))
        places += [self.place(f"{path}, errors shown", path, [SUBMIT]) for path in SHORT_FORMS]
        return places + [
            Place(f"page {name}", f"/made-up/{n}/", html=html) for n, (name, html) in enumerate(self.html.items())
        ]

    @property
    def all_kinds_and_states(self):
        return self.one_of_each + self.states

    def place(self, name, address, actions=(), only=""):
        return Place(name, address, self.kinds.get(urlsplit(address).path, ""), list(actions), only)
