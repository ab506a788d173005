"""The dashboard as each role meets it: right numbers, ways in that list just those, and few questions to the database."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.log_actions import LogContext

from cms.desk import waiting
from tests.directory.conftest import localities  # noqa: F401 - a fixture
from tests.pages.factories import NewsFactory

from .makers import MAKERS
from .seeing import lines_of, rows_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("localities")]
HOME = "/admin/"
ROLES = ["Contributors", "Editors", "Approvers", "Inbox staff", "Administrators", None]

# What each role may settle, by the keys of the lines; a superuser everything.
SEES = {
    "Contributors": set(),
    "Editors": {"closing", "held-answers"},
    "Inbox staff": {"mail-not-sent", "held-answers", "held-readers"},
    "Approvers": set(MAKERS) - {"held-readers"},
    "Administrators": set(MAKERS),
    None: set(MAKERS),
}

SLOW = {"directory-new", "directory-update", "inbox-story", "directory-contact", "directory-report", "directory-safety"}


def keys_of(user):
    return {line.key: line.number for line in waiting.for_user(user)}


@pytest.fixture
def everything(db):
    """Twice of everything that may wait."""
    for make in MAKERS.values():
        make()
        make()


def test_each_number_is_right_and_its_way_in_lists_just_those(client, member_of, everything):
    user = member_of("Administrators")
    client.force_login(user)
    # A report about safety is a report too.
    numbers = dict.fromkeys(MAKERS, 2) | {"directory-report": 4}
    found = keys_of(user)
    assert {key: found.get(key) for key in numbers} == numbers
    lines = lines_of(client.get(HOME))
    assert len(lines) == len(found)
    for label, (number, url) in lines.items():
        assert rows_of(client.get(url)) == number, (label, url)


def test_each_role_is_shown_what_it_may_settle_and_nothing_else(member_of, everything):
    assert {role: set(keys_of(member_of(role))) & set(MAKERS) for role in ROLES} == SEES


def test_the_dashboard_costs_the_same_for_thirty_of_everything_and_never_over_twenty_questions(member_of):
    people = {role: member_of(role) for role in ROLES}
    clients = {}
    for role, user in people.items():
        clients[role] = Client()
        clients[role].force_login(user)

    def make(times):
        for number in range(times):
            for key, maker in MAKERS.items():
                # These are made by all that a whole form does.
                if number < 6 or key not in SLOW:
                    maker()
            for user in people.values():
                with LogContext(user=user):
                    page = NewsFactory(owner=user)
                    page.save_revision(user=user).publish()
                    page.save_revision(user=user)

    def costs():
        found = {}
        for role, client in clients.items():
            client.get(HOME)
            client.get(HOME)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(HOME).status_code == 200
            found[role] = len(queries)
        return found

    make(3)
    few = costs()
    make(24)
    # What happened last is of the same kinds as before: names of other kinds cost other questions, however few they are.
    make(3)
    many = costs()
    # Fewer where nothing on it needs another name.
    assert all(many[role] <= few[role] <= 20 for role in ROLES), (few, many)
