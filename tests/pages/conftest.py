"""Who works on pages in tests."""

import pytest


@pytest.fixture
def editor(client, member_of):
    """The client of a test, signed in as an editor."""
    client.force_login(member_of("Editors"))
    return client
