"""An issue that was sent stays as it was sent."""

import pytest
from django.urls import reverse
from django.utils import timezone

from contribute.newsletter.models import Issue
from contribute.newsletter.models.issues import SentAlready

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent_issue():
    return Issue.objects.create(subject="As it was sent", due_at=timezone.now())


def test_copying_an_issue_never_writes_over_it(client, member_of, sent_issue):
    client.force_login(member_of("Administrators"))
    address = reverse("wagtailsnippets_newsletter_issue:copy", args=[sent_issue.pk])
    assert client.get(address).status_code == 200
    client.post(address, {"subject": "Forged", "preheader": "", "opening": "null", "body-count": "0"})
    assert [issue.subject for issue in Issue.objects.all()] == ["As it was sent"]


def test_a_change_that_was_begun_before_it_was_sent_is_refused_after(sent_issue):
    begun = Issue.objects.get()
    begun.subject, begun.due_at = "Changed", None
    with pytest.raises(SentAlready):
        begun.save()
    assert Issue.objects.get().subject == "As it was sent"
