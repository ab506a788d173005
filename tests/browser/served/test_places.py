"""The sitemap leads to every kind of page, every page of it answers, and static files keep their names."""

import re

import pytest

from .places import NOT_PAGES, get

pytestmark = pytest.mark.sqlite_only  # the served site keeps its data there

# Kinds of page that the sample site may lack for a while, and why: none now.
NOT_IN_THE_SITEMAP = set()


def test_every_page_type_is_in_the_sitemap_and_every_tool_is_looked_at(atlas):
    assert len(atlas.answers) > 80
    assert set(atlas.types) - {place.kind for place in atlas.one_of_each} == NOT_IN_THE_SITEMAP
    assert set(atlas.tools) - {place.kind for place in atlas.all_kinds_and_states} == NOT_PAGES


def test_every_page_of_the_sitemap_answers_and_sets_no_cookie(atlas):
    problems = [f"{path}: {status}" for path, (status, _cookie, _html) in atlas.answers.items() if status != 200]
    problems += [f"{path}: sets {cookie}" for path, (_status, cookie, _html) in atlas.answers.items() if cookie]
    assert problems == []


def test_the_content_policy_is_strict_and_static_files_are_kept_for_good(atlas):
    _status, headers, html = get(atlas.url)
    assert "unsafe" not in headers["Content-Security-Policy"]
    stylesheet = re.search(r'href="(/static/css/[^"]+\.css)"', html)[1]
    assert re.search(r"\.[0-9a-f]{12}\.css$", stylesheet), "static files are not named by their content"
    assert "immutable" in get(atlas.url + stylesheet)[1]["Cache-Control"]
    assert get(f"{atlas.url}/readyz")[0] == 200
