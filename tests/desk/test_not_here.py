"""An address of the admin that leads nowhere says what may have happened, and where to go on."""

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]


def test_a_page_that_is_gone_is_said_to_be_gone_with_a_way_on(client, member_of):
    client.force_login(member_of("Approvers"))
    answer = client.get("/admin/pages/999999/edit/")
    assert answer.status_code == 404
    words = answer.content.decode()
    assert "It may have been withdrawn or deleted" in words
    assert '<a class="page404__button button" href="/admin/">Go to the dashboard</a>' in words
