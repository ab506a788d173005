"""Links: found wherever readers see one, right at once where they lead to this site, and patient with other sites."""

import datetime
import io

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Page, PageViewRestriction

from cms.core.models import SiteSettings
from cms.desk import waiting
from cms.upkeep import checking, links, own_site
from cms.upkeep.checking import Outcome, after
from cms.upkeep.fetching import Fetcher
from cms.upkeep.models import Link, LinkPlace
from directory import moderation
from directory.bin import put
from directory.models import Service, ServiceRedirect
from home.models import HelpLine
from pages.models import OpportunityIndexPage
from tests.counting import settled_cost
from tests.directory.factories import make_service
from tests.pages.factories import PartnerFactory, SiteDocumentFactory, StandardFactory, index
from tests.webserver import Website

pytestmark = pytest.mark.django_db
Result = Link.Result
DAY = datetime.timedelta(days=1)
TODAY = datetime.date(2026, 11, 23)


def text(html):
    return [("text", html)]


def to_page(page):
    return f'<p><a linktype="page" id="{page.pk}">this page</a></p>'


def to(address):
    return f'<p><a href="{address}">there</a></p>'


def published(body, **fields):
    """Return a page that went to the site with this rich text."""
    page = StandardFactory(live=False, body=text(body), **fields)
    page.save_revision().publish()
    return Page.objects.get(pk=page.pk).specific


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Do what is done once something is committed."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def broken():
    return {
        (place.title, place.link.reason)
        for place in LinkPlace.objects.filter(link__result=Result.BROKEN).select_related("link")
    }


class TestLinksToThisSite:
    def test_break_and_mend_as_the_page_they_lead_to_goes_and_comes(self, committed):
        target = StandardFactory(title="Target")
        with committed():
            published(to_page(target), title="Source")
        assert broken() == set()
        with committed():
            target.unpublish()
        assert broken() == {("Source", "The page is not on the site.")}
        with committed():
            target.get_latest_revision_as_object().save_revision().publish()
        assert broken() == set()
        with committed():
            restriction = PageViewRestriction.objects.create(page=target, restriction_type=PageViewRestriction.LOGIN)
        assert broken() == {("Source", "The page is not for everybody.")}
        with committed():
            restriction.delete()
        assert broken() == set()
        with committed():
            Page.objects.get(pk=target.pk).delete()
        assert broken() == {("Source", "The page was deleted.")}

    def test_that_were_typed_follow_moves_new_addresses_and_redirects(self, committed):
        target, parent = StandardFactory(title="Target", slug="target"), StandardFactory(title="Parent", slug="parent")
        with committed():
            published(to("/target/?a=b#c") + to("http://127.0.0.1:8000/target"), title="Source")
        assert Link.objects.filter(kind=Link.Kind.OWN, result=Result.FINE).count() == 2
        with committed():
            target.move(parent, pos="last-child")
        # Wagtail makes a redirect from where it was.
        assert broken() == set()
        with committed():
            Redirect.objects.get().delete()
        assert broken() == {("Source", own_site.NOT_THERE)}
        with committed():
            Redirect.objects.create(old_path=Redirect.normalise_path("/target/"), redirect_page=target)
        assert broken() == set()

    def test_leave_the_list_with_what_they_stood_in(self, committed):
        with committed():
            page = published(to("/nowhere/"), title="Source")
        assert broken()
        page.body = text("<p>Without it.</p>")
        with committed():
            page.save_revision().publish()
        assert broken() == set()
        page.body = text(to("/nowhere/"))
        with committed():
            page.save_revision().publish()
        assert broken()
        with committed():
            page.unpublish()
        assert not LinkPlace.objects.exists()

    def test_of_a_draft_are_nobodys_yet(self, committed):
        with committed():
            page = published("<p>Right.</p>", title="Source")
            page.body = text(to("/nowhere/"))
            page.save_revision()
        assert broken() == set()

    @pytest.mark.parametrize(
        ("path", "is_there"),
        [
            ("/", True), ("/directory/", True), ("/directory", True), ("/directory/?near=3000", True), ("/search/?q=x", True),
            ("/directory/tuesday-table/", True), ("/directory/tuesday-table/report/", True), ("/directory/closed/", False),
            ("/directory/merged/", True), ("/directory/none/", False), ("/opportunities/", True),
            ("/opportunities/nonsense/", False), ("/about/", True), ("/about/more/", False), ("/draft/", False),
            ("/documents/{file}/guide.pdf", True), ("/documents/99999/guide.pdf", False), ("/media/none.pdf", False),
            ("/get-help-now/", True), ("/nothing.html", False), ("/feeds/nonsense/", True),
        ],
    )  # fmt: skip
    def test_lead_somewhere_or_not(self, path, is_there):
        StandardFactory(title="About", slug="about")
        StandardFactory(title="Draft", slug="draft", live=False)
        index(OpportunityIndexPage, slug="opportunities")
        table = make_service("Tuesday Table")
        make_service("Closed", status=Service.Status.CLOSED)
        ServiceRedirect.objects.create(old_slug="merged", service=table)
        path = path.format(file=SiteDocumentFactory().pk)
        path = links.own_path(path, set())
        assert own_site.missing_paths({path}) == (set() if is_there else {path})

    def test_to_a_service_that_is_not_listed_and_a_file_that_is_gone_are_broken(self, committed):
        service, file = make_service("Tuesday Table"), SiteDocumentFactory()
        page = StandardFactory(
            live=False, title="Source",
            body=[("services", {"title": "", "services": [service]}), ("files", {"title": "", "files": [{"document": file}]})],
        )  # fmt: skip
        with committed():
            page.save_revision().publish()
        assert broken() == set()
        with committed():
            file.delete()
        assert broken() == {("Source", "The file was deleted.")}
        with committed():
            service.live = False
            service.save()
        assert ("Source", "The service is not in the directory.") in broken()

    def test_of_a_service_that_closes_are_nobodys_and_those_to_it_are_broken_until_it_opens(self, committed, member_of):
        """Status is set past the signals of saving. A pause takes nothing away from readers."""
        service = make_service("Tuesday Table", website="https://table.example/")
        with committed():
            links.gather(service)
            page = StandardFactory(
                live=False, title="Source", body=[("services", {"title": "", "services": [service]})]
            )
            page.save_revision().publish()
        mine = LinkPlace.objects.filter(link__address="https://table.example/")
        for status, is_seen in (("paused", True), ("closed", False), ("open", True)):
            with committed():
                moderation.set_status(service, status, user=member_of("Editors"))
            assert mine.exists() is is_seen, status
            assert (broken() == set()) is is_seen, status
        with committed():
            put(service, member_of("Administrators"))
        assert not mine.exists()
        assert broken() == {("Source", "The service is not in the directory.")}

    def test_of_settings_help_lines_services_and_promoted_results_are_looked_at(self, committed):
        target = StandardFactory(title="Privacy", live=False)
        with committed():
            settings = SiteSettings.load()
            settings.privacy_page = target
            settings.save()
            HelpLine.objects.create(name="A line", number="1", who_for="x", source="Rung; see https://line.example/x")
            make_service("Tuesday Table", website="https://table.example/")
            query = Query.objects.create(query_string="tea")
            SearchPromotion.objects.create(
                query=query, external_link_url="https://tea.example/", external_link_text="Tea"
            )
        assert broken() == {("Site name, contact and footer", "The page is not on the site.")}
        outside = set(Link.objects.filter(kind=Link.Kind.OUTSIDE).values_list("address", flat=True))
        assert {"https://line.example/x", "https://table.example/", "https://tea.example/"} <= outside
        with committed():
            Service.objects.get().delete()
            HelpLine.objects.filter(name="A line").get().delete()
        assert not LinkPlace.objects.filter(
            link__address__in=["https://table.example/", "https://line.example/x"]
        ).exists()

    def test_cost_the_same_however_many_there_are(self, django_assert_max_num_queries):
        for number in range(20):
            published("".join(to(f"/page-{number}-{place}/") for place in range(10)))
        links.gather_everything()
        assert len(broken()) == 20
        with django_assert_max_num_queries(16):
            own_site.judge()

    def test_are_found_at_night_where_something_changed_past_the_signals(self):
        page = PartnerFactory(title="Partner", website="https://partner.example/", about=to("/nowhere/"))
        out = io.StringIO()
        call_command("check_links", own=True, stdout=out)
        assert broken() == {("Partner", own_site.NOT_THERE)}
        assert "nowhere" not in out.getvalue()
        Page.objects.filter(pk=page.pk).update(live=False)
        call_command("check_links", own=True, stdout=out)
        assert not LinkPlace.objects.filter(page=page.pk).exists()
        assert not Link.objects.filter(address="https://partner.example/").exists()


class TestPatience:
    def link(self, **fields):
        return Link.objects.create(digest="x", address="https://a.example/", kind=Link.Kind.OUTSIDE, **fields)

    @pytest.mark.parametrize(
        ("looks", "result", "since"),
        [
            ([(0, Result.FAILED)], Result.FAILED, None),
            ([(0, Result.FAILED), (0, Result.FAILED)], Result.FAILED, None),
            ([(0, Result.FAILED), (1, Result.FAILED)], Result.BROKEN, TODAY),
            ([(0, Result.FAILED), (1, Result.FINE), (8, Result.FAILED)], Result.FAILED, None),
            ([(0, Result.FAILED), (1, Result.UNKNOWN), (9, Result.FAILED)], Result.BROKEN, TODAY),
            ([(0, Result.FAILED), (1, Result.FAILED), (4, Result.UNKNOWN)], Result.BROKEN, TODAY),
            ([(0, Result.FAILED), (1, Result.FAILED), (4, Result.FAILED)], Result.BROKEN, TODAY),
            ([(0, Result.FAILED), (1, Result.FAILED), (4, Result.FINE)], Result.FINE, None),
            ([(0, Result.UNKNOWN)], Result.UNKNOWN, None),
            ([(0, Result.FINE)], Result.FINE, None),
        ],
    )
    def test_a_link_is_broken_when_it_failed_on_two_days(self, looks, result, since):
        link = self.link()
        for days, found in looks:
            after(link, Outcome(found, "" if found == Result.FINE else "Why."), TODAY + days * DAY)
        assert (link.result, link.broken_since) == (result, since)
        assert bool(link.reason) == (result != Result.FINE)
        assert link.next_check > TODAY + looks[-1][0] * DAY

    def test_one_that_failed_is_looked_at_the_next_day(self):
        link = self.link()
        after(link, Outcome(Result.FAILED, "Why."), TODAY)
        assert link.next_check == TODAY + DAY


def gathered():
    """Gather all links, and leave out those of settings and help lines that are there from the beginning."""
    links.gather_everything()
    Link.objects.exclude(places__page__isnull=False).delete()


class TestARun:
    def fetcher(self, **options):
        return Fetcher(
            "Test", pause=0, patience=3, may=lambda ip: True, names=lambda host, port: ["127.0.0.1"], **options
        )

    def test_looks_at_what_is_due_and_no_more(self):
        with Website() as site:
            site.pages["/good"] = 200
            published(to(site.url("/good")) + to(site.url("/bad")) + to("https://inside.example:x/"), title="Source")
            gathered()
            today = timezone.localdate()
            assert vars(checking.check(today, fetcher=self.fetcher())) == {
                "checked": 3,
                "broken": 0,
                "unknown": 0,
                "left": 0,
            }
            asked = len(site.asked)
            assert checking.check(today, fetcher=self.fetcher()).checked == 0
            assert len(site.asked) == asked
            run = checking.check(today + DAY, fetcher=self.fetcher())
            assert (run.checked, run.broken) == (2, 2)
        assert {link.address for link in Link.objects.filter(result=Result.BROKEN)} == {
            site.url("/bad"), "https://inside.example:x/"
        }  # fmt: skip

    def test_ends_in_time_and_goes_on_the_next_night(self):
        clock = iter([0, 0, 30, 61, 61, 61]).__next__
        with Website() as site:
            published("".join(to(site.url(f"/{number}")) for number in range(5)))
            gathered()
            run = checking.check(timezone.localdate(), minutes=1, fetcher=self.fetcher(), clock=clock)
        assert (run.checked, run.left) == (2, 3)

    def test_is_not_ended_by_one_site_and_logs_no_address(self, caplog, monkeypatch):
        with Website() as site:
            site.pages["/good"] = 200
            published(to("https://zebrafinch.example/") + to(site.url("/good")))
            gathered()
            real = checking.Checker.look

            def look(self, address):
                if "zebrafinch" in address:
                    raise RuntimeError(address)
                return real(self, address)

            monkeypatch.setattr(checking.Checker, "look", look)
            run = checking.check(timezone.localdate(), fetcher=self.fetcher())
        assert (run.checked, run.unknown) == (2, 1)
        assert "zebrafinch" not in caplog.text

    def test_takes_sites_in_turns(self):
        given = [
            (1, "https://a.example/1"),
            (2, "https://a.example/2"),
            (3, "https://b.example/1"),
            (4, "https://[bad"),
        ]
        assert [pk for pk, _address in checking.in_turns(given)] == [1, 3, 4, 2]

    def test_says_whom_to_write_to(self, settings):
        settings.WAGTAILADMIN_BASE_URL = "https://our.example"
        site = SiteSettings.load()
        site.email = "us@our.example"
        site.save()
        assert checking.agent() == "PeerSupportLinkCheck/1.0 (+https://our.example; us@our.example)"


def rows(client, query=""):
    """Return the report's rows as its spreadsheet has them."""
    response = client.get(f"{reverse('broken_links')}?export=xlsx&{query}")
    assert response.status_code == 200
    sheet = load_workbook(io.BytesIO(response.getvalue())).active
    return [[cell.value for cell in row] for row in sheet][1:]


class TestTheReport:
    @pytest.fixture(autouse=True)
    def links_of_all_kinds(self):
        gone = StandardFactory(title="Gone page", live=False)
        published(to("/nowhere/") + to_page(gone) + to("https://shy.example/") + to("/directory/"), title="Source")
        settings = SiteSettings.load()
        settings.privacy_page = gone
        settings.save()
        make_service("Tuesday Table", website="https://dead.example/")
        links.gather_everything()
        Link.objects.filter(address="https://shy.example/").update(result=Result.UNKNOWN, reason="Look.")
        Link.objects.filter(address="https://dead.example/").update(
            result=Result.BROKEN, reason="Gone.", broken_since=TODAY, checked_at=timezone.now()
        )

    def test_lists_what_is_broken_and_by_choice_what_is_not(self, client, member_of):
        client.force_login(member_of("Administrators"))
        found = {(row[0], row[1], row[4], row[5]) for row in rows(client)}
        assert found == {
            ("Source", "Page", "/nowhere/", own_site.NOT_THERE),
            ("Source", "Page", "“Gone page”", "The page is not on the site."),
            ("Site name, contact and footer", "Settings", "“Gone page”", "The page is not on the site."),
            ("Tuesday Table", "Service", "https://dead.example/", "Gone."),
        }
        assert [row[4] for row in rows(client, "state=unknown")] == ["https://shy.example/"]
        assert len(rows(client, "state=all")) > 5
        assert [row[0] for row in rows(client, "leads=outside")] == ["Tuesday Table"]
        assert {row[0] for row in rows(client, "leads=own")} == {"Source", "Site name, contact and footer"}
        assert len(rows(client, "state=nonsense")) == 4

    def test_leads_to_where_each_is_mended(self, client, member_of):
        client.force_login(member_of("Administrators"))
        html = client.get(reverse("broken_links")).content.decode()
        source = Page.objects.get(title="Source")
        assert reverse("wagtailadmin_pages:edit", args=[source.pk]) in html
        assert reverse("wagtailsnippets_directory_service:edit", args=[Service.objects.get().pk]) in html
        assert "/admin/settings/core/sitesettings/" in html
        assert "it leaves this list when you publish" in html

    def test_shows_each_role_what_it_may_mend(self, client, member_of):
        client.force_login(member_of("Editors"))
        assert {row[0] for row in rows(client)} == {"Source", "Tuesday Table"}
        client.force_login(member_of("Contributors"))
        assert rows(client) == []
        client.force_login(member_of("Inbox staff"))
        assert client.get(reverse("broken_links")).status_code in (302, 403)

    def test_costs_the_same_however_many_links_there_are(self, client, member_of):
        client.force_login(member_of("Administrators"))

        def cost():
            return settled_cost(lambda: client.get(reverse("broken_links_results")))

        few = cost()
        for number in range(9):
            published(to(f"/none-{number}/") + to_page(StandardFactory(live=False)))
        links.gather_everything()
        assert cost() == few

    def test_is_counted_on_the_dashboard(self, member_of):
        lines = {line.key: line.number for line in waiting.for_user(member_of("Editors"))}
        assert lines["broken-links"] == 3
        assert "broken-links" not in {line.key for line in waiting.for_user(member_of("Inbox staff"))}
