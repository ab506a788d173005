"""The desk: who reads what, answers that are mailed and kept, notes, assigning, junk; and the lists of the Inbox."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cms.core.days import working_days_after
from cms.intake.models import OutboxMessage, ReasonTemplate, Upload
from cms.intake.receipts import seal
from contribute import desk, opinions
from contribute.kinds import KINDS
from contribute.models import Channel, Contribution, Message
from contribute.newsletter.models import Subscriber
from contribute.receiving import ANSWER
from home.models import HomePage
from tests.counting import settled_cost
from tests.desk.seeing import lines_of, parts_of

from .filled import EMAIL, FIRST, FORMS, TOLD
from .newsletter.making import reader

pytestmark = pytest.mark.django_db


def screen(contribution):
    return reverse("contribute_desk", args=[contribution.pk])


def list_url(kind):
    return reverse(f"contribute_{KINDS[kind].model._meta.model_name}_modeladmin_index")


def act(client, contribution, do, **values):
    contribution = type(contribution).objects.get(pk=contribution.pk)
    data = {"do": do, "seen": contribution.changed_at.isoformat()} | values
    return client.post(screen(contribution), data)


def mail_words(message):
    text = message_from_bytes(bytes(message.content), policy=policy.default).get_body(("plain",)).get_content()
    return " ".join(text.split())


@pytest.fixture
def staff(client, member_of):
    user = member_of("Administrators", first_name="Ada", last_name="Wren")
    # The page that a new site begins with is hers: of it, nothing waits.
    HomePage.objects.update(owner=user)
    client.force_login(user)
    return user


# --- Who may what ---------------------------------------------------------------------------------

MAY_READ = {
    "enquiry": {"Inbox staff", "Approvers", "Administrators"},
    "hard-copies": {"Inbox staff", "Approvers", "Administrators"},
    "suggestion": {"Inbox staff", "Editors", "Approvers", "Administrators"},
    "work": {"Inbox staff", "Editors", "Approvers", "Administrators"},
    "feedback": {"Inbox staff", "Editors", "Approvers", "Administrators"},
    "complaint": {"Inbox staff", "Administrators"},
    "endorsement": {"Inbox staff", "Editors", "Approvers", "Administrators"},
    "story": {"Approvers", "Administrators"},
}


@pytest.mark.parametrize("role", ["Contributors", "Editors", "Inbox staff", "Approvers", "Administrators"])
def test_the_menu_inbox_has_the_lists_that_somebody_may_read_and_no_other(client, member_of, role):
    client.force_login(member_of(role))
    # With nothing sent in, the dashboard itself leads to none.
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    assert {kind for kind in KINDS if list_url(kind) in page} == {kind for kind in KINDS if role in MAY_READ[kind]}
    if any(role in roles for roles in MAY_READ.values()):
        menu = page[page.index('id="wagtail-sidebar-props"') :]
        inbox = menu[menu.index('"name": "inbox"') :]
        assert all(list_url(kind) in inbox for kind in KINDS if role in MAY_READ[kind])


@pytest.fixture(params=sorted(KINDS))
def kind(request, db):
    """Each kind in turn, the one with a long form too."""
    FIRST.get(request.param, bool)()
    return request.param


@pytest.mark.parametrize("role", ["Contributors", "Editors", "Approvers", "Inbox staff", "Administrators"])
def test_only_those_who_may_read_a_kind_open_its_list_and_its_screens(client, sent, kind, member_of, role):
    contribution = sent(kind)
    client.force_login(member_of(role))
    may = role in MAY_READ[kind]
    for address in (screen(contribution), list_url(kind)):
        assert (client.get(address).status_code == 200) == may, address
    act(client, contribution, "note", note="x")
    assert Message.objects.exists() == may


def test_every_kind_says_who_may_read_it():
    assert set(MAY_READ) == {*FORMS, "story"} == set(KINDS)


def test_who_may_not_read_contact_details_sees_none(client, sent, member_of):
    contribution = sent("feedback")
    client.force_login(member_of("Editors"))
    content = client.get(screen(contribution)).content.decode()
    assert TOLD in content
    assert EMAIL not in content
    assert EMAIL not in client.get(list_url("feedback") + "?export=csv").getvalue().decode()
    assert contribution.reference not in client.get(list_url("feedback") + f"?q={EMAIL}").content.decode()


def test_reading_is_in_the_audit_log_once_for_a_sitting(client, sent, kind, staff):
    contribution = sent(kind)
    client.get(screen(contribution))
    client.get(screen(contribution))
    entry = ModelLogEntry.objects.get(action="contribute.read")
    assert (entry.user, entry.label) == (staff, contribution.reference)


def test_what_only_sounds_like_danger_stands_in_its_turn_once_a_colleague_has_read_it(client, sent, staff):
    first, heavy = sent("enquiry"), sent("enquiry", words="Can you help me find a group?")
    button = "I have read it: it is not about danger"
    assert button in client.get(screen(heavy)).content.decode()
    assert button not in client.get(screen(first)).content.decode()
    act(client, heavy, "calm")
    page = client.get(screen(heavy)).content.decode()
    assert button not in page
    assert "may be about danger" not in page
    assert ModelLogEntry.objects.get(action="contribute.calm").user == staff
    Contribution.objects.filter(pk=first.pk).update(due_on=timezone.localdate())
    content = client.get(list_url("enquiry")).content.decode()
    assert content.index(first.reference) < content.index(heavy.reference)


def test_who_looks_after_it_is_said_though_they_may_no_longer_be_given_such_things(client, sent, staff, member_of):
    contribution = sent("complaint")
    Contribution.objects.update(assigned_to=member_of("Editors", first_name="Eden", last_name="Finch"))
    assert "<p>Eden Finch.</p>" in client.get(screen(contribution)).content.decode()
    act(client, contribution, "take")
    assert "<p>You do.</p>" in client.get(screen(contribution)).content.decode()


# --- Answers and notes ----------------------------------------------------------------------------


def test_an_answer_is_mailed_once_kept_in_the_thread_and_ends_it(client, sent, staff):
    contribution = sent("enquiry")
    OutboxMessage.objects.all().delete()
    assert act(client, contribution, "reply", comment="Begin with module one.").status_code == 302
    mail = OutboxMessage.objects.get()
    assert mail.recipients == [EMAIL]
    assert "Begin with module one." in bytes(mail.content).decode()
    assert TOLD not in bytes(mail.content).decode()
    assert contribution.reference in mail.subject
    message = Message.objects.get()
    assert (message.kind, message.author, message.words) == ("out", staff, "Begin with module one.")
    contribution = Contribution.objects.get()
    assert (contribution.status, contribution.assigned_to) == ("done", staff)
    assert contribution.retain_until == timezone.localdate() + timedelta(days=180)
    assert "Begin with module one." in client.get(screen(contribution)).content.decode()


def test_an_answer_may_keep_it_open_and_names_the_day_that_was_promised(client, sent, staff):
    """A complaint: somebody tells them at once that it is looked into, and answers by the day that the form named."""
    channel = Channel.objects.get(kind="complaint")
    channel.answer_in = 12
    channel.save()
    contribution = sent("complaint")
    day = working_days_after(timezone.localdate(), 12)
    assert f"they hear from us again by {day.day} {day:%B %Y}." in client.get(screen(contribution)).content.decode()
    OutboxMessage.objects.all().delete()
    ready = ReasonTemplate.objects.get(name="We look into your complaint")
    act(client, contribution, "reply", ready=ready.pk, comment="", then="started")
    said = mail_words(OutboxMessage.objects.get())
    assert "Thank you for telling us." in said
    assert f"You hear from us again by {day:%A} {day.day} {day:%B %Y}." in said
    contribution = Contribution.objects.get()
    assert (contribution.status, contribution.due_on, contribution.assigned_to) == ("started", day, staff)
    assert contribution.retain_until is None
    assert contribution in Contribution.objects.open()


def test_who_is_told_late_that_it_is_looked_into_is_told_a_day_that_can_be_kept(client, sent, staff):
    contribution = sent("complaint")
    Contribution.objects.update(due_on=timezone.localdate() - timedelta(days=3))
    act(client, contribution, "reply", comment="We are sorry that it takes longer.", then="started")
    contribution = Contribution.objects.get()
    promised = Channel.objects.get(kind="complaint").answer_in
    assert contribution.due_on == working_days_after(timezone.localdate(), promised)
    assert not contribution.is_late


def test_ready_words_stand_before_what_is_written(client, sent, staff):
    contribution = sent("enquiry")
    ready = ReasonTemplate.objects.filter(decision="answer").first()
    act(client, contribution, "reply", ready=ready.pk, comment="Ada", then="waiting")
    assert Message.objects.get().words == f"{ready.words}\n\nAda"
    assert Contribution.objects.get().status == "waiting"


def test_that_an_answer_did_not_leave_is_said_where_one_would_look_for_it(client, sent, staff):
    contribution, other = sent("enquiry"), sent("enquiry")
    act(client, contribution, "reply", comment="Begin with module one.")
    said = "An email about this could not be sent yet."
    assert said not in client.get(screen(contribution)).content.decode()
    OutboxMessage.objects.filter(key__startswith=f"contribute:{contribution.pk}:reply").update(attempts=3)
    assert said in client.get(screen(contribution)).content.decode()
    assert said not in client.get(screen(other)).content.decode()


def test_an_empty_answer_is_asked_for_and_nothing_is_sent(client, sent, staff):
    contribution = sent("enquiry")
    page = act(client, contribution, "reply", comment="")
    assert page.status_code == 400
    assert "Write your answer" in page.content.decode()
    # Said above too, where one sees it: the form may stand below.
    assert "Nothing was sent or changed yet." in page.content.decode()
    assert not Message.objects.exists()


def test_who_left_no_address_cannot_be_written_to_and_the_screen_says_so(client, sent, staff):
    contribution = sent("complaint", your_email="", your_name="")
    assert "They left no email address" in client.get(screen(contribution)).content.decode()
    page = act(client, contribution, "reply", comment="Hello")
    assert page.status_code == 400
    assert not Message.objects.exists()


def test_the_second_of_two_answers_at_once_is_refused_and_keeps_what_was_written(client, sent, staff, member_of):
    contribution = sent("enquiry")
    seen = contribution.changed_at.isoformat()
    desk.reply(contribution, "The first", user=member_of("Inbox staff"))
    page = client.post(screen(contribution), {"do": "reply", "seen": seen, "comment": "The second"})
    content = page.content.decode()
    assert page.status_code == 409
    assert "Somebody did something with this" in content
    assert "The second" in content
    assert [message.words for message in Message.objects.all()] == ["The first"]


def test_a_note_stays_with_colleagues_and_stands_in_no_log_and_no_mail(client, sent, staff):
    contribution = sent("complaint")
    OutboxMessage.objects.all().delete()
    act(client, contribution, "note", note=f"Spoke with Quoll about {TOLD}")
    assert not OutboxMessage.objects.exists()
    assert not any(TOLD in str(entry.data) + entry.label for entry in ModelLogEntry.objects.all())
    assert "Spoke with Quoll" in client.get(screen(contribution)).content.decode()


def test_who_is_given_something_is_told_with_nothing_of_what_it_says(client, sent, staff, member_of):
    contribution, other = sent("enquiry"), member_of("Inbox staff")
    OutboxMessage.objects.all().delete()
    act(client, contribution, "assign", to=other.pk)
    mail = OutboxMessage.objects.get()
    assert mail.recipients == [other.email]
    assert TOLD not in bytes(mail.content).decode()
    assert Contribution.objects.get().status == "started"
    act(client, contribution, "take")
    assert Contribution.objects.get().assigned_to == staff
    assert OutboxMessage.objects.count() == 1


def test_nothing_is_given_to_who_may_not_read_it(client, sent, staff, member_of):
    contribution, editor = sent("complaint"), member_of("Editors")
    assert act(client, contribution, "assign", to=editor.pk).status_code == 400
    assert Contribution.objects.get().assigned_to is None


# --- Their side of the thread ---------------------------------------------------------------------


def answer_url(contribution):
    return reverse("contribute:answer", args=[seal(ANSWER, contribution.reference)])


def write_again(client, contribution, words, token=None):
    token = token or client.get(answer_url(contribution)).context["form"].token()
    return client.post(answer_url(contribution), {"token": token, "words": words})


def test_who_writes_again_by_the_link_brings_it_back_to_us_once(client, sent, member_of):
    ada = member_of("Inbox staff")
    contribution = sent("enquiry")
    desk.reply(contribution, "Which town?", user=ada, then="waiting")
    OutboxMessage.objects.all().delete()
    token = client.get(answer_url(contribution)).context["form"].token()
    for _press in range(2):
        response = write_again(client, contribution, f"Ballarat {TOLD}", token)
        assert response.status_code == 302
    assert contribution.reference in client.get(response.url).content.decode()
    assert Message.objects.filter(kind="in").get().words == f"Ballarat {TOLD}"
    assert Contribution.objects.get().status == "started"
    mail = OutboxMessage.objects.get()
    assert mail.recipients == [ada.email]
    assert TOLD not in bytes(mail.content).decode()


def test_the_page_to_write_again_shows_nothing_of_what_was_written(client, sent, member_of):
    contribution = sent("enquiry")
    desk.reply(contribution, "An answer about wombats", user=member_of("Inbox staff"))
    content = client.get(answer_url(contribution)).content.decode()
    assert contribution.reference in content
    assert "wombats" not in content
    assert TOLD not in content


def test_what_was_deleted_can_no_longer_be_answered(client, sent):
    contribution = sent("enquiry")
    address = answer_url(contribution)
    desk.take_back(contribution)
    assert client.get(address).status_code == 410


# --- Junk -----------------------------------------------------------------------------------------


def test_junk_stands_in_no_list_that_was_not_asked_for_it_and_goes_after_thirty_days(client, sent, staff):
    contribution = sent("enquiry")
    act(client, contribution, "status", status="junk")
    assert contribution.reference not in client.get(list_url("enquiry")).content.decode()
    assert contribution.reference in client.get(list_url("enquiry") + "?status=junk").content.decode()
    assert Contribution.objects.get().retain_until == timezone.localdate() + timedelta(days=30)
    # It came as any other did, and its sender knows.
    assert "Nobody was told that it came" not in client.get(screen(contribution)).content.decode()


def test_what_was_held_is_acknowledged_when_a_person_puts_it_back(client, filled, url_of, staff):
    client.post(url_of("enquiry"), filled("enquiry", website_address="x"))
    contribution = Contribution.objects.get().own
    assert not OutboxMessage.objects.exists()
    assert "Nobody was told that it came" in client.get(screen(contribution)).content.decode()
    act(client, contribution, "status", status="new")
    contribution = Contribution.objects.get()
    assert (contribution.status, contribution.held, contribution.retain_until) == ("new", "", None)
    assert OutboxMessage.objects.get().recipients == [EMAIL]


def test_nothing_can_be_sent_to_what_stands_under_junk(client, sent, staff):
    contribution = sent("enquiry", words="https://a.example " * 5)
    assert "Put it back first" in client.get(screen(contribution)).content.decode()
    page = act(client, contribution, "reply", comment="Hello")
    assert page.status_code == 409
    assert "Put it back first, then answer it." in page.content.decode()
    assert not OutboxMessage.objects.exists()


@pytest.mark.sqlite_only
def test_junk_becomes_nothing_but_new_so_that_its_sender_is_told_and_its_review_begins(sent, staff):
    story, contribution = sent("story"), sent("enquiry")
    for row in (story, contribution):
        desk.set_status(row, "junk", user=staff)
        for status in ("started", "waiting", "done"):
            with pytest.raises(desk.UnderJunk):
                desk.set_status(row, status, user=staff)
        assert Contribution.objects.filter(pk=row.pk, status="junk", held="editor").exists()


@pytest.mark.sqlite_only
def test_who_writes_again_to_what_stands_under_junk_does_not_bring_it_back(sent, staff):
    contribution = sent("enquiry")
    desk.set_status(contribution, "junk", user=staff)
    OutboxMessage.objects.all().delete()
    desk.answered_again(contribution, TOLD, "a form")
    row = Contribution.objects.get()
    assert (row.status, row.held) == ("junk", "editor")
    assert row.retain_until == timezone.localdate() + timedelta(days=30)
    assert row.messages.get().words == TOLD
    assert not OutboxMessage.objects.exists()


@pytest.mark.sqlite_only
def test_neither_a_colleague_nor_a_calm_word_begins_the_days_of_what_is_finished_anew(sent, staff):
    contribution = sent("enquiry")
    desk.set_status(contribution, "done", user=staff)
    tomorrow = timezone.localdate() + timedelta(days=1)
    Contribution.objects.update(retain_until=tomorrow, is_urgent=True)
    before = Contribution.objects.get().changed_at
    desk.assign(contribution, staff, user=staff)
    desk.set_calm(contribution, user=staff)
    row = Contribution.objects.get()
    assert (row.retain_until, row.status, row.assigned_to, row.is_urgent) == (tomorrow, "done", staff, False)
    assert row.changed_at > before


# --- Lists and dashboard --------------------------------------------------------------------------


def test_the_dashboard_names_what_is_held_so_that_somebody_looks_before_it_is_deleted(
    client, filled, url_of, staff, sent, member_of
):
    client.post(url_of("enquiry"), filled("enquiry", website_address="x"))
    Subscriber.objects.filter(pk=reader("held@example.org", confirmed=False).pk).update(is_held=True)
    opinions.keep("once", True, "", is_held=True, page=HomePage.objects.get())
    act(client, sent("feedback"), "status", status="junk")
    lines = lines_of(client.get(reverse("wagtailadmin_home")))
    assert {label: number for label, (number, _url) in lines.items()} == {
        # What a colleague put under Junk was looked at.
        "question to answer: held as junk": 1,
        "reader of the newsletter who may be a robot": 1,
        "answer about a page that may be a robot’s": 1,
    }
    number, held = lines["question to answer: held as junk"]
    assert held == list_url("enquiry") + "?status=held"
    assert client.get(held).content.decode().count(">Open<") == number
    client.force_login(member_of("Contributors"))
    assert lines_of(client.get(reverse("wagtailadmin_home"))) == {}


def test_the_list_shows_neither_words_nor_names(client, sent, kind, staff):
    contribution = sent(kind)
    content = client.get(list_url(kind)).content.decode()
    assert contribution.reference in content
    for word in (TOLD, EMAIL, "Quoll"):
        assert word not in content


def test_lists_screens_and_dashboard_cost_the_same_for_three_times_as_much(client, sent, kind, staff):
    contribution = sent(kind)
    addresses = [list_url(kind), screen(contribution), reverse("wagtailadmin_home")]
    before = [settled_cost(lambda address=address: client.get(address)) for address in addresses]
    for _more in range(3):
        sent(kind)
        desk.write_note(contribution, "x", user=staff)
    assert [settled_cost(lambda address=address: client.get(address)) for address in addresses] == before


def test_what_is_late_is_found_and_counted(client, sent, staff):
    late, fresh = sent("enquiry"), sent("enquiry")
    Contribution.objects.filter(pk=late.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    content = client.get(list_url("enquiry") + "?due=late").content.decode()
    assert late.reference in content
    assert fresh.reference not in content
    panel = client.get(reverse("wagtailadmin_home"))
    assert lines_of(panel) == {"questions to answer": (2, list_url("enquiry") + "?status=ours")}
    assert parts_of(panel) == {"1 late": list_url("enquiry") + "?due=late"}
    desk.set_status(fresh, "started", user=staff)
    assert parts_of(client.get(reverse("wagtailadmin_home"))) == {
        "1 late": list_url("enquiry") + "?due=late", "1 new": list_url("enquiry") + "?status=new",
    }  # fmt: skip


@pytest.mark.parametrize(
    "query", ["status=nonsense", "due=%00", "assigned=x", "sender__email__startswith=k", "p=0", "o=x"]
)
def test_a_list_asked_strangely_answers_all_the_same(client, sent, staff, query):
    sent("enquiry")
    assert client.get(f"{list_url('enquiry')}?{query}").status_code in {200, 302}


def test_no_name_in_the_address_narrows_the_list_by_another_table(client, sent, staff):
    contribution = sent("enquiry")
    page = client.get(list_url("enquiry") + "?assigned_to__password__startswith=zzz")
    assert contribution.reference in page.content.decode()


def test_a_download_holds_no_live_formula(client, sent, staff):
    sent("complaint", your_name="=1+1")
    content = client.get(list_url("complaint") + "?export=csv").getvalue().decode()
    assert "'=1+1" in content
    assert client.get(list_url("complaint") + "?export=xlsx").status_code == 200


def test_what_may_be_about_danger_stands_first_and_what_is_done_last(client, sent, staff):
    done, waits = sent("enquiry"), sent("enquiry")
    heavy = sent("enquiry", words="I want to die")
    Contribution.objects.filter(pk=done.pk).update(due_on=timezone.localdate() - timedelta(days=90))
    desk.set_status(done, "done", user=staff)
    content = client.get(list_url("enquiry")).content.decode()
    order = [content.index(one.reference) for one in (heavy, waits, done)]
    assert order == sorted(order)


def test_who_takes_details_away_in_a_file_is_written_down(client, sent, staff):
    contribution = sent("complaint")
    client.get(list_url("complaint") + "?export=xlsx")
    entry = ModelLogEntry.objects.get(action="contribute.download")
    assert (entry.user, entry.label) == (staff, contribution.reference)


def test_a_complaint_says_whether_its_sender_was_told_that_we_have_it(client, sent, staff):
    told, untold = sent("complaint"), sent("complaint", your_email="", your_name="")
    assert "by email" in client.get(screen(told)).content.decode()
    assert "Not by email: no address" in client.get(screen(untold)).content.decode()


def test_who_opens_a_file_that_was_sent_in_is_written_down(client, staff):
    upload = Upload(content_type="image/png", extension=".png", size=3)
    upload.file.save("picture.png", ContentFile(b"abc"))
    assert client.get(reverse("intake_upload", args=[upload.uuid])).status_code == 200
    assert ModelLogEntry.objects.get(action="intake.see_file").user == staff
    upload.file.storage.delete(upload.file.name)
