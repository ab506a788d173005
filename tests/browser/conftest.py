"""Fixtures for tests that drive a browser: real pages, real static files, no network beyond this machine.

A test asks for ``page`` (1280 wide) or for ``open_page(width=360, javascript=False, scheme="dark", …)`` and goes
to addresses of the site: ``page.goto("/directory/")``. It fails at its end when a page asked another host,
missed a file, raised an error or met the content policy.
"""

import pytest
from django.conf import settings
from django.test import Client

from .harness import Watch, accessibility_problems


@pytest.fixture
def open_context(browser, live_server):
    """Open a browser context on the test's server: ``open_context(width, height, javascript, scheme, **options)``.

    Its ``watch`` attribute is the Watch that fails the test; options are Playwright's for ``new_context``.
    """
    opened = []

    def open_it(width=1280, height=900, javascript=True, scheme="light", **options):
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            color_scheme=scheme,
            **{"locale": "en-AU", "timezone_id": "Australia/Melbourne", "reduced_motion": "reduce"} | options,
        )
        context.watch = Watch(context, live_server.url)
        context.set_default_timeout(15_000)
        opened.append(context)
        return context

    yield open_it
    problems = []
    for context in opened:
        context.close()
        problems += context.watch.problems()
    if problems:
        pytest.fail("\n".join(problems), pytrace=False)


@pytest.fixture
def open_page(open_context):
    """Open a page of its own context; takes what ``open_context`` takes."""
    return lambda **options: open_context(**options).new_page()


@pytest.fixture
def page(open_page):
    """A page 1280 wide, in light colours, with JavaScript."""
    return open_page()


@pytest.fixture
def sign_in(live_server):
    """Sign a user in: ``sign_in(page, user)``. From then on the page's context has their session."""

    def sign_in_with_cookie(page, user):
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])

    return sign_in_with_cookie


@pytest.fixture
def signed_in(open_page, sign_in, member_of):
    """A page signed in as a new member of a group: ``signed_in("Editors")``; ``None`` for a superuser."""

    def open_signed_in(group_name, **options):
        page = open_page(**options)
        sign_in(page, member_of(group_name))
        return page

    return open_signed_in


@pytest.fixture
def axe():
    """Fail unless a page keeps the accessibility rules: ``axe(page)``, or a part of it ``axe(page, "main")``."""

    def check(page, context=None, without=()):
        problems = accessibility_problems(page, context, without)
        assert not problems, f"{page.url}\n" + "\n".join(problems)

    return check
