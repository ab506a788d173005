"""The page of a paper: its citations, its record as a file, and what reference managers read in its head."""

import pytest
from bs4 import BeautifulSoup

from pages.certainty import CERTAINTIES
from pages.models import ResearchPage
from pages.papers.reading import read
from tests.pages.factories import ResearchFactory

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]

PAPER = {
    "paper_title": "On tea <b>and</b> hope: a trial", "journal": "A Journal", "volume": "1", "issue": "2", "pages": "3–9",
    "year": 2020, "doi": "https://doi.org/10.1234/ tea.", "slug": "on-tea",
}  # fmt: skip


def head(client, page):
    soup = BeautifulSoup(client.get(page.url).content, "html.parser")
    pairs = [(tag["name"], tag["content"]) for tag in soup.head.select("meta[name^=citation_]")]
    return soup, pairs


def test_reference_managers_read_the_paper_in_the_head(client):
    _soup, pairs = head(client, ResearchFactory(**PAPER))
    assert pairs[:4] == [
        ("citation_title", "On tea <b>and</b> hope: a trial"),
        ("citation_author", "Nguyen, Ada"),
        ("citation_author", "Okafor, Bo"),
        ("citation_author", "Papas, Cy"),
    ]
    said = dict(pairs)
    assert said["citation_publication_date"] == "2020"
    assert said["citation_journal_title"] == "A Journal"
    assert (said["citation_firstpage"], said["citation_lastpage"]) == ("3", "9")
    assert said["citation_doi"] == "10.1234/tea"


def test_a_thesis_and_a_report_name_who_gave_them_out(client):
    _soup, thesis = head(client, ResearchFactory(publication_type="thesis", publisher="A University"))
    assert dict(thesis)["citation_dissertation_institution"] == "A University"
    _soup, report = head(client, ResearchFactory(publication_type="article", journal="", publisher="A house"))
    assert dict(report)["citation_technical_report_institution"] == "A house"


def test_a_page_about_no_paper_yet_has_no_tags_and_no_citation(client):
    soup, pairs = head(client, ResearchFactory(paper_title="", doi=""))
    assert pairs == []
    assert "Cite this study" not in soup.get_text()


@pytest.mark.parametrize(
    ("form", "ending", "kind"), [("bibtex", "bib", "bibtex"), ("ris", "ris", "research-info-systems")]
)
def test_the_record_of_a_paper_is_a_file(client, form, ending, kind):
    page = ResearchFactory(**PAPER)
    soup, _pairs = head(client, page)
    address = soup.select_one(f'main a[href$="/{form}/"]')["href"]
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == f"application/x-{kind}; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="on-tea.{ending}"'
    assert response["X-Robots-Tag"] == "noindex"
    text = response.content.decode()
    assert [found.record for found in read(text).found] == [ResearchPage.objects.get().record]
    assert "In plain words: http" in text


def test_the_record_of_a_draft_is_nobody_s(client):
    page = ResearchFactory(**PAPER, live=False)
    assert client.get(f"{page.url}bibtex/").status_code == 404


@pytest.mark.parametrize("style", ["APA 7", "Vancouver"])
def test_a_citation_is_shown_in_each_style_with_a_way_to_copy_it(client, style):
    soup, _pairs = head(client, ResearchFactory(**PAPER))
    part = next(part for part in soup.select("[data-citation]") if part.h3.get_text() == style)
    assert "On tea <b>and</b> hope" in part.select_one(".citation").get_text()
    assert part.select_one("[data-copy-citation]")
    assert part.select_one("[role=status]")


def test_the_scale_of_certainty_is_explained_beside_the_rating(client):
    page = ResearchFactory(certainty="not_sure", certainty_reason="Few.")
    text = (
        BeautifulSoup(client.get(page.url).content, "html.parser")
        .select_one("main details.more")
        .get_text(" ", strip=True)
    )
    for step in CERTAINTIES:
        assert step.label in text
        assert step.meaning in text
    assert "Not sure (this one)" in text


def test_a_title_of_five_hundred_letters_and_no_other_fact_breaks_nothing(client):
    page = ResearchFactory(paper_title="Tea " * 125, year=None, authors=[("", "House")], title="T" * 200)
    assert client.get(page.url).status_code == 200
