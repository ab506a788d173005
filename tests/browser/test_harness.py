"""The harness sees what it is there to see: otherwise every other browser test would prove nothing."""

import pytest

from .harness import Watch, accessibility_problems

PAGE = "<!doctype html><html lang=en><title>A page</title><main><h1>A page</h1>{}</main></html>"


@pytest.fixture
def shown(browser, live_server):
    """Show HTML at the test server's address, with the site's content policy. Return the page and its watch."""
    contexts = []

    def show(html):
        context = browser.new_context(base_url=live_server.url)
        contexts.append(context)
        watch = Watch(context, live_server.url)
        headers = {"Content-Type": "text/html", "Content-Security-Policy": "default-src 'self'"}
        context.route("**/made-up/", lambda route: route.fulfill(body=PAGE.format(html), headers=headers))
        page = context.new_page()
        page.goto("/made-up/", wait_until="load")
        return page, watch

    yield show
    for context in contexts:
        context.close()


def test_a_quiet_page_gives_no_problem(shown):
    page, watch = shown("<p>Words.</p>")
    assert watch.problems() == []
    assert accessibility_problems(page) == []


def test_a_request_to_another_host_is_seen(shown):
    _page, watch = shown(
        "<a href='https://example.org/'>a link is no request</a><img alt='' src='https://example.org/x.png'>"
    )
    assert watch.foreign == ["https://example.org/x.png"]


def test_a_request_to_another_port_of_this_machine_is_seen(shown):
    _page, watch = shown("<img alt='' src='http://127.0.0.1:1/x.png'>")
    assert watch.foreign == ["http://127.0.0.1:1/x.png"]


def test_a_host_that_a_test_allows_is_no_problem(shown):
    page, watch = shown("<p>Words.</p>")
    watch.allow_host("www.example.org")
    page.evaluate("fetch('https://www.example.org/').catch(() => 0)")
    assert watch.foreign == []


def test_what_the_console_calls_an_error_is_seen(shown):
    page, watch = shown("<p>Words.</p>")
    page.evaluate("console.warn('so so'); console.error('it came apart')")
    assert watch.problems() == ["error in the page: it came apart"]


def test_a_missing_file_is_seen(shown):
    _page, watch = shown("<link rel='stylesheet' href='/static/css/there-is-none.css'>")
    assert len(watch.broken) == 1
    assert watch.broken[0].endswith("/there-is-none.css")


@pytest.mark.parametrize(
    "html", ["<p style='color:red'>red</p>", "<script>document.title = 'mine'</script>", "<p onclick='x()'>press</p>"]
)
def test_what_the_content_policy_blocks_is_seen(shown, html):
    page, watch = shown(html)
    if "onclick" in html:
        page.locator("p").click()
    assert any("Content Security Policy" in line for line in watch.errors)
    assert page.title() == "A page"


def test_an_error_of_a_script_is_seen(shown):
    page, watch = shown("<p>Words.</p>")
    with page.expect_event("pageerror"):
        page.evaluate("setTimeout(() => { throw new Error('broken') })")
    assert any("broken" in line for line in watch.errors)


def test_axe_runs_under_the_strict_content_policy_and_finds_what_is_wrong(shown):
    page, watch = shown("<img src='/static/img/icon.svg'><p>words</p><h3>too deep</h3>")
    found = "\n".join(accessibility_problems(page))
    assert "image-alt" in found
    assert "heading-order" in found
    assert watch.errors == []
