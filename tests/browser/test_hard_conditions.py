"""Pages under hard conditions: long words, other scripts, nothing in them, too much in them, no style, no pictures."""

import datetime
import re

import pytest
from playwright.sync_api import expect

from pages import models
from tests.directory.factories import make_locality, make_location, make_service
from tests.home.factories import HelpLineFactory, block, set_menus
from tests.pages.factories import (
    EVERY_TYPE,
    LISTED,
    AudienceFactory,
    CharterFactory,
    FactSheetFactory,
    ModuleFactory,
    OpportunityFactory,
    PartnerFactory,
    QuestionsFactory,
    ResearchFactory,
    ResourceFactory,
    SiteDocumentFactory,
    StandardFactory,
    StoryFactory,
    TermFactory,
    index,
    with_terms,
)

pytestmark = pytest.mark.django_db(transaction=True)

WORD = "Selbsthilfegruppenleiterinnenfortbildungsveranstaltungsteilnahmebescheinigungens"
TITLE = f"{WORD} and then a title that goes on for a good while longer than anybody would ever want it to, since "
TITLE = f"{TITLE}some names are long and nobody should have to cut theirs"[:200]
ARABIC, HEBREW, CHINESE = "دعم الأقران: لست وحدك", "תמיכת עמיתים: אינך לבד", "同伴支持：你并不孤单"
CODE = "peer_support_worker_supervision_agreement_template_version_2_final_reviewed_" * 3
MANY = [f"Item number {number} of a long list" for number in range(1, 31)]


def everything(word):
    """Return a body with each kind of block, all of it made of ``word``."""
    fact = {"label": word[:80], "text": word[:300]}
    return [
        ("heading", {"level": "h2", "text": word[:150]}),
        ("text", f"<p>{word}</p><ul><li>{word}</li></ul><p>Named.[^one]</p>"),
        ("quotation", {"quote": word, "attribution": word[:150], "source_title": word[:255], "source_url": "", "year": 2020}),
        ("expanders", {"items": [{"heading": word[:150], "body": f"<p>{word}</p>"}]}),
        ("key_facts", {"title": word[:100], "facts": [fact] * 3}),
        ("heading", {"level": "h2", "text": word[:150]}),
        ("checklist", {"title": word[:150], "items": [word[:300]] * 3}),
        ("do_dont", {"do_title": word[:80], "do": [word[:300]], "dont_title": word[:80], "dont": [word[:300]]}),
        ("callout", {"tone": "note", "title": word[:120], "text": f"<p>{word}</p>"}),
        ("contact", {"title": word[:120], "name": word[:120], "phone": "(03) 5550 0119", "email": "a@example.org", "hours": word[:150], "note": word[:255]}),
        ("heading", {"level": "h2", "text": word[:150]}),
        ("files", {"title": word[:120], "files": [{"document": SiteDocumentFactory(title=word[:200], version=word[:50], licence=word[:100]), "title": "", "description": word[:255]}]}),
        ("references", {"title": "References", "references": [{"key": "one", "text": word, "url": f"https://example.org/{'a' * 120}", "doi": ""}]}),
    ]  # fmt: skip


def without_references(body):
    return [block for block in body if block[0] != "references"]


def pages_of(title, word):
    """Return a page of each type, full of ``word``, all about the same thing."""
    term = TermFactory()
    teaser = word[:160]
    task = {"label": word[:80], "line": word[:120], "meta": "", "page": None, "tool": "", "url": "/get-help-now/"}
    pages = [
        StoryFactory(title=title, slug="story", teaser=teaser, teller_name=word[:100], name_shown="full", short_form=word[:600], pull_quote=word[:200], body=everything(word)),
        ModuleFactory(title=title, slug="module-1", teaser=teaser, number=1, audience=word[:200], outcomes=[("outcome", word[:200])], sections=everything(word), activities=[("activity", {"title": word[:100], "text": f"<p>{word}</p>"})]),
        ModuleFactory(title=title, slug="module-2", teaser=teaser, number=2),
        ResearchFactory(title=title, slug="research", teaser=teaser, question=word, findings=[("finding", {"heading": word[:120], "text": word, "direction": "up"})], certainty="not_sure", certainty_reason=word, limits=word, practice_points=[("point", word[:300])], people=word[:200], paper_title=word, doi="10.1234/" + "a" * 100),
        ResourceFactory(title=title, slug="resource", teaser=teaser, body=everything(word), document=SiteDocumentFactory(title=word[:200]), licence=word[:100], version=word[:50]),
        OpportunityFactory(title=title, slug="opportunity", teaser=teaser, organisation_name=word[:150], place=word[:200], cost=word[:150], how_to_apply=f"<p>{word}</p>", body=everything(word)),
        PartnerFactory(title=title, slug="partner", teaser=teaser, name_then=word[:150], name_now=title[:150], role=word[:200], about=f"<p>{word}</p>"),
        AudienceFactory(title=title, slug="audience", teaser=teaser, intro=f"<p>{word}</p>", task_groups=[("group", {"title": word[:80], "intro": word[:200], "tasks": [task]})]),
        FactSheetFactory(title=title, slug="fact-sheet", teaser=teaser, quick_facts=[("fact", {"label": word[:80], "text": word[:300]})], body=without_references(everything(word)), references=[("source", {"key": "one", "text": word})]),
        QuestionsFactory(title=title, slug="questions", teaser=teaser, intro=f"<p>{word}</p>", groups=[("group", {"audience": word[:80], "questions": [{"question": word[:150], "answer": f"<p>{word}</p>"}]})] * 3),
        CharterFactory(title=title, slug="charter", teaser=teaser, sections=[("section", {"anchor": f"aim-{number}", "heading": word[:150], "text": f"<p>{word}</p>"}) for number in range(3)]),
        StandardFactory(title=title, slug="standard", teaser=teaser, body=everything(word)),
    ]  # fmt: skip
    for page in pages:
        with_terms(page, term)
    make_service(word[:120], terms=[term], summary=word[:200])
    return [page.url for page in pages] + [index(model).url for model, _maker in LISTED.values()]


# What a reader would see as broken, asked of the page itself: words beyond the edge, words cut off, boxes with nothing in.
FAULTS = """() => {
  const faults = [], wide = document.documentElement.scrollWidth - window.innerWidth;
  if (wide > 0) faults.push(`${wide} px beyond the edge`);
  const name = (one) => `${one.tagName.toLowerCase()}.${one.getAttribute("class") || ""}`;
  for (const one of document.querySelectorAll("main *:not(svg, svg *)")) {
    const style = getComputedStyle(one), box = one.getBoundingClientRect();
    if (!box.width || !box.height || one.closest(".visually-hidden, .tile, details:not([open]) > :not(summary)")) continue;
    const words = one.textContent.trim();
    if (words && style.overflowX === "hidden" && one.scrollWidth > one.clientWidth + 1) faults.push(`cut off: ${name(one)}`);
    if (box.right > window.innerWidth + 0.5 && wide > 0) faults.push(`outside: ${name(one)}`);
    const holds = words || one.querySelector("img, svg, input, select") || one.matches("img, input, select, br, hr, .pin");
    if (!holds && box.height > 4) faults.push(`empty: ${name(one)}`);
  }
  return [...new Set(faults)];
}"""


def faults(page, address, change=None):
    assert page.goto(address).status == 200, address
    if change:
        change(page)
    page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
    return [f"{address}: {fault}" for fault in page.evaluate(FAULTS)]


@pytest.fixture(autouse=True)
def _help(transactional_db):
    HelpLineFactory(shows_in_slim=True)


@pytest.mark.parametrize(
    ("title", "word"),
    [(TITLE, f"{WORD} {CODE}"), (ARABIC, f"{ARABIC} (Tuesday Table, 3 pm) {HEBREW}"), (CHINESE, CHINESE * 9)],
    ids=["long words", "Arabic and Hebrew", "Chinese"],
)  # fmt: skip
def test_nothing_breaks_whatever_the_words_are(open_page, axe, title, word):
    addresses = pages_of(title, word)
    # 320 is also what a zoom of 400 % makes of 1280.
    for width in (320, 1280):
        page = open_page(width=width)
        by_axe = addresses if title is TITLE and width == 320 else addresses[:1]
        found = []
        for address in addresses:
            found += faults(page, address)
            if address in by_axe:
                axe(page)
        assert not found, "\n".join(found)


def test_words_from_right_to_left_stand_so_and_the_rest_does_not(page):
    story = StoryFactory(
        title=ARABIC, slug="story", teaser=HEBREW, teller_name="Leila", body=[("text", f"<p>{ARABIC}</p>")]
    )
    page.goto(story.url)
    direction = "one => getComputedStyle(one).direction"
    for selector in ("h1", ".lead", "#story .rich"):
        assert page.locator(selector).evaluate(direction) == "rtl", selector
    assert page.locator("html").evaluate(direction) == "ltr"
    assert page.locator(".head-meta p").evaluate(direction) == "ltr"


@pytest.mark.parametrize("title", [TITLE, ARABIC, CHINESE], ids=["200 letters", "Arabic", "Chinese"])
def test_a_title_stands_well_wherever_the_site_repeats_it(open_page, axe, title):
    label = title[:40]
    sheet = FactSheetFactory(title=title, slug="sheet", teaser=title[:160])
    below = StandardFactory(parent=sheet, slug="below", body=[("text", "<p>Words.</p>")])
    story = StoryFactory(title=title, slug="story", teaser=title[:160])
    make_service(title[:120], summary=title[:160])
    links = [block("item", label=label, page=story.pk, note=title[:100])]
    set_menus(
        main_menu=[block("link", label=label, page=sheet.pk), block("group", label=label, links=links)],
        footer=[block("column", heading=label, links=[block("item", label=label, page=sheet.pk)])],
    )
    first = title.split()[0].strip(":")
    found = f"/search/?q={first if title is not CHINESE else title}"
    places = {
        ".breadcrumbs bdi >> nth=-1": below.url,
        ".story-card a": story.get_parent().url,
        ".result a": "/directory/",
        ".found h3": found,
        ".nav-link bdi": story.url,
    }
    expected = "rtl" if title is ARABIC else "ltr"
    for width in (320, 1280):
        page = open_page(width=width)
        for selector, address in places.items():
            assert faults(page, address) == []
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address
            part = page.locator(selector).first
            assert part.evaluate("one => getComputedStyle(one).direction") == expected, f"{selector} of {address}"
        page.locator("details.menu > summary" if width == 320 else ".nav-wide summary >> nth=0").click()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "menu open"
        axe(page)


def test_a_service_with_twelve_places_stays_calm(open_page, axe):
    service = make_service("Many Tables")
    for number in range(12):
        place = make_locality(
            f"Town {number}", f"33{number:02}", latitude=-37.9 + number / 10, longitude=142 + number / 5
        )
        times = [
            {"weekday": (number + day) % 7, "starts": datetime.time(9 + number), "ends": datetime.time(10 + number)}
            for day in range(3)
        ]
        make_location(
            service,
            locality=place,
            name=f"Hall {number}",
            address_shown="street",
            street=f"{number} Long Street",
            times=times,
        )
    for width in (320, 1280):
        page = open_page(width=width)
        page.goto(service.get_absolute_url())
        assert page.locator(".service-places > li:visible").count() == 3
        assert page.get_by_text("9 more places").is_visible()
        text = page.locator("main").inner_text()
        # Some of its many times may be just now.
        when = re.search("Next time|On now", text)
        assert when.start() < text.index("Get in touch") < text.index("Where it is")
        assert faults(page, service.get_absolute_url()) == []
        assert page.locator(".service-places > li:visible").count() == 12
        axe(page)
        # In the list it is a card like any other: the first of its times and places, and how many more.
        assert faults(page, "/directory/") == []
        assert page.locator(".result").bounding_box()["height"] < 900
        axe(page)


def test_the_source_goes_from_the_title_to_the_text_to_what_stands_beside(open_page):
    page = open_page(javascript=False)
    page.route(re.compile(r"\.css"), lambda route: route.fulfill(body="", content_type="text/css"))
    body = [("heading", {"level": "h2", "text": part}) for part in ("Part one", "Part two", "Part three")]
    module = ModuleFactory(title="The title", teaser="What it is about.", sections=body, audience="Beside the text")
    page.goto(module.url)
    text = page.locator("main").inner_text()
    order = ["The title", "What it is about.", "On this page", "Part one", "Part three", "Beside the text"]
    places = [text.index(words) for words in order]
    assert places == sorted(places)


def test_a_list_of_contents_beside_the_text_needs_no_press_and_on_a_phone_one(open_page, axe):
    body = []
    for part in ("One part", "Another part", "Third part"):
        body += [("heading", {"level": "h2", "text": part}), ("text", "<p>Words.</p>" * 40)]
    sheet = FactSheetFactory(body=body)
    wide, phone = open_page(), open_page(width=360, javascript=False)
    wide.goto(sheet.url)
    link = wide.locator(".contents").get_by_role("link", name="Third part")
    assert not wide.locator(".contents summary").is_visible()
    link.click()
    assert wide.evaluate("location.hash") == "#third-part"
    # Alone beside the text, it is still there.
    box = wide.locator(".contents").bounding_box()
    assert 0 <= box["y"] < 900
    phone.goto(sheet.url)
    link = phone.locator(".contents").get_by_role("link", name="Third part")
    assert not link.is_visible()
    phone.locator(".contents summary").click()
    expect(link).to_be_visible()


def test_a_series_leads_on_by_title(page):
    for number in (1, 2, 3):
        ModuleFactory(title=f"Module {number}", slug=f"module-{number}", number=number)
    page.goto(models.TrainingModulePage.objects.get(number=2).url)
    assert page.locator(".series a[rel=prev]").inner_text().split("\n")[-1] == "Module 1"
    assert page.locator(".series a[rel=next]").inner_text().split("\n")[-1] == "Module 3"


def enlarge(page):
    page.evaluate("document.documentElement.setAttribute('data-text', '200')")


def test_twice_the_text_breaks_nothing(open_page):
    addresses = pages_of(TITLE, f"{WORD} {CODE}")
    for width in (320, 1280):
        page = open_page(width=width)
        found = [fault for address in addresses for fault in faults(page, address, enlarge)]
        assert not found, "\n".join(found)


def test_a_page_with_a_title_and_a_teaser_only_has_no_empty_boxes(open_page, axe):
    addresses = [maker(title=f"A {kind}", teaser="What it is about.").url for kind, maker in EVERY_TYPE.items()]
    for width in (320, 1280):
        page = open_page(width=width)
        found = []
        for address in addresses:
            found += faults(page, address)
            if width == 320:
                axe(page)
        assert not found, "\n".join(found)


def test_an_index_with_nothing_in_it_has_no_empty_boxes(page, axe):
    for model, _maker in LISTED.values():
        assert faults(page, index(model).url) == []
        axe(page)


def test_lists_of_thirty_and_a_story_that_nobody_signed(open_page, axe):
    body = [
        ("checklist", {"title": "All of it", "items": MANY}),
        ("text", "<ol>" + "".join(f"<li>{item}</li>" for item in MANY) + "</ol>"),
        ("expanders", {"items": [{"heading": item, "body": "<p>Yes.</p>"} for item in MANY]}),
    ]
    story = StoryFactory(slug="unsigned", name_shown="anonymous", teller_name="Nobody knows", told_on=None, body=body)
    for width in (320, 1280):
        page = open_page(width=width)
        assert faults(page, story.url) == []
        assert "Nobody knows" not in page.content()
        axe(page)
