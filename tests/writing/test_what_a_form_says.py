"""What the form of a page says once something is done: one true thing, and what readers see of it."""

import json
from html import unescape

import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset

from cms.core.page_form import OLDER_SEEN, UNSEEN
from tests.intake.deciding import ticked
from tests.pages.factories import StandardFactory
from tests.pages.test_editing import add_url, form_of

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]


def told(client, address, **more):
    """Send the form of a page; return what the next screen says of it."""
    form = form_of("standard", title="Opening hours", page_terms=inline_formset([])) | more
    response = client.post(address, form, follow=True)
    return [str(message).strip() for message in response.context["messages"]]


def edit(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_who_saves_a_draft_is_told_what_readers_see(client, member_of):
    client.force_login(member_of("Editors"))
    assert told(client, add_url("standard"))[0] == (
        "“Opening hours” is kept as a draft. Readers do not see it until it is published."
    )
    page = Page.objects.get(title="Opening hours")
    assert told(client, edit(page))[0] == f"The draft of “Opening hours” is saved. {UNSEEN}"
    assert "has been published" in told(client, edit(page), **{"action-publish": "1"})[0]
    assert told(client, edit(page))[0] == f"The draft of “Opening hours” is saved. {OLDER_SEEN}"


def test_who_sends_on_and_who_decides_is_told_what_becomes_of_it(client, member_of):
    writer = member_of("Contributors")
    client.force_login(writer)
    said = told(client, add_url("standard"), **{"action-submit": "1"})
    assert said[0].startswith("“Opening hours” is sent on to a colleague, who decides about it.")
    page = Page.objects.get(title="Opening hours")
    listing = unescape(
        client.get(reverse("wagtailadmin_explore", args=[page.get_parent().pk])).content.decode()
    ).lower()
    assert "in review" in listing
    assert "in moderation" not in listing
    client.force_login(member_of("Approvers"))
    task = page.current_workflow_task_state.task.specific

    def decide(name, **details):
        return told(
            client, edit(page),
            **{
                "action-workflow-action": "true", "workflow-action-name": name,
                "workflow-action-extra-data": json.dumps(details),
            },
        )[0]  # fmt: skip

    assert "goes back to whoever sent it, with your words" in decide(
        "reject", comment="The hours are those of last year."
    )
    client.force_login(writer)
    screen = unescape(client.get(edit(page)).content.decode())
    assert "Send on again: A colleague reads it" in screen
    told(client, edit(page), **{"action-submit": "1"})
    client.force_login(member_of("Approvers"))
    form = reverse(
        "wagtailadmin_pages:collect_workflow_action_data",
        args=[page.pk, "approve", Page.objects.get(pk=page.pk).current_workflow_task_state.pk],
    )
    given = client.post(form, ticked(task), headers={"x-requested-with": "XMLHttpRequest"}).json()["cleaned_data"]
    assert decide("approve", **given) == "“Opening hours” is approved. Readers see it now."


def test_a_form_that_comes_back_says_nothing_of_what_is_saved_and_its_foot_one_thing(client, member_of):
    client.force_login(member_of("Editors"))
    page = StandardFactory(title="Opening hours", live=False)
    said = told(client, edit(page), title="", **{"action-publish": "1"})
    assert any("Look at each field that is marked in red" in line for line in said)
    screen = unescape(client.get(edit(page)).content.decode())
    assert "Not saved just now." in screen
    assert "Autosave is" not in screen
    refused = client.post(
        edit(page), form_of("standard", title="", page_terms=inline_formset([])), headers={"accept": "application/json"}
    ).json()
    assert refused["error_message"] == "Something cannot be kept as it is. Press “Save draft” to see what."


def test_who_may_not_publish_sends_on_by_a_button_that_names_what_happens(client, member_of):
    client.force_login(member_of("Contributors"))
    screen = unescape(client.get(add_url("standard")).content.decode())
    assert "Send on: A colleague reads it first" in screen or "Send on to a colleague" in screen
    assert "moderation" not in screen.lower().replace("moderation.js", "")
