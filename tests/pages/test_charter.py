"""The Charter: its sections alone, its forms and versions, and the organisations that endorse it."""

import datetime
import io

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.test.utils.form_data import inline_formset

from pages import models
from tests.counting import settled_cost

from .factories import CharterFactory, SiteDocumentFactory, home
from .test_editing import form_of

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]


def charter(**fields):
    sections = [
        ("section", {"kind": "principle", "anchor": "first", "heading": "The first", "text": "<p>One thing.</p>"}),
        ("section", {"kind": "", "anchor": "second", "heading": "The second", "text": "<p>Another.</p>"}),
    ]
    return CharterFactory(**{"sections": sections, "slug": "charter"} | fields)


def endorse(name, days=0, **fields):
    day = timezone.localdate() - datetime.timedelta(days=days)
    return models.CharterEndorsement.objects.create(name=name, endorsed_on=day, **fields)


def html_of(client, url):
    response = client.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


def test_a_section_has_a_page_of_its_own_to_share_and_to_print(client):
    page = charter()
    whole = BeautifulSoup(html_of(client, page.url), "html.parser").main
    assert "Principle" in whole.text
    links = [link["href"] for link in whole.select("a[href*='/sections/']")]
    assert links == [f"{page.url}sections/first/", f"{page.url}sections/second/"]
    alone = html_of(client, links[0])
    main = BeautifulSoup(alone, "html.parser").main
    assert main.h1.text == "The first"
    assert "One thing." in main.text
    assert "Another." not in main.text
    assert main.select_one("[data-share]")["data-share"].endswith(links[0])
    assert main.select_one("a[rel=next]")["href"] == links[1]
    assert not main.select_one("a[rel=prev]")
    assert 'content="noindex"' in alone
    assert 'rel="canonical"' not in alone


@pytest.mark.parametrize("path", ["sections/nothing/", "sections/", "sections/first/more/", "in-plain-words/"])
def test_what_the_charter_does_not_have_is_not_found(client, path):
    assert client.get(charter().url + path).status_code == 404


def test_the_charter_can_be_read_in_plain_words(client):
    page = charter(plain_language=[("text", "<p>People matter.</p>")])
    assert f"{page.url}in-plain-words/" in html_of(client, page.url)
    assert "People matter." in html_of(client, f"{page.url}in-plain-words/")


def test_versions_say_what_changed_and_the_first_of_each_form_is_to_download(client):
    page = charter()
    for place, (form, label, changes) in enumerate([
        ("full", "Second edition", "A principle on safety came in."), ("easy_read", "In pictures", ""),
        ("full", "As launched", ""),
    ]):  # fmt: skip
        models.CharterVersion.objects.create(
            page=page, form=form, label=label, changes=changes, date="2011-06-21", sort_order=place,
            document=SiteDocumentFactory(title=label),
        )  # fmt: skip
    models.CharterVersion.objects.create(page=page, label="A draft nobody has", sort_order=9)
    main = BeautifulSoup(html_of(client, page.url), "html.parser").main
    assert [link.text for link in main.select(".files a")] == ["Second edition", "In pictures"]
    assert "A principle on safety came in." in main.text
    assert [heading.text for heading in main.select("#charter-versions ~ ul h3")] == [
        "Second edition", "In pictures", "As launched", "A draft nobody has",
    ]  # fmt: skip


def test_endorsements_are_counted_dated_and_listed_by_name(client):
    page = charter()
    assert "endorsed" not in BeautifulSoup(html_of(client, page.url), "html.parser").main.text
    for number in range(7):
        endorse(f"Group {number}", days=number)
    endorse("alpha house", days=400, statement="<b>Because.</b>", website="https://example.org/")
    endorse("Not yet approved", live=False)
    main = BeautifulSoup(html_of(client, page.url), "html.parser").main
    assert "Eight organisations have endorsed the Charter" in main.text
    shown = [item.text for item in main.select("#endorsed-by ~ ul .partner")]
    assert len(shown) == 6
    assert "Group 0" in shown[0]
    full = html_of(client, f"{page.url}endorsements/")
    assert "8 organisations" in full
    assert full.index("alpha house") < full.index("Group 0")
    assert "&lt;b&gt;Because." in full
    assert "Not yet approved" not in full
    assert "Not yet approved" not in main.text


def test_an_endorsement_shows_a_logo_or_initials_and_outlives_its_logo(client):
    page = charter()
    logo = get_image_model().objects.create(title="Logo", file=get_test_image_file())
    endorse("Logo House", logo=logo)
    endorse("Without Any")
    main = BeautifulSoup(html_of(client, f"{page.url}endorsements/"), "html.parser").main
    marks = [(mark.text.strip(), bool(mark.img)) for mark in main.select(".partner-mark")]
    assert marks == [("", True), ("WA", False)]
    logo.delete()
    main = BeautifulSoup(html_of(client, f"{page.url}endorsements/"), "html.parser").main
    assert [mark.text.strip() for mark in main.select(".partner-mark")] == ["LH", "WA"]


def test_the_charter_costs_the_same_however_many_endorse_it(client):
    page = charter()

    def cost():
        return [settled_cost(lambda part=part: client.get(page.url + part)) for part in ("", "endorsements/")]

    for number in range(3):
        endorse(f"Group {number}")
    few = cost()
    for number in range(3, 12):
        endorse(f"Group {number}")
    assert cost() == few
    assert max(few) <= 15


def test_an_editor_adds_publishes_takes_back_and_exports_endorsements(client, member_of):
    page = charter()
    client.force_login(member_of("Editors"))
    data = {
        "name": "Tea and Company", "website": "https://example.org/", "logo": "", "endorsed_on": "2026-03-03",
        "statement": "We agree.",
    }  # fmt: skip
    add = reverse("wagtailsnippets_pages_charterendorsement:add")
    assert client.post(add, data).status_code == 302
    assert "Tea and Company" not in html_of(client, page.url), "a draft is not public"
    one = models.CharterEndorsement.objects.get()
    edit = reverse("wagtailsnippets_pages_charterendorsement:edit", args=[one.pk])
    assert client.post(edit, data | {"action-publish": "1"}).status_code == 302
    assert "Endorsed on 3 March 2026" in html_of(client, page.url)
    exported = client.get(reverse("wagtailsnippets_pages_charterendorsement:list") + "?export=xlsx")
    assert exported.status_code == 200
    rows = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(exported.getvalue())).active]
    assert rows[1][0] == "Tea and Company"
    client.post(reverse("wagtailsnippets_pages_charterendorsement:unpublish", args=[one.pk]))
    assert "Tea and Company" not in html_of(client, page.url)
    response = client.post(add, data | {"name": "Early", "endorsed_on": "2099-01-01", "action-publish": "1"})
    assert "still to come" in response.content.decode()


def test_an_editor_sees_versions_and_sections_before_anything_is_saved(client, member_of):
    client.force_login(member_of("Editors"))
    url = reverse("wagtailadmin_pages:preview_on_add", args=("pages", "charterpage", home().pk))
    version = {
        "form": "easy_read", "label": "In pictures", "date": "2012-01-01", "changes": "It has pictures now.",
        "document": SiteDocumentFactory().pk,
    }  # fmt: skip
    assert client.post(url, form_of("charter", versions=inline_formset([version]))).json()["is_valid"]
    html = client.get(url).content.decode()
    assert "It has pictures now." in html
    assert "In pictures" in html
    assert not models.CharterPage.objects.exists()
