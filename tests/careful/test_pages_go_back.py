"""Every kind of page: its history, two versions side by side, and the way back to an earlier one."""

from html import unescape

import pytest
from django.urls import reverse
from wagtail.fields import StreamField
from wagtail.models import PageLogEntry
from wagtail.test.utils.form_data import inline_formset

from tests.pages.factories import EVERY_TYPE
from tests.pages.test_editing import form_of

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]


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
