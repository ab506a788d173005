"""``make screenshots``: pictures of the sample site, for the README and for those who review a change.

``python -m tests.screenshots`` starts the sample site on a port of its own, takes each of SHOTS at each of WIDTHS
and writes docs/screenshots/<name>.png, or <name>-360.png for the narrow ones. Colours are reduced until a picture
is smaller than LARGEST.
"""

import io
import sys
import urllib.parse

from PIL import Image
from playwright.sync_api import sync_playwright

from .browser.harness import BROWSER_FLAGS, Watch
from .servers import ROOT, SampleSite, find_chromium

FOLDER = ROOT / "docs" / "screenshots"
WIDTHS = {1280: 1600, 360: 1600}  # width: how much of the page's height is shown, in CSS pixels
LARGEST = 300_000  # bytes
ENTRY = "main .result h2 a, main .result h3 a"
BUTTON = "main form[method=post] button[type=submit]"
# Name, where to begin, and what to follow or press from there: the first link or button that the selector finds.
SHOTS = [
    ("home", "/", None),
    ("story", "/stories/", "main a[href^='/stories/']:not([href*='?'])"),
    ("directory", "/directory/", None),
    ("entry", "/directory/", ENTRY),
    ("form", "/directory/add/", None),
    ("contribute", "/contribute/", None),
    ("story-decide", "/contribute/story/", None),
    ("story-question", "/contribute/story/", BUTTON),
    ("form-with-errors", "/contribute/enquiry/", BUTTON),
]


def smaller(png):
    """Return ``png`` with fewer colours, as few as it takes to be smaller than LARGEST bytes."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    for colours in (256, 128, 64, 32):
        buffer = io.BytesIO()
        picture.quantize(colours, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True)
        if buffer.tell() < LARGEST:
            break
    return buffer.getvalue()


def go(page, start, selector):
    """Open ``start`` and, where there is a ``selector``, the page that the first link or button of that kind leads to."""
    response = page.goto(start)
    if selector == BUTTON:
        with page.expect_navigation():
            page.locator(selector).first.click()
    elif selector:
        response = page.goto(page.locator(selector).first.get_attribute("href"))
    if response.status != 200:
        sys.exit(f"{page.url} answered {response.status}")


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    with SampleSite() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=BROWSER_FLAGS)
        for width, height in WIDTHS.items():
            context = browser.new_context(
                base_url=site.url,
                viewport={"width": width, "height": 900},
                locale="en-AU",
                timezone_id="Australia/Melbourne",
                reduced_motion="reduce",
            )
            watch = Watch(context, site.url)
            page = context.new_page()
            for name, start, selector in SHOTS:
                go(page, start, selector)
                page.evaluate("document.fonts.ready")
                whole = page.evaluate("document.documentElement.scrollHeight")
                page.set_viewport_size({"width": width, "height": min(whole, height)})
                png = smaller(page.screenshot())
                page.set_viewport_size({"width": width, "height": 900})
                path = FOLDER / (f"{name}.png" if width == max(WIDTHS) else f"{name}-{width}.png")
                path.write_bytes(png)
                print(f"{path.relative_to(ROOT)}  {len(png) // 1000} kB  {urllib.parse.urlsplit(page.url).path}")
            context.close()
            if watch.problems():
                sys.exit("\n".join(watch.problems()))
        browser.close()


if __name__ == "__main__":
    main()
