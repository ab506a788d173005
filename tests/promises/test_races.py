"""Promises 2, 6 and 7 under real concurrency, on a database that commits."""

import copy

import pytest
from wagtail.models import ModelLogEntry, Page

from cms.intake.keys import new_key
from cms.intake.mail import send_due
from cms.intake.models import AccessLink, OutboxMessage, Sender
from cms.intake.review import AlreadyDecided
from directory import answers as answers_of
from directory import moderation
from directory.models import Service, Submission
from tests.intake.deciding import approve, gone_through

from ..directory.conftest import ANSWERS
from .racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_promise_2_twenty_sendings_of_one_form_make_one_record_and_one_message(localities):
    key = new_key()
    results = at_once(20, lambda _number: moderation.submit_new(copy.deepcopy(ANSWERS), key))
    assert {getattr(result, "pk", result) for result in results} == {Submission.objects.get().pk}
    assert Service.objects.count() == Sender.objects.count() == 1
    assert OutboxMessage.objects.filter(key__contains=":received:").count() == 1
    assert Page.find_problems() == ([], [], [], [], [])


def test_the_same_name_at_once_gives_two_services_with_two_addresses(localities):
    results = at_once(6, lambda _number: moderation.submit_new(copy.deepcopy(ANSWERS), new_key()))
    assert [result for result in results if isinstance(result, Exception)] == []
    assert len(set(Service.objects.values_list("slug", flat=True))) == 6


def test_promise_6_of_decisions_at_once_one_is_taken_and_the_others_are_told_by_whom(submitted, member_of):
    approvers = [member_of("Approvers", first_name=f"Person {number}", last_name="X") for number in range(4)]
    state = submitted.service.current_workflow_task_state
    task = state.task.specific

    def take(number):
        task.on_action(
            state, approvers[number], "approve" if number % 2 else "decline", comment="why", **gone_through(task)
        )
        return approvers[number]

    results = at_once(4, take)
    winners = [result for result in results if not isinstance(result, Exception)]
    losers = [result for result in results if isinstance(result, AlreadyDecided)]
    assert len(winners) == 1
    assert len(losers) == 3
    assert all(winners[0].first_name in refused.message for refused in losers)
    submitted.refresh_from_db()
    assert submitted.decided_by == winners[0]
    assert Service.objects.listed().exists() == (submitted.decision == "approved")
    decided_mail = OutboxMessage.objects.filter(key__regex=r"^directory:\d+:(approved|declined):")
    assert decided_mail.count() == 1
    taken = ModelLogEntry.objects.filter(action__in=["wagtail.workflow.approve", "directory.decline"])
    assert taken.count() == 1


def test_promise_7_a_link_used_by_many_at_once_sends_one_update(submitted, decide):
    decide(submitted.service, "approve")
    service = Service.objects.get()
    link, _token = AccessLink.make(moderation.UPDATE, service.uuid, submitted.sender)
    answers = answers_of.of_service(service)
    results = at_once(6, lambda _number: moderation.submit_update(service, copy.deepcopy(answers), new_key(), link))
    assert len([result for result in results if isinstance(result, moderation.LinkUsed)]) == 5
    assert service.submissions.count() == 2


def test_promise_5_an_update_that_arrives_while_one_is_approved_never_goes_live_unseen(submitted, decide, approver):
    decide(submitted.service, "approve")
    service = Service.objects.get()
    seen, unseen = answers_of.of_service(service), answers_of.of_service(service)
    seen["about"]["service_name"], unseen["about"]["service_name"] = "Seen", "Unseen"
    links = [AccessLink.make(moderation.UPDATE, service.uuid, submitted.sender)[0] for _number in range(2)]
    moderation.submit_update(service, seen, new_key(), links[0])
    service.refresh_from_db()
    state, opened = service.current_workflow_task_state, service.latest_revision_id

    def work(number):
        if number:
            return moderation.submit_update(service, unseen, new_key(), links[1])
        return approve(state, approver, revision=opened)

    results = at_once(2, work)
    assert [result for result in results if isinstance(result, Exception)] == []
    assert Service.objects.get().name == "Seen"
    assert Service.objects.get().workflow_in_progress


def test_promise_9_two_workers_at_once_send_each_message_once(submitted, mailoutbox):
    waiting = OutboxMessage.objects.count()
    assert waiting
    sent = at_once(4, lambda _number: send_due())
    assert sum(sent) == waiting
    assert len(mailoutbox) == waiting
