"""What must hold of a page, one function for each rule: it takes Playwright's page and returns lines of problems.

No line means that all is well. A line names the element; the tests put page and state before it.
"""

from urllib.parse import urlsplit

from ..harness import accessibility_problems

# Said of an element in every line: its name, where it is, and its first words. Then small questions of geometry.
IN_PAGE = """
const name = (e) => {
  const id = e.id ? "#" + e.id : "";
  const own = typeof e.className === "string" ? e.className.trim().split(/\\s+/).filter(Boolean) : [];
  const words = (e.getAttribute("aria-label") || e.innerText || e.getAttribute("name") || "").trim().replace(/\\s+/g, " ");
  return `<${e.localName}${id}${own.map((c) => "." + c).join("")}> “${words.slice(0, 40)}”`;
};
const isHiddenOnPurpose = (e) => e.closest(".visually-hidden, .skip-link, [hidden], [aria-hidden=true], svg, .exit-cover");
const isShown = (e) => e.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !isHiddenOnPurpose(e);
const texts = (root) => {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT, (node) =>
    node.data.trim() && !["SCRIPT", "STYLE", "OPTION"].includes(node.parentElement.localName.toUpperCase())
      ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_REJECT);
  const found = [];
  while (walker.nextNode()) found.push(walker.currentNode);
  return found;
};
const boxes = (node) => {
  const range = document.createRange();
  range.selectNodeContents(node);
  return [...range.getClientRects()];
};
"""
# WCAG 1.4.12: what a reader may set.
TEXT_SPACING = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }
"""
THEMES = ("dark", "contrast")  # besides the site's own
ABOUT_COLOURS = ("color-contrast", "link-in-text-block")  # the rules that a theme can break: it is a list of colours


def ask(page, script, *given):
    """Run ``script``, the body of a function of ``given``, in the page with IN_PAGE's words; return its result."""
    return page.evaluate(f"(given) => {{ {IN_PAGE} {script} }}", list(given))


OPENED = "[data-opened-by-test]"


def open_folds(page):
    """Open everything in the page's main part that is folded; return whether there was anything. OPENED finds it."""
    return ask(
        page,
        """
        const folds = [...document.querySelectorAll("main details:not([open])")];
        for (const fold of folds) {
          fold.open = true;
          fold.toggleAttribute("data-opened-by-test", true);
        }
        return folds.length > 0;
        """,
    )


def fold_again(page):
    """Shut what ``open_folds`` opened. Finds nothing wrong: it stands last among rules, before the next screen."""
    ask(
        page,
        """
        for (const fold of document.querySelectorAll(given[0])) {
          fold.open = false;
          fold.removeAttribute("data-opened-by-test");
        }
        """,
        OPENED,
    )
    return []


def space_out(page):
    """Set the text spacing of TEXT_SPACING, past the content policy as a reader's own style sheet is."""
    ask(
        page,
        """
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(given[0]);
        document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
        """,
        TEXT_SPACING,
    )


def close_up(page):
    """Undo ``space_out``."""
    ask(page, "document.adoptedStyleSheets = [];")


def set_text_size(page, percent):
    """Set the size of all text as a browser's own setting does."""
    ask(page, "document.documentElement.style.fontSize = given[0];", f"{percent}%")


def go_to_top(page):
    """Show the page from its top, once it has jumped to where its address or its script leads.

    A page with errors jumps to their summary: the header is then half under what stays in place, as with any
    scrolling, and axe would call its links too small.
    """
    page.evaluate(
        """async () => {
          const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
          // A page jumps once, however often it is looked at.
          if (!window.hasJumped) await drawn();
          window.hasJumped = true;
          if (scrollX === 0 && scrollY === 0) return;
          window.scrollTo({ top: 0, left: 0, behavior: "instant" });
          await drawn();
        }"""
    )


def accessible(page):
    """Return axe's violations: of the page as it stands and with everything unfolded, then of its colours in each theme.

    What stands around the main part is the same on every page, so in the other themes it is looked at on the home page.
    There, and nowhere else, in high contrast, whose every pair of colours is measured for itself (tests/look).
    """
    go_to_top(page)
    problems = accessibility_problems(page)
    if open_folds(page):
        problems += [f"unfolded: {line}" for line in accessibility_problems(page, OPENED)]
    is_home = urlsplit(page.url).path == "/"
    for theme in THEMES if is_home else THEMES[:1]:
        ask(page, "document.documentElement.dataset.theme = given[0];", theme)
        problems += [
            f"{theme}: {line}" for line in accessibility_problems(page, None if is_home else "main", only=ABOUT_COLOURS)
        ]
    ask(page, "delete document.documentElement.dataset.theme;")
    return problems


def accessible_inside(page):
    """Return axe's violations in the main part, as it stands and unfolded: for a second look, on a screen of another size.

    What stands around the main part is judged on every kind of page, and colours in the dark do not know how wide it is.
    """
    go_to_top(page)
    problems = accessibility_problems(page, "main")
    if open_folds(page):
        problems += [f"unfolded: {line}" for line in accessibility_problems(page, OPENED)]
    return problems


def runs_off(page):
    """Return what makes the page wider than the screen, so that one would have to scroll sideways to read it."""
    return ask(
        page,
        """
        const width = document.documentElement.clientWidth;
        if (document.documentElement.scrollWidth <= width) return [];
        const wide = [...document.querySelectorAll("body *")].filter((e) =>
          e.getBoundingClientRect().right > width + 1 && e.checkVisibility());
        const deepest = wide.filter((e) => ![...e.children].some((child) => wide.includes(child)));
        for (const node of texts(document.body))
          if (boxes(node).some((box) => box.right > width + 1) && node.parentElement.checkVisibility()) deepest.push(node.parentElement);
        const total = document.documentElement.scrollWidth - width;
        return [`${total}px too wide: ${deepest.slice(0, 5).map(name).join(", ") || "nothing that has a box"}`];
        """,
    )


def clipped(page):
    """Return words that are cut off: by a box that hides what does not fit, or by the edge of the screen."""
    return ask(
        page,
        """
        const problems = new Set();
        for (const e of document.querySelectorAll("body *")) {
          const style = getComputedStyle(e);
          if (!/hidden|clip/.test(style.overflowX + style.overflowY) || !isShown(e) || !e.innerText?.trim()) continue;
          if (e.scrollHeight <= e.clientHeight + 1 && e.scrollWidth <= e.clientWidth + 1) continue;
          const own = e.getBoundingClientRect();
          for (const node of texts(e)) if (isShown(node.parentElement) && boxes(node).some((box) => box.width
            && (box.left < own.left - 1 || box.right > own.right + 1 || box.top < own.top - 3 || box.bottom > own.bottom + 3)))
            problems.add(`${name(e)} hides part of “${node.data.trim().slice(0, 40)}”`);
        }
        const width = document.documentElement.clientWidth;
        for (const node of texts(document.body)) {
          const e = node.parentElement;
          if (!isShown(e)) continue;
          if (boxes(node).some((box) => box.width && (box.left < -1 || box.right > width + 1)) && !e.closest("[data-scrolls]"))
            problems.add(`${name(e)} stands over the edge of the screen`);
        }
        return [...problems];
        """,
    )


def spilling(page):
    """Return buttons, tabs, chips and the like whose words stand outside their own box."""
    return ask(
        page,
        """
        const problems = [];
        for (const e of document.querySelectorAll("button, .btn, .tab, .chip, .tag, summary, .nav-link, select, legend, th, td")) {
          if (!isShown(e)) continue;
          const own = e.getBoundingClientRect();
          for (const node of texts(e)) {
            if (!isShown(node.parentElement)) continue;
            const out = boxes(node).find((box) => box.width && (box.left < own.left - 2 || box.right > own.right + 2
              || box.top < own.top - 6 || box.bottom > own.bottom + 6));
            if (out) { problems.push(`words of ${name(e)} stand outside it`); break; }
          }
        }
        return problems;
        """,
    )


def overlapping(page):
    """Return places in the main part where one text is drawn over another."""
    return ask(
        page,
        """
        const found = [];
        for (const node of texts(document.querySelector("main"))) {
          const e = node.parentElement;
          // What opens over the page covers it on purpose.
          if (!isShown(e) || getComputedStyle(e).position === "absolute" || e.closest("[role=listbox]")) continue;
          for (const box of boxes(node)) if (box.width > 2) found.push([box, e]);
        }
        const problems = new Set();
        for (let i = 0; i < found.length; i++) for (let j = i + 1; j < Math.min(found.length, i + 60); j++) {
          const [a, one] = found[i], [b, other] = found[j];
          if (one === other || one.contains(other) || other.contains(one)) continue;
          const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
          const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
          // Boxes of lines touch and overlap a little; words do when half of a line's height is shared.
          if (across > 4 && down > Math.min(a.height, b.height) * 0.5) problems.add(`${name(one)} over ${name(other)}`);
        }
        return [...problems];
        """,
    )


def layout(page):
    """Return everything that is wrong with where words stand."""
    return [*runs_off(page), *clipped(page), *spilling(page), *overlapping(page)]


def layout_spaced_out(page):
    """Return what is wrong with where words stand when a reader spaces them out (WCAG 1.4.12)."""
    space_out(page)
    problems = [f"with text spaced out: {line}" for line in layout(page)]
    close_up(page)
    return problems


def layout_of_double_text(page):
    """Return what is wrong with where words stand when a reader doubles the size of text (WCAG 1.4.4)."""
    set_text_size(page, 200)
    problems = [f"with double text: {line}" for line in layout(page)]
    set_text_size(page, 100)
    return problems


def layout_at_400_percent(page):
    """Return what is wrong at 400 % zoom of a screen of 1280 by 1024: it has 320 by 256 pixels then (WCAG 1.4.10)."""
    before = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 256})
    problems = [f"at 400 %: {line}" for line in [*layout(page), *in_the_way(page)]]
    page.set_viewport_size(before)
    return problems


def in_the_way(page):
    """Return what stays in place while the page scrolls and takes more than a third of the screen's height.

    A panel that the reader opened from there is not counted: it has its own button to close it.
    """
    return ask(
        page,
        """
        const stays = [...document.querySelectorAll("body *")].filter((e) => isShown(e)
          && ["sticky", "fixed"].includes(getComputedStyle(e).position) && e.getBoundingClientRect().top < innerHeight
          && !e.closest("aside, .aside") && e.getBoundingClientRect().height > innerHeight / 3);
        return stays.map((e) => `${name(e)} takes ${Math.round(e.getBoundingClientRect().height)} of ${innerHeight}px`);
        """,
    )


def small_targets_unfolded(page):
    """Return what ``small_targets`` does when everything is unfolded."""
    open_folds(page)
    return small_targets(page)


def small_targets(page):
    """Return what one presses that is too small: 24 by 24 pixels anywhere, 44 high for buttons, menus and choices.

    As WCAG 2.5.8 has it, a link within a sentence may be smaller, and so may what has that much room around it.
    """
    return ask(
        page,
        """
        const pressed = "a[href], button, input:not([type=hidden]), select, textarea, summary";
        const large = "button, .btn, summary, select, input, textarea, header a, .tabs a, .breadcrumbs a, .pagination a, main nav a";
        const targets = [...document.querySelectorAll(pressed)].filter(isShown).map((e) => {
          const own = [e.getBoundingClientRect()];
          if (["checkbox", "radio"].includes(e.type)) for (const label of e.labels) own.push(label.getBoundingClientRect());
          // A part laid over the row or the card that it stands in makes all of that one target.
          const row = e.closest(".choice, article, .card, li, .result");
          const spread = [e, ...(e.labels || []), ...e.querySelectorAll("*")].some((part) => ["::before", "::after"].some((pseudo) => {
            const style = getComputedStyle(part, pseudo);
            return style.content !== "none" && style.position === "absolute" && style.inset === "0px";
          }));
          if (spread && row) own.push(row.getBoundingClientRect());
          const box = { left: Math.min(...own.map((b) => b.left)), right: Math.max(...own.map((b) => b.right)),
            top: Math.min(...own.map((b) => b.top)), bottom: Math.max(...own.map((b) => b.bottom)) };
          // A link around a block is as large as what is in it.
          for (const part of e.querySelectorAll("*")) {
            const inner = part.getBoundingClientRect();
            if (!inner.width || isHiddenOnPurpose(part)) continue;
            box.top = Math.min(box.top, inner.top); box.bottom = Math.max(box.bottom, inner.bottom);
            box.left = Math.min(box.left, inner.left); box.right = Math.max(box.right, inner.right);
          }
          return { e, ...box, width: box.right - box.left, height: box.bottom - box.top };
        });
        const isInSentence = (e) => {
          if (e.localName !== "a" || getComputedStyle(e).display !== "inline") return false;
          const block = e.closest("p, li, dd, td, figcaption, legend, h1, h2, h3, h4, div");
          return block && block.innerText.trim().length > e.innerText.trim().length + 3;
        };
        const near = (t, other) => {
          const x = (t.left + t.right) / 2, y = (t.top + t.bottom) / 2;
          const dx = Math.max(other.left - x, 0, x - other.right), dy = Math.max(other.top - y, 0, y - other.bottom);
          return Math.hypot(dx, dy) < 12;
        };
        const problems = [];
        for (const t of targets) {
          const size = `${Math.round(t.width)} × ${Math.round(t.height)}`;
          if (isInSentence(t.e)) continue;
          if (t.e.matches(large)) {
            if (t.height < 43.5 || t.width < 23.5) problems.push(`${name(t.e)} is ${size}, not 44 high`);
          } else if ((t.height < 23.5 || t.width < 23.5) && targets.some((o) => o !== t && near(t, o)))
            problems.push(`${name(t.e)} is ${size}, not 24 × 24, and has no room around it`);
        }
        return problems;
        """,
    )


STOPS = """
  const stops = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")].filter((e) =>
    e.checkVisibility({ visibilityProperty: true }) && !e.disabled && e.type !== "hidden" && e.tabIndex >= 0);
"""
OWN_ORDER = """
  return stops.filter((e) => e.tabIndex > 0).map((e) => `${name(e)} has a place of its own in the order`);
"""
FROM_THE_TOP = """
  const top = document.createElement("span");
  top.tabIndex = -1;
  document.body.prepend(top);
  top.focus();
  top.remove();  // the next Tab goes on from where it was
"""
# What is noted of each stop when the key that leads on is pressed: so that nobody asks between two keys.
NOTE_STOPS = """
  window.stopsSeen = [];
  const focused = () => {
    const e = document.activeElement;
    if (!e || e === document.body) return null;
    const problems = [];
    const box = e.getBoundingClientRect();
    const shown = ["checkbox", "radio"].includes(e.type) && e.labels.length ? e.labels[0] : e;
    const place = shown.getClientRects()[0] || box;
    const width = innerWidth, height = innerHeight;
    const left = Math.max(place.left, 0), right = Math.min(place.right, width);
    const top = Math.max(place.top, 0), bottom = Math.min(place.bottom, height);
    if (right - left < 1 || bottom - top < 1) problems.push("is outside the screen");
    else {
      // Not hidden (2.4.11) is the rule; not even partly (2.4.12) is what is asked here, but for what is taller than the screen.
      let seen = 0, asked = 0;
      for (const x of [0.1, 0.5, 0.9]) for (const y of [0.15, 0.5, 0.85]) {
        asked += 1;
        const hit = document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y);
        if (hit && (shown.contains(hit) || hit.contains(shown) || hit === e || e.labels && [...e.labels].some((l) => l.contains(hit)))) seen += 1;
      }
      if (seen < asked - 3) problems.push(`is covered at ${asked - seen} of ${asked} points`);
      // Of a large field the browser shows where one types: its first line.
      if (bottom - top < Math.min(place.height * 0.5, 32)) problems.push("is mostly beyond the edge of the screen");
    }
    const ring = (part, pseudo) => {
      const style = getComputedStyle(part, pseudo);
      return parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== "none" && !/^rgba.*, 0.$/.test(style.outlineColor);
    };
    const near = [e, shown, e.parentElement, e.closest(".choice, .card, article, li"), e.nextElementSibling].filter(Boolean);
    if (!near.some((part) => ring(part) || ring(part, "::before") || ring(part, "::after"))) problems.push("shows no ring");
    return { name: name(e), problems, at: stops.indexOf(e), first: e.classList.contains("skip-link") };
  };
  addEventListener("keydown", () => window.stopsSeen.push(focused()), true);
  return stops.length;
"""


def walk_by_keyboard(page, most=400):
    """Tab through the whole page; return where the focus is hidden, not shown, stuck, or not in the order of the page.

    The first stop must be the link that skips to the main part.
    """
    problems, last = ask(page, STOPS + OWN_ORDER), -1
    total = ask(page, STOPS + FROM_THE_TOP + NOTE_STOPS)
    if total > most:
        return [f"{total} stops: too many to walk"]
    # Once more than there are stops, and once to note the last. What was noted first is where the walk began.
    for _press in range(total + 2):
        page.keyboard.press("Tab")
    # Radio buttons of one group are one stop, and what opens or shuts on the way changes the list: so order, not number.
    seen = ask(page, "document.activeElement.blur(); return window.stopsSeen.slice(1);")
    for presses, found in enumerate(seen):
        if found is None or (found["at"] == 0 and presses):
            break  # once around
        if presses == 0 and not found["first"] and page.locator("header nav").count():
            problems.append(f"the first stop is {found['name']}, not the link to the main part")
        problems += [f"{found['name']} {line}" for line in found["problems"]]
        if 0 <= found["at"] <= last:
            problems.append(f"{found['name']} comes after what it stands before")
            break
        last = max(last, found["at"])
    if last < total * 0.5:
        problems.append(f"the walk ended at stop {last + 1} of {total}")
    return problems


def stored(page):
    """Return what the page keeps on the reader's device: cookies, storage, databases, workers, caches."""
    cookies = [f"cookie {cookie['name']}" for cookie in page.context.cookies()]
    return cookies + page.evaluate(
        """async () => [
          ...Object.keys(localStorage).map((key) => `local storage: ${key}`),
          ...Object.keys(sessionStorage).map((key) => `session storage: ${key}`),
          ...(await indexedDB.databases()).map((one) => `database: ${one.name}`),
          ...(window.caches ? await caches.keys() : []).map((key) => `cache: ${key}`),
          ...(await navigator.serviceWorker?.getRegistrations() || []).map((one) => `worker: ${one.scope}`),
        ]"""
    )


def shifts(page):
    """Return each thing that moved after it was drawn. Ask ``note_shifts`` for it before the page is opened."""
    return page.evaluate(
        """() => window.shiftsSeen.map((shift) => `${shift.value.toFixed(4)}: ${shift.parts.join(", ")}`)"""
    )


def note_shifts(context):
    """Have each page of ``context`` note its layout shifts from the beginning, for ``shifts``."""
    context.add_init_script(
        """
        window.shiftsSeen = [];
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shiftsSeen.push({
            value: entry.value,
            parts: entry.sources.map((one) => {
              const e = one.node?.nodeType === 1 ? one.node : one.node?.parentElement;
              const from = one.previousRect, to = one.currentRect;
              const moved = `${from.x},${from.y} ${from.width}×${from.height} → ${to.x},${to.y} ${to.width}×${to.height}`;
              return `<${e?.localName}.${e?.getAttribute("class")}> ${moved}`;
            }),
          });
        }).observe({ type: "layout-shift", buffered: true });
        """
    )


def reads_without_styles(page):
    """Return what makes the page hard to read when no style sheet arrived: no heading, or drawings that fill it."""
    return ask(
        page,
        """
        const problems = document.querySelector("main h1") ? [] : ["no heading"];
        for (const svg of document.querySelectorAll("svg")) {
          const box = svg.getBoundingClientRect();
          if (box.height > innerHeight * 0.75) problems.push(`a drawing ${Math.round(box.width)} × ${Math.round(box.height)} in ${name(svg.parentElement)}`);
        }
        return problems;
        """,
    )
