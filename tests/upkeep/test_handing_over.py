"""Who looks after a page is changed by whoever may publish it, and pages of people who left are forgotten by nobody."""

import pytest
from django.urls import reverse
from wagtail.models import Page, PageLogEntry

from cms.desk import waiting
from cms.upkeep import keeping
from cms.upkeep.reminders import Keepers
from tests.pages.factories import StandardFactory

pytestmark = pytest.mark.django_db


def owner_of(page):
    return Page.objects.get(pk=page.pk).owner


def one(page):
    return reverse("page_hand_over", args=[page.pk])


def all_of(person):
    return reverse("pages_hand_over", args=[person.pk if person else "nobody"])


def number_for(user):
    return {line.key: line for line in waiting.for_user(user)}.get("pages-of-nobody")


def test_a_page_is_handed_over_in_its_settings_and_the_history_says_so(client, member_of):
    ada = member_of("Editors", first_name="Ada", last_name="Nguyen")
    sam = member_of("Editors", first_name="Sam", last_name="Hill")
    page = StandardFactory(owner=ada, title="Opening hours")
    page.title = "Being written"
    draft = page.save_revision(user=ada)
    client.force_login(ada)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    screen = client.get(edit).content.decode()
    assert "Ada Nguyen looks after this page" in screen
    assert one(page) in screen
    assert (
        "Opening hours" in client.get(one(page)).content.decode()
        or "Being written" in client.get(one(page)).content.decode()
    )
    response = client.post(one(page), {"to": sam.pk}, follow=True)
    assert "Sam Hill looks after 1 page more from now." in response.content.decode()
    assert owner_of(page) == sam
    assert Keepers().of(Page.objects.get(pk=page.pk)) == [sam]
    entry = PageLogEntry.objects.get(action=keeping.HANDED_OVER)
    assert (entry.user, entry.data) == (ada, {"from": "Ada Nguyen", "to": "Sam Hill"})
    history = client.get(reverse("wagtailadmin_pages:history", args=[page.pk])).content.decode()
    assert "Handed over from Ada Nguyen to Sam Hill" in history
    # It belongs to no version: what is being written stays, and takes nothing back.
    fresh = Page.objects.get(pk=page.pk).specific
    assert (fresh.latest_revision_id, fresh.title) == (draft.pk, "Opening hours")
    fresh.get_latest_revision().publish()
    assert owner_of(page) == sam
    # To whom it belongs already: nothing changes, and nothing is written down.
    client.post(one(page), {"to": sam.pk})
    assert PageLogEntry.objects.filter(action=keeping.HANDED_OVER).count() == 1


def test_only_who_may_publish_a_page_hands_it_over_and_only_to_who_may(client, member_of):
    page = StandardFactory(owner=member_of("Editors"))
    writer, away = member_of("Contributors"), member_of("Editors", is_active=False)
    for role in ("Contributors", "Inbox staff"):
        client.force_login(member_of(role))
        assert client.post(one(page), {"to": writer.pk}).status_code in {302, 403}
        assert client.get(all_of(None)).status_code in {302, 403}
        assert owner_of(page) == page.owner
    client.force_login(member_of("Editors"))
    for person in (writer, away):
        assert client.post(one(page), {"to": person.pk}).context["form"].errors["to"]
    assert owner_of(page) == page.owner
    for whose in ("somebody", "0", "99999"):
        assert client.get(reverse("pages_hand_over", args=[whose])).status_code == 404


def test_somebody_who_leaves_hands_all_of_theirs_over_in_one_go_drafts_too(client, member_of):
    administrator, leaves, stays = member_of("Administrators"), member_of("Editors"), member_of("Approvers")
    theirs = [StandardFactory(owner=leaves), StandardFactory(owner=leaves, live=False)]
    other = StandardFactory(owner=administrator)
    client.force_login(administrator)
    person = client.get(reverse("wagtailusers_users:edit", args=[leaves.pk])).content.decode()
    assert "looks after 2 pages." in person
    assert all_of(leaves) in person
    client.post(all_of(leaves), {"to": stays.pk})
    assert [owner_of(page) for page in theirs] == [stays, stays]
    assert owner_of(other) == administrator
    assert all_of(leaves) not in client.get(reverse("wagtailusers_users:edit", args=[leaves.pk])).content.decode()
    assert "There is no page to hand over." in client.get(all_of(leaves)).content.decode()


@pytest.mark.parametrize("how", ["switched off", "deleted"])
def test_pages_of_who_left_stand_on_the_first_screen_until_somebody_has_them(client, member_of, how):
    approver, leaves = member_of("Approvers"), member_of("Editors", first_name="Ada")
    Page.objects.filter(depth__gt=1).update(owner=approver)
    pages = [StandardFactory(owner=leaves), StandardFactory(owner=leaves)]
    StandardFactory(owner=leaves, live=False)
    assert number_for(approver) is None
    if how == "deleted":
        leaves.delete()
    else:
        leaves.is_active = False
        leaves.save()
    line = number_for(approver)
    assert (line.number, line.label) == (2, "pages that nobody looks after")
    assert number_for(member_of("Editors")) is None, "approvers are written to in their place"
    client.force_login(approver)
    listed = client.get(line.url)
    assert {page.pk for page in listed.context["object_list"]} == {page.pk for page in pages}
    assert "Nobody: the approvers are written to" in listed.content.decode()
    assert all_of(None) in listed.content.decode()
    client.post(all_of(None), {"to": approver.pk})
    assert number_for(approver) is None


def test_pages_that_are_ticked_in_a_list_are_handed_over_together(client, member_of):
    editor, sam = member_of("Editors"), member_of("Editors", first_name="Sam", last_name="Hill")
    pages = [StandardFactory(), StandardFactory()]
    chosen = "&".join(f"id={page.pk}" for page in pages)
    address = f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'hand_over'])}?{chosen}&next=/admin/"
    client.force_login(editor)
    assert pages[1].title in client.get(address).content.decode()
    assert client.post(address, {"to": sam.pk}).status_code == 302
    assert [owner_of(page) for page in pages] == [sam, sam]
    client.force_login(member_of("Contributors"))
    client.post(address, {"to": editor.pk})
    assert [owner_of(page) for page in pages] == [sam, sam]


def test_who_is_chosen_in_the_list_is_shown_with_all_their_pages_and_is_not_offered_them_again(client, member_of):
    ada = member_of("Editors", first_name="Ada", last_name="Nguyen")
    row = reverse("wagtailadmin_pages:edit", args=[StandardFactory(owner=ada, title="Long not due").pk])
    client.force_login(member_of("Administrators"))
    report = reverse("pages_to_review")
    assert row in client.get(report, {"owner": ada.pk}).content.decode()
    for asked in ({}, {"owner": ada.pk, "when": "due"}):
        assert row not in client.get(report, asked).content.decode()
    offered = client.get(all_of(ada)).context["form"].fields["to"].queryset
    assert ada in keeping.keepers()
    assert ada not in offered
