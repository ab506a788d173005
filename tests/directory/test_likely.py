"""Which entries somebody may mean by a name from memory."""

import pytest

from directory.likely import MOST, likely

from .factories import make_service

pytestmark = pytest.mark.django_db


@pytest.fixture
def services(db):
    names = ("Kettle On Wednesdays", "Tuesday Circle", "Tuesday Table", "Café Müller", "Gold Street recovery group")
    return {name: make_service(name) for name in names}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tuesday circle", ["Tuesday Circle"]),
        ("the Tuesday Circle group in Preston", ["Tuesday Circle", "Tuesday Table"]),
        ("Kettle On, the Wednesday one", ["Kettle On Wednesdays"]),
        ("Teusday Circle", ["Tuesday Circle"]),
        ("cafe muller", ["Café Müller"]),
        ("Gold Street", ["Gold Street recovery group"]),
        ("recovering", ["Gold Street recovery group"]),
        ("the group", ["Gold Street recovery group"]),
        ("of the", []),
        ("Zebra house", []),
        ("", []),
        ('"', []),
        ("%_' OR 1=1 --", []),
    ],
)
def test_what_somebody_may_mean_by_a_name_from_memory_the_likeliest_first(services, typed, meant):
    assert [service.name for service in likely(typed)] == meant


def test_only_what_is_listed_is_meant_and_not_too_much_of_it(services):
    make_service("Tuesday Draft", live=False)
    for number in range(MOST + 2):
        make_service(f"Tuesday Walk {number}")
    found = likely("Tuesday")
    assert len(found) == MOST
    assert all(service.is_listed for service in found)
    assert "Tuesday Draft" not in [service.name for service in likely("Tuesday Draft", most=50)]
