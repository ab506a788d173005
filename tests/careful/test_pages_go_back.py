"""Every kind of page: its history, two versions side by side, and the way back to an earlier one."""

from html import unescape

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from lxml import html
from wagtail.fields import StreamField
from wagtail.models import PageLogEntry, Revision
from wagtail.test.utils.form_data import inline_formset

from cms.core.moments import clock_said, day_said, moment_said
from tests.pages.factories import EVERY_TYPE
from tests.pages.test_editing import form_of

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]


def ways_back(compared):
    """Return the links by which a comparison puts one of its two versions back."""
    return html.fromstring(compared).xpath("//a[starts-with(normalize-space(), 'Put the ')]")


@pytest.mark.parametrize("kind", EVERY_TYPE)
def test_an_earlier_version_is_seen_compared_and_put_back(client, member_of, kind):
    page = EVERY_TYPE[kind](title="As it was", live=False)
    client.force_login(member_of(None))
    first = page.save_revision(user=member_of("Editors"), log_action=True)
    streams = [field.name for field in page._meta.get_fields() if isinstance(field, StreamField)]
    changed = page.get_latest_revision_as_object()
    changed.title = "Changed by mistake"
    for name in streams:
        setattr(changed, name, [])
    second = changed.save_revision(user=member_of("Editors"), log_action=True, clean=False)
    history = client.get(reverse("wagtailadmin_pages:history", args=[page.pk])).content.decode()
    back = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, first.pk])
    compare = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, first.pk, second.pk])
    assert back in history
    assert compare in history
    compared = unescape(client.get(compare).content.decode())
    assert "by mistake" in compared
    [way] = ways_back(compared)
    assert (way.text_content(), way.get("href")) == ("Put the older version back", back)
    screen = client.get(back)
    assert screen.status_code == 200
    shown = screen.context["form"].instance
    assert shown.title == "As it was"
    for name in streams:
        # What stood in it is in the form again, block by block.
        assert list(getattr(shown, name).raw_data) == list(getattr(first.as_object(), name).raw_data), name
    form = form_of(kind, title="As it was", page_terms=inline_formset([]))
    response = client.post(back, form)
    assert response.status_code == 302, response.context["form"].errors
    page.refresh_from_db()
    assert page.get_latest_revision_as_object().title == "As it was"
    assert page.revisions.count() == 3, "nothing is lost by going back"
    assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.revert").exists()


def test_an_earlier_version_of_a_page_on_the_site_is_published_by_the_first_button_or_said_to_be_a_draft(
    client, member_of
):
    client.force_login(member_of("Editors"))
    page = EVERY_TYPE["standard"](title="As it was")
    first = page.save_revision()
    page.title = "A mistake"
    page.save_revision().publish()
    back = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, first.pk])
    screen = client.get(back)
    names = [
        item.name for item in [screen.context["action_menu"].default_item, *screen.context["action_menu"].menu_items]
    ]
    assert names[0] == "action-publish"
    assert "action-save-draft" in names or len(names) > 1
    form = form_of("standard", title="As it was", page_terms=inline_formset([])) | {"revision": first.pk}
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])

    def told(**more):
        response = client.post(edit, form | more, follow=True)
        return [str(message) for message in response.context["messages"]]

    assert any("Readers still see the version that is on the site" in line for line in told())
    page.refresh_from_db()
    assert page.title == "A mistake"
    assert not any("Readers still see" in line for line in told(**{"action-publish": "1"}))
    page.refresh_from_db()
    assert page.title == "As it was"


def rows_of(client, page):
    """Return the rows of the history of ``page``, the newest first: (what it says, {label: address})."""
    answer = client.get(reverse("wagtailadmin_pages:history", args=[page.pk])).content.decode()
    found = []
    for row in html.fromstring(answer).xpath("//table[contains(@class, 'listing')]//tr[td]"):
        cell = row.xpath("./td")[0]
        links = {link.text_content().strip(): link.get("href") for link in cell.xpath(".//a")}
        for menu in cell.xpath(".//*[contains(@data-controller, 'w-dropdown')]"):
            menu.drop_tree()
        found.append((" ".join(cell.text_content().split()), links))
    return found


def span(began, ended):
    if localdate(began) != localdate(ended):
        return f"from {moment_said(began)} to {moment_said(ended)}"
    return f"on {day_said(began)}, from {clock_said(began)} to {clock_said(ended)}"


def test_the_history_says_what_readers_saw_and_each_version_is_reached_from_each_row(client, member_of):
    editor = member_of("Editors")
    client.force_login(editor)
    page = EVERY_TYPE["standard"](title="First", live=False)

    def published(title):
        page.refresh_from_db()
        draft = page.get_latest_revision_as_object()
        draft.title = title
        version = draft.save_revision(user=editor, log_action=True)
        version.publish(user=editor)
        return PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish").latest("pk").timestamp, version

    one, first = published("First")
    two, _second = published("Second")
    page.refresh_from_db()
    page.unpublish(user=editor)
    gone = PageLogEntry.objects.filter(page=page.pk, action="wagtail.unpublish").get().timestamp
    three, third = published("Third")
    page.refresh_from_db()
    draft = page.get_latest_revision_as_object()
    draft.title = "Fourth"
    newest = draft.save_revision(user=editor, log_action=True)
    rows = rows_of(client, page)
    said = [words for words, _links in rows]
    assert said[0] == "Draft saved Newest draft"
    assert [words for words in said if words.startswith("Published")] == [
        f"Published Readers see this now Readers have seen this since {moment_said(three)}",
        f"Published Readers saw this {span(two, gone)}",
        f"Published Readers saw this {span(one, two)}",
    ]
    # The rows of publications lead where those of drafts do.
    of_first = [links for words, links in rows if words.startswith("Published")][-1]
    back = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, first.pk])
    assert of_first["Go back to this version"] == back
    assert of_first["Look at this version"] == reverse("wagtailadmin_pages:revisions_view", args=[page.pk, first.pk])
    compare = of_first["Compare with the newest version"]
    compared = unescape(client.get(compare).content.decode())
    assert f"Readers saw this {span(one, two)}" in " ".join(compared.split())
    assert [way.get("href") for way in ways_back(compared)] == [back]
    # Of two earlier ones, either is put back; the newest has no way to itself.
    both = client.get(reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, first.pk, third.pk]))
    assert [way.text_content() for way in ways_back(both.content.decode())] == [
        "Put the older version back",
        "Put the later version back",
    ]
    assert "Go back to this version" not in rows[0][1]
    # A version that is gone is led to by no row.
    Revision.objects.filter(pk=newest.pk).delete()
    Revision.objects.filter(pk=first.pk).delete()
    assert not any(
        str(first.pk) in (url or "").split("/") for _words, links in rows_of(client, page) for url in links.values()
    )


def test_what_was_published_without_an_entry_is_seen_now_all_the_same(client, member_of):
    client.force_login(member_of("Editors"))
    page = EVERY_TYPE["standard"]()
    version = page.save_revision(log_action=True)
    version.publish(log_action=False)
    assert rows_of(client, page)[0][0] == "Draft saved Readers see this now"


def test_who_may_not_change_a_page_is_offered_no_way_back(client, member_of):
    page = EVERY_TYPE["standard"](title="As it was")
    first, second = page.save_revision(), page.save_revision()
    writer = member_of("Contributors")
    client.force_login(writer)
    compare = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, first.pk, second.pk])
    answer = client.get(compare)
    assert answer.status_code == 302 or not ways_back(answer.content.decode())
