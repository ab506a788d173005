"""Promises 1 and 8: what was confirmed is kept, through a killed process; a decision and its record are one."""

import pytest
from django.test import Client
from wagtail.models import ModelLogEntry, Page

from cms.intake.models import OutboxMessage, Sender, Upload
from contribute.models import Contribution
from directory import moderation
from directory.models import Service, Submission
from tests.contribute.ways import press

from .killed import Site, confirmed, dies_at, presses

# What the killed process's database is asked afterwards.
QUESTION = """
from directory.models import Submission
from contribute.models import Contribution
for submission in Submission.objects.select_related("service", "sender"):
    whole = bool(submission.service and submission.sender and submission.revision_id
                 and submission.service.workflow_in_progress and submission.service.locations.exists())
    print("FOUND", submission.reference, whole)
for row in Contribution.objects.select_related("sender", "consent"):
    page = row.own.page if row.kind == "story" else None
    whole = bool(row.sender and row.consent and row.status == "new"
                 and (row.kind != "story" or (page.workflow_in_progress and page.latest_revision)))
    print("FOUND", row.reference, whole)
"""


@pytest.mark.sqlite_only
def test_promise_1_what_was_confirmed_is_there_after_the_process_was_killed(db, tmp_path):
    site = Site(tmp_path)
    site.start()
    kept = []
    try:
        forms = presses(site, 2)
        for number, ((path, data), _other) in enumerate(forms):
            status, location, _page = site.request("POST", path, data)
            assert status == 302
            # And at any instant: the answer is cut off, so nobody was told that it is kept; it is whole or not there.
            site.cut_off(*forms[number - 1][1])
            kept.append(confirmed(location))
            if number + 1 < len(forms):
                site.start()
    finally:
        if site.process.poll() is None:
            site.kill()
    found = dict(
        line.split()[1:] for line in site.manage("shell", "-c", QUESTION).splitlines() if line.startswith("FOUND")
    )
    assert len(set(kept)) == 3
    assert set(kept) <= set(found)
    assert set(found.values()) == {"True"}


# Every so many questions to the database: all moments would take a minute.
STRIDE = {"enquiry": 4, "work": 5, "story": 19}


@pytest.mark.parametrize("way", STRIDE)
@pytest.mark.django_db(transaction=True)
def test_promise_1_whoever_is_killed_in_the_middle_leaves_nothing_half_and_the_next_press_is_kept(way, monkeypatch):
    monkeypatch.setattr("cms.intake.forms.QUICKEST", -1)
    one = press(way, with_files=True)
    moments = 0
    while dies_at(1 + moments * STRIDE[way], lambda: one.by(Client())):
        moments += 1
        if Contribution.objects.exists():
            break  # it was kept and only its answer was lost
        for model in (Sender, OutboxMessage, Upload):
            assert not model.objects.exists(), (moments, model)
        assert Page.find_problems() == ([], [], [], [], [])
    assert moments > 3
    for _press in range(2):
        assert one.by(Client()).status_code == 302
    row = Contribution.objects.get().own
    assert row.sender
    assert row.consent
    assert OutboxMessage.objects.get().recipients == [f"{way}@example.org"]
    assert Upload.objects.count() == len(one.files)
    if way == "story":
        assert row.page.current_workflow_state
    assert Page.find_problems() == ([], [], [], [], [])


@pytest.mark.django_db
def test_promise_8_a_decision_and_its_record_are_made_together_or_not_at_all(submitted, decide, monkeypatch):
    def fails(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(moderation, "_mail", fails)
    before = ModelLogEntry.objects.count()
    with pytest.raises(RuntimeError):
        decide(submitted.service, "approve")
    submitted.refresh_from_db()
    assert submitted.decision == ""
    assert not Service.objects.listed().exists()
    assert Service.objects.get().workflow_in_progress
    assert ModelLogEntry.objects.count() == before


@pytest.mark.django_db
def test_promise_1_where_the_database_fails_the_person_keeps_their_text_and_is_told(
    client, localities, answers, walk, monkeypatch
):
    from django.db import OperationalError
    from django.urls import reverse

    from tests.directory.conftest import posted

    key = walk(answers, send=False)

    def down(*args, **kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr(moderation, "submit_new", down)
    response = client.post(reverse("directory:add_check", args=[key]), posted({}, "directory-send"))
    page = response.content.decode()
    assert response.status_code == 503
    assert "was not saved" in page
    assert "Tuesday Table" in page
    monkeypatch.undo()
    assert client.post(reverse("directory:add_check", args=[key]), posted({}, "directory-send")).status_code == 302
    assert Submission.objects.count() == 1
