"""The list of research: narrowed and in order, and taken along as files and citations, whole or as picked."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from wagtail.models import PageViewRestriction

from pages.models import ResearchIndexPage, ResearchPage
from pages.papers.reading import read
from pages.picks import MOST
from tests.counting import settled_cost
from tests.pages.factories import ResearchFactory, StandardFactory, index

pytestmark = pytest.mark.django_db


def listed(client, query=""):
    response = client.get(index(ResearchIndexPage).url + query)
    assert response.status_code == 200
    return [item.title for item in response.context["items"]]


def address(*pages, part="cite/", more=""):
    query = "&".join(f"pick={getattr(page, 'pk', page)}" for page in pages)
    return f"{index(ResearchIndexPage).url}{part}?{query}{more}"


def in_file(client, *pages, part="bibtex/", more=""):
    response = client.get(address(*pages, part=part, more=more))
    assert response.status_code == 200
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Content-Disposition"].startswith('attachment; filename="peer-support-research.')
    return [found.record.title for found in read(response.content.decode()).found]


@pytest.fixture
def papers():
    rate = {"certainty_reason": "As it is."}
    return [
        ResearchFactory(title="Alpha", paper_title="Old trial", year=1999, certainty="not_sure", **rate),
        ResearchFactory(title="Beta", paper_title="New trial", year=2024, certainty="very_sure", **rate),
        ResearchFactory(
            title="Gamma",
            paper_title="A survey",
            year=None,
            study_type="survey",
            authors=[("", "Zed House")],
            certainty="too_early",
        ),
    ]


def test_the_list_is_narrowed_by_how_sure_we_are(client, papers):
    assert listed(client, "?certainty=very_sure") == ["Beta"]
    assert listed(client, "?certainty=very_sure&certainty=not_sure") == ["Beta", "Alpha"]
    html = client.get(index(ResearchIndexPage).url).content.decode()
    assert "Very sure (1)" in html
    assert "Too early to say" in html, "the scale is explained below the list"


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("", ["Beta", "Alpha", "Gamma"]),
        ("oldest", ["Alpha", "Beta", "Gamma"]),
        ("title", ["Alpha", "Beta", "Gamma"]),
        ("certainty", ["Beta", "Alpha", "Gamma"]),
        ("'; drop", ["Beta", "Alpha", "Gamma"]),
    ],
)
def test_the_list_has_the_order_that_was_asked_for(client, papers, sort, expected):
    assert listed(client, f"?sort={sort}") == expected


def test_the_list_goes_by_kind_of_study_in_the_order_of_the_filter(client, papers):
    ResearchFactory(title="Delta", study_type="systematic_review", year=1990)
    ResearchFactory(title="Epsilon", study_type="", year=2025)
    assert listed(client, "?sort=study") == ["Delta", "Beta", "Alpha", "Gamma", "Epsilon"]


def test_a_file_that_is_not_all_of_the_list_says_so(client, papers, monkeypatch):
    url = index(ResearchIndexPage).url
    words = "A file has the first"
    monkeypatch.setattr("pages.models.research_index.MOST_IN_FILE", 3)
    assert words not in client.get(url).content.decode()
    assert len(in_file(client)) == 3
    monkeypatch.setattr("pages.models.research_index.MOST_IN_FILE", 2)
    assert f"{words} 2 papers" in client.get(url).content.decode()
    response = client.get(f"{url}ris/")
    assert 'filename="peer-support-research-first-2.ris"' in response["Content-Disposition"]
    assert len(read(response.content.decode()).found) == 2


def test_an_order_lasts_when_a_filter_is_taken_away_and_over_the_parts_of_the_list(client, papers, monkeypatch):
    monkeypatch.setattr(ResearchIndexPage, "per_page", 1)
    html = client.get(index(ResearchIndexPage).url + "?sort=title&study_type=trial").content.decode()
    assert 'href="?sort=title"' in html
    assert "?study_type=trial&amp;sort=title&amp;page=2" in html


@pytest.mark.parametrize("part", ["bibtex/", "ris/"])
def test_the_whole_list_the_narrowed_one_and_what_was_picked_are_files(client, papers, part):
    old, _new, survey = papers
    assert in_file(client, part=part) == ["New trial", "Old trial", "A survey"]
    assert in_file(client, part=part, more="study_type=trial&sort=oldest") == ["Old trial", "New trial"]
    assert in_file(client, survey, old, part=part) == ["A survey", "Old trial"]


def test_what_was_picked_is_cited_on_one_page(client, papers):
    _old, new, survey = papers
    soup = BeautifulSoup(client.get(address(survey, new)).content, "html.parser")
    cited = [item.get_text().strip() for item in soup.select("ul.citation > li")]
    assert [text.split(",")[0] for text in cited] == ["Nguyen", "Zed House. (n.d.). A survey."], "by author in APA"
    assert f"?pick={survey.pk}" in {link["href"].split("/cite/")[-1] for link in soup.select("main a[href*='/cite/']")}
    numbered = BeautifulSoup(client.get(address(survey, new, more="&style=vancouver")).content, "html.parser")
    cited = [item.get_text().strip() for item in numbered.select("ol.citation > li")]
    assert cited[0].startswith("1. Zed House. A survey"), "in the order of the address in Vancouver"
    assert cited[1].startswith("2. Nguyen A")


def test_the_list_of_citations_asks_no_search_engine_and_tells_nobody(client, papers):
    response = client.get(address(papers[0]))
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies


def test_drafts_private_pages_and_numbers_of_nothing_are_left_out_with_a_word(client, papers):
    draft, private = ResearchFactory(title="Draft", live=False), ResearchFactory(title="Private")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    picked = [papers[0], draft, private, 999_999, StandardFactory()]
    html = client.get(address(*picked)).content.decode()
    assert "4 summaries are no longer here" in html
    assert in_file(client, *picked) == ["Old trial"]


@pytest.mark.parametrize("query", ["", "?pick=", "?pick=abc", "?pick=-1", "?pick=" + "9" * 400, "?pick=%00&style=x"])
def test_nothing_picked_says_how_to_pick(client, papers, query):
    html = client.get(index(ResearchIndexPage).url + "cite/" + query).content.decode()
    assert "Nothing is picked" in html


def test_one_page_takes_so_many_papers_and_no_more(client, papers):
    html = client.get(address(*(page.pk for page in papers), *range(10_000, 10_000 + MOST))).content.decode()
    assert f"at most {MOST} papers" in html


@pytest.mark.parametrize("slug", ["bibtex", "ris", "cite"])
def test_no_summary_takes_the_address_of_a_part_of_the_list(slug):
    with pytest.raises(ValidationError, match="part of the list"):
        ResearchFactory(slug=slug)


def test_each_rating_leads_to_the_page_about_certainty_while_it_is_public(client):
    about = StandardFactory(title="How we rate")
    index(ResearchIndexPage, certainty_page=about)
    page = ResearchFactory(certainty="not_sure", certainty_reason="Few.")
    link = f'<a href="{about.url}">How we rate</a>'
    assert link in client.get(page.url).content.decode()
    assert link in client.get(index(ResearchIndexPage).url).content.decode()
    about.unpublish()
    assert link not in client.get(page.url).content.decode()
    about.delete()
    assert client.get(page.url).status_code == 200


@pytest.mark.parametrize("part", ["", "cite/", "bibtex/", "ris/"])
def test_the_parts_of_the_list_cost_the_same_whatever_is_in_them(client, part):
    ResearchFactory.create_batch(3)

    def cost():
        query = "&".join(f"pick={pk}" for pk in ResearchPage.objects.values_list("pk", flat=True))
        return settled_cost(lambda: client.get(f"{index(ResearchIndexPage).url}{part}?{query}"))

    few = cost()
    ResearchFactory.create_batch(6)
    assert cost() == few
    assert few <= 16
