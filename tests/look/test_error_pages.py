"""Pages for when something is wrong: they carry help, and the last of them need nothing that may be broken."""

import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import path as url_path
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Page, PageViewRestriction

from cms import urls as site_urls
from cms.core import broken
from cms.core.models import SiteSettings
from home import error_pages, not_found
from home.models import HelpLine
from home.not_found import MOST_WORDS, nearest, nearest_slugs, words_of
from tests.counting import settled_cost
from tests.directory.factories import make_service
from tests.home.factories import HelpLineFactory
from tests.pages.factories import StandardFactory, StoryFactory

# No database changes what is drawn.
pytestmark = pytest.mark.sqlite_only


def breaks(request):
    raise RuntimeError("as a test asks")


urlpatterns = [url_path("breaks/", breaks), *site_urls.urlpatterns]
handler400, handler404, handler500 = site_urls.handler400, site_urls.handler404, site_urls.handler500


# --- Not here, not for you, not so fast --------------------------------------------------------------


@pytest.mark.django_db
def test_a_missing_page_says_so_kindly_and_carries_the_help_lines(client):
    response = client.get("/there-is-no-such-page/")
    page = response.content.decode()
    assert response.status_code == 404
    assert "This page is not here" in page
    assert 'id="help"' in page
    assert "data-exit" in page


@pytest.mark.django_db
def test_a_missing_page_keeps_a_place(client):
    assert 'class="place"' in client.get("/there-is-no-such-page/").content.decode()


def suggested(client, address):
    main = client.get(address, follow=True).content.decode().split("<main")[1].split("</main>")[0]
    return main.split("Were you looking for")[1].split("</ul>")[0] if "Were you looking for" in main else ""


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/choosing-safly/", "/old/choosing-safely.html", "/choosing/", "/Choosing_Safely"])
def test_a_missing_page_suggests_those_with_a_name_like_it(client, address):
    page = StandardFactory(title="Choosing a group safely", slug="choosing-safely")
    StandardFactory(title="Something else", slug="zebra")
    found = suggested(client, address)
    assert f'href="{page.url}"' in found
    assert "zebra" not in found


@pytest.mark.django_db
def test_a_missing_page_suggests_nothing_that_readers_may_not_see(client):
    StandardFactory(title="Secret plans", slug="secret-plans", live=False)
    private = StandardFactory(title="Secret pages", slug="secret-pages")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    assert not suggested(client, "/secret-plan/")
    assert not suggested(client, "/secret-page/")


@pytest.mark.django_db
def test_a_missing_page_offers_a_search_for_the_words_of_its_address(client):
    page = client.get("/old/peer-work.html").content.decode()
    assert 'name="q" value="peer work old"' in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/%3Cscript%3Ealert(1)%3C/script%3E/", "/call-0400-111-222-now/", "/%22%20onfocus=x/", "/a%00b/"]
)
def test_what_stands_in_an_address_is_words_on_the_page_and_nothing_else(client, address):
    page = client.get(address).content.decode()
    assert "<script>alert" not in page
    assert 'onfocus=x"' not in page
    assert "0400" not in page.split("<main")[-1].split("</main>")[0]


@given(st.text(max_size=400))
def test_the_words_of_any_address_are_few_and_only_letters(text):
    words = words_of(f"/{text}/")
    assert len(words) <= MOST_WORDS
    assert all(word.isalpha() and len(word) <= 24 for word in words)


@pytest.mark.django_db
def test_a_missing_page_costs_the_same_whatever_the_site_holds(client):
    def cost():
        assert client.get("/stori/").status_code == 404
        return settled_cost(lambda: client.get("/stori/"))

    StoryFactory.create_batch(2)
    few = cost()
    StoryFactory.create_batch(6)
    assert cost() == few
    assert few <= 2
    request = RequestFactory().get("/stori/")
    make_service("Tuesday tea")
    with CaptureQueriesContext(connection) as queries:
        assert nearest("/directory/tuesdy-tea/", request)
    assert len(queries) <= 2


@pytest.mark.django_db
def test_a_slip_in_the_address_of_a_service_leads_to_the_service_while_it_is_listed(client):
    listed, hidden = make_service("Tuesday tea"), make_service("Tuesday toast", live=False)
    page = client.get("/directory/tuesdy-tea/")
    assert page.status_code == 404
    assert listed.get_absolute_url() in page.content.decode()
    assert hidden.get_absolute_url() not in client.get("/directory/tuesdy-toast/").content.decode()


def test_an_address_is_compared_with_few_of_the_words_of_many_pages(monkeypatch):
    compared = []

    class Counting(not_found.SequenceMatcher):
        def set_seq1(self, a):
            compared.append(a)
            super().set_seq1(a)

    monkeypatch.setattr(not_found, "SequenceMatcher", Counting)
    letters = "abcdefghijklmnopqrstuvwxyz"
    slugs = [f"{one}{two}m-work-of-{three}" for one in letters for two in letters for three in "xy"]
    slugs[700] = "choosing-safely"
    assert nearest_slugs(["choosng", "safly"], slugs) == [700]
    assert 2 <= len(compared) < 100


@given(st.lists(st.text(max_size=12), min_size=1, max_size=4), st.lists(st.text(max_size=30), max_size=8))
def test_any_words_are_compared_with_any_slugs(words, slugs):
    nearest = nearest_slugs([word.lower() for word in words if word] or ["a"], slugs)
    assert len(nearest) == len(set(nearest)) <= 4
    assert all(0 <= position < len(slugs) for position in nearest)


@pytest.mark.django_db
def test_a_page_that_no_site_has_is_not_suggested_and_the_nearest_come_first(client):
    near, nearer = (StandardFactory(title=slug, slug=slug) for slug in ("choosing-safety", "choosing-safely"))
    far = nearer.copy(to=Page.get_first_root_node(), update_attrs={"slug": "choosing-safely"}, keep_live=True)
    assert far.get_url() is None
    found = suggested(client, "/choosing-safly/")
    assert found.index(nearer.url) < found.index(near.url)
    assert "None" not in found
    assert found.count("<li>") == 2


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["403.html", "429.html"])
def test_the_other_pages_of_refusal_carry_the_help_lines(name):
    page = render_to_string(name, {}, request=RequestFactory().get("/"))
    assert 'id="help"' in page
    assert "<h1>" in page


# --- Made beforehand ------------------------------------------------------------------------------------


@pytest.fixture
def root(settings, tmp_path):
    """Where the made pages are, for one test alone."""
    settings.ERROR_PAGES_ROOT = tmp_path / "error-pages"
    settings.MAINTENANCE_FILE = tmp_path / "maintenance"
    return tmp_path


@pytest.fixture
def lines(root, db):
    """An emergency number, one line on every page, one that is not, and the pages made with them."""
    HelpLine.objects.all().delete()
    HelpLineFactory(name="Emergency", number="000", is_emergency=True)
    HelpLineFactory(name="The evening line", number="03 5550 0001")
    HelpLineFactory(name="Elsewhere", number="03 5550 0002", shows_in_slim=False)
    call_command("write_error_pages", verbosity=0)


@pytest.mark.django_db
@pytest.mark.parametrize("name", broken.PAGES)
def test_a_made_page_carries_the_editors_help_lines(lines, name, django_db_blocker):
    with django_db_blocker.block():
        page = broken.response(name).content.decode()
    assert 'href="tel:000"' in page
    assert 'href="tel:0355500001"' in page
    assert "Elsewhere" not in page
    assert page.count("<h1>") == 1


@pytest.mark.django_db
@pytest.mark.parametrize("name", broken.PAGES)
def test_a_made_page_needs_no_script_and_no_name_that_changes(lines, name):
    page = broken.response(name).content.decode()
    assert "<script" not in page
    assert " style=" not in page
    assert not re.search(r"{[{%]", page)
    assert re.findall(r'href="(/static/[^"]+)"', page)
    assert all(re.fullmatch(r"/static/css/\w+\.css", name) for name in re.findall(r'href="(/static/[^"]+)"', page))


def test_no_number_is_written_into_a_template():
    for name in broken.PAGES:
        assert not re.search(r"tel:|\d{3} \d{3}|\b000\b|13 11 14", broken.html(name))


@pytest.mark.django_db
def test_the_pages_follow_the_help_lines(lines, django_capture_on_commit_callbacks):
    line = HelpLine.objects.get(name="The evening line")
    with django_capture_on_commit_callbacks(execute=True):
        line.number = "03 5550 0009"
        line.save()
    assert "tel:0355500009" in broken.file_of("500").read_text()
    assert "tel:0355500001" not in broken.file_of("503").read_text()
    with django_capture_on_commit_callbacks(execute=True):
        line.delete()
    assert "The evening line" not in broken.file_of("500").read_text()


@pytest.mark.django_db
def test_the_pages_follow_the_site_s_settings(lines, django_capture_on_commit_callbacks):
    site = SiteSettings.load()
    site.exit_url = "https://weather.example.org/"
    with django_capture_on_commit_callbacks(execute=True):
        site.save()
    assert 'href="https://weather.example.org/"' in broken.file_of("500").read_text()


@pytest.mark.django_db
def test_what_changed_without_a_signal_is_made_good_by_the_command(lines, capsys):
    HelpLine.objects.filter(name="The evening line").update(number="03 5550 0007")
    call_command("write_error_pages")
    assert "500" in capsys.readouterr().out
    assert "tel:0355500007" in broken.file_of("500").read_text()
    call_command("write_error_pages")
    assert "as they were" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_disk_that_is_full_does_not_lose_what_an_editor_saved(lines, monkeypatch, django_capture_on_commit_callbacks):
    def full():
        raise OSError("no space left")

    monkeypatch.setattr(error_pages, "write", full)
    with django_capture_on_commit_callbacks(execute=True):
        HelpLineFactory(name="A new line")
    assert HelpLine.objects.filter(name="A new line").exists()


@pytest.mark.django_db
def test_a_view_that_breaks_answers_with_the_made_page(lines, settings):
    settings.ROOT_URLCONF = __name__
    client = Client(raise_request_exception=False)
    response = client.get("/breaks/")
    assert response.status_code == 500
    assert "Something went wrong on our side" in response.content.decode()
    assert "tel:000" in response.content.decode()
    assert "default-src 'self'" in response["Content-Security-Policy"]


@pytest.mark.django_db
def test_a_request_for_a_strange_host_answers_with_the_made_page(lines, client):
    response = client.get("/", headers={"host": "evil.example.com"})
    assert response.status_code == 400
    assert "tel:000" in response.content.decode()
    assert "evil" not in response.content.decode()


def test_a_page_that_was_never_made_comes_without_numbers(root, caplog):
    response = broken.response("500")
    assert response.status_code == 500
    assert "Something went wrong" in response.content.decode()
    assert "write_error_pages" in caplog.text


# --- Maintenance -----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_closed_site_says_when_to_come_back_and_whom_to_ring(lines, settings, client):
    settings.MAINTENANCE_FILE.touch()
    for address in ("/", "/directory/", "/no-such-page/"):
        response = client.get(address)
        assert response.status_code == 503
        assert int(response["Retry-After"]) > 0
        assert response["Cache-Control"] == "no-store"
        assert "tel:000" in response.content.decode()
        assert "default-src 'self'" in response["Content-Security-Policy"]
    settings.MAINTENANCE_FILE.unlink()
    assert client.get("/").status_code == 200


@pytest.mark.django_db
def test_a_closed_site_answers_its_watchers_and_its_editors(lines, settings, client, member_of):
    settings.MAINTENANCE_FILE.touch()
    assert client.get("/healthz").status_code == 200
    client.force_login(member_of(None))
    assert client.get("/admin/").status_code == 200


@pytest.mark.django_db
def test_a_closed_site_asks_no_database(lines, settings, client, django_assert_num_queries):
    settings.MAINTENANCE_FILE.touch()
    with django_assert_num_queries(0):
        client.get("/stories/")
