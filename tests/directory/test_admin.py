"""The editors' screens: what each role sees, the guards of a review, status and checks, the inbox."""

from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.core.models import Taxonomy, Term
from cms.intake.keys import new_key
from cms.intake.models import OutboxMessage, ReviewTask, Upload
from directory import answers as answers_of
from directory import moderation, upkeep
from directory.hsds import parts
from directory.models import Service
from tests.desk.seeing import lines_of
from tests.intake.deciding import gone_through, ticked

from .factories import make_service
from .test_moderation import link_for

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]


def edit_url(service):
    return reverse("wagtailsnippets_directory_service:edit", args=[service.pk])


def form_data_of(client, service):
    """Return what the edit page would post back unchanged: the page's own inputs, read by a browser's rules."""
    from lxml import html

    form = html.fromstring(client.get(edit_url(service)).content.decode()).get_element_by_id("w-editor-form")
    data = {}
    for name, value in form.form_values():
        data.setdefault(name, []).append(value)
    return {name: values for name, values in data.items() if "__prefix__" not in name}


def decide_in_the_page(client, service, action, data=None, **details):
    """Post the edit page with a decision, as the buttons of its menu do."""
    import json

    data = data or form_data_of(client, service)
    step = service.current_workflow_task or ReviewTask()
    return client.post(
        edit_url(service),
        data | {
            "action-workflow-action": "true", "workflow-action-name": action,
            "workflow-action-extra-data": json.dumps({"comment": "why"} | gone_through(step) | details),
        },
        follow=True,
    )  # fmt: skip


def window_of(client, service, action):
    """Return what the window asks in which a decision on ``service`` is taken."""
    name = "wagtailsnippets_directory_service:collect_workflow_action_data"
    state = service.current_workflow_task_state
    return unescape(client.get(reverse(name, args=[service.pk, action, state.pk])).json()["html"])


def test_who_decides_is_told_how_and_who_is_kept_out_by_the_review_is_told_that(submitted, as_member):
    decides, waits = "You may correct the words first", "Until then you cannot change it"
    for role, expected in (("Approvers", (True, False)), ("Editors", (False, True))):
        page = as_member(role).get(edit_url(submitted.service)).content.decode()
        assert (decides in page, waits in page) == expected, role
        assert ('name="action-workflow-action"' in page or 'data-workflow-action-name="approve"' in page) is expected[0]


def test_the_window_asks_about_a_photo_only_where_one_waits_and_a_colleague_is_written_to_as_one(submitted, as_member):
    asked = window_of(as_member("Approvers"), submitted.service, "approve")
    assert ("Publish the photo" in asked, "A note to who sent it" in asked) == (False, True)
    service = make_service("Saturday Table")
    writer = as_member("Editors").user
    service.save_revision(user=writer)
    service.get_workflow().start(service, writer)
    for action, label in (
        ("approve", "A note to your colleagues"),
        ("reject", "Your colleague gets an email that leads to it"),
    ):
        asked = window_of(as_member("Approvers"), Service.objects.get(pk=service.pk), action)
        found = [
            words in asked
            for words in (label, "Begin with ready words", "Publish the photo", "They read this in an email")
        ]
        assert found == [True, False, False, False]


def test_an_approver_sees_it_on_the_dashboard_and_decides_in_the_page(submitted, as_member):
    client = as_member("Approvers")
    number, way_in = lines_of(client.get("/admin/"))["new service sent in"]
    assert number == 1
    assert edit_url(submitted.service) in client.get(way_in).content.decode()
    page = client.get(edit_url(submitted.service)).content.decode()
    assert 'data-workflow-action-name="decline"' in page
    assert 'name="action-publish"' not in page
    assert "Cancel workflow" not in page
    decide_in_the_page(client, submitted.service, "approve")
    assert Service.objects.listed().exists()


def test_an_approvers_correction_and_decision_in_one_press_are_both_kept(submitted, as_member):
    client = as_member("Approvers")
    data = form_data_of(client, submitted.service) | {"summary": "Mended by the approver."}
    decide_in_the_page(client, submitted.service, "approve", data)
    assert Service.objects.listed().get().summary == "Mended by the approver."


def test_posting_publish_past_a_review_does_not_publish(submitted, as_member):
    client = as_member("Approvers")
    data = form_data_of(client, submitted.service)
    for action in ("action-publish", "action-cancel-workflow"):
        client.post(edit_url(submitted.service), data | {action: "true"}, follow=True)
    service = Service.objects.get()
    assert not service.live
    assert service.workflow_in_progress


def test_unpublishing_or_deleting_is_no_way_round_a_review(submitted, as_member, decide):
    decide(submitted.service, "approve")
    service = Service.objects.get()
    moderation.submit_update(service, answers_of.of_service(service), new_key(), link_for(service))
    client = as_member("Approvers")
    client.post(reverse("wagtailsnippets_directory_service:unpublish", args=[service.pk]), follow=True)
    assert client.post(reverse("wagtailsnippets_directory_service:delete", args=[service.pk])).status_code == 302
    assert Service.objects.filter(pk=service.pk).exists()


def test_a_decision_on_a_page_that_is_out_of_date_is_refused_and_said(submitted, as_member, member_of):
    client = as_member("Approvers")
    data = form_data_of(client, submitted.service)
    newer = submitted.service.get_latest_revision_as_object()
    newer.name = "Changed meanwhile"
    newer.save_revision(user=member_of("Editors"))
    page = decide_in_the_page(client, submitted.service, "approve", data).content.decode()
    assert "Somebody else changed this after you opened it" in page
    assert not Service.objects.listed().exists()
    assert Service.objects.get().latest_revision.as_object().name == "Changed meanwhile"


def test_the_second_of_two_editors_is_told_who_decided_and_their_correction_is_not_kept(submitted, as_member):
    first, second = as_member("Approvers", first_name="Ada", last_name="First"), as_member("Approvers")
    late = form_data_of(second, submitted.service) | {"summary": "Too late"}
    decide_in_the_page(first, submitted.service, "approve")
    page = decide_in_the_page(second, submitted.service, "decline", late)
    assert page.status_code == 200
    service = Service.objects.get()
    assert service.live
    assert service.summary == "A weekly table and a pot of tea."
    submitted.refresh_from_db()
    assert submitted.decided_by == first.user


def test_the_second_decision_from_the_dashboard_says_who_was_first(submitted, as_member):
    first, second = as_member("Approvers", first_name="Ada", last_name="First"), as_member("Approvers")
    state = submitted.service.current_workflow_task_state
    url = reverse("wagtailsnippets_directory_service:workflow_action", args=[submitted.service_id, "approve", state.pk])
    given = {"comment": "", "revision": submitted.service.latest_revision_id} | ticked(state.task.specific)
    assert first.post(url, given).status_code == 302
    page = second.post(url, {"comment": ""}, follow=True).content.decode()
    assert "not currently awaiting moderation" in page or "already decided by Ada First" in page


def test_a_decline_without_words_for_the_sender_is_asked_for_them(submitted, as_member):
    client = as_member("Approvers")
    state = submitted.service.current_workflow_task_state
    url = reverse("wagtailsnippets_directory_service:workflow_action", args=[submitted.service_id, "decline", state.pk])
    page = client.post(url, {"comment": ""}, headers={"x-requested-with": "XMLHttpRequest"})
    assert "a person reads this" in page.json()["html"]
    submitted.refresh_from_db()
    assert submitted.decision == ""


def save_status(client, url, **data):
    """Open the page, and save it with these answers."""
    return client.post(url, data | {"seen": client.get(url).context["form"]["seen"].value()})


def test_an_open_page_saved_after_the_service_closed_changes_nothing_and_says_so(submitted, decide, as_member):
    decide(submitted.service, "approve")
    client, service = as_member("Approvers"), Service.objects.get()
    url = reverse("directory_service_status", args=[service.pk])
    seen = client.get(url).context["form"]["seen"].value()
    upkeep.close(service, reason="")
    page = client.post(url, {"status": "open", "message": "", "checked": "on", "remember": "on", "seen": seen})
    assert "Somebody changed the status after you opened this page" in page.content.decode()
    assert "It is now: Closed" in page.content.decode()
    closed = Service.objects.get()
    assert (closed.status, closed.assured_at) == ("closed", service.assured_at)
    again = {"status": "open", "message": "", "seen": page.context["form"]["seen"].value()}
    assert client.post(url, again).status_code == 302
    assert Service.objects.get().status == "open"


def test_an_open_entry_has_a_notice_until_its_day_is_over(submitted, decide, as_member, client):
    decide(submitted.service, "approve")
    editor, today = as_member("Approvers"), timezone.localdate()
    url = reverse("directory_service_status", args=[submitted.service_id])
    words = "No meeting on 25 December."
    assert "Say until which day" in save_status(editor, url, status="open", message=words).content.decode()
    assert save_status(editor, url, status="open", message=words, until=today.isoformat()).status_code == 302
    service = Service.objects.get()
    assert words in client.get(service.get_absolute_url()).text
    assert words.rstrip(".") in client.get(reverse("directory:list")).text
    assert parts.alert(service) == words
    before = OutboxMessage.objects.count()
    assert upkeep.end_what_is_over(today) == []
    assert upkeep.end_what_is_over(today + timedelta(days=1)) == [service]
    service = Service.objects.get()
    assert (service.status, service.status_message, service.status_until) == ("open", "", None)
    assert OutboxMessage.objects.count() == before, "nothing opens, so nobody is told that it does"


def test_a_notice_whose_day_is_over_is_not_shown_though_nothing_ran(submitted, decide, client):
    decide(submitted.service, "approve")
    service, yesterday = Service.objects.get(), timezone.localdate() - timedelta(days=1)
    moderation.set_status(service, "open", user=None, message="No meeting", until=yesterday)
    assert "No meeting" not in client.get(service.get_absolute_url()).text
    assert "No meeting" not in client.get(reverse("directory:list")).text


def test_status_and_check_change_the_row_at_once_and_stand_in_its_history(submitted, decide, as_member):
    decide(submitted.service, "approve")
    client = as_member("Approvers")
    url = reverse("directory_service_status", args=[submitted.service_id])
    assert client.get(url).status_code == 200
    save_status(client, url, status="waiting", message="About four weeks", until="2099-01-31", checked="on")
    service = Service.objects.get()
    assert (service.status, service.status_message, str(service.status_until)) == (
        "waiting",
        "About four weeks",
        "2099-01-31",
    )
    history = client.get(reverse("wagtailsnippets_directory_service:history", args=[service.pk])).content.decode()
    assert "Changed the status" in history
    page = client.post(url, {"status": "paused", "until": "2001-01-01"})
    assert "This day has passed" in page.content.decode()


@pytest.mark.parametrize("group", ["Contributors", "Editors", "Inbox staff"])
def test_only_who_may_publish_changes_the_status(submitted, as_member, group):
    url = reverse("directory_service_status", args=[submitted.service_id])
    assert as_member(group).post(url, {"status": "closed"}).status_code in {302, 403}
    assert Service.objects.get().status == "open"


def test_the_inbox_lists_submissions_to_read_not_to_change(submitted, as_member):
    client = as_member("Inbox staff")
    assert submitted.reference in client.get("/admin/directory/submission/").content.decode()
    page = client.get(f"/admin/directory/submission/inspect/{submitted.pk}/").content.decode()
    assert "private.person@example.org" in page
    for action in ("create/", f"edit/{submitted.pk}/", f"delete/{submitted.pk}/"):
        response = client.get(f"/admin/directory/submission/{action}")
        assert response.status_code in {302, 403, 404}, action
    assert as_member("Editors").get("/admin/directory/submission/").status_code in {302, 403}


def test_a_sent_photo_is_seen_by_those_who_may_and_published_only_by_approval(
    client, localities, answers, walk, as_member, settings, media_folder
):
    import io

    from PIL import Image
    from PIL.ExifTags import Base

    exif = Image.Exif()
    exif[Base.Artist] = "CANARY-PERSON"
    picture = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(picture, "JPEG", exif=exif)
    key = walk(answers, send=False)
    from django.core.files.uploadedfile import SimpleUploadedFile

    from .conftest import posted

    url = reverse("directory:add_step", args=[key, "safety"])
    file = SimpleUploadedFile("my house.jpg", picture.getvalue(), "image/jpeg")
    response = client.post(url, posted({"photo_alt": "The green door"}) | {"photo": file})
    assert response.status_code == 302
    # Its words cannot be taken away later while it is there.
    response = client.post(url, posted({"photo_alt": "", "safety_run_by": "Kept words"}))
    assert response.status_code == 400
    assert "Say what the photo shows" in response.content.decode()
    assert "Kept words" in response.content.decode()
    client.post(reverse("directory:add_check", args=[key]), posted({}, "directory-send"))
    upload = Upload.objects.get()
    with upload.file.open("rb") as stored:
        content = stored.read()
    assert b"CANARY-PERSON" not in content
    assert str(settings.MEDIA_ROOT) not in upload.file.path
    see = reverse("intake_upload", args=[upload.uuid])
    assert as_member("Editors").get(see).status_code in {302, 403}
    approver = as_member("Approvers")
    shown = approver.get(see)
    assert shown.status_code == 200
    assert "sandbox" in shown["Content-Security-Policy"]
    Upload.objects.update(caption="")
    asked = window_of(approver, Service.objects.get(), "approve")
    assert (
        0
        < asked.index("Pictures:")
        < asked.index("Publish the photo they sent")
        < asked.index("Begin with ready words")
    )
    refused = decide_in_the_page(approver, Service.objects.get(), "approve", take_photo=True)
    assert "The photo has no description" in unescape(refused.content.decode())
    assert not Service.objects.listed().exists()
    assert not list(Path(settings.MEDIA_ROOT).rglob("*.jpg"))
    Upload.objects.update(caption="The green door")
    decide_in_the_page(approver, Service.objects.get(), "approve", take_photo=True)
    service = Service.objects.listed().get()
    assert service.photo is not None
    assert service.photo_alt == "The green door"
    assert "The green door" in client.get(service.get_absolute_url()).content.decode()


def test_a_file_that_is_no_photo_is_refused_and_the_words_stay(client, localities, answers, walk):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from .conftest import posted

    key = walk(answers, send=False)
    url = reverse("directory:add_step", args=[key, "safety"])
    for name, content in (
        ("a.jpg", b"<script>alert(1)</script>"),
        ("b.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("c.png", b""),
    ):
        file = SimpleUploadedFile(name, content, "image/jpeg")
        response = client.post(url, posted({"photo_alt": "A door", "safety_run_by": "Kept words"}) | {"photo": file})
        assert response.status_code == 400, name
        assert "Kept words" in response.content.decode()
    assert not Upload.objects.exists()


def test_the_edit_page_shows_the_note_and_what_would_change(submitted, as_member, decide):
    client = as_member("Approvers")
    page = client.get(edit_url(submitted.service)).content.decode()
    assert "A note for editors only" in page
    assert submitted.reference in page
    decide(submitted.service, "approve")
    service = Service.objects.get()
    answers = answers_of.of_service(service)
    answers["about"]["service_name"] = "Wednesday Table"
    answers["places"]["list"][0]["times"][0]["starts"] = "17:15"
    moderation.submit_update(service, answers, new_key(), link_for(service))
    compare = reverse("wagtailsnippets_directory_service:revisions_compare", args=[service.pk, "live", "latest"])
    assert compare in client.get(edit_url(service)).content.decode()
    comparison = client.get(compare).content.decode()
    assert "Wednesday" in comparison
    assert "5.15" in comparison
    assert "6.30" in comparison


def test_an_editor_who_may_not_see_senders_is_offered_no_way_to_them(submitted, as_member):
    page = as_member("Editors").get(edit_url(submitted.service)).content.decode()
    assert "who sent it" not in page
    assert "private.person" not in page


def test_the_inbox_cannot_be_made_to_answer_for_other_tables(submitted, decide, as_member):
    decide(submitted.service, "approve")
    client = as_member("Inbox staff")
    for probe in ("decided_by__password__startswith=zzz", "token_hash__startswith=zzz", "sender__email__icontains=zzz", "id__in=x",
                  "received_at__gte=x", "received_at__year=99999", "decision__regex=("):  # fmt: skip
        page = client.get(f"/admin/directory/submission/?{probe}")
        assert page.status_code == 200, probe
        assert submitted.reference in page.content.decode(), probe
    narrowed = client.get("/admin/directory/submission/?kind__exact=update").content.decode()
    assert submitted.reference not in narrowed


def test_what_waits_for_review_cannot_be_chosen_for_a_page(submitted, as_member):
    client = as_member("Contributors")
    base = "/admin/snippets/choose/directory/service/"
    assert "Tuesday Table" not in client.get(base).content.decode()
    assert "Tuesday Table" not in client.get(f"{base}results/?q=tuesday").content.decode()
    assert client.get(f"{base}chosen/{submitted.service_id}/").status_code == 404
    Service.objects.update(live=True)
    assert client.get(f"{base}chosen/{submitted.service_id}/").json()["result"]["string"] == "Tuesday Table"
    assert "Tuesday Table" in client.get(base).content.decode()


def test_a_decision_that_cannot_be_read_is_refused(submitted, as_member):
    client = as_member("Approvers")
    data = form_data_of(client, submitted.service)
    for details in ("not json", "[]"):
        response = client.post(
            edit_url(submitted.service),
            data
            | {
                "action-workflow-action": "true",
                "workflow-action-name": "approve",
                "workflow-action-extra-data": details,
            },
        )
        assert response.status_code == 400
    assert not Service.objects.get().live
    state = submitted.service.current_workflow_task_state
    collect = "wagtailsnippets_directory_service:collect_workflow_action_data"
    assert client.get(reverse(collect, args=[submitted.service_id, "bogus", state.pk])).status_code in {302, 403, 404}


def test_an_editor_reads_what_was_decided_and_a_decline_stays_in_sight(submitted, as_member):
    client = as_member("Approvers", first_name="Ada", last_name="Approver")
    page = decide_in_the_page(client, submitted.service, "decline", comment="It is in another state").content.decode()
    assert "is declined and not published" in page
    page = client.get(edit_url(submitted.service)).content.decode()
    assert "Declined" in page
    assert "It is in another state" in page
    assert "Ada Approver" in page


def test_opening_a_service_again_takes_the_message_of_its_pause_away(submitted, decide, as_member):
    decide(submitted.service, "approve")
    client = as_member("Approvers")
    url = reverse("directory_service_status", args=[submitted.service_id])
    save_status(client, url, status="paused", message="Back in February", until="2099-02-01")
    save_status(client, url, status="open", message="Back in February", until="2099-02-01")
    service = Service.objects.get()
    assert (service.status, service.status_message, service.status_until) == ("open", "", None)


def test_what_a_service_is_filed_under_stands_under_the_questions_that_it_answers(as_member, filed):
    from lxml import html

    service, asked = filed
    page = html.fromstring(as_member("Approvers").get(edit_url(service)).content.decode())
    groups = {
        group.findtext("legend"): [label.text_content().strip() for label in group.iter("label")]
        for group in page.get_element_by_id("id_terms").iter("fieldset")
    }
    assert groups["What you like"] == ["Tea", "Walks"]
    assert groups["No longer offered"] == ["Dancing"]
    # The directory's own questions come before what pages are about.
    assert list(groups).index("What you like") < list(groups).index("Topics for reading")
    ticked_boxes = page.xpath("//*[@id='id_terms']//input[@checked]/@value")
    assert ticked_boxes == [str(asked.pk)]


@pytest.fixture
def filed(db):
    """A service with one term of a question of the directory, among others, and a term that is not of the directory."""
    likes = Taxonomy.objects.create(name="What you like", slug="likes", sort_order=900)
    topics = Taxonomy.objects.create(name="Topics for reading", slug="reading", is_facet=False)
    tea, _walks, _dancing = (
        Term.objects.create(taxonomy=likes, name=name, slug=name.lower(), sort_order=number, is_retired=retired)
        for number, (name, retired) in enumerate([("Tea", False), ("Walks", False), ("Dancing", True)])
    )
    Term.objects.create(taxonomy=topics, name="Starting out", slug="starting-out")
    service = make_service()
    service.terms.add(tea)
    service.save()
    return service, tea
