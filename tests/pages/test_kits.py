"""Kits: a reader picks resources from the list and has them on one page, in one ZIP and under one address."""

import io
import zipfile

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from pages import kits, models, picks
from tests.counting import settled_cost

from .factories import ResourceFactory, SiteDocumentFactory, index

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]


def resource(title="Group agreement", content=b"Six promises.", **fields):
    """Return a resource with a file of its own."""
    name = f"{title.lower().replace(' ', '-')}.txt"
    document = SiteDocumentFactory(title=f"File of {title}", file=ContentFile(content, name), file_size=len(content))
    return ResourceFactory(title=title, document=document, **fields)


def address(*pages, part="kit/"):
    query = "&".join(f"pick={getattr(page, 'pk', page)}" for page in pages)
    return f"{index(models.ResourceIndexPage).url}{part}?{query}"


def unzipped(client, *pages):
    response = client.get(address(*pages, part="kit/zip/"))
    assert response.status_code == 200, response.headers
    with zipfile.ZipFile(io.BytesIO(response.getvalue())) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_what_is_ticked_on_the_list_stands_in_the_kit_in_its_order(client):
    one, two, other = resource("Beta"), resource("Alpha"), resource("Not picked")
    listed = BeautifulSoup(client.get(index(models.ResourceIndexPage).url).content, "html.parser")
    boxes = {box["value"] for box in listed.select("input[name=pick][form=kit]")}
    assert boxes == {str(page.pk) for page in (one, two, other)}
    assert listed.select_one("form#kit")["action"] == address(part="kit/").removesuffix("?")
    html = client.get(address(one, two)).content.decode()
    assert html.index("Beta") < html.index("Alpha")
    assert "Not picked" not in html
    assert "2 resources · 2 files" in html
    assert address(two).replace("&", "&amp;") in html, "one can be taken out"


def test_a_kit_comes_in_one_zip_with_a_page_that_leads_to_its_files(client):
    one = resource("Beta", b"first", licence="CC BY 4.0", version="3")
    two = resource("Alpha", b"second")
    two.accessible_alternative = SiteDocumentFactory(title="Large print", file=ContentFile(b"LARGE", "large.docx"))
    two.save()
    bare = ResourceFactory(title="<b>All on the page</b>")
    found = unzipped(client, one, two, bare)
    assert found.pop("01-beta.txt") == b"first"
    assert found.pop("02-alpha.txt") == b"second"
    assert found.pop("02-alpha-other-form.docx") == b"LARGE"
    soup = BeautifulSoup(found.pop("index.html"), "html.parser")
    assert not found
    links = [link["href"] for link in soup.select("ul a")]
    assert links == ["01-beta.txt", "02-alpha.txt", "02-alpha-other-form.docx"]
    assert "version 3" in soup.text
    assert "CC BY 4.0" in soup.text
    assert "<b>All on the page</b>" in soup.text, "a title is text"


def test_a_kit_sets_no_cookie_and_is_in_no_search_engine(client):
    page = resource()
    for part in ("kit/", "kit/zip/"):
        response = client.get(address(page, part=part))
        assert not response.cookies
        assert response["X-Robots-Tag"] == "noindex"
        assert response["Referrer-Policy"] == "no-referrer"
    assert 'content="noindex"' in client.get(address(page)).content.decode()


def test_picks_last_while_a_reader_looks_at_other_parts_of_the_list(client, monkeypatch):
    monkeypatch.setattr(models.ResourceIndexPage, "per_page", 1)
    first, second = resource("A first"), resource("B second", resource_type="guide")
    html = client.get(f"{index(models.ResourceIndexPage).url}?pick={second.pk}").content.decode()
    soup = BeautifulSoup(html, "html.parser")
    assert soup.select_one(f"form#kit input[type=hidden][value='{second.pk}']")
    assert soup.select_one(f".list-filters input[type=hidden][value='{second.pk}']")
    assert f"?pick={second.pk}&amp;page=2" in html
    assert 'content="noindex"' in html
    ticked = BeautifulSoup(client.get(f"{index(models.ResourceIndexPage).url}?pick={first.pk}").content, "html.parser")
    assert ticked.select_one(f"#pick-{first.pk}").has_attr("checked")
    narrowed = client.get(f"{index(models.ResourceIndexPage).url}?resource_type=guide&pick={first.pk}").content.decode()
    assert f'href="?pick={first.pk}"' in narrowed, "taking a filter away keeps the picks"


def test_what_is_not_public_is_not_in_a_kit_and_the_reader_hears_how_many_are_gone(client):
    kept, draft, private = resource("Kept"), resource("Draft", live=False), resource("Private matter")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    pages = (kept, draft, private, index(models.ResourceIndexPage), 99999999)
    html = client.get(address(*pages)).content.decode()
    assert "4 resources are no longer here" in html
    assert "Private matter" not in html
    assert set(unzipped(client, *pages)) == {"01-kept.txt", "index.html"}


def test_a_file_that_is_not_for_everybody_or_has_gone_is_left_out_and_said(client):
    closed, lost, fine = resource("Closed"), resource("Lost"), resource("Fine")
    collection = Collection.get_first_root_node().add_child(name="Staff")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type=CollectionViewRestriction.LOGIN)
    closed.document.collection = collection
    closed.document.save()
    lost.document.file.storage.delete(lost.document.file.name)
    assert client.get(address(closed, lost, fine)).content.decode().count("cannot be had just now") == 2
    found = unzipped(client, closed, lost, fine)
    assert set(found) == {"index.html", "03-fine.txt"}
    assert found["index.html"].decode().count("could not be had") == 2


def test_a_kit_that_is_too_large_says_what_to_do_and_sends_no_zip(client, monkeypatch):
    monkeypatch.setattr(kits, "MOST_BYTES", 20)
    pages = resource("One", b"x" * 15), resource("Two", b"y" * 15)
    html = client.get(address(*pages)).content.decode()
    assert "Take some out" in html
    assert "kit/zip/" not in html
    response = client.get(address(*pages, part="kit/zip/"))
    assert response.status_code == 302
    assert response["Location"] == address(*pages)
    assert "01-one.txt" in unzipped(client, pages[0])


def test_a_kit_holds_at_most_so_many(client, monkeypatch):
    monkeypatch.setattr(picks, "MOST", 2)
    pages = [resource(title) for title in ("One", "Two", "Three")]
    html = client.get(address(*pages)).content.decode()
    assert "The rest was left out" in html
    assert "Three" not in html


@pytest.mark.parametrize(
    "query", ["", "pick=", "pick=abc", "pick=%00", "pick=-1", "pick=" + "9" * 400, "pick=²", "pick=1.5"]
)
def test_an_address_that_names_nothing_shows_how_a_kit_is_made(client, query):
    page = index(models.ResourceIndexPage)
    response = client.get(f"{page.url}kit/?{query}")
    assert response.status_code == 200
    assert "Your kit is empty" in response.content.decode()
    assert client.get(f"{page.url}kit/zip/?{query}").status_code == 302
    assert client.get(f"{page.url}?{query}").status_code == 200


def test_a_kit_costs_the_same_whatever_is_in_it(client):
    pages = [resource(f"Resource {number}") for number in range(9)]
    for part in ("kit/", "kit/zip/"):
        few, many = (
            settled_cost(lambda some=some, part=part: b"".join(client.get(address(*some, part=part))))
            for some in (pages[:3], pages)
        )
        assert few == many, part
        assert many <= 15


def test_no_resource_takes_the_address_of_kits():
    page = ResourceFactory(title="Kit", slug="first-aid-kit")
    page.slug = "kit"
    with pytest.raises(ValidationError) as raised:
        page.full_clean()
    assert "slug" in raised.value.error_dict
