"""Downloads are counted by day and document, without people; editors have a report of them."""

import datetime
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import Collection, CollectionViewRestriction

from cms.media import downloads
from cms.media.models import DownloadCount
from pages import models
from tests.counting import settled_cost

from .factories import ResourceFactory, SiteDocumentFactory, index

pytestmark = pytest.mark.django_db
READER = {"user-agent": "Mozilla/5.0 (Linux; Android 14) Firefox/140.0"}


@pytest.fixture(autouse=True)
def waiting():
    """This process's counts, empty before and after."""
    downloads.waiting.forget()
    yield downloads.waiting
    downloads.waiting.forget()


def counts():
    """What is in the database once everything is written: {title: number}."""
    downloads.waiting.flush()
    return {row.document.title: row.count for row in DownloadCount.objects.select_related("document")}


def fetch(client, document, status=200, **headers):
    response = client.get(document.url, headers=READER | headers)
    assert response.status_code == status
    return response


def test_a_download_is_counted_for_its_day_and_leaves_no_trace_of_who_it_was(client):
    document, other = SiteDocumentFactory(title="Guide"), SiteDocumentFactory(title="Form")
    for _ in range(3):
        assert not fetch(client, document).cookies
    fetch(client, other)
    assert counts() == {"Guide": 3, "Form": 1}
    fetch(client, document)
    assert counts() == {"Guide": 4, "Form": 1}
    assert set(DownloadCount.objects.values_list("day", flat=True)) == {timezone.localdate()}
    assert {field.name for field in DownloadCount._meta.get_fields()} == {"id", "day", "document", "count"}


@pytest.mark.parametrize("headers", [
    {"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"}, {"user-agent": "curl/8"}, {"user-agent": ""},
    {"sec-purpose": "prefetch"}, {"range": "bytes=4096-"},
])  # fmt: skip
def test_robots_what_is_fetched_beforehand_and_later_parts_are_not_counted(client, headers):
    fetch(client, SiteDocumentFactory(), **headers)
    assert counts() == {}


def test_a_head_and_a_file_that_the_browser_has_already_are_not_counted(client):
    document = SiteDocumentFactory(title="Guide")
    client.head(document.url, headers=READER)
    assert counts() == {}
    tag = fetch(client, document)["ETag"]
    fetch(client, document, status=304, **{"if-none-match": tag})
    assert counts() == {"Guide": 1}


def test_the_people_of_the_site_are_not_counted(client, member_of):
    client.force_login(member_of("Editors"))
    fetch(client, SiteDocumentFactory())
    assert counts() == {}


def test_a_file_that_was_refused_is_not_counted(client):
    collection = Collection.get_first_root_node().add_child(name="Staff")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type=CollectionViewRestriction.LOGIN)
    fetch(client, SiteDocumentFactory(collection=collection), status=302)
    assert counts() == {}


def test_each_file_of_a_kit_is_counted(client):
    pages = [ResourceFactory(document=SiteDocumentFactory(title=title)) for title in ("One", "Two")]
    query = "&".join(f"pick={page.pk}" for page in pages)
    response = client.get(f"{index(models.ResourceIndexPage).url}kit/zip/?{query}", headers=READER)
    assert response.status_code == 200
    assert counts() == {"One": 1, "Two": 1}


def test_what_was_deleted_before_it_was_written_keeps_nothing_from_being_written(client):
    gone, kept = SiteDocumentFactory(title="Gone"), SiteDocumentFactory(title="Kept")
    fetch(client, gone)
    fetch(client, kept)
    gone.delete()
    assert counts() == {"Kept": 1}
    assert not downloads.waiting.counts


def test_counting_asks_the_database_nothing(client):
    document = SiteDocumentFactory()

    def queries(headers):
        with CaptureQueriesContext(connection) as captured:
            client.get(document.url, headers=headers)
        return len(captured)

    queries(READER)
    assert queries(READER) == queries({"user-agent": "curl/8"})


def counted(title, *numbers):
    """Make a document with ``(days ago, number)`` downloads."""
    document = SiteDocumentFactory(title=title)
    for days, number in numbers:
        day = timezone.localdate() - datetime.timedelta(days=days)
        DownloadCount.objects.create(document=document, day=day, count=number)
    return document


def rows(client, query=""):
    """Return the report's rows as its spreadsheet has them."""
    response = client.get(f"{reverse('downloads_report')}?export=xlsx&{query}")
    assert response.status_code == 200
    sheet = load_workbook(io.BytesIO(response.getvalue())).active
    return [[cell.value for cell in row] for row in sheet][1:]


def test_editors_see_what_is_downloaded_most_in_the_days_that_they_choose(client, member_of):
    counted("Guide", (0, 2), (40, 5), (400, 100))
    counted("Form", (1, 9))
    counted("Never")
    client.force_login(member_of("Editors"))
    assert rows(client) == [["Guide", 2, 7, 107], ["Form", 9, 9, 9], ["Never", 0, 0, 0]]
    start = timezone.localdate() - datetime.timedelta(days=50)
    end = timezone.localdate() - datetime.timedelta(days=30)
    assert rows(client, f"days_from={start}&days_to={end}")[0] == ["Guide", 2, 7, 5]
    html = client.get(reverse("downloads_report")).content.decode()
    assert "Nothing is kept of the people" in html
    assert html.index("Guide") < html.index("Form")
    assert reverse("downloads_report") in client.get("/admin/").content.decode()
    assert client.get(f"{reverse('downloads_report')}?days_from=nonsense").status_code == 200


def test_the_report_costs_the_same_however_many_documents_there_are(client, member_of):
    client.force_login(member_of("Editors"))

    def cost():
        return settled_cost(lambda: client.get(reverse("downloads_report_results")))

    for number in range(3):
        counted(f"Document {number}", (0, 1), (1, 1))
    few = cost()
    for number in range(9):
        counted(f"More {number}", (0, 1), (1, 1))
    assert cost() == few


def test_the_report_is_for_those_who_keep_documents(client, member_of):
    assert client.get(reverse("downloads_report")).status_code == 302
    client.force_login(member_of("Inbox staff"))
    assert client.get(reverse("downloads_report")).status_code in (302, 403)
