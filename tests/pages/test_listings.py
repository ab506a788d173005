"""Lists of pages: what is in them, parts of them, what narrows them, what they cost."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.http import QueryDict
from django.utils.http import urlencode
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from cms.core.models import Term
from pages import models
from pages.filters import ChoiceFilter, bind

from .factories import (
    LISTED,
    ModuleFactory,
    ResearchFactory,
    ResourceFactory,
    SiteDocumentFactory,
    StoryFactory,
    TermFactory,
    index,
    with_terms,
)

pytestmark = pytest.mark.django_db
kinds = pytest.mark.parametrize("kind", LISTED)


def listed_titles(client, page, query=""):
    response = client.get(page.url + query)
    assert response.status_code == 200
    return [item.title for item in response.context["items"]]


def restrict(page):
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


@kinds
def test_a_list_shows_its_public_pages(client, kind):
    index_model, maker = LISTED[kind]
    page = maker()
    response = client.get(index(index_model).url)
    assert response.status_code == 200
    assert page.title in response.content.decode()
    assert page.url in response.content.decode()


@kinds
def test_drafts_and_private_pages_are_in_no_list(client, kind):
    index_model, maker = LISTED[kind]
    maker(title="Draft of nothing", live=False)
    restrict(maker(title="Private matter"))
    text = client.get(index(index_model).url).content.decode()
    assert "Draft of nothing" not in text
    assert "Private matter" not in text


@kinds
def test_an_empty_list_says_so(client, kind):
    response = client.get(index(LISTED[kind][0]).url)
    assert response.status_code == 200
    assert 'class="empty"' in response.content.decode()


@kinds
def test_a_wrong_part_of_a_list_gives_the_nearest(client, kind):
    index_model, maker = LISTED[kind]
    maker.create_batch(3)
    for page in ("0", "-1", "1000000000", "abc", "", "1.5", "%00", "²", "9" * 400, "1&page=2"):
        assert client.get(f"{index(index_model).url}?page={page}").status_code == 200, page


def test_an_address_of_a_megabyte_is_refused(client):
    page = index(models.StoryIndexPage)
    assert client.get(f"{page.url}?page={'1' * 1_000_000}").status_code == 414


def test_a_long_list_comes_in_parts(client, monkeypatch):
    monkeypatch.setattr(models.StoryIndexPage, "per_page", 2)
    stories = StoryFactory.create_batch(3)
    page = index(models.StoryIndexPage)
    first, second = listed_titles(client, page), listed_titles(client, page, "?page=2")
    assert len(first) == 2
    assert len(second) == 1
    assert {*first, *second} == {story.title for story in stories}
    assert "page=2" in client.get(page.url).content.decode()


def test_links_to_other_parts_keep_the_filter(client, monkeypatch):
    monkeypatch.setattr(models.StoryIndexPage, "per_page", 1)
    StoryFactory.create_batch(2, role="carer")
    text = client.get(f"{index(models.StoryIndexPage).url}?role=carer&nonsense=1").content.decode()
    assert "?role=carer&amp;page=2" in text
    assert "nonsense" not in text.split("<main")[1].split("</main>")[0]


def test_stories_are_narrowed_by_who_tells_them(client):
    StoryFactory(title="A carer’s", role="carer")
    StoryFactory(title="A worker’s", role="peer_worker")
    assert listed_titles(client, index(models.StoryIndexPage), "?role=carer") == ["A carer’s"]


def test_research_is_narrowed_by_year_and_kind_of_study(client):
    ResearchFactory(title="Old trial", year=1999, study_type="trial")
    ResearchFactory(title="New trial", year=2024, study_type="trial")
    ResearchFactory(title="New survey", year=2024, study_type="survey")
    page = index(models.ResearchIndexPage)
    assert listed_titles(client, page, "?year=2024&study_type=trial") == ["New trial"]
    assert listed_titles(client, page, "?year=1999") == ["Old trial"]


def test_resources_are_narrowed_by_type_and_reader(client):
    carers, workers = TermFactory(taxonomy_slug="audiences"), TermFactory(taxonomy_slug="audiences")
    with_terms(ResourceFactory(title="Both", resource_type="guide"), carers, workers)
    with_terms(ResourceFactory(title="Workers’ form", resource_type="form"), workers)
    page = index(models.ResourceIndexPage)
    assert listed_titles(client, page, f"?for={workers.slug}") == ["Both", "Workers’ form"]
    assert listed_titles(client, page, f"?for={workers.slug}&resource_type=form") == ["Workers’ form"]


@pytest.mark.parametrize("value", ["nobody", "%00", "carer'", "<script>", "carer%00", "x" * 3000, "carer&role=nobody"])
def test_an_unknown_choice_is_ignored(client, value):
    StoryFactory(role="consumer")
    StoryFactory(role="carer")
    assert len(listed_titles(client, index(models.StoryIndexPage), f"?role={value}")) == 2


def test_a_chosen_filter_can_be_taken_away(client):
    StoryFactory(role="carer")
    text = client.get(f"{index(models.StoryIndexPage).url}?role=carer").content.decode()
    assert "Remove filter" in text


def test_modules_come_by_their_numbers(client):
    for number in (3, 1, 2, None):
        ModuleFactory(title=f"Number {number}", number=number)
    assert listed_titles(client, index(models.TrainingIndexPage)) == ["Number 1", "Number 2", "Number 3", "Number None"]


@given(st.text(), st.booleans())
def test_only_an_offered_choice_is_ever_chosen(value, many):
    role = ChoiceFilter("role", "Told by", models.StoryPage.Role.choices, many=many)
    (bound,) = bind([role], QueryDict(urlencode({"role": value})), models.StoryPage.objects.none())
    assert set(bound.chosen) <= {*models.StoryPage.Role.values}


def counts_of(client, page, query=""):
    """Return what a list offers: by label the count beside it, over all its filters."""
    filters = client.get(page.url + query).context["filters"]
    return {choice.label: choice.count for each in filters for choice in each.shown}


def test_each_choice_says_how_many_there_are_with_what_else_is_chosen(client):
    carers, workers = (TermFactory(taxonomy_slug="audiences", name=name) for name in ("Carers", "Workers"))
    with_terms(ResourceFactory(resource_type="guide"), carers, workers)
    with_terms(ResourceFactory(resource_type="form"), workers)
    ResourceFactory(resource_type="form", live=False)
    page = index(models.ResourceIndexPage)
    assert counts_of(client, page) == {"Guide": 1, "Form": 1, "Carers": 1, "Workers": 2}
    # Its own filter does not narrow a choice's count: it would be added to what is chosen there.
    assert counts_of(client, page, "?resource_type=form") == {"Guide": 1, "Form": 1, "Workers": 1}
    assert "Workers (2)" in client.get(page.url).content.decode()


def test_several_choices_of_one_question_widen_and_two_questions_narrow(client):
    carers, workers = TermFactory(taxonomy_slug="audiences"), TermFactory(taxonomy_slug="audiences")
    with_terms(ResourceFactory(title="A guide", resource_type="guide"), carers)
    with_terms(ResourceFactory(title="B form", resource_type="form"), workers)
    with_terms(ResourceFactory(title="C handout", resource_type="handout"), workers, carers)
    page = index(models.ResourceIndexPage)
    both = "?resource_type=guide&resource_type=form"
    assert listed_titles(client, page, both) == ["A guide", "B form"]
    assert listed_titles(client, page, f"{both}&for={carers.slug}") == ["A guide"]
    assert listed_titles(client, page, f"?for={carers.slug}&for={workers.slug}") == ["A guide", "B form", "C handout"]
    html = client.get(f"{page.url}{both}&for={carers.slug}").content.decode()
    assert f'href="?resource_type=form&amp;for={carers.slug}"' in html


def test_resources_are_narrowed_by_the_format_of_their_file(client):
    for name in ("one.pdf", "two.DOCX", "three.odd"):
        ResourceFactory(title=name, document=SiteDocumentFactory(file=ContentFile(b"x", name)))
    ResourceFactory(title="No file")
    page = index(models.ResourceIndexPage)
    counts = counts_of(client, page)
    assert (counts["PDF"], counts["Word"]) == (1, 1)
    assert listed_titles(client, page, "?format=pdf") == ["one.pdf"]
    assert listed_titles(client, page, "?format=docx&format=pdf") == ["one.pdf", "two.DOCX"]
    assert len(listed_titles(client, page, "?format=odd")) == 4


def test_what_is_left_out_is_not_counted(client):
    noted("loss", role="carer")
    StoryFactory(role="carer")
    page = index(models.StoryIndexPage)
    assert counts_of(client, page)["Family member or carer"] == 2
    assert counts_of(client, page, "?without=loss")["Family member or carer"] == 1


def noted(slug, **fields):
    """Return a new story that carries the content note ``slug``."""
    story = StoryFactory(**fields)
    note, _made = Term.objects.get_or_create(
        slug=slug,
        defaults={"name": f"Talks about {slug}", "taxonomy": TermFactory(taxonomy_slug="content-notes").taxonomy},
    )
    story.content_notes.add(note)
    story.save()
    return story


def test_stories_are_left_out_by_what_they_talk_about(client):
    plain, loss, racism = StoryFactory(), noted("loss"), noted("racism")
    page = index(models.StoryIndexPage)
    assert set(listed_titles(client, page)) == {plain.title, loss.title, racism.title}
    assert set(listed_titles(client, page, "?without=loss")) == {plain.title, racism.title}
    assert set(listed_titles(client, page, "?without=loss&without=racism")) == {plain.title}
    html = client.get(f"{page.url}?without=loss&without=racism").content.decode()
    assert 'href="?without=racism"' in html


@pytest.mark.parametrize(
    "query", ["?without=", "?without=nothing", "?without=%00", "?without=a+b", "?without=" + "x" * 900]
)
def test_notes_that_nobody_has_leave_nothing_out(client, query):
    story = noted("loss")
    assert listed_titles(client, index(models.StoryIndexPage), query) == [story.title]


def test_what_is_left_out_lasts_over_the_parts_of_the_list_and_beside_other_choices(client):
    for _number in range(13):
        StoryFactory(role="carer")
    noted("loss", role="carer")
    page = index(models.StoryIndexPage)
    html = client.get(f"{page.url}?role=carer&without=loss").content.decode()
    assert 'href="?role=carer&amp;without=loss&amp;page=2"' in html
    assert len(listed_titles(client, page, "?role=carer&without=loss&page=2")) == 1
    # Taking one of them away leaves the other.
    assert 'href="?without=loss"' in html
    assert 'href="?role=carer"' in html


def test_only_notes_of_stories_that_are_in_the_list_are_offered(client):
    noted("loss")
    noted("draft-only", live=False)
    html = client.get(index(models.StoryIndexPage).url).content.decode()
    assert 'value="loss"' in html
    assert "draft-only" not in html


def test_each_card_says_which_notes_its_story_carries(client):
    story = noted("loss")
    other = with_terms(noted("racism"), topic := TermFactory())
    with_terms(story, topic)
    for url in (index(models.StoryIndexPage).url, other.url, f"/search/?q={story.title}"):
        soup = BeautifulSoup(client.get(url).content, "html.parser")
        assert {card["data-notes"] for card in soup.select("[data-stories] [data-notes]")} >= {"loss"}, url


@pytest.mark.parametrize("kind", ["story", "research", "resource"])
def test_a_list_is_narrowed_by_what_its_pages_are_about(client, kind):
    index_model, maker = LISTED[kind]
    term = TermFactory(taxonomy_slug="topics")
    with_terms(maker(title="About it"), term)
    with_terms(maker(title="About something else"), TermFactory(taxonomy_slug="topics"))
    maker(title="About nothing")
    page = index(index_model)
    assert listed_titles(client, page, f"?about={term.slug}") == ["About it"]
    assert len(listed_titles(client, page, "?about=there-is-no-such-thing")) == 3


def test_a_story_without_the_day_on_which_it_was_told_stands_by_the_day_of_its_publication():
    told = {"June": "2026-06-01", "August": "2026-08-01"}
    for title, day in told.items():
        StoryFactory(title=title, told_on=day)
    july = StoryFactory(title="July", told_on=None)
    models.StoryPage.objects.filter(pk=july.pk).update(
        first_published_at=datetime.datetime(2026, 7, 2, tzinfo=datetime.UTC)
    )
    assert [story.title for story in models.StoryPage.latest(3)] == ["August", "July", "June"]
