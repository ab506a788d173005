"""What is deleted can be restored for 30 days, by those who may delete it; then it is gone."""

from datetime import timedelta
from html import unescape

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry, Revision

from cms.careful.bin import NotInTheBin
from cms.intake.models import AccessLink, Sender
from cms.intake.purge import purge
from contribute import desk
from contribute.models import Contribution, Enquiry
from directory import bin as the_bin
from directory import moderation
from directory.models import Service, Submission
from directory.models.services import InTheBin
from tests.directory.conftest import link_for
from tests.directory.factories import BALLARAT, make_service

pytestmark = pytest.mark.django_db


def delete_url(service):
    return reverse("wagtailsnippets_directory_service:delete", args=[service.pk])


def in_bin_since(service, days):
    Service.everything.filter(pk=service.pk).update(binned_at=timezone.now() - timedelta(days=days))


def test_a_deleted_service_is_nowhere_and_comes_back_with_everything(listed, as_member, client):
    listed.notes.create(text="Ring after six")
    listed.redirects.create(old_slug="old-name")
    draft = listed.get_latest_revision_as_object()
    draft.summary = "Not published yet"
    draft.save_revision()
    listed.refresh_from_db()
    before = {field.attname: getattr(listed, field.attname) for field in Service._meta.concrete_fields}
    people = list(listed.listing_contacts.values_list("sender", flat=True))
    admin = as_member("Administrators")
    link = link_for(listed)
    asked = unescape(admin.get(delete_url(listed)).content.decode())
    assert "For 30 days it is in the bin" in asked
    done = admin.post(delete_url(listed), follow=True).content.decode()
    day = timezone.localdate() + timedelta(days=30)
    assert f"is in the bin. It can be restored until {day:%-d %B %Y}" in unescape(done)
    assert not Service.objects.exists()
    assert client.get(listed.get_absolute_url()).status_code == 404
    for url in (
        reverse("wagtailsnippets_directory_service:list"),
        reverse("wagtailsnippets_directory_service:edit", args=[listed.pk]),
        reverse("directory_service_desk", args=[listed.pk]),
    ):
        answer = admin.get(url)
        assert answer.status_code == 404 or listed.name not in answer.content.decode().replace(unescape(done), "")
    assert client.get(reverse("directory:update", args=[link])).status_code in {200, 404, 410}
    screen = admin.get(reverse("careful_bin")).content.decode()
    assert listed.name in screen
    assert f"by {admin.user.username}" in screen
    assert "30 more days" in screen
    restored = admin.post(reverse("careful_bin"), {"key": "service", "pk": listed.pk}, follow=True)
    assert "restored with everything, and readers find it again" in unescape(restored.content.decode())
    again = Service.objects.get()
    for name, value in before.items():
        if name not in {"changed_at", "latest_revision_created_at", "last_published_at"}:
            assert getattr(again, name) == value, name
    assert list(again.listing_contacts.values_list("sender", flat=True)) == people
    assert again.get_latest_revision_as_object().summary == "Not published yet"
    assert (again.notes.count(), again.redirects.count(), again.locations.count()) == (1, 1, 1)
    assert Submission.objects.get().service == again
    assert listed.name in client.get(reverse("directory:list")).content.decode()
    entries = ModelLogEntry.objects.for_instance(again)
    for action in ("directory.bin", "directory.bin_restored"):
        assert entries.get(action=action).user == admin.user


def test_what_somebody_asked_us_to_delete_does_not_go_to_the_bin(listed, as_member):
    admin = as_member("Administrators")
    assert "They asked: delete it for good" in admin.get(delete_url(listed)).content.decode()
    admin.post(delete_url(listed), {"for_good": "1"})
    assert not Service.everything.exists()
    assert "The bin is empty" in admin.get(reverse("careful_bin")).content.decode()
    assert not Revision.objects.for_instance(listed).exists()
    assert ModelLogEntry.objects.filter(action="wagtail.delete", deleted=True, user=admin.user).exists()


def test_several_go_to_the_bin_at_once_and_what_waits_stays(submitted, as_member):
    one, two = make_service("One"), make_service("Two", live=False)
    admin = as_member("Administrators")
    url = reverse("wagtail_bulk_action", args=["directory", "service", "delete"])
    done = admin.post(f"{url}?id={one.pk}&id={two.pk}&id={submitted.service_id}", follow=True)
    assert "2 services are in the bin" in done.content.decode()
    assert set(Service.objects.values_list("pk", flat=True)) == {submitted.service_id}
    with pytest.raises(the_bin.SomethingWaits):
        the_bin.put(submitted.service, admin.user)
    with pytest.raises(the_bin.SomethingWaits):
        the_bin.delete_for_good(submitted.service, admin.user)
    the_bin.restore(two.pk, admin.user)
    assert not Service.objects.get(pk=two.pk).live


def test_after_30_days_it_is_deleted_for_good_with_all_that_belongs_to_it(listed):
    sender = listed.listing_contacts.get().sender_id
    other = make_service("Other")
    for service in (listed, other):
        the_bin.put(service, None)
    in_bin_since(listed, 31)
    in_bin_since(other, 30)
    assert purge()["services in the bin"] == 1
    assert list(Service.everything.values_list("name", flat=True)) == ["Other"]
    assert not Revision.objects.for_instance(listed).exists()
    assert Submission.objects.get().service is None
    with pytest.raises(NotInTheBin):
        the_bin.restore(listed.pk, None)
    # Who looked after it is nobody's to keep any more, once what they sent in has had its time.
    Submission.objects.update(retain_until=timezone.localdate())
    Sender.objects.update(created_at=timezone.now() - timedelta(days=3))
    purge()
    assert not Sender.objects.filter(pk=sender).exists()


def test_only_who_may_delete_sees_the_bin_restores_and_deletes(listed, as_member):
    the_bin.put(listed, None)
    now = reverse("careful_delete_now", args=["service", listed.pk])
    for group in ("Contributors", "Editors", "Approvers", "Inbox staff"):
        member = as_member(group)
        page = member.get(reverse("careful_bin"))
        assert (page.status_code == 302) == (group == "Contributors"), group
        assert listed.name not in page.content.decode(), group
        assert member.post(reverse("careful_bin"), {"key": "service", "pk": listed.pk}).status_code in {302, 404}
        assert member.post(now).status_code in {302, 404}
        assert Service.everything.get().binned_at, group
    admin = as_member("Administrators")
    assert "Yes, delete it for good" in admin.get(now).content.decode()
    for wrong in ({}, {"key": "x", "pk": 1}, {"key": "service", "pk": "x"}, {"key": "service", "pk": "9" * 20}):
        assert admin.post(reverse("careful_bin"), wrong).status_code in {302, 404}
    assert "is deleted for good" in unescape(admin.post(now, follow=True).content.decode())
    assert not Service.everything.exists()
    assert "not in the bin any more" in admin.post(now, follow=True).content.decode()


def test_no_way_of_saving_brings_it_back_by_accident(listed):
    stale = Service.objects.get()
    version = stale.save_revision()
    the_bin.put(listed, None)
    with pytest.raises(InTheBin):
        Revision.objects.get(pk=version.pk).publish()
    with pytest.raises(IntegrityError), transaction.atomic():
        Service.everything.filter(pk=listed.pk).update(live=True)
    assert not Service.objects.exists()
    # Its address is kept for it: a new one of the same name gets another.
    assert make_service(listed.name, place=BALLARAT).slug != listed.slug
    the_bin.restore(listed.pk, None)
    assert Service.objects.listed().filter(name=listed.name).count() == 2


def test_who_asked_meanwhile_not_to_be_listed_comes_back_as_a_draft(listed, approver):
    from directory import not_listed

    the_bin.put(listed, approver)
    not_listed.remember(listed, "They rang", user=approver)
    the_bin.restore(listed.pk, approver)
    assert not Service.objects.get().live


def test_a_publication_that_was_planned_waits_in_the_bin_and_goes_on_after_it(member_of):
    service = make_service("Planned", live=False)
    version = service.save_revision()
    later = timezone.now() + timedelta(days=3)
    Revision.objects.filter(pk=version.pk).update(approved_go_live_at=later)
    the_bin.put(service, None)
    version.refresh_from_db()
    assert version.approved_go_live_at is None
    the_bin.restore(service.pk, None)
    version.refresh_from_db()
    assert version.approved_go_live_at == later


def test_links_that_were_mailed_before_do_nothing_while_it_is_in_the_bin(listed, client):
    _link, token = AccessLink.make(moderation.UPDATE, listed.uuid, listed.listing_contacts.get().sender)
    the_bin.put(listed, None)
    for _again in range(2):
        client.get(reverse("directory:update", args=[token]), follow=True)
    assert Service.everything.get().binned_at


@pytest.fixture
def junk(member_of):
    """A question under Junk."""
    sender = Sender.objects.create(name="Ann", email="ann@example.org")
    row = Enquiry.objects.create(kind="enquiry", words="zebrafinch", sender=sender)
    desk.set_status(row, "junk", user=member_of("Inbox staff"))
    return Contribution.objects.get(pk=row.pk)


def test_what_was_sent_in_and_thrown_away_is_in_the_bin_without_its_words(junk, as_member):
    staff = as_member("Inbox staff")
    screen = staff.get(reverse("careful_bin")).content.decode()
    assert junk.reference in screen
    assert "zebrafinch" not in screen
    assert "Ann" not in screen
    assert "29 more days" in screen
    back = staff.post(reverse("careful_bin"), {"key": "sent-in", "pk": junk.pk}, follow=True).content.decode()
    assert "It counts as new" in back
    junk.refresh_from_db()
    assert (junk.status, junk.words) == ("new", "zebrafinch")
    for act in (desk.put_back, desk.delete_junk):
        with pytest.raises(desk.NoJunk):
            act(junk, user=staff.user)
    assert (
        "not in the bin any more"
        in staff.post(reverse("careful_bin"), {"key": "sent-in", "pk": junk.pk}, follow=True).content.decode()
    )


def test_junk_can_be_deleted_at_once_and_then_says_nothing(junk, as_member):
    staff = as_member("Inbox staff")
    staff.post(reverse("careful_delete_now", args=["sent-in", junk.pk]))
    junk.refresh_from_db()
    assert (junk.words, junk.sender, junk.is_emptied) == ("", None, True)
    assert not Sender.objects.exists()
    assert "The bin is empty" in staff.get(reverse("careful_bin")).content.decode()


def test_the_bin_costs_as_many_questions_for_three_times_as_much(as_member, django_assert_max_num_queries):
    admin = as_member("Administrators")
    for number in range(3):
        the_bin.put(make_service(f"S{number}"), admin.user)
    admin.get(reverse("careful_bin"))
    with django_assert_max_num_queries(30) as few:
        admin.get(reverse("careful_bin"))
    for number in range(3, 9):
        the_bin.put(make_service(f"S{number}"), admin.user)
    with django_assert_max_num_queries(len(few.captured_queries)):
        admin.get(reverse("careful_bin"))
