"""Two entries that are one: what moves, what is refused, where the old address leads."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry, Page

from cms.intake.keys import new_key
from cms.intake.models import Sender
from directory import answers as answers_of
from directory import desk, merging, moderation, reports
from directory.models import Link, ListingContact, Service, ServiceRedirect
from pages.models import StoryIndexPage, StoryPage

from .factories import make_phone, make_service
from .test_moderation import link_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(approver):
    """Two listed entries of one service: the one that stays and the one that goes."""
    kept, gone = make_service("Tuesday Table"), make_service("Tuesday Table Ballarat")
    for number, service in enumerate((kept, gone)):
        for address in ("both@example.org", f"only{number}@example.org"):
            ListingContact.objects.create(service=service, sender=Sender.objects.create(email=address))
        desk.write_note(service, f"Note {number}", user=approver)
        reports.receive(service, ["twice"], "", "", new_key())
    make_phone(kept, "(03) 5550 0001")
    make_phone(gone, "(03) 5550 0001")
    make_phone(gone, "(03) 5550 0002")
    Link(service=gone, label="Page", url="https://example.org/table").save()
    return Service.objects.get(pk=kept.pk), Service.objects.get(pk=gone.pk)


def actions(service):
    return set(ModelLogEntry.objects.filter(object_id=str(service.pk)).values_list("action", flat=True))


def test_what_belongs_to_one_moves_to_the_other_and_stands_in_both_histories(pair, approver):
    kept = merging.merge(*pair, user=approver)
    gone = Service.objects.get(pk=pair[1].pk)
    emails = sorted(kept.listing_contacts.values_list("sender__email", flat=True))
    assert emails == ["both@example.org", "only0@example.org", "only1@example.org"]
    assert kept.notes.count() == kept.reports.count() == 2
    assert not gone.notes.exists()
    assert (gone.live, gone.status) == (False, "closed")
    assert Service.objects.listed().get() == kept
    assert "directory.merge" in actions(kept)
    assert "directory.merged" in actions(gone)
    assert sorted(kept.phones.values_list("number", flat=True)) == ["(03) 5550 0001"]


def test_numbers_and_links_are_added_where_wished_each_once(pair, approver):
    kept = merging.merge(*pair, user=approver, phones=True, links=True)
    assert sorted(kept.phones.values_list("number", flat=True)) == ["(03) 5550 0001", "(03) 5550 0002"]
    assert kept.links.get().url == "https://example.org/table"
    assert not kept.has_unpublished_changes
    assert "5550 0002" in str(kept.latest_revision.content)


def test_in_the_open_data_the_old_id_leads_to_the_one_that_stays_while_that_is_listed(pair, approver, client):
    _kept, gone = pair
    merging.merge(*pair, user=approver)
    old = reverse("hsds:item", args=["services", gone.uuid])
    answer = client.get(old, follow=True)
    assert answer.redirect_chain[0][1] == 301
    assert (answer.status_code, answer.json()["name"]) == (200, Service.objects.listed().get().name)
    Service.objects.update(live=False)
    assert client.get(old).status_code == 404


def test_the_old_address_leads_to_the_one_that_stays_also_after_another_merge(pair, approver, client):
    kept, gone = pair
    merging.merge(kept, gone, user=approver)
    moved = client.get(f"/directory/{gone.slug}/")
    assert (moved.status_code, moved["Location"]) == (301, kept.get_absolute_url())
    last = make_service("Tuesday Table of all")
    merging.merge(last, Service.objects.get(pk=kept.pk), user=approver)
    assert client.get(f"/directory/{gone.slug}/")["Location"] == last.get_absolute_url()
    assert client.get(f"/directory/{gone.slug}/report/")["Location"] == reverse("directory:report", args=[last.slug])
    Service.objects.filter(pk=last.pk).update(live=False)
    assert client.get(f"/directory/{gone.slug}/").status_code == 404


def test_stories_mention_the_one_that_stays_in_their_drafts_too(pair, approver):
    kept, gone = pair
    root = Page.objects.get(depth=2)
    index = root.add_child(instance=StoryIndexPage(title="Stories", slug="stories-here", teaser="All"))
    stories = []
    for number, mentioned in enumerate([[gone], [kept, gone]]):
        story = index.add_child(
            instance=StoryPage(
                title=f"Story {number}", teaser="One", live=False, told_on=datetime.date(2026, 1, 1), teller_name="Jo"
            )
        )
        for service in mentioned:
            story.services_mentioned.create(service=service)
        story.save()
        story.save_revision()
        stories.append(story)
    assert merging.references()
    merging.merge(kept, gone, user=approver)
    for story in stories:
        fresh = StoryPage.objects.get(pk=story.pk)
        assert [row.service for row in fresh.services_mentioned.all()] == [kept]
        assert gone.pk not in [row.service_id for row in fresh.get_latest_revision_as_object().services_mentioned.all()]


def test_a_merge_is_refused_while_something_is_under_review_or_is_not_published(submitted, decide, approver):
    decide(submitted.service, "approve")
    kept, other = Service.objects.get(), make_service("Another")
    moderation.submit_update(kept, answers_of.of_service(kept), new_key(), link_for(kept))
    for first, second in ((kept, other), (other, kept)):
        with pytest.raises(merging.MergeRefused, match="under review"):
            merging.merge(first, second, user=approver)
    hidden = make_service("Hidden", live=False)
    with pytest.raises(merging.MergeRefused, match="not in the directory"):
        merging.merge(hidden, other, user=approver)
    other.save_revision()
    third = make_service("Third")
    with pytest.raises(merging.MergeRefused, match="not published"):
        merging.merge(third, Service.objects.get(pk=other.pk), user=approver)
    with pytest.raises(merging.MergeRefused, match="the same entry"):
        merging.merge(third, third, user=approver)
    assert not ServiceRedirect.objects.exists()


def test_an_update_that_arrives_while_its_entry_is_merged_away_is_not_kept_at_the_closed_one(
    submitted, decide, approver
):
    decide(submitted.service, "approve")
    gone = Service.objects.get()
    link = link_for(gone)
    merging.merge(make_service("Stays"), gone, user=approver)
    with pytest.raises(moderation.LinkUsed):
        # What was read before the merge, as the page that is being sent holds it.
        moderation.submit_update(gone, answers_of.of_service(gone), new_key(), link)
    assert gone.submissions.count() == 0
    assert Service.objects.get(pk=gone.pk).current_workflow_state is None


def test_the_screen_shows_both_and_merges_only_when_told_that_they_were_compared(pair, member_of, client):
    kept, gone = pair
    client = Client()
    client.force_login(member_of("Approvers"))
    url = reverse("directory_service_merge", args=[kept.pk, gone.pk])
    page = client.get(url).content.decode()
    assert kept.slug in page
    assert gone.slug in page
    assert "Tick this when you have compared the two" in client.post(url, {"keep": kept.pk}).content.decode()
    assert "Choose which one stays" in client.post(url, {"keep": "77777", "sure": "on"}).content.decode()
    assert Service.objects.listed().count() == 2
    response = client.post(url, {"keep": kept.pk, "sure": "on", "phones": "on"})
    assert response.url == reverse("directory_service_desk", args=[kept.pk])
    assert f"/directory/{gone.slug}/" in client.get(response.url).content.decode()
    for group in ("Editors", "Inbox staff", "Contributors"):
        other = Client()
        other.force_login(member_of(group))
        assert other.get(url).status_code in {302, 403}
