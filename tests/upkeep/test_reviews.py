"""Pages that are due for a check: who is asked, what one press does, and that nothing takes it back."""

import datetime
import io

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html
from openpyxl import load_workbook
from wagtail.models import Page, PageLogEntry, PageViewRestriction, Revision

from cms.core.models import BasePage
from cms.core.page_source import page_models
from cms.desk import waiting
from cms.intake.models import OutboxMessage
from cms.upkeep import reminders, reviews
from cms.upkeep.models import ReviewReminder
from tests.counting import settled_cost
from tests.pages.factories import FactSheetFactory, NewsFactory, StandardFactory

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def today():
    return timezone.localdate()


def due_page(title="Old page", days=1, **fields):
    return StandardFactory(title=title, next_review_due=today() - days * DAY, **fields)


def press(client, page, **data):
    return client.post(reverse("page_still_right", args=[page.pk]), data)


class TestThePress:
    def test_records_the_day_and_the_next_and_says_so_in_the_history(self, client, member_of):
        page, editor = due_page(), member_of("Editors")
        client.force_login(editor)
        response = press(client, page)
        assert response.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
        page.refresh_from_db()
        assert page.last_reviewed == today()
        assert page.next_review_due == today().replace(year=today().year + 1)
        [entry] = PageLogEntry.objects.filter(page=page.pk, action=reviews.REVIEWED)
        assert entry.user == editor
        assert (
            f"due again on {reviews.in_words(page.next_review_due)}"
            in client.get(reverse("wagtailadmin_pages:history", args=[page.pk])).content.decode()
        )

    def test_pressed_twice_is_recorded_once(self, client, member_of):
        page = due_page()
        client.force_login(member_of("Editors"))
        press(client, page)
        press(client, page)
        assert PageLogEntry.objects.filter(page=page.pk, action=reviews.REVIEWED).count() == 1

    def test_makes_no_version_and_the_newest_draft_does_not_take_it_back(self, client, member_of):
        page = due_page()
        page.title = "Being written"
        draft = page.save_revision()
        client.force_login(member_of("Editors"))
        press(client, page)
        fresh = Page.objects.get(pk=page.pk).specific
        assert fresh.latest_revision_id == draft.pk
        assert fresh.title == "Old page"
        assert fresh.get_latest_revision_as_object().last_reviewed == today()
        Revision.objects.get(pk=draft.pk).publish()
        fresh = Page.objects.get(pk=page.pk).specific
        assert fresh.title == "Being written"
        assert fresh.last_reviewed == today()
        assert fresh.next_review_due > today()

    def test_an_older_version_brought_back_keeps_the_check(self):
        page = StandardFactory()
        page.save_revision().publish()
        reviews.still_right(page, None)
        old = Revision.objects.get(pk=page.latest_revision_id)
        old.as_object().save_revision(previous_revision=old)
        Page.objects.get(pk=page.pk).get_latest_revision().publish()
        assert Page.objects.get(pk=page.pk).specific.last_reviewed == today()

    def test_is_for_those_who_may_publish_the_page(self, client, member_of):
        page = due_page()
        for role in ("Contributors", "Inbox staff"):
            client.force_login(member_of(role))
            press(client, page)
            page.refresh_from_db()
            assert page.last_reviewed is None, role
        client.force_login(member_of("Approvers"))
        assert client.get(reverse("page_still_right", args=[page.pk])).status_code == 405
        press(client, page)
        page.refresh_from_db()
        assert page.last_reviewed == today()

    def test_leads_back_to_the_list_and_nowhere_else(self, client, member_of):
        page, other = due_page(), due_page("Other")
        client.force_login(member_of("Editors"))
        back = reverse("pages_to_review") + "?when=soon"
        assert press(client, page, next=back).url == back
        assert press(client, other, next="https://example.org/").url.startswith("/admin/")

    def test_of_a_draft_records_nothing(self, client, member_of):
        page = due_page(live=False)
        client.force_login(member_of("Editors"))
        press(client, page)
        page.refresh_from_db()
        assert page.last_reviewed is None

    def test_reaches_the_aliases_of_a_page(self):
        page = due_page()
        alias = page.create_alias(update_slug="twin")
        reviews.still_right(page, None)
        alias.refresh_from_db()
        assert alias.last_reviewed == today()

    def test_stands_in_the_editor_of_every_page_that_is_on_the_site(self, client, member_of):
        page, draft = due_page(), due_page("Draft", live=False)
        client.force_login(member_of("Editors"))
        address = reverse("page_still_right", args=[page.pk])
        shown = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
        assert address in shown
        assert "It was due on" in shown
        assert "/still-right/" not in client.get(reverse("wagtailadmin_pages:edit", args=[draft.pk])).content.decode()


class TestTheDays:
    def test_of_a_new_page_are_given_when_it_goes_to_the_site(self):
        page = FactSheetFactory(live=False)
        page.save_revision().publish()
        page.refresh_from_db()
        assert page.next_review_due == reviews.next_day(type(page), today())
        assert page.last_reviewed is None

    def test_of_news_are_not(self):
        page = NewsFactory(live=False)
        page.save_revision().publish()
        page.refresh_from_db()
        assert page.next_review_due is None

    def test_that_somebody_set_or_emptied_stay(self):
        page = StandardFactory()
        reviews.record(page, None, checked_on=today(), next_due=None)
        Page.objects.get(pk=page.pk).specific.save_revision().publish()
        page.refresh_from_db()
        assert (page.last_reviewed, page.next_review_due) == (today(), None)

    def test_can_be_set_by_hand(self, client, member_of):
        page = due_page()
        client.force_login(member_of("Editors"))
        address = reverse("page_review", args=[page.pk])
        assert "Readers see both days" in client.get(address).content.decode()
        client.post(address, {"checked_on": "02/03/2026", "next_due": "02/03/2031"})
        page.refresh_from_db()
        assert (str(page.last_reviewed), str(page.next_review_due)) == ("2026-03-02", "2031-03-02")

    @pytest.mark.parametrize(
        ("checked", "due"), [("01/01/2099", ""), ("02/03/2026", "02/03/2026"), ("yesterday", ""), ("31/02/2026", "")]
    )
    def test_that_cannot_be_are_refused(self, client, member_of, checked, due):
        page = due_page()
        client.force_login(member_of("Editors"))
        response = client.post(reverse("page_review", args=[page.pk]), {"checked_on": checked, "next_due": due})
        assert response.status_code == 200
        page.refresh_from_db()
        assert page.last_reviewed is None

    def test_are_kept_by_every_type_of_page(self):
        for model in page_models():
            assert (
                set(BasePage.OPERATIONAL)
                == {"last_reviewed", "next_review_due"}
                <= {f.name for f in model._meta.fields}
            )
            assert not set(BasePage.OPERATIONAL) & set(model.get_edit_handler().get_form_class().base_fields), model


def rows(client, query=""):
    """Return the report's rows as its spreadsheet has them."""
    response = client.get(f"{reverse('pages_to_review')}?export=xlsx&{query}")
    assert response.status_code == 200
    sheet = load_workbook(io.BytesIO(response.getvalue())).active
    return [[cell.value for cell in row] for row in sheet]


def titles(client, query=""):
    return [row[0] for row in rows(client, query)[1:]]


class TestTheReport:
    def test_lists_what_is_due_and_by_choice_what_will_be(self, client, member_of):
        due_page("Due long", days=40)
        due_page("Due today", days=0)
        due_page("Soon", days=-30)
        due_page("Later", days=-100)
        due_page("A draft", live=False)
        FactSheetFactory(title="No day")
        client.force_login(member_of("Editors"))
        assert titles(client) == ["Due long", "Due today"]
        assert titles(client, "when=soon") == ["Due long", "Due today", "Soon"]
        assert "No day" in titles(client, "when=none")
        assert {"Later", "No day"} <= set(titles(client, "when=all"))
        assert "A draft" not in titles(client, "when=all")
        assert titles(client, "when=nonsense") == ["Due long", "Due today"]
        assert titles(client, "when=all&kind=pages.factsheetpage") == ["No day"]

    def test_says_who_is_asked_and_writes_a_file_without_formulas(self, client, member_of):
        owner = member_of("Editors", first_name="Ada", last_name="Nguyen")
        due_page("=1+1", owner=owner)
        client.force_login(owner)
        heading, row = rows(client)
        assert heading == ["Page", "Kind", "Address", "Looked after by", "Last checked", "Due"]
        assert row[0] == "=1+1"
        assert row[3] == "Ada Nguyen"
        assert row[5] == today() - DAY
        csv = client.get(f"{reverse('pages_to_review')}?export=csv").getvalue().decode()
        assert "'=1+1" in csv
        shown = client.get(reverse("pages_to_review")).content.decode()
        assert "press “It is still right”" in shown
        assert f"owner={owner.pk}" not in shown
        assert titles(client, f"owner={owner.pk}") == ["=1+1"]

    def test_shows_only_what_the_person_may_record(self, client, member_of):
        due_page("Everybody’s")
        for role in ("Contributors", "Inbox staff"):
            client.force_login(member_of(role))
            assert client.get(reverse("pages_to_review")).status_code in (302, 403), role
            assert reverse("pages_to_review") not in client.get("/admin/").content.decode()
        client.force_login(member_of("Approvers"))
        assert titles(client) == ["Everybody’s"]

    def test_has_a_press_beside_each_page_that_a_browser_may_send(self, member_of):
        page, browser = due_page(), Client(enforce_csrf_checks=True)
        browser.force_login(member_of("Editors"))
        [form] = html.fromstring(browser.get(reverse("pages_to_review")).content).xpath(
            "//form[.//button[text()='It is still right']]"
        )
        browser.post(form.get("action"), dict(form.fields))
        page.refresh_from_db()
        assert page.last_reviewed == today()

    def test_costs_the_same_however_many_pages_there_are(self, client, member_of):
        client.force_login(member_of("Editors"))

        def cost():
            return settled_cost(lambda: client.get(reverse("pages_to_review_results")))

        for number in range(3):
            due_page(f"Page {number}", owner=member_of("Editors"))
        few = cost()
        for number in range(9):
            due_page(f"More {number}", owner=member_of("Editors"))
        assert cost() == few

    def test_is_counted_on_the_dashboard(self, member_of):
        due_page()
        due_page("Draft", live=False)
        lines = {line.key: line.number for line in waiting.for_user(member_of("Editors"))}
        assert lines["pages-to-check"] == 1
        assert "pages-to-check" not in {line.key for line in waiting.for_user(member_of("Contributors"))}


def letters():
    return list(OutboxMessage.objects.filter(key__startswith="upkeep:review").order_by("pk"))


def texts():
    return [bytes(letter.content).decode() for letter in letters()]


class TestReminders:
    def test_are_one_email_for_all_pages_of_a_person(self, member_of):
        owner = member_of("Editors", first_name="Ada")
        member_of("Approvers")
        due_page("First", owner=owner)
        due_page("Second", owner=owner, days=0)
        due_page("Not yet", owner=owner, days=-1)
        done = reminders.remind(today())
        assert (done.due, done.mails) == (2, 1)
        [letter] = letters()
        assert letter.recipients == [owner.email]
        assert letter.subject == "2 pages of the site are due for a check"
        text = texts()[0]
        assert "First" in text
        assert "Second" in text
        assert "Not yet" not in text
        assert reverse("pages_to_review") in text

    def test_are_written_once_and_again_after_four_weeks_and_then_no_more(self, member_of):
        owner = member_of("Editors")
        due_page(owner=owner)
        for days, mails in ((0, 1), (0, 0), (1, 0), (27, 0), (28, 1), (28, 0), (29, 0), (90, 0), (400, 0)):
            assert reminders.remind(today() + days * DAY).mails == mails, days
        assert "we wrote about it 28 days ago" in texts()[1]

    def test_skip_nobody_where_the_command_did_not_run_for_weeks(self, member_of):
        owner = member_of("Editors")
        due_page("One", owner=owner)
        due_page("Another", owner=owner, days=-10)
        assert reminders.remind(today() + 60 * DAY).mails == 1
        assert "Another" in texts()[0]
        assert "One" in texts()[0]

    def test_wait_for_the_week_to_be_over(self, member_of):
        owner = member_of("Editors")
        due_page("One", owner=owner)
        reminders.remind(today())
        due_page("Another", owner=owner, days=0)
        assert reminders.remind(today() + DAY).mails == 0
        assert reminders.remind(today() + 7 * DAY).mails == 1
        assert "Another" in texts()[1]

    def test_begin_anew_with_the_next_day_that_is_due(self, member_of):
        page = due_page(owner=member_of("Editors"))
        reminders.remind(today())
        reviews.still_right(page, None)
        assert reminders.remind(today() + 100 * DAY).mails == 0
        assert reminders.remind(today() + 366 * DAY).mails == 1

    @pytest.mark.parametrize("why", ["nobody", "left", "no access", "no address"])
    def test_go_to_the_approvers_where_the_owner_cannot_answer(self, member_of, why):
        approvers = {member_of("Approvers").email, member_of("Approvers").email}
        owner = None if why == "nobody" else member_of("Contributors" if why == "no access" else "Editors")
        if why == "left":
            owner.is_active = False
            owner.save()
        if why == "no address":
            owner.email = ""
            owner.save()
        due_page(owner=owner)
        assert reminders.remind(today()).mails == 2
        assert {letter.recipients[0] for letter in letters()} == approvers

    def test_go_to_the_administrators_where_there_is_no_approver(self, member_of):
        boss = member_of(None)
        due_page()
        reminders.remind(today())
        assert [letter.recipients for letter in letters()] == [[boss.email]]

    def test_find_the_person_who_took_the_page_over(self, member_of):
        page = due_page(owner=member_of("Editors"))
        reminders.remind(today())
        successor = member_of("Editors")
        Page.objects.filter(pk=page.pk).update(owner=successor)
        assert reminders.remind(today() + DAY).mails == 1
        assert letters()[1].recipients == [successor.email]

    def test_do_not_name_a_page_that_is_not_for_everybody(self, member_of):
        page = due_page("Zebrafinch", owner=member_of("Editors"))
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
        reminders.remind(today())
        assert "Zebrafinch" not in texts()[0]
        assert "A page that is not for everybody" in texts()[0]
        assert "Zebrafinch" not in letters()[0].subject

    def test_to_others_are_written_where_one_fails_and_that_one_the_next_time(self, member_of, monkeypatch, caplog):
        one, other = member_of("Editors"), member_of("Editors")
        due_page("One", owner=one)
        due_page("Other", owner=other)
        real = reminders.send_template

        def send(key, template, to, context):
            if to == one.email:
                raise DatabaseError(to)
            return real(key, template, to, context)

        monkeypatch.setattr(reminders, "send_template", send)
        with pytest.raises(CommandError, match="1 emails"):
            call_command("page_reminders", stdout=io.StringIO())
        assert one.email not in caplog.text
        monkeypatch.undo()
        call_command("page_reminders", stdout=io.StringIO())
        assert [letter.recipients[0] for letter in letters()] == [other.email, one.email]

    def test_command_says_how_many_and_writes_nothing_in_a_dry_run(self, member_of):
        owner = member_of("Editors")
        due_page("Zebrafinch", owner=owner)
        out = io.StringIO()
        call_command("page_reminders", dry_run=True, stdout=out)
        assert "emails: 1" in out.getvalue()
        assert "Zebrafinch" not in out.getvalue()
        assert owner.email not in out.getvalue()
        assert not letters()
        assert not ReviewReminder.objects.exists()
        with pytest.raises(CommandError, match="YYYY-MM-DD"):
            call_command("page_reminders", today="tomorrow", stdout=out)

    def test_ask_the_database_no_more_for_more_pages(self, member_of, django_assert_max_num_queries):
        owner = member_of("Editors")
        for number in range(30):
            due_page(f"Page {number}", owner=owner)
        with django_assert_max_num_queries(30):
            reminders.remind(today())

    def test_of_long_ago_are_deleted(self, member_of):
        owner, long_ago = member_of("Editors"), today() - reminders.KEEP - DAY
        due_page(owner=owner, days=(today() - long_ago).days)
        reminders.remind(long_ago)
        new = due_page("New", owner=owner)
        reminders.remind(today())
        reminders.purge_reminders()
        assert set(ReviewReminder.objects.values_list("page", "sent_on")) >= {(new.pk, today())}
        assert not ReviewReminder.objects.filter(sent_on=long_ago).exists()
