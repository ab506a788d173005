"""Two people at once, on a database that commits: a deletion and an approval, a way back and the end of the days."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.careful.bin import NotInTheBin
from directory import bin as the_bin
from directory.models import Service
from tests.directory.factories import make_service
from tests.intake.deciding import approve
from tests.promises.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_a_deletion_and_an_approval_at_once_nothing_is_lost(submitted, member_of):
    approver, admin = member_of("Approvers"), member_of("Administrators")
    service = submitted.service
    state = service.current_workflow_task_state

    def work(number):
        return approve(state, approver) if number % 2 else the_bin.put(service, admin)

    results = at_once(2, work)
    row = Service.everything.get()
    # Whoever was second: it is approved and on the site, or approved and then in the bin. Never both, never neither.
    assert not isinstance(results[1], Exception)
    assert row.submissions.get().decision == "approved"
    assert row.live == (row.binned_at is None)
    assert (row.binned_at is None) == isinstance(results[0], the_bin.SomethingWaits)


def test_of_a_way_back_and_the_end_of_its_days_one_happens(db, member_of):
    admin = member_of("Administrators")
    service = make_service("Late")
    the_bin.put(service, admin)
    Service.everything.update(binned_at=timezone.now() - timedelta(days=31))

    def work(number):
        return the_bin.purge_bin() if number % 2 else the_bin.restore(service.pk, admin)

    results = at_once(4, work)
    restored = [result for result in results[::2] if not isinstance(result, Exception)]
    purged = sum(result for result in results[1::2])
    assert all(isinstance(result, NotInTheBin) for result in results[::2] if isinstance(result, Exception))
    assert len(restored) + purged == 1
    assert Service.objects.filter(live=True).count() == len(restored)


def test_a_service_that_two_people_delete_at_once_is_in_the_bin_once(db, member_of):
    admin = member_of("Administrators")
    service = make_service("Twice")
    results = at_once(3, lambda _number: the_bin.put(service, admin))
    assert sum(isinstance(result, NotInTheBin) for result in results) == 2
    the_bin.restore(service.pk, admin)
    assert Service.objects.listed().get() == service
