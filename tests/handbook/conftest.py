"""Fixtures for doing what the handbook says: a sample site of these tests' own, and a browser with its editors in it."""

import pytest

from .. import migrated
from .office import Office, Staff


@pytest.fixture(scope="module")
def office(shared_folder):
    """A sample site to write in. The one that other tests share would not stay as they find it."""
    with Office(migrated.file_of(shared_folder)) as office:
        yield office


@pytest.fixture(scope="module")
def staff(browser, office):
    """The editors of the office, each with a window."""
    staff = Staff(browser, office)
    yield staff
    staff.close()
    assert staff.problems() == []
