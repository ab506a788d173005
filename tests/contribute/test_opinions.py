"""“Was this page useful?”: counted once, of nobody, read by those who look after the pages."""

import io
import logging
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from openpyxl import load_workbook
from wagtail.models import PageViewRestriction

from cms.core.models import SiteSettings
from cms.intake.keys import form_token
from cms.intake.models import OutboxMessage, Sender
from cms.intake.purge import purge
from contribute.models import Contribution, PageOpinion
from contribute.opinions import keep
from contribute.places import PLACES, Place
from contribute.views import opinions as views
from home.models import HomePage
from tests.counting import settled_cost
from tests.directory.factories import make_service
from tests.intake.sums import sum_done
from tests.pages.factories import EVERY_TYPE, NewsFactory, StandardFactory

pytestmark = pytest.mark.django_db
TOLD = "zebrafinch"


@pytest.fixture
def read_page(db):
    return StandardFactory(title="Making tea", slug="making-tea")


def posted(**values):
    return {"token": form_token("contribute-useful"), "website_address": "", "comment": ""} | values


def address(page, answer="yes"):
    return reverse("contribute:useful", args=[page.pk, answer])


class TestThePage:
    def test_asks_with_two_links_and_no_form(self, client, read_page):
        page = html.fromstring(client.get(read_page.url).content)
        [box] = page.xpath("//div[@data-useful]")
        links = box.xpath(".//a/@href")
        assert links == [
            address(read_page),
            address(read_page, "no"),
            f"/contribute/feedback/?from={quote(read_page.url, safe='/')}",
        ]
        assert all("nofollow" in link.get("rel") for link in box.xpath(".//a"))
        assert not box.xpath(".//form")

    def test_of_an_entry_asks_about_the_entry(self, client):
        service = make_service("Tuesday Table")
        page = html.fromstring(client.get(service.get_absolute_url()).content)
        assert page.xpath("//div[@data-useful]//a/@href")[0] == f"/contribute/useful/entry/{service.slug}/yes/"

    @pytest.mark.parametrize("kind", sorted(EVERY_TYPE))
    def test_of_every_type_asks_about_it(self, client, kind):
        page = EVERY_TYPE[kind]()
        shown = html.fromstring(client.get(page.get_url()).content)
        assert shown.xpath("//div[@data-useful]//a/@href")[0] == address(page)

    def test_of_a_form_the_home_page_and_an_error_ask_nothing(self, client, read_page):
        forms = ("/contribute/feedback/", "/contribute/story/", "/newsletter/", "/directory/add/", "/get-help-now/")
        errors = ("/there-is-none/", "/directory/there-is-none/", "/newsletter/issues/there-is-none/")
        for url in (HomePage.objects.first().url, *forms, *errors, address(read_page)):
            assert b"data-useful>" not in client.get(url).content, url

    @pytest.mark.parametrize("slug", PLACES)
    def test_of_a_list_or_a_search_asks_about_it_at_no_cost_and_counts_by_its_name(self, client, monkeypatch, slug):
        place = PLACES[slug]
        shown = client.get(place.url, {"q": "my secret words"})
        links = html.fromstring(shown.content).xpath("//div[@data-useful]//a/@href")
        assert links[0] == reverse("contribute:useful_place", args=[slug, "yes"])
        # What was looked for stays where it was typed.
        assert "secret" not in "".join(links)
        with_question = settled_cost(lambda: client.get(place.url))
        small = client.get(links[1])
        assert f"Was “<bdi>{place.title}</bdi>” useful?" in small.content.decode()
        thanks = client.post(links[1], posted(comment="Too long"), follow=True).content.decode()
        assert place.title in thanks
        assert f'href="{place.url}"' in thanks
        kept = PageOpinion.objects.get()
        assert (kept.place, kept.is_useful, kept.about()) == (slug, False, place.title)
        monkeypatch.setattr("contribute.templatetags.contribute_tags.links", lambda *args: {})
        assert settled_cost(lambda: client.get(place.url)) == with_question

    def test_costs_no_query_more(self, client, read_page, monkeypatch):
        with_question = settled_cost(lambda: client.get(read_page.url))
        monkeypatch.setattr("contribute.templatetags.contribute_tags.links", lambda *args: {})
        assert settled_cost(lambda: client.get(read_page.url)) == with_question


class TestAnAnswer:
    @pytest.mark.parametrize("answer", ["yes", "no"])
    def test_is_asked_for_on_a_small_page_and_counted_by_one_press(self, client, read_page, answer):
        page = client.get(address(read_page, answer))
        assert page.status_code == 200
        assert not PageOpinion.objects.exists()
        assert not page.cookies
        assert "private" in page["Cache-Control"]
        assert "noindex" in page["X-Robots-Tag"]
        thanks = client.post(address(read_page, answer), posted(), follow=True)
        assert "Thank you" in thanks.content.decode()
        assert not thanks.cookies
        assert read_page.url in thanks.content.decode()
        kept = PageOpinion.objects.get()
        assert (kept.page_id, kept.is_useful, kept.comment, kept.day) == (
            read_page.pk,
            answer == "yes",
            "",
            timezone.localdate(),
        )

    def test_holds_no_person_and_makes_no_mail(self, client, read_page):
        client.post(address(read_page), posted(comment="Good"), REMOTE_ADDR="203.0.113.77", HTTP_USER_AGENT="Quoll/1")
        fields = {field.name for field in PageOpinion._meta.get_fields()}
        assert fields == {
            "id",
            "page",
            "service",
            "place",
            "day",
            "is_useful",
            "comment",
            "is_urgent",
            "is_handled",
            "is_held",
            "token_hash",
        }
        assert not Sender.objects.exists()
        assert not Contribution.objects.exists()
        assert not OutboxMessage.objects.exists()

    def test_of_an_entry_is_kept_with_the_entry(self, client):
        service = make_service("Tuesday Table")
        url = reverse("contribute:useful_entry", args=[service.slug, "no"])
        assert client.get(url).status_code == 200
        thanks = client.post(url, posted(comment="Too far"), follow=True)
        assert "Tuesday Table" in thanks.content.decode()
        assert PageOpinion.objects.get().service == service

    def test_is_counted_once_however_often_its_form_is_sent_and_takes_the_comment_that_comes_after(
        self, client, read_page
    ):
        form = posted()
        for data in (form, form, form | {"comment": "Good tea"}, form | {"comment": "Something else"}, form):
            assert client.post(address(read_page), data).status_code == 302
        assert client.post(address(read_page, "no"), form).status_code == 302
        kept = PageOpinion.objects.get()
        assert (kept.is_useful, kept.comment) == (True, "Good tea")

    def test_of_two_tabs_at_the_same_moment_is_counted_once(self, read_page, monkeypatch):
        keep("once", True, "", page=read_page)

        def too_late(*args, **kwargs):
            raise IntegrityError

        monkeypatch.setattr(PageOpinion.objects, "get_or_create", too_late)
        assert keep("once", False, "Words", page=read_page).comment == "Words"
        assert PageOpinion.objects.get().is_useful

    def test_is_about_one_thing(self, read_page):
        for subject in (
            {}, {"page": read_page, "service": make_service()}, {"page": read_page, "place": "search"},
        ):  # fmt: skip
            with pytest.raises(IntegrityError), transaction.atomic():
                PageOpinion.objects.create(is_useful=True, token_hash="x", **subject)

    def test_costs_few_queries(self, client, read_page):
        assert settled_cost(lambda: client.get(address(read_page))) <= 8

    def test_does_not_stop_a_page_from_being_deleted_and_is_no_use_of_it(self, client, read_page):
        from wagtail.models import ReferenceIndex

        keep("once", True, "", page=read_page)
        assert not ReferenceIndex.get_references_to(read_page).exists()
        read_page.delete()
        assert not PageOpinion.objects.exists()


class TestAnAnswerIsRefused:
    def test_for_what_is_not_public(self, client, read_page):
        draft, private = StandardFactory(live=False), StandardFactory()
        PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
        root = read_page.get_root()
        for pk in (draft.pk, private.pk, root.pk, 0, 99_999, 10**30):
            url = reverse("contribute:useful", args=[pk, "yes"])
            assert client.get(url).status_code == client.post(url, posted()).status_code == 404, pk
        for service in (make_service("Draft", live=False), make_service("Closed", status="closed")):
            assert client.get(reverse("contribute:useful_entry", args=[service.slug, "yes"])).status_code == 404
        assert not PageOpinion.objects.exists()

    def test_for_a_list_that_is_none_and_one_that_is_gone_is_still_thanked_for(self, client, monkeypatch):
        assert client.get("/contribute/useful/on/nowhere/yes/").status_code == 404
        sent = client.post(reverse("contribute:useful_place", args=["search", "yes"]), posted())
        monkeypatch.delitem(PLACES, "search")
        assert 'href="/"' in client.get(sent.url).content.decode()
        assert PageOpinion.objects.get().about() == "search"

    def test_where_it_is_neither_yes_nor_no(self, client, read_page):
        for answer in ("maybe", "YES", "1"):
            assert client.post(address(read_page, answer), posted()).status_code == 404

    @pytest.mark.parametrize("changed", [{"token": ""}, {"token": "x"}, {"comment": "x" * 2001}])
    def test_kindly_where_the_form_is_not_right(self, client, read_page, changed):
        response = client.post(address(read_page), posted(**{"comment": "Good tea"} | changed))
        assert response.status_code == 400
        assert "There is a problem" in response.content.decode()
        assert (changed.get("comment") or "Good tea") in response.content.decode()
        assert not PageOpinion.objects.exists()

    def test_from_another_site(self, client, read_page):
        assert client.post(address(read_page), posted(), HTTP_ORIGIN="https://elsewhere.example").status_code == 403
        assert not PageOpinion.objects.exists()

    def test_after_many_in_a_short_time_and_gives_back_the_words(self, client, read_page):
        for _number in range(views.MOST):
            client.post(address(read_page), posted())
        response = client.post(address(read_page), posted(comment="My words"))
        assert response.status_code == 429
        cache.clear()
        other = client.post(address(read_page, "no"), posted(), REMOTE_ADDR="203.0.113.9")
        assert other.status_code == 302

    def test_where_the_database_does_not_answer_and_nothing_is_lost(self, client, read_page, monkeypatch):
        def away(*args, **kwargs):
            raise DatabaseError("words")

        monkeypatch.setattr(views, "keep", away)
        response = client.post(address(read_page), posted(comment="My words"))
        assert response.status_code == 503
        assert "My words" in response.content.decode()

    @given(st.text(min_size=1, max_size=60).filter(lambda text: "/" not in text and text.strip(".")))
    def test_with_any_made_up_link(self, client, text):
        url = f"/contribute/useful/thanks/{quote(text, safe='', errors='surrogatepass')}/"
        assert client.get(url).status_code in {400, 404}


class TestAComment:
    @pytest.mark.parametrize("text", ["a\x00b", "\u202eabc", "😀" * 300, "مرحبا", "=1+1", "<script>alert(1)</script>"])
    def test_of_strange_letters_is_kept_clean(self, client, read_page, text):
        assert client.post(address(read_page), posted(comment=text)).status_code == 302
        assert not {"\x00", "\u202e"} & set(PageOpinion.objects.get().comment)

    def test_about_danger_is_taken_flagged_and_answered_with_the_help_lines_first(self, client, read_page):
        calm = client.post(address(read_page), posted(comment="Good tea"), follow=True).content.decode()
        assert "If you need somebody to talk to now" not in calm
        urgent = client.post(address(read_page), posted(comment="I want to kill myself"), follow=True).content.decode()
        assert urgent.index("If you need somebody to talk to now") < urgent.index("<h1>Thank you")
        assert PageOpinion.objects.filter(is_urgent=True).count() == 1

    def test_is_in_no_log_and_on_no_page(self, client, read_page, caplog):
        with caplog.at_level(logging.DEBUG):
            thanks = client.post(address(read_page), posted(comment=f"I told {TOLD}"), follow=True)
        assert TOLD not in caplog.text
        for response in (thanks, client.get(read_page.url), client.get(f"/search/?q={TOLD}")):
            assert f"told {TOLD}" not in response.content.decode()

    def test_is_emptied_after_a_year_and_the_answer_still_counts(self, read_page):
        old, new = keep("one", False, TOLD, page=read_page), keep("two", True, "Good tea", page=read_page)
        PageOpinion.objects.filter(pk=old.pk).update(day=timezone.localdate() - timedelta(days=366), is_urgent=True)
        PageOpinion.objects.filter(pk=new.pk).update(day=timezone.localdate() - timedelta(days=365))
        assert purge()["comments on pages"] == 1
        old.refresh_from_db()
        new.refresh_from_db()
        assert (old.comment, old.is_urgent, old.is_useful) == ("", False, False)
        assert new.comment == "Good tea"


# --- The report -----------------------------------------------------------------------------------


def said(page, yes=0, no=0, comments=(), **values):
    for number in range(yes + no + len(comments)):
        comment = comments[number - yes - no] if number >= yes + no else ""
        opinion = keep(f"{page.pk}-{number}-{comment}-{values}", number < yes, comment, page=page)
        PageOpinion.objects.filter(pk=opinion.pk).update(**values)


@pytest.fixture
def staff(client, member_of):
    client.force_login(member_of("Editors"))
    return client


class TestWhatAProgramMayHaveSent:
    def test_is_thanked_for_and_held_and_counted_when_somebody_lets_it_through(self, staff, read_page):
        sent = staff.post(address(read_page), posted(website_address="x", comment="Cheap"), follow=True)
        assert "Thank you" in sent.content.decode()
        held = PageOpinion.objects.get()
        assert (held.is_held, held.comment) == (True, "Cheap")
        assert "Cheap" not in staff.get(reverse("page_opinions")).content.decode()
        assert "Cheap" in staff.get(reverse("comments_on_pages:index"), {"is_held": "true"}).content.decode()
        staff.post(reverse("comments_on_pages:edit", args=[held.pk]), {"is_handled": "on"})
        assert "Cheap" in staff.get(reverse("page_opinions")).content.decode()

    def test_is_what_comes_without_the_sum_while_it_is_under_attack(self, client, read_page):
        settings = SiteSettings.load()
        settings.useful_asks_for_proof = True
        settings.save()
        assert "data-proof" in client.get(address(read_page)).content.decode()
        client.post(address(read_page), posted())
        client.post(address(read_page), posted(proof=sum_done("contribute-useful")))
        assert [one.is_held for one in PageOpinion.objects.order_by("pk")] == [True, False]


class TestTheReport:
    @pytest.mark.parametrize("role", ["Editors", "Approvers", "Inbox staff", "Administrators"])
    @pytest.mark.parametrize("name", ["page_opinions", "entry_opinions", "place_opinions", "comments_on_pages:index"])
    def test_is_for_those_who_look_after_pages(self, client, member_of, role, name):
        client.force_login(member_of(role))
        assert client.get(reverse(name)).status_code == 200

    @pytest.mark.parametrize(
        "name",
        ["page_opinions", "page_opinions_results", "entry_opinions", "place_opinions", "comments_on_pages:index"],
    )
    def test_is_not_for_others(self, client, member_of, name):
        assert client.get(reverse(name)).status_code == 302
        client.force_login(member_of("Contributors"))
        assert client.get(reverse(name)).status_code in {302, 403}
        assert b"useful-pages" not in client.get("/admin/").content

    def test_stands_in_the_menu_of_reports(self, staff):
        assert reverse("page_opinions").encode() in staff.get("/admin/").content

    def test_shows_numbers_and_the_newest_comments_by_page_the_least_useful_first(self, staff, read_page):
        said(read_page, yes=3, no=1, comments=("First", "Second", "Third <b>", "Fourth"))
        other = NewsFactory(title="New kettle")
        said(other, yes=2)
        StandardFactory(title="Nobody said anything")
        page = html.fromstring(staff.get(reverse("page_opinions")).content)
        rows = [" ".join(row.text_content().split()) for row in page.xpath("//main//table//tbody/tr")]
        assert rows[0].startswith("Making tea 3 5 38 %")
        assert rows[1].startswith("New kettle 2 0 100 %")
        assert len(rows) == 2
        assert "Fourth" in rows[0]
        assert "Third <b>" in rows[0]
        assert "First" not in rows[0]

    def test_is_narrowed_by_days_and_section(self, staff, read_page):
        long_ago = timezone.localdate() - timedelta(days=100)
        said(read_page, yes=1)
        said(read_page, no=4, day=long_ago)
        other = NewsFactory(title="New kettle")
        said(other, yes=2, day=long_ago)

        def shown(**query):
            page = html.fromstring(staff.get(reverse("page_opinions"), query).content)
            return [" ".join(row.text_content().split()) for row in page.xpath("//main//table//tbody/tr")]

        assert shown(days_from=f"{timezone.localdate():%d/%m/%Y}") == ["Making tea 1 0 100 %"]
        assert len(shown(days_to=f"{long_ago:%d/%m/%Y}")) == 2
        section = other.get_parent()
        assert shown(section=section.pk) == ["New kettle 2 0 100 %"]
        assert len(shown(section="nonsense")) in {0, 2}

    def test_names_each_list_and_search_with_its_numbers_and_leads_to_its_comments(self, staff):
        def say(slug, number, is_useful, comment="", **values):
            opinion = keep(f"{slug}-{number}", is_useful, comment, place=slug)
            PageOpinion.objects.filter(pk=opinion.pk).update(**values)

        long_ago = timezone.localdate() - timedelta(days=100)
        for number, comment in enumerate(("First", "Second", "Third <b>", "Fourth")):
            say("search", number, False, comment)
        say("search", 4, True, day=long_ago)
        say("search", 5, False, "Cheap", is_held=True)
        say("directory", 0, True)

        def shown(**query):
            page = html.fromstring(staff.get(reverse("place_opinions"), query).content)
            return page, [" ".join(row.text_content().split()) for row in page.xpath("//main//table//tbody/tr")]

        page, rows = shown()
        assert rows[0].startswith("Search 1 4 20 %")
        assert rows[1:] == ["Find peer support 1 0 100 %"]
        assert [word in rows[0] for word in ("First", "Second", "Third <b>", "Fourth", "Cheap")] == [
            False,
            True,
            True,
            True,
            False,
        ]
        [link] = [link for link in page.xpath("//main//tbody//a/@href") if "comments" in link]
        comments = staff.get(link).content.decode()
        assert "First" in comments
        assert staff.get(link.replace("search", "directory")).content.decode().count("First") == 0
        [old] = shown(days_to=f"{long_ago:%d/%m/%Y}")[1]
        assert old.startswith("Search 1 0 100 %")
        assert shown(ordering="-said_yes")[1][0].startswith(("Search", "Find"))

    def test_costs_the_same_however_many_pages_and_comments(self, staff, read_page):
        def cost():
            staff.get(reverse("page_opinions"))
            with CaptureQueriesContext(connection) as queries:
                assert staff.get(reverse("page_opinions")).status_code == 200
            return len(queries)

        said(read_page, yes=1, comments=("One", "Two"))
        before = cost()
        for number in range(6):
            said(StandardFactory(title=f"Page {number}"), yes=2, comments=("One", "Two", "Three", "Four"))
        assert cost() == before

    @pytest.mark.parametrize("name", ["page_opinions", "entry_opinions", "place_opinions"])
    def test_is_downloaded_with_its_comments(self, staff, read_page, name, monkeypatch):
        if name == "page_opinions":
            said(read_page, yes=1, comments=("=1+1",))
        elif name == "place_opinions":
            monkeypatch.setitem(PLACES, "tea", Place("Making tea", "search:results"))
            keep("x", True, "=1+1", place="tea")
        else:
            keep("x", True, "=1+1", service=make_service("Making tea"))
            keep("y", False, "", service=make_service("Making tea"))
        response = staff.get(reverse(name), {"export": "xlsx"})
        sheet = load_workbook(
            io.BytesIO(b"".join(response.streaming_content) if response.streaming else response.content)
        ).active
        heads, row = [[cell.value for cell in line] for line in sheet.iter_rows()][:2]
        assert heads[1:] == ["Yes", "No", "Share of yes", "Newest comments"]
        assert row[0] == "Making tea"
        assert ("=1+1" in str(row[4])) == (row[1] == 1 or name == "page_opinions")

    def test_leads_to_all_comments_of_a_page_where_one_is_ticked_as_dealt_with(self, staff, read_page):
        said(read_page, comments=("The kettle is missing",))
        said(StandardFactory(title="Elsewhere"), comments=("Another",))
        said(read_page, yes=1)
        page = staff.get(reverse("comments_on_pages:index"), {"page": read_page.pk}).content.decode()
        assert "The kettle is missing" in page
        assert "Another" not in page
        one = PageOpinion.objects.get(comment="The kettle is missing")
        edit = reverse("comments_on_pages:edit", args=[one.pk])
        assert "The kettle is missing" in staff.get(edit).content.decode()
        assert staff.post(edit, {"is_handled": "on", "comment": "changed", "is_useful": "on"}).status_code == 302
        one.refresh_from_db()
        assert (one.is_handled, one.comment, one.is_useful) == (True, "The kettle is missing", False)

    def test_lets_nobody_add_or_delete(self, staff, read_page):
        said(read_page, comments=("Words",))
        pk = PageOpinion.objects.get().pk
        assert staff.get("/admin/comments-on-pages/new/").status_code in {302, 403, 404}
        assert staff.post(f"/admin/comments-on-pages/delete/{pk}/").status_code in {302, 403, 404}
        assert PageOpinion.objects.exists()

    def test_s_list_of_comments_costs_the_same_however_many(self, staff, read_page):
        def cost():
            staff.get(reverse("comments_on_pages:index"))
            with CaptureQueriesContext(connection) as queries:
                assert staff.get(reverse("comments_on_pages:index")).status_code == 200
            return len(queries)

        said(read_page, comments=("One",))
        before = cost()
        for number in range(5):
            said(StandardFactory(title=f"Page {number}"), comments=("One", "Two"))
        assert cost() == before
