"""Suggest: what is taken, and what a colleague makes of it. Never a page that readers see."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page

from cms.intake.models import OutboxMessage
from cms.intake.purge import forget
from contribute import desk
from contribute.drafting import ASKED, make_draft
from contribute.models import Contribution, Suggestion
from pages import models
from tests.pages.factories import QuestionsFactory, index

from .filled import EMAIL, TOLD

pytestmark = pytest.mark.django_db
FORM = "/contribute/suggest/"
TITLE = "Listening circle for new peer workers"


@pytest.fixture
def opportunities(db):
    return index(models.OpportunityIndexPage)


@pytest.fixture
def resources(db):
    return index(models.ResourceIndexPage)


@pytest.fixture
def faq(db):
    answered = {"question": "Does it cost anything?", "answer": "<p>No.</p>"}
    return QuestionsFactory(groups=[("group", {"audience": "For everyone", "questions": [answered]})])


@pytest.fixture
def editor(client, member_of):
    user = member_of("Editors")
    client.force_login(user)
    return user


def press(client, suggestion, act="draft", **values):
    suggestion = Suggestion.objects.get(pk=suggestion.pk)
    data = {"do": f"act-{act}", "seen": suggestion.changed_at.isoformat()} | values
    return client.post(reverse("contribute_desk", args=[suggestion.pk]), data, follow=True)


def text_of(response):
    return unescape(response.content.decode())


# --- The form -------------------------------------------------------------------------------------


@pytest.mark.parametrize("about", ["resource", "link"])
def test_what_cannot_be_found_without_an_address_is_asked_for_it(client, filled, about):
    page = client.post(FORM, filled("suggestion", about=about, website=""))
    assert page.status_code == 400
    assert "Enter its web address, so that we can look at it" in text_of(page)


@pytest.mark.parametrize("about", ["opportunity", "question"])
def test_what_may_have_no_address_is_taken_without_one(sent, about):
    assert sent("suggestion", about=about, website="").website == ""


@pytest.mark.parametrize(
    "typed",
    ["javascript:alert(1)", "ftp://example.org/a", "data:text/html,x", "mailto:a@example.org", "not an address"],
)
def test_only_addresses_of_the_web_are_taken(client, filled, typed):
    page = client.post(FORM, filled("suggestion", website=typed))
    assert page.status_code == 400
    assert "Enter a web address such as https://www.example.org" in text_of(page)


def test_an_address_without_its_beginning_gets_one(sent):
    assert sent("suggestion", website="circles.example.org/new").website == "https://circles.example.org/new"


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60), st.text(max_size=20), st.text(max_size=200))
def test_whatever_is_typed_is_taken_or_refused_and_what_is_taken_is_an_address(client, filled, website, day, title):
    page = client.post(FORM, filled("suggestion", website=website, closes_on=day, title=title))
    assert page.status_code in {302, 400, 429}
    for kept in Suggestion.objects.exclude(website=""):
        assert re.match(r"https?://", kept.website)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("tomorrow", "Write the day as 25/12/2026"),
        ("31/02/2027", "Write the day as 25/12/2026"),
        ("1/1/9999", "Write a year between 1900 and 2100"),
        ("1/1/2020", "This day is over"),
    ],
)
def test_a_day_that_cannot_be_is_refused_in_words(client, filled, typed, said):
    page = client.post(FORM, filled("suggestion", closes_on=typed))
    assert page.status_code == 400
    assert said in text_of(page)


def test_a_day_is_kept_for_an_opportunity_and_dropped_for_anything_else(sent):
    day = timezone.localdate() + timedelta(days=40)
    typed = f"{day:%d/%m/%Y}"
    assert sent("suggestion", closes_on=typed).closes_on == day
    assert sent("suggestion", about="question", closes_on=typed).closes_on is None


# --- A draft of it --------------------------------------------------------------------------------


def test_an_opportunity_becomes_a_draft_that_says_what_and_where_and_until_when(client, sent, opportunities, editor):
    day = timezone.localdate() + timedelta(days=40)
    suggestion = sent("suggestion", closes_on=f"{day:%d/%m/%Y}")
    page = press(client, suggestion)
    draft = models.OpportunityPage.objects.get()
    assert (draft.title, draft.apply_url, draft.live) == (TITLE, "https://circles.example.org/new", False)
    assert draft.closes_all_day
    assert timezone.localdate(draft.closes_at) == day
    assert draft.get_parent().pk == opportunities.pk
    assert draft.owner == editor
    assert TOLD not in str(draft.get_latest_revision().content)
    edit = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    assert text_of(page).count(f'href="{edit}"') == 2
    assert client.get(edit).status_code == 200
    assert Contribution.objects.get().status == "started"
    assert client.get(draft.url or "/").status_code == 404 or not draft.url


def test_a_resource_becomes_a_draft_with_its_link(client, sent, resources, editor):
    suggestion = sent("suggestion", about="resource", title='A "guide" <b>', website="https://example.org/?a=1&b=2")
    press(client, suggestion)
    draft = models.ResourcePage.objects.get().get_latest_revision_as_object()
    assert draft.title == 'A "guide" <b>'
    assert not draft.live
    source = draft.body[0].value.source
    assert 'href="https://example.org/?a=1&amp;b=2"' in source
    assert "<b>" not in source


def test_a_question_is_drafted_in_the_page_of_questions_which_readers_see_as_before(client, sent, faq, editor):
    press(client, sent("suggestion", about="question", title="May I bring my dog?"))
    press(client, sent("suggestion", about="question", title="May I bring my cat?"))
    draft = models.QuestionsPage.objects.get().get_latest_revision_as_object()
    assert [group.value["audience"] for group in draft.groups] == ["For everyone", ASKED]
    assert [item["question"] for item in draft.groups[1].value["questions"]] == [
        "May I bring my dog?",
        "May I bring my cat?",
    ]
    assert "dog" not in client.get(faq.url).content.decode()
    assert client.get(reverse("wagtailadmin_pages:edit", args=[faq.pk])).status_code == 200
    assert {suggestion.draft_id for suggestion in Suggestion.objects.all()} == {faq.pk}


def test_a_second_press_leads_to_the_same_draft(client, sent, opportunities, editor):
    suggestion = sent("suggestion")
    seen = suggestion.changed_at.isoformat()
    press(client, suggestion)
    page = press(client, suggestion, seen=seen)
    draft = models.OpportunityPage.objects.get()
    assert page.status_code == 200
    assert reverse("wagtailadmin_pages:edit", args=[draft.pk]) in text_of(page)


def test_a_link_for_a_page_has_no_draft_of_its_own(client, sent, opportunities, editor):
    suggestion = sent("suggestion", about="link")
    assert "Make a draft of it" not in text_of(client.get(reverse("contribute_desk", args=[suggestion.pk])))
    assert press(client, suggestion).status_code in {200, 403}
    assert Suggestion.objects.get().draft is None


def test_who_may_not_write_pages_there_sees_no_button_and_makes_no_draft(client, sent, opportunities, member_of):
    suggestion = sent("suggestion")
    client.force_login(member_of("Inbox staff"))
    content = text_of(client.get(reverse("contribute_desk", args=[suggestion.pk])))
    assert TITLE in content
    assert "Make a draft of it" not in content
    press(client, suggestion)
    assert not models.OpportunityPage.objects.exists()


def test_who_may_not_change_the_page_of_questions_adds_nothing_to_it(client, sent, faq, member_of):
    suggestion = sent("suggestion", about="question")
    client.force_login(member_of("Inbox staff"))
    press(client, suggestion)
    assert models.QuestionsPage.objects.get().revisions.count() == faq.revisions.count()


@pytest.mark.parametrize("about", ["opportunity", "question", "link"])
def test_no_draft_is_made_for_who_may_not_write_there_whatever_asks_for_it(sent, opportunities, faq, member_of, about):
    suggestion = sent("suggestion", about=about)
    with pytest.raises(PermissionDenied):
        make_draft(suggestion, user=member_of("Inbox staff"))
    assert Suggestion.objects.get().draft is None


def test_a_locked_page_of_questions_is_left_alone_and_said(client, sent, faq, editor, member_of):
    Page.objects.filter(pk=faq.pk).update(locked=True, locked_by=member_of("Administrators"), locked_at=timezone.now())
    page = press(client, sent("suggestion", about="question"))
    assert page.status_code == 409
    assert "the page of questions is locked" in text_of(page)
    assert Suggestion.objects.get().draft is None


@pytest.mark.parametrize("title", ["😀😀😀", "!!!", "x" * 150, "الأسئلة", "Kit", "kit", TITLE])
def test_any_title_makes_a_draft(client, sent, resources, editor, title):
    for _twice in range(2):
        press(client, sent("suggestion", about="resource", title=title))
    assert [page.title for page in models.ResourcePage.objects.all()] == [title] * 2


def test_a_draft_that_was_deleted_can_be_made_again(client, sent, opportunities, editor):
    suggestion = sent("suggestion")
    press(client, suggestion)
    models.OpportunityPage.objects.get().delete()
    press(client, suggestion)
    assert models.OpportunityPage.objects.count() == 1


# --- Thanks, and taking back ----------------------------------------------------------------------


def test_thanks_are_mailed_and_end_it(client, sent, editor):
    suggestion = sent("suggestion")
    OutboxMessage.objects.all().delete()
    assert press(client, suggestion, "thank").status_code == 400
    press(client, suggestion, "thank", **{"thank-comment": "Thank you. We have one like it."})
    mail = OutboxMessage.objects.get()
    assert mail.recipients == [EMAIL]
    assert "We have one like it." in bytes(mail.content).decode()
    assert Contribution.objects.get().status == "done"


def test_who_left_no_address_is_not_offered_thanks(client, sent, editor):
    suggestion = sent("suggestion", your_email="")
    assert "Thank them, and leave it" not in text_of(client.get(reverse("contribute_desk", args=[suggestion.pk])))


def test_a_draft_goes_with_what_is_taken_back_unless_a_colleague_worked_on_it(sent, opportunities, editor):
    untouched, worked_on = sent("suggestion"), sent("suggestion", title="Garden day")
    for suggestion in (untouched, worked_on):
        make_draft(suggestion, user=editor)
    models.OpportunityPage.objects.get(title="Garden day").save_revision(user=editor, clean=False)
    for suggestion in (untouched, worked_on):
        assert desk.take_back(suggestion)
    assert [page.title for page in models.OpportunityPage.objects.all()] == ["Garden day"]


def test_a_question_that_is_taken_back_leaves_the_draft_unless_it_was_answered(sent, faq, editor):
    first, second = (sent("suggestion", about="question", title=f"May I bring my {who}?") for who in ("dog", "cat"))
    for suggestion in (first, second):
        make_draft(suggestion, user=editor)
    faq = models.QuestionsPage.objects.get()
    page = faq.get_latest_revision_as_object()
    page.groups[1].value["questions"][1]["answer"].source = "<p>Yes.</p>"
    page.save_revision(user=editor, clean=False)
    for suggestion in (first, second):
        desk.take_back(suggestion)
    faq = models.QuestionsPage.objects.get()
    questions = faq.get_latest_revision_as_object().groups[1].value["questions"]
    assert [item["question"] for item in questions] == ["May I bring my cat?"]
    assert len(faq.groups) == 1


def test_after_its_time_what_was_suggested_is_empty_and_the_draft_stays(sent, opportunities, editor):
    suggestion = sent("suggestion")
    make_draft(suggestion, user=editor)
    forget(Suggestion, [suggestion.pk])
    suggestion = Suggestion.objects.get()
    assert (suggestion.title, suggestion.website, suggestion.words, suggestion.sender) == ("", "", "", None)
    assert models.OpportunityPage.objects.get().title == TITLE
