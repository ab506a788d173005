"""Fixtures for the tests of the served site: the site is made once for all of them, whichever worker asks first."""

import pytest

from ... import migrated
from ...servers import shared_site
from .places import Atlas, survey
from .visits import Visit


@pytest.fixture(scope="session")
def atlas(shared_folder):
    """The sample site as ``make serve`` serves it, and its pages: an Atlas."""
    return Atlas(shared_site(shared_folder, survey, migrated.file_of))


@pytest.fixture
def visit(browser, atlas):
    """Open pages of the served site: ``visit(width, **options)`` gives a Visit; options are Playwright's."""
    opened = []

    def open_it(width=1280, height=900, **options):
        opened.append(Visit(browser, atlas.url, width, height, options))
        return opened[-1]

    yield open_it
    for one in opened:
        one.context.close()
