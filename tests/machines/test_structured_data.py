"""Structured data says what the page says: all that its type must have, nothing that readers do not get."""

import datetime
import json
import re

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from cms.core.machines import structured
from cms.core.models import SiteSettings
from pages.models import CourseSession
from tests.directory.factories import BALLARAT, make_location, make_phone, make_service
from tests.pages.factories import (
    EVERY_TYPE,
    CourseFactory,
    ModuleFactory,
    OpportunityFactory,
    QuestionsFactory,
    ResearchFactory,
    StoryFactory,
)

# No database changes what is drawn.
pytestmark = pytest.mark.sqlite_only

HOST = "http://127.0.0.1:8000"
# What Google's and schema.org's own checks ask of each type that we use.
REQUIRED = {
    "Article": {"headline", "image", "publisher"},
    "Course": {"name", "description", "provider"},
    "CourseInstance": {"courseMode", "startDate"},
    "Offer": {"category"},
    "Event": {"name", "startDate", "location"},
    "EducationEvent": {"name", "startDate", "location"},
    "JobPosting": {"title", "description", "datePosted", "hiringOrganization"},
    "FAQPage": {"mainEntity"},
    "Question": {"name", "acceptedAnswer"},
    "Answer": {"text"},
    "Service": {"name", "description", "provider", "serviceType"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name", "item"},
    "Organization": {"name"},
    "WebSite": {"name", "url", "potentialAction"},
    "SearchAction": {"target", "query-input"},
    "ScholarlyArticle": {"name"},
    "Person": {"name"},
    "WebPage": {"name", "url", "description"},
    "CollectionPage": {"name", "url", "description"},
}


class Data:
    """The structured data of the page at ``path`` and the page itself."""

    def __init__(self, client, path):
        self.response = client.get(path)
        tree = html.fromstring(self.response.content)
        self.blocks = tree.xpath("//script[@type='application/ld+json']/text()")
        self.graph = json.loads(self.blocks[0])["@graph"] if self.blocks else []
        for unseen in tree.xpath("//script | //style"):
            unseen.drop_tree()
        self.seen = " ".join(tree.text_content().split()) + " ".join(tree.xpath("//@href | //head//@content"))

    def nodes(self, within=None):
        """Every node, at any depth."""
        for value in self.graph if within is None else within:
            if isinstance(value, dict):
                yield value
                yield from self.nodes(value.values())
            elif isinstance(value, list):
                yield from self.nodes(value)

    def of(self, kind):
        found = [node for node in self.nodes() if node.get("@type") == kind]
        return found[0] if found else None


@pytest.fixture
def data(client, db):
    return lambda path: Data(client, path)


def check(found):
    """Every node has what its type must have, nothing is empty, and there is one block of it."""
    assert len(found.blocks) == 1
    for node in found.nodes():
        missing = REQUIRED.get(node.get("@type"), set()) - set(node)
        assert not missing, node
        assert all(value not in ("", None, [], {}) for value in node.values()), node


@pytest.mark.parametrize("kind", sorted(EVERY_TYPE))
def test_every_type_of_page_says_what_it_is_and_where_it_stands(data, kind):
    page = EVERY_TYPE[kind]()
    found = data(page.url)
    check(found)
    [about] = [node for node in found.graph if node.get("@id") == HOST + page.url]
    assert about["url"] == HOST + page.url
    steps = [(step["position"], step["item"]) for step in found.of("BreadcrumbList")["itemListElement"]]
    assert steps[0] == (1, f"{HOST}/")
    assert steps[-1] == (len(steps), HOST + page.url)


@pytest.mark.parametrize("path", ["/directory/", "/get-help-now/", "/search/", "/directory/add/", "/reading-settings/"])
def test_screens_do_too(data, path):
    check(data(path))


def test_the_first_page_says_whose_site_it_is_and_how_to_search_it(data):
    found = data("/")
    check(found)
    assert found.of("SearchAction")["target"]["urlTemplate"] == f"{HOST}/search/?q={{search_term_string}}"
    assert found.of("Organization")["name"] == SiteSettings.load().site_name
    assert found.of("BreadcrumbList") is None


@pytest.mark.parametrize("path", ["/directory/?q=tea", "/search/?q=tea", "/no-such-page/"])
def test_what_has_no_address_of_its_own_says_nothing(data, path):
    assert data(path).blocks == []


@pytest.mark.parametrize(("shown", "name"), [("full", "Rowan Example"), ("first", "Rowan"), ("anonymous", None)])
def test_a_story_has_the_name_that_its_teller_shows_and_no_other(data, shown, name):
    found = data(StoryFactory(name_shown=shown, told_on="2026-05-17").url)
    check(found)
    assert found.of("Article").get("author", {}).get("name") == name
    # Readers see the month only.
    assert "2026-05-17" not in found.blocks[0]
    assert ("Example" in found.blocks[0]) is (shown == "full")


def test_a_summary_is_ours_and_the_paper_is_its_authors(data):
    page = ResearchFactory(doi="10.1186/s12888-020-02923-3", journal="BMC Psychiatry")
    found = data(page.url)
    check(found)
    paper = found.of("ScholarlyArticle")
    assert found.of("Article")["isBasedOn"] == paper
    assert [author["name"] for author in paper["author"]] == ["Ada Nguyen", "Bo Okafor", "Cy Papas"]
    assert paper["sameAs"] == "https://doi.org/10.1186/s12888-020-02923-3"
    assert paper["name"] in found.seen
    assert "author" not in found.of("Article")


def test_a_module_is_a_course_and_nobody_pretends_that_it_is_held(data):
    page = ModuleFactory(duration_minutes=45)
    found = data(page.url)
    check(found)
    assert found.of("Course")["timeRequired"] == "PT45M"
    assert "hasCourseInstance" not in found.of("Course")


def test_a_course_is_held_where_and_when_its_dates_say(data):
    page = CourseFactory(cost="Free for carers, $40 for others")
    CourseSession.objects.create(page=page, starts_at=at(2090, 1, 9, 10), place="Bendigo Library", is_online=True)
    CourseSession.objects.create(page=page, starts_at=at(2090, 7, 9, 10), place="Sale", state="cancelled")
    CourseSession.objects.create(page=page, starts_at=at(2020, 1, 9, 10), place="Long ago")
    found = data(page.url)
    check(found)
    first, second = found.of("Course")["hasCourseInstance"]
    assert (first["courseMode"], first["startDate"]) == ("Blended", "2090-01-09T10:00:00+11:00")
    assert second["eventStatus"].endswith("/EventCancelled")
    # Free for some is not free.
    assert found.of("Offer")["category"] == "Paid"


def at(*parts):
    return timezone.make_aware(datetime.datetime(*parts))


def test_an_event_says_when_in_melbournes_time_and_where(data):
    page = OpportunityFactory(
        opportunity_type="event", starts_at=at(2027, 1, 9, 10), ends_at=at(2027, 1, 9, 12), place="Bendigo Library",
        is_online=True, cost="Free",
    )  # fmt: skip
    found = data(page.url)
    check(found)
    event = found.of("Event")
    assert event["startDate"] == "2027-01-09T10:00:00+11:00"
    assert event["eventAttendanceMode"].endswith("/MixedEventAttendanceMode")
    assert [place["@type"] for place in event["location"]] == ["Place", "VirtualLocation"]
    assert event["isAccessibleForFree"] is True
    winter = OpportunityFactory(opportunity_type="training", starts_at=at(2027, 7, 9, 10), place="Bendigo Library")
    assert data(winter.url).of("EducationEvent")["startDate"] == "2027-07-09T10:00:00+10:00"


JOB = {
    "opportunity_type": "position",
    "organisation_name": "Example House",
    "place": "Ballarat",
    "first_published_at": datetime.datetime(2026, 5, 1, tzinfo=datetime.UTC),
}


@pytest.mark.parametrize("place", ["", "Ballarat"])
def test_a_job_that_can_be_done_online_says_so_and_needs_no_place(data, place):
    found = data(OpportunityFactory(is_online=True, **JOB | {"place": place}).url)
    check(found)
    job = found.of("JobPosting")
    assert job["jobLocationType"] == "TELECOMMUTE"
    assert job["applicantLocationRequirements"] == {"@type": "Country", "name": "Australia"}
    assert ("jobLocation" in job) == bool(place)
    assert "jobLocationType" not in data(OpportunityFactory(**JOB).url).of("JobPosting")


def test_a_job_is_one_until_it_closes(data):
    found = data(OpportunityFactory(closes_at=at(2090, 1, 9, 17), **JOB).url)
    check(found)
    job = found.of("JobPosting")
    assert job["validThrough"] == "2090-01-09T17:00:00+11:00"
    assert job["hiringOrganization"]["name"] == "Example House"
    assert job["jobLocation"]["@type"] == "Place"
    closed = data(OpportunityFactory(closes_at=at(2020, 1, 9, 17), **JOB).url)
    assert closed.of("JobPosting") is None


@pytest.mark.parametrize(
    "change",
    [
        {"opportunity_type": "placement"}, {"opportunity_type": "volunteering"}, {"place": ""},
        {"organisation_name": ""}, {"opportunity_type": "event"}, {"opportunity_type": "training"},
    ],
)  # fmt: skip
def test_where_no_type_fits_or_something_is_not_known_it_is_a_page(data, change):
    found = data(OpportunityFactory(**JOB | change).url)
    check(found)
    assert found.of("WebPage")
    assert not {"JobPosting", "Event", "EducationEvent"} & {node.get("@type") for node in found.nodes()}


def test_questions_and_answers_are_those_on_the_page(data):
    page = QuestionsFactory(
        groups=json.dumps(
            [
                {
                    "type": "group",
                    "value": {
                        "audience": "If you care",
                        "questions": [{"question": "Must I talk?", "answer": "<p>No. <b>Listen</b> &amp; rest.</p>"}],
                    },
                }
            ]
        )
    )
    found = data(page.url)
    check(found)
    [question] = found.of("FAQPage")["mainEntity"]
    assert question["name"] == "Must I talk?"
    assert question["acceptedAnswer"]["text"] == "No. Listen & rest."


def test_a_page_of_questions_without_any_is_a_page(data):
    assert data(QuestionsFactory().url).of("FAQPage") is None


def test_a_service_says_what_its_page_says(data):
    service = make_service(
        "Tuesday table",
        organisation="Example House",
        website="https://example.org/table",
        public_email="hello@example.org",
    )
    make_location(service, BALLARAT, address_shown="street", street="1 Sturt Street", name="Doveton House")
    make_phone(service, "(03) 5550 0142")
    found = data(service.get_absolute_url())
    check(found)
    node = found.of("Service")
    assert node["provider"]["name"] == "Example House"
    channels = json.dumps(node["availableChannel"])
    assert "(03) 5550 0142" in channels
    assert "Doveton House, 1 Sturt Street, Ballarat Central" in channels
    assert node["areaServed"] == [{"@type": "Place", "name": "Ballarat Central 3350"}]
    assert "@example.org" not in found.blocks[0]
    for value in [node["name"], node["description"], "(03) 5550 0142", "1 Sturt Street", "https://example.org/table"]:
        assert value in found.seen


@pytest.mark.parametrize("shown", ["nothing", "suburb"])
def test_what_a_service_keeps_back_is_not_said(data, shown):
    service = make_service("Quiet house", coverage="statewide")
    make_location(
        service, BALLARAT, address_shown=shown, street="1 Secretstreet", name="Secretname", access_note="Secretdoor"
    )
    found = data(service.get_absolute_url())
    check(found)
    assert "Secret" not in found.blocks[0]
    assert ("Ballarat" in found.blocks[0]) is (shown == "suburb")
    assert found.of("Service")["areaServed"] == [{"@type": "State", "name": "Victoria"}]


@given(st.text())
def test_nothing_that_anybody_types_ends_the_block(text):
    block = str(structured.script({"@type": "Article", "name": f"x</script><!--<script>&{text}"}))
    assert len(re.findall("<", block)) == 2
    inside = block.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert json.loads(inside)["@graph"][0]["name"] == f"x</script><!--<script>&{text}"


def test_a_title_cannot_break_out_of_a_page(data):
    story = StoryFactory(title='</script><script>alert(1)</script>"')
    found = data(story.url)
    assert "<script>alert" not in found.response.text
    assert found.of("Article")["headline"] == story.title


@given(
    st.recursive(
        st.one_of(st.just(""), st.none(), st.booleans(), st.integers(), st.text(min_size=1)),
        lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(min_size=1), inner)),
    )
)
def test_what_is_empty_is_left_out_at_any_depth(value):
    def has_empty(inner, top=False):
        if inner in structured.EMPTY and inner is not False and inner != 0:
            return not top
        children = inner.values() if isinstance(inner, dict) else inner if isinstance(inner, list) else []
        return any(has_empty(child) for child in children)

    assert not has_empty(structured.without_empty(value), top=True)


def test_an_index_is_a_collection(data):
    found = data(StoryFactory().get_parent().url)
    check(found)
    assert found.of("CollectionPage")
