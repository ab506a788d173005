"""What a page does in a browser that no reader should ever see: watched in every test, and a failure at its end."""

from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT

# Playwright turns the first seven of these off, and whoever names any must name them all. The others draw the address
# bar's list in a process of its own for each window: no test looks at it, and it costs a second of work each time.
WITHOUT = (
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "OptimizationHints",
    "PreloadTopChromeWebUI",
    "WebUIOmniboxPopup",
    "WebUIOmniboxFullPopup",
    "WebUIOmniboxAimPopup",
)
# No reading of the network but the test's own server: a stray request is recorded and goes nowhere.
BROWSER_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(WITHOUT)}",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
# Files that do not arrive are seen by themselves, and an address that answers 404 may be the very one that a test asks for.
# Wagtail's own checks write what they found there as well as into their panel.
SAID_OTHERWISE = ("Failed to load resource", "axe.run results")
WITHOUT_NETWORK = {"data", "blob", "about", "chrome-error"}


class Watch:
    """Notes what goes wrong in the pages of one browser context.

    ``foreign``: requests to another host. ``broken``: stylesheets, scripts, fonts and pictures that did not
    arrive. ``errors``: uncaught errors of scripts, what the content policy blocked, and all else
    that the console calls an error.
    ``allow_host(name)`` is for the one page that must lead away: *exit this page*.
    """

    def __init__(self, context, origin):
        self.origin = urlsplit(origin)
        self.foreign, self.broken, self.errors = [], [], []
        self.allowed_hosts = set()
        context.on("request", self.see_request)
        context.on("response", self.see_response)
        context.on("console", self.see_message)
        context.on("weberror", lambda error: self.errors.append(str(error.error)))

    def allow_host(self, name):
        """Let pages ask for things of the host ``name``; the request still reaches nobody."""
        self.allowed_hosts.add(name)

    def see_request(self, request):
        address = urlsplit(request.url)
        if address.scheme in WITHOUT_NETWORK or address.netloc == self.origin.netloc:
            return
        if address.hostname not in self.allowed_hosts:
            self.foreign.append(request.url)

    def see_response(self, response):
        if response.status >= 400 and response.request.resource_type not in {"document", "fetch", "xhr"}:
            self.broken.append(f"{response.status} {response.url}")

    def see_message(self, message):
        if message.type == "error" and not message.text.startswith(SAID_OTHERWISE):
            self.errors.append(message.text)

    def problems(self):
        """Return what was seen, as lines for the failure's message; empty when all is well."""
        return [
            *(f"asked another host: {url}" for url in self.foreign),
            *(f"did not arrive: {url}" for url in self.broken),
            *(f"error in the page: {text}" for text in self.errors),
        ]


def accessibility_problems(page, context=None, without=(), only=()):
    """Return what axe finds wrong in ``page`` (or the part that the selector ``context`` names), as lines.

    The rules are WCAG 2.0 to 2.2, A and AA, and axe's best practices; ``without`` names rules to leave out,
    ``only`` the rules to ask for alone.
    """
    # axe is half a megabyte, and some pages are asked five times.
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE_SCRIPT)
    options = {
        "runOnly": {"type": "rule", "values": list(only)} if only else {"type": "tag", "values": AXE_TAGS},
        "resultTypes": ["violations"],
        "preload": False,  # of style sheets, for a rule that we do not ask for
        "selectors": False,  # a line shows the element itself, and finding its shortest name takes long
        "rules": {rule: {"enabled": False} for rule in without},
    }
    asked = "([context, options]) => axe.run(context || document, options).then((found) => found.violations)"
    violations = page.evaluate(asked, [context, options])
    return [
        f"{violation['id']} ({violation['impact']}): {violation['help']}\n    {node['html'][:200]}\n    {node['failureSummary']}"
        for violation in violations
        for node in violation["nodes"]
    ]


def problems_in_both_themes(page, context=None, without=(), *, is_dark_too=True):
    """Return what axe finds in ``page`` as it stands in light colours, and of its colours in dark ones; light again at the end."""
    colours_stand_still(page)
    problems = [f": {line}" for line in accessibility_problems(page, context, without)]
    if is_dark_too:
        page.emulate_media(color_scheme="dark")
        colours_stand_still(page)
        problems += [f", dark: {line}" for line in accessibility_problems(page, context, only=["color-contrast"])]
        page.emulate_media(color_scheme="light")
    return problems


def colours_stand_still(page):
    """Wait until no colour is on its way, as between the themes or of a message: axe would measure it half-way."""
    page.evaluate("Promise.all(document.getAnimations().map((each) => each.finished.catch(() => null)))")


def wait_until(page, condition):
    """Wait until the JavaScript expression ``condition`` is true in ``page``, for at most 15 seconds.

    Playwright's own ``wait_for_function`` asks the page to evaluate a text, which the content policy refuses.
    """
    page.evaluate(
        f"""() => new Promise((done, fail) => {{
          const end = performance.now() + 15000;
          const look = () => {{
            if ({condition}) done();
            else if (performance.now() > end) fail(new Error("it did not come to pass"));
            else setTimeout(look, 20);
          }};
          look();
        }})"""
    )


def answer_points(page):
    """Say of each point in the window of an approval that it was checked."""
    window = page.locator(".modal-body")
    window.get_by_role("button").first.wait_for()
    for radio in window.locator('input[type="radio"][value="done"]').all():
        radio.check()
