"""A reader of the served site."""

import ipaddress
import itertools
import os

from ..harness import Watch

# Each visit comes from an address of its own, as nginx would say, so that no limit of a form is met by the tests.
ADDRESSES = (str(ipaddress.ip_address(0x0A000000 + os.getpid() % 16384 * 1024 + n)) for n in itertools.count(1))

# Who signs in gets a cookie with the form: the only pages that readers can open and that set one. It goes with them.
SIGN_IN, FORMS_OF_STAFF = "/account/", "csrftoken"


class Visit:
    """A reader with a browser of their own: ``go(place)`` leads to a Place, ``page`` is Playwright's page."""

    def __init__(self, browser, url, width, height, options):
        self.width = width
        self.context = browser.new_context(
            base_url=url,
            viewport={"width": width, "height": height},
            extra_http_headers={"X-Forwarded-For": next(ADDRESSES)},
            **{"locale": "en-AU", "timezone_id": "Australia/Melbourne", "reduced_motion": "reduce"} | options,
        )
        self.context.set_default_timeout(15_000)
        self.watch = Watch(self.context, url)
        self.said = []  # what pages wrote to the console
        self.context.on("console", lambda message: self.said.append(f"{message.type}: {message.text}"))
        self.page = self.context.new_page()

    def go(self, place):
        """Open ``place`` and bring it into its state."""
        if place.html:
            answer = {"body": place.html, "content_type": "text/html; charset=utf-8"}
            self.page.route(f"**{place.address}", lambda route: route.fulfill(**answer))
        self.page.goto(place.address, wait_until="load")
        for action, selector, *words in place.actions:
            found = self.page.locator(selector).first
            if action == "fill":
                found.fill(*words)
            elif action == "type":
                found.press_sequentially(*words)
            elif action == "see":
                found.wait_for()
            elif action == "press":
                found.click()
            elif action == "submit":
                with self.page.expect_navigation():
                    found.click()
        return self.page

    def walk(self, places, *checks):
        """Go to each of ``places`` that this width can show; return what ``checks(page)`` find there, as lines."""
        return self.walk_on({(self.width, self.page.viewport_size["height"]): checks}, places)

    def walk_on(self, screens, places):
        """Go to each of ``places`` once and look at it on each of ``screens`` that can show it: checks by size.

        No script of the site asks how wide the screen is, so a page that was made wider is as one that was opened so.
        """
        problems = []
        for place in places:
            known = {cookie["name"] for cookie in self.context.cookies()}
            fitting = {screen: checks for screen, checks in screens.items() if place.fits(screen[0])}
            for number, ((width, height), checks) in enumerate(fitting.items()):
                self.page.set_viewport_size({"width": width, "height": height})
                if number == 0:
                    self.go(place)
                found = [line for check in checks for line in check(self.page)]
                problems += [f"{place.name} ({place.address}) at {width}: {line}" for line in found]
            if place.address.startswith(SIGN_IN) and FORMS_OF_STAFF not in known:
                self.context.clear_cookies(name=FORMS_OF_STAFF)
        return problems

    def heard(self):
        """Return what pages wrote to the console, asked of other hosts or did not get."""
        # A page that answers 404, 410 or 400 is noted by the browser as a file that failed.
        own = [line for line in self.said if "Failed to load resource: the server responded" not in line]
        return [*dict.fromkeys(own), *dict.fromkeys(self.watch.problems())]
