"""The heads of all pages of the sample site: each names its page, and no two say the same."""

import pytest

from cms.core.machines.words import DESCRIPTION
from tests.machines.head import HOST, SITE, Head
from tests.machines.sitemap import addresses

# Words, which no database changes; test_nowhere.py asks for every page on both.
pytestmark = pytest.mark.sqlite_only


def test_every_page_of_the_sample_site_has_a_title_and_a_description_of_its_own(sample, client):
    heads = {path: Head(client, path) for path in addresses(client)}
    assert len(heads) > 80
    for what in ("title", "description"):
        said = {path: head.title if what == "title" else head.named("description") for path, head in heads.items()}
        assert all(said.values()), said
        twice = [path for path, text in said.items() if list(said.values()).count(text) > 1]
        assert twice == [], what
    for path, head in heads.items():
        assert head.title.endswith(f" · {SITE}"), path
        assert len(head.named("description")) <= DESCRIPTION, path
        assert head.canonical == HOST + path
        assert head.named("og:url") == HOST + path
        assert head.named("og:title") == head.title.removesuffix(f" · {SITE}")
        assert head.named("og:description") == head.named("description")
        assert head.named("og:site_name") == SITE
