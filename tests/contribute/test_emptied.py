"""What was taken back, or had its time, stays empty: whoever still has it open is told, and nothing is written to it."""

import pytest
from django.urls import reverse

from cms.intake.models import OutboxMessage
from cms.intake.purge import forget, purge
from cms.intake.receipts import seal
from contribute import desk
from contribute.models import Contribution, CopyRequest, Message
from contribute.receiving import ANSWER
from contribute.views import links
from contribute.views.copies import CopiesView

from .filled import TOLD

pytestmark = pytest.mark.django_db


def by_its_sender(contribution):
    desk.take_back(contribution)


def by_its_time(contribution):
    forget(type(contribution), [contribution.pk])


ENDS = pytest.mark.parametrize("end", [by_its_sender, by_its_time])


def standing():
    """All that could begin again: of each row its state, its days, who has it."""
    fields = ("status", "forgotten_on", "retain_until", "assigned_to", "due_on", "held", "changed_at")
    return list(Contribution.objects.order_by("pk").values(*fields))


@pytest.fixture
def ada(client, member_of):
    user = member_of("Administrators", first_name="Ada")
    client.force_login(user)
    return user


@ENDS
@pytest.mark.sqlite_only
def test_a_screen_left_open_changes_nothing_of_what_is_gone_and_says_so(client, sent, ada, end):
    contribution = sent("enquiry")
    screen = reverse("contribute_desk", args=[contribution.pk])
    end(contribution)
    OutboxMessage.objects.all().delete()
    before = standing()
    for do in (
        {"do": "note", "note": TOLD}, {"do": "take"}, {"do": "assign", "to": ada.pk}, {"do": "calm"},
        {"do": "reply", "comment": TOLD}, {"do": "status", "status": "new"}, {"do": "status", "status": "done"},
    ):  # fmt: skip
        page = client.post(screen, do)
        assert (page.status_code, "was deleted meanwhile" in page.text) == (409, True), do
    assert standing() == before
    assert not Message.objects.exists()
    assert not OutboxMessage.objects.exists()


@ENDS
@pytest.mark.sqlite_only
def test_the_screen_of_what_is_gone_has_no_form_and_says_who_ended_it(client, sent, kind_of_each, ada, end):
    contribution = sent(kind_of_each)
    end(contribution)
    page = client.get(reverse("contribute_desk", args=[contribution.pk])).text
    assert ("Its sender took it back." in page) == (end is by_its_sender)
    for do in ("note", "assign", "take", "reply", "status", "act-"):
        assert f'value="{do}' not in page, do


@pytest.fixture(params=["enquiry", "story", "endorsement"])
def kind_of_each(request):
    return request.param


@ENDS
@pytest.mark.sqlite_only
def test_who_writes_again_to_what_went_meanwhile_is_told_that_nothing_was_kept(client, sent, ada, end, monkeypatch):
    contribution = sent("enquiry")
    address = reverse("contribute:answer", args=[seal(ANSWER, contribution.reference)])
    token = client.get(address).context["form"].token()
    found = Contribution.objects.get().own
    end(contribution)
    OutboxMessage.objects.all().delete()
    before = standing()
    # The page looked before it went, and writes after it.
    monkeypatch.setattr(links, "of_link", lambda purpose, sealed: found)
    page = client.post(address, {"token": token, "words": TOLD})
    assert page.status_code == 410
    assert "We did not keep the message" in page.text
    assert TOLD not in page.text
    assert standing() == before
    assert not Message.objects.exists()
    assert not OutboxMessage.objects.exists()


@pytest.mark.sqlite_only
def test_of_copies_put_under_junk_at_once_one_that_is_gone_is_named_and_the_others_go(client, sent, ada, monkeypatch):
    gone, stays = sent("hard-copies"), sent("hard-copies")
    desk.take_back(gone)
    # The list was read before it went.
    monkeypatch.setattr(CopiesView, "waiting", lambda self: CopyRequest.objects.all())
    page = client.post(reverse("contribute_copies"), {"do": "junk", "chosen": [gone.pk, stays.pk]}, follow=True).text
    assert f"{gone.reference}: What it said was deleted meanwhile" in page
    assert "One request stands under Junk" in page
    assert dict(Contribution.objects.values_list("pk", "status")) == {gone.pk: "taken-back", stays.pk: "junk"}


@ENDS
@pytest.mark.sqlite_only
def test_what_was_written_to_something_gone_before_this_was_refused_is_deleted_at_night(sent, end):
    contribution, other = sent("enquiry"), sent("enquiry", your_email="wombat@example.org")
    end(contribution)
    Message.objects.create(contribution=contribution, kind="note", words=TOLD)
    Contribution.objects.filter(pk=contribution.pk).update(status="new")
    kept = Message.objects.create(contribution=other, kind="note", words=TOLD)
    assert purge()["messages to what is gone"] == 1
    assert list(Message.objects.all()) == [kept]
    assert set(Contribution.objects.values_list("pk", "status")) == {(contribution.pk, "done"), (other.pk, "new")}
