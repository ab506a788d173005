"""The lists of the desk: columns and filters that find what the work asks for, at one cost, and files without formulas."""

from datetime import timedelta
from itertools import count

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.intake.models import ReasonTemplate
from contribute.models import CopyItem, EnquiryTopic, StoryAsk, StoryPrompt
from directory.models import Organisation
from home.models import HelpLine
from pages.models import CharterEndorsement, GlossaryTerm, StoryConsent, StoryPage
from tests.contribute.conftest import a_story
from tests.contribute.telling import TOLD, a_note
from tests.counting import settled_cost
from tests.directory.factories import BALLARAT, make_service, new_location
from tests.pages import factories as make

from .seeing import names_of, rows_of

pytestmark = pytest.mark.django_db
numbers = count(1)


def pages_of(model):
    return reverse("wagtailadmin_pages:type_use", args=["pages", model])


def snippets_of(app, model):
    return reverse(f"wagtailsnippets_{app}_{model}:list")


def story():
    made = make.StoryFactory()
    made.content_notes = [a_note(f"note-{made.pk}", f"Talks about {made.pk}")]
    made.save()


def service():
    number = next(numbers)
    make_service(f"Listed {number}", organisation=f"Of {number}", place=BALLARAT)


# Each list: where it is, and what makes one of its rows.
LISTS = {
    "stories": (pages_of("storypage"), story),
    "stories sent in": (pages_of("storypage"), a_story),
    "research": (pages_of("researchpage"), make.ResearchFactory),
    "resources": (pages_of("resourcepage"), make.ResourceFactory),
    "modules": (pages_of("trainingmodulepage"), make.ModuleFactory),
    "opportunities": (pages_of("opportunitypage"), make.OpportunityFactory),
    "news": (pages_of("newspage"), make.NewsFactory),
    "questions": (pages_of("questionspage"), make.QuestionsFactory),
    "partners": (pages_of("partnerpage"), make.PartnerFactory),
    # The other lists of pages are made as this one is.
    "other pages": (pages_of("standardpage"), make.StandardFactory),
    "consents": (reverse("story_consents:index"), make.StoryFactory),
    "services": (snippets_of("directory", "service"), service),
    "organisations": (snippets_of("directory", "organisation"), service),
    "answers": (
        snippets_of("intake", "reasontemplate"),
        lambda: ReasonTemplate.objects.create(name=f"Answer {next(numbers)}", decision="decline", words="Thank you"),
    ),
    "help lines": (
        snippets_of("home", "helpline"),
        lambda: HelpLine.objects.create(name=f"Line {next(numbers)}", number="13 11 14", who_for="Anybody"),
    ),
    "glossary": (
        snippets_of("pages", "glossaryterm"),
        lambda: GlossaryTerm.objects.create(word=f"word {next(numbers)}", meaning="What it means"),
    ),
    "endorsements": (
        snippets_of("pages", "charterendorsement"),
        lambda: CharterEndorsement.objects.create(name=f"Body {next(numbers)}", endorsed_on=timezone.localdate()),
    ),
    "topics": (
        snippets_of("contribute", "enquirytopic"),
        lambda: EnquiryTopic.objects.create(name=f"T{next(numbers)}"),
    ),
    "prompts": (
        snippets_of("contribute", "storyprompt"),
        lambda: StoryPrompt.objects.create(words=f"W{next(numbers)}"),
    ),
    "copies": (snippets_of("contribute", "copyitem"), lambda: CopyItem.objects.create(name=f"C{next(numbers)}")),
}
NO_SEARCH = {"consents"}
FILES = {"research", "resources", "modules", "opportunities", "news", "questions", "partners", "other pages", "services", "organisations",
         "help lines", "glossary", "endorsements"}  # fmt: skip


@pytest.fixture
def staff(client, member_of):
    """The client of a test, signed in as an administrator."""
    client.user = member_of("Administrators")
    client.force_login(client.user)
    return client


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_for_three_times_as_many_rows_and_is_searched_and_taken_away(staff, name):
    address, make_one = LISTS[name]
    before = rows_of(staff.get(address))
    for _each in range(3):
        make_one()
    assert rows_of(staff.get(address)) == before + 3
    few = settled_cost(lambda: staff.get(address))
    for _each in range(6):
        make_one()
    assert settled_cost(lambda: staff.get(address)) == few
    if name not in NO_SEARCH:
        assert rows_of(staff.get(address, {"q": "nothing is called so"})) == 0
    if name in FILES:
        lines = b"".join(staff.get(address, {"export": "csv"}).streaming_content).splitlines()
        assert len(lines) == before + 9 + 1
        assert staff.get(address, {"export": "xlsx"}).status_code == 200


def found(client, address, **asked):
    return set(names_of(client.get(address, asked)))


def days(number):
    return timezone.localdate() + timedelta(days=number)


def test_stories_are_found_by_consent_by_note_and_by_where_they_stand(staff):
    address = pages_of("storypage")
    fine, soon, bare = (
        make.StoryFactory(title="Fine"),
        make.StoryFactory(title="Soon"),
        make.StoryFactory(title="Bare", live=False),
    )
    lapsed = make.StoryFactory(title="Lapsed")
    StoryConsent.objects.filter(story=soon).update(review_on=days(30))
    StoryConsent.objects.filter(story=lapsed).update(review_on=days(-1))
    suicide, loss = a_note(), a_note("note-loss", "Talks about loss")
    fine.content_notes = [suicide, loss]
    fine.save()
    for state, titles in {
        "force": {"Fine", "Soon"}, "soon": {"Soon"}, "lapsed": {"Lapsed"}, "none": {"Bare"}, "withdrawn": set(),
    }.items():  # fmt: skip
        assert found(staff, address, consent=state) == titles, state
    assert found(staff, address, note=[suicide.pk, loss.pk]) == {"Fine"}
    assert found(staff, address, noted="no") == {"Soon", "Bare", "Lapsed"}
    assert found(staff, address, standing="draft") == {"Bare"}
    assert found(staff, address, q="lapsed") == {"Lapsed"}
    assert found(staff, address, q="lapsed", consent="force") == set()
    assert bare.pk


def test_a_story_that_was_sent_in_is_its_reference_and_none_of_its_words_until_it_is_published(staff, member_of):
    address = pages_of("storypage")
    sent = a_story()
    told = sent.page.get_latest_revision_as_object()
    told.title, told.teaser = f"A {TOLD}", "Somebody listened."
    told.save_revision(user=staff.user)
    below = reverse("wagtailadmin_explore", args=[sent.page.get_parent().pk])
    staff.force_login(member_of("Approvers"))
    report, consents = reverse("story_consents_report"), reverse("story_consents:index")
    for screen in (address, below, reverse("desk_reviews"), report, consents, "/admin/"):
        content = staff.get(screen).content.decode()
        assert sent.reference in content or screen == "/admin/", screen
        assert TOLD not in content, screen
    # Who may do nothing about it does not meet it at all.
    staff.force_login(member_of("Contributors"))
    assert found(staff, address) == set()
    assert sent.reference not in staff.get(below).content.decode()


@pytest.mark.sqlite_only
def test_the_search_of_all_pages_says_how_many_pages_it_found(staff):
    make.NewsFactory(title="Lantern one")
    make.NewsFactory(title="Lantern two")
    html = staff.get(reverse("wagtailadmin_pages:search"), {"q": "lantern"}).content.decode()
    assert "1-2 of 2 pages" in html


@pytest.mark.sqlite_only
def test_a_story_is_found_by_the_name_that_its_teller_shows_and_by_its_teaser(staff):
    address = pages_of("storypage")
    shown = StoryPage.NameShown
    make.StoryFactory(title="Garden", teller_name="Margaret Hill", name_shown=shown.FULL, teaser="Tea and tomatoes.")
    make.StoryFactory(title="River", teller_name="Margaret Lake", name_shown=shown.FIRST, teaser="A boat.", live=False)
    make.StoryFactory(title="Alone", teller_name="Margaret Moor", name_shown=shown.ANONYMOUS, teaser="A hat.")
    below = reverse("wagtailadmin_explore", args=[StoryPage.objects.first().get_parent().pk])
    for screen in (address, below):
        for words, titles in {
            "margaret": {"Garden", "River"}, "Hill": {"Garden"}, "Lake": set(), "Moor": set(), "tomato": {"Garden"},
            "margaret boat": {"River"}, "alone": {"Alone"},
        }.items():  # fmt: skip
            assert found(staff, screen, q=words) == titles, (screen, words)
    listed = staff.get(address).content.decode()
    assert "Margaret Hill" in listed
    assert not [name for name in ("Margaret Lake", "Moor") if name in listed]
    sent = a_story()
    StoryPage.objects.filter(pk=sent.page.pk).update(teller_name="Wilhelmina", name_shown=shown.FULL)
    assert found(staff, address, q="wilhelmina") == {sent.reference}
    assert "Wilhelmina" not in staff.get(address).content.decode()


def test_stories_are_found_by_what_their_teller_said(staff):
    address = pages_of("storypage")
    make.StoryFactory(title="Another")
    asked, agreed, untold = a_story(), a_story(), a_story()
    StoryAsk.objects.create(sent=agreed, answer="change")
    StoryAsk.objects.create(sent=agreed, answer="yes")
    StoryAsk.objects.create(sent=asked)
    for state, titles in {
        "not-sent": {"Another"}, "not-asked": {untold.reference}, "asked": {asked.reference},
        "yes": {agreed.reference}, "change": set(), "no": set(),
    }.items():  # fmt: skip
        assert found(staff, address, teller=state) == titles, state


@pytest.mark.sqlite_only
@pytest.mark.parametrize(("role", "sees"), [("Contributors", False), ("Editors", False), ("Approvers", True)])
def test_how_it_stands_with_a_consent_is_for_those_who_keep_them(client, member_of, role, sees):
    make.StoryFactory(title="Fine")
    client.force_login(member_of(role))
    content = client.get(pages_of("storypage")).content.decode()
    assert "Fine" in content
    assert ("In force" in content) == sees
    # Nor is it found out by asking for it.
    assert found(client, pages_of("storypage"), consent="none") == (set() if sees else {"Fine"})


def test_partners_are_found_by_whether_they_still_are_one(staff):
    year = timezone.localdate().year
    make.PartnerFactory(title="Until now", year_to=year)
    make.PartnerFactory(title="Still", year_to=None)
    make.PartnerFactory(title="Once", year_to=year - 1)
    address = pages_of("partnerpage")
    assert found(staff, address, partnership="now") == {"Until now", "Still"}
    assert found(staff, address, partnership="past") == {"Once"}


def test_research_resources_opportunities_and_news_are_found_by_what_the_work_asks_for(staff):
    make.ResearchFactory(title="Old", year=1999, study_type="survey")
    make.ResearchFactory(title="New", year=2021, study_type="trial")
    address = pages_of("researchpage")
    assert found(staff, address, year_min=2000) == {"New"}
    assert found(staff, address, study_type="survey") == {"Old"}
    assert found(staff, address, q="new", year_min=2000) == {"New"}
    for title, day in (("Fresh", days(-10)), ("Older", days(-500)), ("Oldest", days(-900)), ("Never", None)):
        make.ResourceFactory(title=title, last_reviewed=day)
    make.ResourceFactory(title="Form", resource_type="form", last_reviewed=days(-1))
    address = pages_of("resourcepage")
    for age, titles in {
        "under-1": {"Fresh", "Form"},
        "1-2": {"Older"},
        "over-2": {"Oldest"},
        "never": {"Never"},
    }.items():
        assert found(staff, address, reviewed=age) == titles, age
    assert found(staff, address, resource_type="form") == {"Form"}
    for title, day in (("Soon", 3), ("Later", 60), ("Closed", -3), ("Open end", None)):
        closes = timezone.now() + timedelta(days=day) if day else None
        make.OpportunityFactory(title=title, closes_at=closes)
    address = pages_of("opportunitypage")
    for state, titles in {"soon": {"Soon"}, "later": {"Later"}, "closed": {"Closed"}, "none": {"Open end"}}.items():
        assert found(staff, address, closing=state) == titles, state
    make.NewsFactory(title="Of May", date="2026-05-04")
    make.NewsFactory(title="Of June", date="2026-06-04")
    assert found(staff, pages_of("newspage"), date_from="2026-06-01") == {"Of June"}


def test_services_are_found_by_when_they_were_checked_where_they_are_and_whether_readers_see_them(staff):
    address = snippets_of("directory", "service")
    for name, day in (("Fresh", -10), ("Half", -250), ("Old", -500)):
        make_service(name, assured_at=days(day))
    draft = make_service("Draft", live=False, assured_at=None)
    for age, names in {"under-6": {"Fresh"}, "6-12": {"Half"}, "over-12": {"Old"}, "never": {"Draft"}}.items():
        assert found(staff, address, checked=age) == names, age
    assert found(staff, address, published="no") == {"Draft"}
    # Twice there, and in the list once.
    draft.locations = [new_location(BALLARAT), new_location(BALLARAT)]
    draft.save()
    assert names_of(staff.get(address, {"region": "Grampians"})) == ["Draft"]
    assert "Grampians" in staff.get(address).content.decode()
    assert found(staff, address, q="old", checked="over-12") == {"Old"}


def test_organisations_say_how_many_services_they_have(staff):
    address = snippets_of("directory", "organisation")
    idle = Organisation.objects.create(name="Idle")
    make_service("A", organisation="Busy")
    make_service("B", organisation="Busy", live=False)
    assert found(staff, address, services="yes") == {"Busy"}
    assert found(staff, address, services="no") == {"Idle"}
    row = staff.get(address, {"q": "busy"}).content.decode()
    assert "Busy" in row
    assert idle.name not in row


@pytest.mark.sqlite_only
def test_no_cell_of_a_file_is_taken_for_a_formula(staff):
    make.ResearchFactory(title="=1+1")
    answer = staff.get(pages_of("researchpage"), {"export": "csv"})
    assert b"'=1+1" in b"".join(answer.streaming_content)


@pytest.mark.sqlite_only
def test_the_button_of_a_list_leads_straight_to_the_form_where_there_is_one_place(staff, client, member_of):
    parent = make.ResearchFactory().get_parent()
    there = reverse("wagtailadmin_pages:add", args=["pages", "researchpage", parent.pk])
    assert there in staff.get(pages_of("researchpage")).content.decode()
    assert staff.get(there).status_code == 200
