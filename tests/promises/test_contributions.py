"""Promises 2, 6 and 7 for what is sent in, under real concurrency."""

import pytest
from django.db import transaction
from django.utils import timezone

from cms.intake.models import OutboxMessage, Sender
from cms.intake.purge import purge_senders
from contribute import desk
from contribute.models import Contribution, Enquiry, Message
from contribute.receiving import receive

from .racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def send(once="the one form"):
    return receive(
        Enquiry, once, sender={"email": "kookaburra@example.org"}, words="How?", topic_name="Something else"
    )  # fmt: skip


def test_promise_2_twenty_sendings_of_one_form_make_one_record_and_one_mail():
    results = at_once(20, lambda _number: send())
    assert [result for result in results if isinstance(result, Exception)] == []
    assert {row.pk for row, _new in results} == {Contribution.objects.get().pk}
    assert sum(is_new for _row, is_new in results) == 1
    assert Sender.objects.count() == OutboxMessage.objects.count() == 1


def test_promise_6_of_answers_at_once_one_goes_out_and_the_others_are_told(member_of):
    people = [member_of("Inbox staff") for _number in range(4)]
    contribution, _new = send()
    seen = contribution.changed_at.isoformat()
    OutboxMessage.objects.all().delete()
    results = at_once(4, lambda number: desk.reply(contribution, f"Answer {number}", user=people[number], seen=seen))
    assert len([result for result in results if isinstance(result, desk.SomebodyWasFirst)]) == 3
    assert Message.objects.count() == OutboxMessage.objects.count() == 1


def test_taking_back_and_answering_at_once_leave_it_either_answered_or_gone_but_never_half(member_of):
    user = member_of("Inbox staff")
    contribution, _new = send()
    seen = contribution.changed_at.isoformat()

    def act(number):
        if number % 2:
            return desk.take_back(contribution)
        return desk.reply(contribution, "Hello", user=user, seen=seen)

    at_once(6, act)
    row = Contribution.objects.get()
    assert row.status == "taken-back"
    assert not Message.objects.exists()
    assert not Sender.objects.exists()


def test_one_form_to_write_again_sent_ten_times_is_one_message():
    contribution, _new = send()
    results = at_once(10, lambda _number: desk.answered_again(contribution, "Ballarat", "one form"))
    assert [result for result in results if isinstance(result, Exception)] == []
    assert Message.objects.count() == 1


@pytest.mark.parametrize("end", ["taken back", "its time"])
def test_what_is_written_while_it_is_deleted_goes_with_it_or_is_refused_and_nothing_opens_it_again(member_of, end):
    user = member_of("Inbox staff")
    contribution, _new = send()
    if end == "its time":
        desk.set_status(contribution, "done", user=user)
        Contribution.objects.update(retain_until=timezone.localdate())

    @transaction.atomic
    def a_night():
        return purge_senders(Enquiry)

    def act(number):
        if number % 4 == 0:
            return desk.take_back(contribution) if end == "taken back" else a_night()
        if number % 4 == 1:
            return desk.write_note(contribution, "Rang them", user=user)
        if number % 4 == 2:
            return desk.answered_again(contribution, "Ballarat", f"form {number}")
        return desk.assign(contribution, user, user=user)

    results = at_once(12, act)
    failed = [result for result in results if isinstance(result, Exception)]
    assert [result for result in failed if not isinstance(result, desk.Emptied)] == []
    # A night's work that came while they had just written again finds it open: the next one, or its sender, ends it.
    row = Contribution.objects.get()
    if end == "taken back":
        assert row.status == "taken-back"
    assert row.forgotten_on is None or (row.is_over and not Message.objects.exists())
