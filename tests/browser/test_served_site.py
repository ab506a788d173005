"""The sample site as ``make serve`` serves it: production settings, hashed static files, gunicorn.

One test, since making the site takes half a minute and two workers would each make their own.
"""

import re
import urllib.error
import urllib.request

import pytest

from ..servers import SampleSite
from .harness import Watch, accessibility_problems

# One page of each kind: where to begin, and the first link to follow from there.
KINDS = {
    "/": None,
    "/stories/": r"/stories/[^/?]+/",
    "/training/": r"/training/[^/?]+/",
    "/research/": r"/research/[^/?]+/",
    "/resources/": r"/resources/[^/?]+/",
    "/opportunities/": r"/opportunities/[^/?]+/",
    "/partners/": r"/partners/[^/?]+/",
    "/directory/": r"/directory/(?!add/)[^/?]+/",
    "/directory/add/": None,
    "/search/?q=peer": None,
    "/get-help-now/": None,
    "/reading-settings/": None,
    "/charter/": None,
    "/for-consumers/": None,
    "/what-is-peer-support/": None,
    "/faq/": None,
    "/about/": None,
    "/there-is-no-such-page/": None,
}


def get(url):
    """Return status, headers and text of what is at ``url``, whatever the status."""
    try:
        with urllib.request.urlopen(url, timeout=30) as response:
            return response.status, response.headers, response.read().decode(errors="replace")
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read().decode(errors="replace")


def addresses_of(site):
    """Return one address of each kind of page, and what went wrong on the way."""
    found, problems = [], []
    for start, pattern in KINDS.items():
        status, headers, html = get(site.url + start)
        if status != (404 if "no-such" in start else 200):
            problems.append(f"{start}: {status}")
            continue
        if "Set-Cookie" in headers:
            problems.append(f"{start}: sets a cookie")
        if "unsafe" in headers["Content-Security-Policy"]:
            problems.append(f"{start}: loose content policy")
        found.append(start)
        if pattern and (link := re.search(f'href="({pattern})"', html)):
            found.append(link[1])
        elif pattern:
            problems.append(f"{start}: no link to a page below it")
    return found, problems


def pages_in_browser(browser, site, addresses, **options):
    """Open each address and return what is wrong: rules of accessibility, overflow, what the Watch sees."""
    context = browser.new_context(base_url=site.url, reduced_motion="reduce", **options)
    watch = Watch(context, site.url)
    page = context.new_page()
    problems = []
    for address in addresses:
        page.goto(address)
        problems += [f"{address} {options}: {line}" for line in accessibility_problems(page)]
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            problems.append(f"{address} {options}: runs off the side")
    if context.cookies():
        problems.append(f"cookies: {context.cookies()}")
    context.close()
    return problems + watch.problems()


def test_every_kind_of_page_as_readers_get_it(browser):
    with SampleSite() as site:
        addresses, problems = addresses_of(site)
        assert len(addresses) > 15
        for width, height in ((1280, 900), (320, 640)):
            for scheme in ("light", "dark"):
                screen = {"viewport": {"width": width, "height": height}, "color_scheme": scheme}
                problems += pages_in_browser(browser, site, addresses, **screen)
        assert get(f"{site.url}/readyz")[0] == 200

        _status, _headers, html = get(site.url)
        stylesheet = re.search(r'href="(/static/css/[^"]+\.css)"', html)[1]
        _status, headers, _css = get(site.url + stylesheet)
        assert re.search(r"\.[0-9a-f]{12}\.css$", stylesheet), "static files are not named by their content"
        assert "immutable" in headers["Cache-Control"]
    assert problems == []


@pytest.mark.both_databases
def test_an_editor_signs_in_and_sees_the_page_in_the_preview_panel(page, member_of):
    """Wagtail's own sign-in form and editor: the preview is framed, styled, and asks no other host."""
    user = member_of("Editors", username="editor")
    page.goto("/admin/")
    page.fill("input[name=username]", user.username)
    page.fill("input[name=password]", "a long enough password")
    page.click("button[type=submit]")
    page.wait_for_url("**/admin/")
    home = page.evaluate("fetch('/admin/pages/').then(answer => answer.url)")
    page.goto(home)
    page.locator("a[href*='/edit/']").first.click()
    page.wait_for_url("**/edit/")
    page.locator("[data-side-panel-toggle=preview]").click()
    frame = page.frame_locator("[data-side-panel=preview] iframe").first
    frame.locator("h1").first.wait_for()
    assert frame.locator("h1").first.inner_text().strip()
    assert frame.locator("link[rel=stylesheet]").count() > 3
