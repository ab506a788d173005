"""Training modules: a form for paper, files with all their facts, and printed copies by post."""

import re

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import PageViewRestriction
from wagtail.test.utils.form_data import nested_form_data, rich_text

from pages import models
from pages.models import HardCopies
from tests.counting import settled_cost

from .factories import ModuleFactory, SiteDocumentFactory, index

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]
TEXT = [("heading", {"level": "h2", "text": "Begin"}), ("text", "<p>Put the kettle on.</p>")]
ACTIVITY = ("activity", {"title": "Draw the map", "text": "<p>Mark each bus stop.</p>"})


def main_of(client, url):
    response = client.get(url)
    assert response.status_code == 200, url
    return response.content.decode().split("<main")[1].split("</main>")[0]


def test_a_whole_module_stands_on_one_page_for_paper(client):
    module = ModuleFactory(title="Finding your feet", number=1, audience="Anyone", sections=TEXT, activities=[ACTIVITY])
    module.outcomes = [("outcome", "Say what it is.")]
    module.save()
    file = models.ModuleFile.objects.create(page=module, document=SiteDocumentFactory(title="A list"))
    assert f'href="{module.url}print/"' in main_of(client, module.url)
    page = client.get(f"{module.url}print/")
    html = page.content.decode()
    for words in ("Module 1", "Anyone", "Say what it is.", "Put the kettle on.", "Mark each bus stop.", "Your notes"):
        assert words in html
    assert file.document.url in html
    # Lines to write on, which nobody has to hear.
    assert html.count('class="write-lines" aria-hidden="true"') == 2
    head = BeautifulSoup(page.content, "lxml")
    assert head.title.text.startswith("Finding your feet, to print")
    assert head.select_one("meta[name=robots]")["content"] == "noindex"
    assert head.select_one("link[rel=canonical]")["href"].endswith(module.url)
    assert [each["href"] for each in head.select(".crumbs a")][-1] == module.url


def test_an_empty_module_can_be_printed_too(client):
    module = ModuleFactory(number=None, duration_minutes=None)
    assert "Your notes" in main_of(client, f"{module.url}print/")
    assert client.get(f"{module.url}print").status_code == 301
    assert client.get(f"{module.url}print/again/").status_code == 404


def test_what_is_not_public_is_not_printed(client):
    module, private = ModuleFactory(live=False), ModuleFactory()
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(f"{module.url}print/").status_code == 404
    assert client.get(f"{private.url}print/").status_code == 302


def test_paper_costs_the_same_however_many_files_and_modules_there_are(client):
    module = ModuleFactory(sections=TEXT, activities=[ACTIVITY])

    def cost():
        return settled_cost(lambda: client.get(f"{module.url}print/"))

    def grow(count):
        ModuleFactory.create_batch(count)
        for number in range(count):
            other = SiteDocumentFactory(title=f"Large print {number}")
            document = SiteDocumentFactory(title=f"File {number}", accessible_alternative=other)
            models.ModuleFile.objects.create(page=module, document=document)

    grow(2)
    few = cost()
    grow(4)
    assert cost() == few


def test_a_file_has_its_documents_version_and_licence_where_the_module_says_none(client):
    module = ModuleFactory()
    document = SiteDocumentFactory(version="3", licence="CC BY 4.0")
    file = models.ModuleFile.objects.create(page=module, document=document)
    html = main_of(client, module.url)
    assert "version 3" in html
    assert "CC BY 4.0" in html
    file.version, file.licence = "4", "CC BY-SA 4.0"
    file.save()
    html = main_of(client, module.url)
    assert "version 4" in html
    assert "CC BY-SA 4.0" in html


def test_an_editor_offers_printed_copies_and_says_when_there_are_none(editor, client):
    module = ModuleFactory()
    places = [module.url, index(models.TrainingIndexPage).url]
    assert not any("Printed copies" in main_of(client, url) for url in places)
    url = reverse("wagtailsettings:edit", args=("pages", "hardcopies", HardCopies.load().pk))

    def save(state, how="", none=""):
        form = {"state": state, "how_to_ask": rich_text(how), "none_now": none, "post_takes": "10"}
        response = editor.post(url, nested_form_data(form))
        assert response.status_code == 302
        return [main_of(client, place) for place in places]

    for html in save("offered", "<p>Ring us on a Monday.</p>"):
        assert "Ring us on a Monday." in html
    for html in save("offered"):
        assert re.search(r"We can post them to you\. Say which ones, how many and where to[.:]", html)
    for html in save("none_now", "<p>Ring us on a Monday.</p>", "More in March."):
        assert "More in March." in html
        assert "Monday" not in html
    for html in save("none_now"):
        assert "We have none at the moment." in html
    for html in save("hidden"):
        assert "Printed copies" not in html


def test_contributors_do_not_change_what_is_said_of_printed_copies(client, member_of):
    client.force_login(member_of("Contributors"))
    url = reverse("wagtailsettings:edit", args=("pages", "hardcopies", HardCopies.load().pk))
    assert client.post(url, {"state": "offered"}).status_code == 302
    assert HardCopies.load().state == "hidden"
