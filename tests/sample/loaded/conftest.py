"""The sample site, loaded once for all tests of this folder: loading it takes as long as fifty of them."""

from datetime import date

import pytest
from django.db import transaction
from django.test import override_settings

from cms.sample.loading import load

# The day on which the sample is loaded here, whatever the day of the run.
DAY = date(2026, 11, 21)


def quiet(line):
    """Hear nothing of what the loader says."""


@pytest.fixture(scope="package")
def _loaded(django_db_setup, django_db_blocker, tmp_path_factory):
    with (
        django_db_blocker.unblock(),
        override_settings(VAR_DIR=tmp_path_factory.mktemp("sample")),
        transaction.atomic(),
    ):
        load(DAY, quiet)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def sample(_loaded, db):
    """A database with the sample site in it, loaded on DAY; what a test changes is undone after it."""
