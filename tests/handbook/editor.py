"""Somebody who sits at the desk and does, in a browser, what a page of the handbook says."""

import io
import re

from PIL import Image
from playwright.sync_api import expect

LARGEST = 60_000  # bytes of a picture
WIDTH, HEIGHT = 1280, 900
SIDE = 200  # how wide the menu at the left is
AROUND = 12
PATIENCE = 15_000
A_PERSONS = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
# What has a name on a screen: what one presses, fills in, or reads as a heading, and what assistive technology calls it.
_NAMES = """() => {
  const found = new Set();
  const parts = "a,button,label,legend,h1,h2,h3,h4,h5,h6,th,dt,summary,option,[role=tab],[role=option],input[type=submit],"
    + "[aria-label],[title],.w-status,.w-panel__heading,.messages li,caption";
  for (const part of document.querySelectorAll(parts)) {
    const shown = part.tagName === "OPTION" ? part.closest("select") : part;
    if (!shown || !shown.checkVisibility({visibilityProperty: true})) continue;
    // What is laid out takes long to read, and differs only where a part of it may be hidden.
    const laidOut = part.firstElementChild ? part.innerText : "";
    for (const words of [laidOut, part.textContent, part.getAttribute("aria-label"), part.title, part.value]) {
      if (typeof words === "string" && words.length < 200) found.add(words);
    }
  }
  return [...found];
}"""


def plain(name):
    """Return a name as the handbook writes it: without the star of what must be filled in, and without a number behind it."""
    return re.sub(r"\s*\(\d+\)$|\s*\*$", "", " ".join(name.split()).strip())


class Editor:
    """Works in ``page``, which is signed in. ``seen`` are the names on all screens so far, ``pictures`` PNGs by name."""

    def __init__(self, page, staff):
        self.page, self.staff = page, staff
        self.seen, self.pictures = set(), {}

    @property
    def main(self):
        return self.page.locator("main")

    @property
    def list(self):
        """The rows of a list."""
        return self.page.locator("main table tbody")

    @property
    def foot(self):
        """The buttons at the foot of a form."""
        return self.page.locator("main footer").last

    @property
    def window(self):
        """The window that lies over the screen."""
        return self.page.locator(".modal-dialog, [role=dialog]").last

    def see(self):
        """Note what stands on the screen."""
        self.seen |= {plain(name) for name in self.page.evaluate(_NAMES)}

    def sits_down(self, address="/admin/"):
        """Open the first screen of the day, or the light one at ``address`` where only its menu is wanted; later nothing."""
        if self.page.url == "about:blank":
            self.go(address)

    def go(self, address):
        """Open an address that the handbook's words lead to by another way."""
        answer = self.page.goto(address)
        assert answer.status == 200, f"{address} answered {answer.status}"
        self.see()

    def opens(self, *names):
        """Open parts of the menu at the left, and follow nothing that they show."""
        self.sits_down("/admin/handbook/")
        for name in names:
            opener = self.page.locator("#wagtail-sidebar").get_by_role("button", name=name, exact=True).first
            if opener.get_attribute("aria-expanded") != "true":
                opener.click()
            self.see()

    def menu(self, *names):
        """Open what the menu at the left calls so, one level after the other."""
        self.opens(*names[:-1])
        sidebar = self.page.locator("#wagtail-sidebar")
        link = sidebar.get_by_role("link", name=re.compile(rf"^{re.escape(names[-1])}( \(\d+\))?$")).first
        expect(link).to_be_visible(timeout=PATIENCE)
        self.see()
        with self.page.expect_navigation():
            link.click()
        self.see()

    def named(self, name, within=None):
        """Return the button or link of this name."""
        where = within or self.main
        found = where.get_by_role("button", name=name, exact=True).or_(where.get_by_role("link", name=name, exact=True))
        found = found.or_(where.get_by_role("tab", name=name, exact=True))
        return found.locator("visible=true").first

    def in_list(self, name):
        """Return the first button or link of this name in a list."""
        return self.named(name, self.list)

    def press(self, name, within=None, *, leads=False):
        """Press the button or link of this name; ``leads``: wait for the screen that it leads to."""
        self.sits_down()
        found = self.named(name, within)
        expect(found).to_be_visible(timeout=PATIENCE)
        self.see()
        if leads:
            with self.page.expect_navigation():
                found.click()
        else:
            found.click()
        self.see()

    def field(self, label, within=None):
        """Return the field with this label. A panel may be called the same: it is none."""
        words = re.compile(rf"^\s*{re.escape(label)}\s*\*?\s*$")
        shown = (within or self.main).locator("label[for]", has_text=words).locator("visible=true").first
        expect(shown).to_be_visible(timeout=PATIENCE)
        return self.page.locator(f"[id='{shown.get_attribute('for')}']")

    def fill(self, label, words, within=None):
        """Write ``words`` into the field with this label."""
        self.field(label, within).fill(words)
        self.see()

    def choose(self, label, choice, within=None):
        """Choose an option of a list."""
        self.field(label, within).select_option(label=choice)
        self.see()

    def choose_word(self, word, text):
        """Press ``word`` twice where it stands last in ``text``, a place to write in: it is chosen then."""
        text.scroll_into_view_if_needed()
        left, top = text.evaluate(
            """(text, word) => {
              let found;
              const parts = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
              for (let part = parts.nextNode(); part; part = parts.nextNode()) {
                const place = part.data.lastIndexOf(word);
                if (place >= 0) found = [part, place];
              }
              const range = document.createRange();
              range.setStart(...found);
              range.setEnd(found[0], found[1] + word.length);
              const box = range.getBoundingClientRect();
              return [box.x + box.width / 2, box.y + box.height / 2];
            }""",
            word,
        )
        self.page.mouse.dblclick(left, top)

    def tick(self, words, within=None):
        """Press a choice as people do: on its words."""
        (within or self.main).locator("label", has_text=re.compile(rf"^\s*{re.escape(words)}")).first.click()
        self.see()

    def puts_calendar_away(self):
        """Close the calendar of a field: it would lie over a button until somebody presses elsewhere."""
        self.page.evaluate("document.querySelectorAll('.xdsoft_datetimepicker').forEach((part) => part.remove())")

    def reads(self, words, within=None):
        """Say that these words stand on the screen; wait for them for a while."""
        expect((within or self.page.locator("body")).get_by_text(words).locator("visible=true").first).to_be_visible(
            timeout=PATIENCE
        )
        self.see()

    def save_draft(self):
        """Press "Save draft" and wait until it is saved."""
        self.press("Save draft", leads=True)

    def preview(self):
        """Open the preview beside the form, or close it."""
        self.page.get_by_role("button", name="Toggle preview").click()
        frame = self.page.locator("#w-preview-iframe")
        if frame.is_visible():
            expect(frame.content_frame.locator("h1, p").locator("visible=true").first).to_be_visible(timeout=PATIENCE)
        self.see()

    def check_points(self):
        """Say of each point in the window over the screen that it was checked."""
        boxes = self.window.get_by_text("Checked", exact=True)
        expect(boxes.first).to_be_visible(timeout=PATIENCE)
        for place in range(boxes.count()):
            boxes.nth(place).click()
        self.see()

    def somebody_else(self):
        """Return a page of somebody who is not signed in, in a browser that is counted as a person's; close it when they are done."""
        return self.staff.context(user_agent=A_PERSONS).new_page()

    def mailed(self, begins):
        """Return the address that begins so in the newest email that left the site."""
        return self.staff.office.mailed(begins)

    def picture(self, name, part=None, *, height=520, mark=None, around=AROUND, menu=False):
        """Take the picture ``name`` of ``part`` (else what stands in the screen's main part), no higher than ``height``.

        ``mark`` is what the step is about: it gets a frame. ``around`` is how much is shown beside ``part``. With
        ``menu`` the menu at the left is in it. It is kept as it is taken; ``smaller`` makes what the handbook shows.
        """
        self.sits_down()
        self.see()
        frame = None
        if mark is not None:
            frame = mark.locator("visible=true").first
            # In a small menu all that stands out is cut off.
            beside = "part.closest('[data-tippy-root]') ? '-3px' : '3px'"
            frame.evaluate(
                f"part => {{ part.style.outline = '3px solid #d6336c'; part.style.outlineOffset = {beside}; }}"
            )
        target = part if part is not None else self.main
        target.first.scroll_into_view_if_needed()
        if frame is not None:
            # Where nothing lies over it or its label.
            frame.evaluate("part => part.scrollIntoView({block: 'center'})")
        box = target.first.bounding_box()
        # What stands on the menu's right shows none of it; a window may lie over both.
        beside = target.first.evaluate(
            "part => !part.closest('[role=dialog], .modal') && !!document.querySelector('#wagtail-sidebar')"
        )
        left, right = (
            max(SIDE if beside and not menu else 0, box["x"] - around),
            min(WIDTH, box["x"] + box["width"] + around),
        )
        top, bottom = max(0, box["y"] - around), min(HEIGHT, box["y"] + box["height"] + around)
        if frame is not None and bottom - top > height:
            # What is marked is in the middle, where it would be cut off otherwise.
            shown = frame.bounding_box()
            if shown["y"] - 4 * AROUND < top or shown["y"] + shown["height"] + 4 * AROUND > top + height:
                top = max(top, min(shown["y"] + (shown["height"] - height) / 2, bottom - height))
        clip = {"x": left, "y": top, "width": right - left, "height": min(height, bottom - top)}
        self.pictures[name] = self.page.screenshot(clip=clip, animations="disabled")
        if frame is not None:
            frame.evaluate("part => { part.style.outline = part.style.outlineOffset = ''; }")


def smaller(png):
    """Return ``png`` with fewer colours, as few as it takes to be smaller than LARGEST bytes."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    for colours in (128, 64, 32, 16):
        buffer = io.BytesIO()
        picture.quantize(colours, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True)
        if buffer.tell() < LARGEST:
            break
    return buffer.getvalue()
