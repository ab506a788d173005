"""HTML is valid, as the Nu checker has it: every page of the sitemap, and every state as the browser has it then."""

import pytest

from .markup import problems

pytestmark = pytest.mark.java


def test_every_page_and_state_is_valid_html(atlas, visit, tmp_path):
    pages = {path: html for path, (_status, _cookie, html) in atlas.answers.items()}
    desk, phone = visit(), visit(390, 844)
    for place in atlas.states:
        reader = desk if place.fits(1280) else phone
        shown = reader.go(place).evaluate("document.documentElement.outerHTML")
        pages[f"{place.name} ({place.address})"] = place.html or f"<!doctype html>{shown}"
    assert problems(pages, tmp_path) == []


def test_the_checker_sees_what_is_wrong(tmp_path):
    page = "<!doctype html><html lang=en><title>A page</title><main><h1>A page</h1>{}</main></html>"
    wrong = [
        "<ul><p>words</p></ul>",
        "<a href='/'><a href='/x'>twice</a></a>",
        "<p id=x><p id=x>",
        "<img src='/x.png'>",
    ]
    found = problems({f"page {n}": page.format(html) for n, html in enumerate(["<p>Words.</p>", *wrong])}, tmp_path)
    assert {line.split(",")[0] for line in found} == {f"page {n}" for n in range(1, len(wrong) + 1)}
