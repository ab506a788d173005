"""Editors paste records of papers: drafts are made of them, and the fields of a summary filled in."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import ModelLogEntry, PageLogEntry

from pages import record_desk
from pages.models import ResearchIndexPage, ResearchPage
from pages.papers import bibtex, ris
from pages.papers.reading import read
from tests.counting import settled_cost
from tests.pages.factories import ResearchFactory, index

from .works import ECONOMICS, GUIDELINES, KNOWN, OTHER_KINDS, REVIEW

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]

BROKEN = "@article{one, title = {Never closed\n"


@pytest.fixture
def editor(client, member_of):
    index(ResearchIndexPage)
    client.force_login(member_of("Editors"))
    return client


def desk(page=None):
    return reverse("pages_record", args=[page.pk]) if page else reverse("pages_records")


def look(editor, text, page=None, **more):
    response = editor.post(desk(page), {"text": text} | more)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def words_of(soup):
    return " ".join(soup.select_one("main").get_text(" ", strip=True).split())


@pytest.mark.parametrize("written", [bibtex.write, ris.write])
def test_every_kind_of_work_becomes_a_draft_with_its_fields_filled(editor, written):
    works = [record for record, _apa, _vancouver in (KNOWN | OTHER_KINDS).values()]
    text = written(works)
    soup = look(editor, text)
    boxes = soup.select("input[name=take]")
    assert len(boxes) == len(works)
    response = editor.post(desk(), {"text": text, "do": "1", "take": [box["value"] for box in boxes]})
    assert response.status_code == 302
    made = {(page.paper_title, page.publication_type): page for page in ResearchPage.objects.all()}
    for work in works:
        page = made[work.title, work.kind]
        assert not page.live
        assert page.get_latest_revision_as_object().record.said() == {
            name: value for name, value in work.said().items() if name != "url" or not work.doi
        }


def test_one_paper_leads_to_its_form_where_the_fields_stand(editor):
    text = bibtex.write([REVIEW])
    response = editor.post(desk(), {"text": text, "do": "1", "take": "0"})
    page = ResearchPage.objects.get()
    assert response.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
    html = editor.get(response.url).content.decode()
    assert 'value="10.1186/s12888-020-02923-3"' in html
    assert 'value="Goldsmith"' in html
    assert page.owner_id
    assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.create").exists()
    assert not ModelLogEntry.objects.exists()


def test_the_address_of_a_free_copy_is_taken_where_there_is_no_doi(editor):
    editor.post(desk(), {"text": ris.write([ECONOMICS]), "do": "1", "take": "0"})
    page = ResearchPage.objects.get()
    assert page.open_access_url == ECONOMICS.url
    assert page.publication_type == "report"


def test_a_paper_that_we_have_is_shown_and_not_ticked(editor):
    ours = ResearchFactory(title="What we wrote", doi=REVIEW.doi.upper(), live=False)
    soup = look(editor, bibtex.write([REVIEW, GUIDELINES, GUIDELINES]))
    ticked = [box.has_attr("checked") for box in soup.select("input[name=take]")]
    assert ticked == [False, True, False]
    assert soup.find("a", href=reverse("wagtailadmin_pages:edit", args=[ours.pk]), string="What we wrote")
    assert "(draft)" in words_of(soup)
    assert "It stands in this list twice." in words_of(soup)


def test_what_is_broken_is_said_and_the_rest_is_kept(editor):
    soup = look(editor, bibtex.write([REVIEW]) + BROKEN)
    assert "is broken: a bracket or a quotation mark does not close" in words_of(soup)
    assert len(soup.select("input[name=take]")) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Nothing was pasted."),
        ("Dear editor, here is a paper.", "No record was found in this."),
        (BROKEN, "is broken"),
        ("PMID- 12345\nTI  - Tea", "Choose “RIS” or “BibTeX”"),
        ("%0 Journal Article\n%T Tea", "Export as RIS instead."),
        ("TY  - JOUR\nER  - ", "neither a title nor a DOI"),
        ("TI  - Tea\nTY  - JOUR\nPY  - 2020\nER  - ", "neither a title nor a DOI"),
        ("@" * 600_000, "too long"),
    ],
)
def test_what_cannot_be_read_is_said_in_plain_words_and_stays(editor, text, words):
    soup = look(editor, text)
    assert words in words_of(soup)
    if 0 < len(text) < 1000:
        assert soup.select_one("textarea[name=text]").get_text().strip() == text.strip()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("@article{a, title = {Tea}, author = {White, S. and others}}", "“and others”"),
        ("@article{a, title = {Tea}}", "Not in the record: authors, year and journal."),
        ("@patent{a, title = {Tea}}", "We do not know the kind “patent”"),
        ("TY  - JOUR\nTI  - The Effects Of Strong Tea Among Friends\nER  - ", "Citations ask for small letters"),
        ("TY  - JOUR\nTI  - Tea\nDO  - not yet\nER  - ", "“not yet” is not a DOI"),
        ("doi:10.1186/ s12888-020- 02923-3", "this site asks no other"),
    ],
)
def test_what_an_editor_should_look_at_is_said(editor, text, words):
    assert words in words_of(look(editor, text))


def test_what_does_not_fit_is_said_and_half_an_address_is_not_kept(editor):
    text = f"TY  - RPRT\nTI  - {'tea ' * 200}\nPY  - 2020\nUR  - https://example.org/{'a' * 600}\nER  - "
    words = words_of(look(editor, text))
    assert "Too long, so the end is cut: title of the paper." in words
    assert "Too long, and left out: address of a free copy." in words
    editor.post(desk(), {"text": text, "do": "1", "take": "0"})
    page = ResearchPage.objects.get()
    assert len(page.paper_title) == 500
    assert page.open_access_url == ""


@pytest.mark.parametrize(
    "text",
    [
        "@article{a, title = {Tea}, pages = {1--12}, eid = {534}}",
        "@article{a, title = {Tea}, articleno = {534}}",
        "TY  - JOUR\nTI  - Tea\nSP  - 1\nC7  - 534\nER  - ",
    ],
)
def test_an_article_number_is_known_for_one(editor, text):
    editor.post(desk(), {"text": text, "do": "1", "take": "0"})
    page = ResearchPage.objects.get()
    assert (page.pages, page.is_article_number) == ("534", True)
    assert "Article 534" in page.citations[0][1]


def test_a_file_does_as_well(editor):
    file = SimpleUploadedFile("export.ris", ("\ufeff" + ris.write([REVIEW])).encode())
    assert REVIEW.title in words_of(look(editor, "", file=file))


def test_markup_in_a_record_stays_words(editor):
    soup = look(editor, "@article{a, title = {<script>alert(1)</script>}}")
    assert "<script>alert(1)</script>" in words_of(soup)


def test_only_what_is_ticked_is_filled_in(editor):
    page = ResearchFactory(paper_title="Our own words", journal="", doi="", year=1999, live=True)
    text = bibtex.write([REVIEW])
    soup = look(editor, text, page)
    ticked = {box["value"] for box in soup.select("input[name=take][checked]")}
    assert {"container", "volume", "issue", "pages", "doi"} <= ticked
    assert not ticked & {"title", "authors", "year"}, "what somebody wrote is not written over unasked"
    response = editor.post(desk(page), {"text": text, "do": "1", "take": sorted(ticked | {"authors"})})
    assert response.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
    page.refresh_from_db()
    assert page.journal == "", "the public page waits to be published"
    draft = page.get_latest_revision_as_object()
    assert (draft.paper_title, draft.year, draft.journal) == ("Our own words", 1999, "BMC Psychiatry")
    assert [str(author) for author in draft.authors.all()][:2] == ["Sarah White", "Rhiannon Foster"]


def test_a_field_that_is_too_short_for_a_record_is_cut_with_a_word(editor):
    page = ResearchFactory(volume="")
    text = "TY  - JOUR\nTI  - Tea\nVL  - " + "9" * 90 + "\nER  - "
    assert "its end will be cut" in words_of(look(editor, text, page))
    assert editor.post(desk(page), {"text": text, "do": "1", "take": "volume"}).status_code == 302
    page.refresh_from_db()
    assert len(page.get_latest_revision_as_object().volume) == 30


def test_nothing_ticked_changes_nothing(editor):
    page = ResearchFactory()
    for address in (desk(), desk(page)):
        response = editor.post(address, {"text": bibtex.write([REVIEW]), "do": "1"})
        assert "Tick at least one" in response.content.decode()
    assert ResearchPage.objects.count() == 1
    assert page.latest_revision is None


def test_who_may_not_edit_may_not_paste(client, member_of):
    page = ResearchFactory()
    client.force_login(member_of("Inbox staff"))
    for address in (desk(), desk(page)):
        assert client.get(address).status_code in (302, 403)
        client.post(address, {"text": bibtex.write([REVIEW]), "do": "1", "take": ["0", "doi"]})
    assert ResearchPage.objects.count() == 1
    client.logout()
    assert client.get(desk()).status_code == 302


def test_the_way_there_stands_where_editors_work(editor):
    page = ResearchFactory()
    assert desk() in editor.get(reverse("wagtailadmin_explore", args=[page.get_parent().pk])).content.decode()
    assert desk(page) in editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()


def test_looking_at_a_paste_costs_the_same_whatever_is_in_it(editor):
    works = [record for record, _apa, _vancouver in KNOWN.values()]
    few = settled_cost(lambda: look(editor, bibtex.write(works[:3])))
    assert settled_cost(lambda: look(editor, bibtex.write(works[:9]))) == few


def test_a_draft_without_its_teaser_is_filled_in_and_asked_for_it_by_its_form(editor):
    editor.post(desk(), {"text": "10.1186/s12888-020-02923-3", "do": "1", "take": "0"})
    page = ResearchPage.objects.get()
    assert (page.title, page.teaser) == (REVIEW.doi, "")
    response = editor.post(desk(page), {"text": ris.write([REVIEW]), "do": "1", "take": ["title", "authors", "kind"]})
    assert response.status_code == 302
    page.refresh_from_db()
    draft = page.get_latest_revision_as_object()
    assert (draft.paper_title, draft.teaser) == (REVIEW.title, "")
    assert draft.record.authors == REVIEW.authors


def test_saving_a_summary_of_a_paper_that_we_have_says_so(editor, monkeypatch, rf):
    ours, other = (
        ResearchFactory(title="What we wrote", doi="10.1234/TEA"),
        ResearchFactory(title="Other", doi="10.1234/tea"),
    )
    said, request = [], rf.post("/")
    monkeypatch.setattr(record_desk.messages, "warning", lambda request, message: said.append(str(message)))
    record_desk.warn_of_the_same_paper(request, other)
    assert len(said) == 1
    assert "What we wrote" in said[0]
    assert reverse("wagtailadmin_pages:edit", args=[ours.pk]) in said[0]
    record_desk.warn_of_the_same_paper(request, ResearchFactory(doi=""))
    record_desk.warn_of_the_same_paper(request, ours.get_parent().specific)
    # The form that saves itself says nothing: the words would pile up.
    record_desk.warn_of_the_same_paper(rf.post("/", headers={"accept": "application/json"}), other)
    assert len(said) == 1


@pytest.mark.parametrize(
    "one",
    ["@article{{k{0}, title = {{Paper {0}}}}}", "TY  - JOUR\nTI  - Paper {0}\nER  - \n", "10.1234/paper.{0}"],
    ids=["BibTeX", "RIS", "DOI"],
)
def test_more_records_than_are_read_at_once_are_said(one):
    reading = read("\n".join(one.format(number) for number in range(201)))
    assert len(reading.found) == 200
    assert reading.problems == ["Only the first 200 records were read. Paste the rest on their own."]
    assert read("\n".join(one.format(number) for number in range(200))).problems == []
