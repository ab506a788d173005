"""What a visit costs and leaves behind: bytes over the wire, shifts while they arrive, nothing kept, nobody else asked."""

import pytest

from . import checks

KB = 1024
FIRST_VISIT, STYLES, SCRIPTS = 100 * KB, 20 * KB, 20 * KB
# A phone in the country: bytes a second, and milliseconds there and back.
SLOW = {"offline": False, "latency": 300, "downloadThroughput": 100_000, "uploadThroughput": 50_000}
# Pages on their way at once, each with a line of its own.
SIDE_BY_SIDE = 11
SLOWEST = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}


def arriving(readers, places):
    """Yield each of ``places`` with the reader who waits for it, a few on their way at once: one by one takes a minute.

    A reader has nothing kept (``first_visits``), so that their next page costs what a first one does.
    """
    for start in range(0, len(places), len(readers)):
        waiting = list(zip(places[start : start + len(readers)], readers, strict=False))
        for place, reader in waiting:
            reader.page.goto(place.address, wait_until="commit")
        yield from waiting


def first_visits(reader, line=None):
    """Let ``reader`` keep nothing that arrives, and everything arrive over ``line``, if given. Return the session of it."""
    session = reader.context.new_cdp_session(reader.page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    if line:
        session.send("Network.emulateNetworkConditions", line)
    return session


class Wire:
    """Counts the bytes over the wire of a reader's first visits, by the browser's kind of resource; no photographs.

    They are the bodies as they are compressed; ``Headers`` is what came before them, all together.
    """

    def __init__(self, reader):
        self.kinds, self.bodies, self.everything = {}, {}, {}
        self.session = first_visits(reader)
        self.session.on("Network.responseReceived", self.see_response)
        self.session.on("Network.dataReceived", self.see_data)
        self.session.on("Network.loadingFinished", self.see_end)

    def see_response(self, seen):
        self.kinds[seen["requestId"]] = (seen["type"], seen["response"]["url"])

    def see_data(self, seen):
        self.bodies[seen["requestId"]] = self.bodies.get(seen["requestId"], 0) + seen["encodedDataLength"]

    def see_end(self, seen):
        self.everything[seen["requestId"]] = seen["encodedDataLength"]

    def total(self):
        """Return the bytes since it was last asked, by kind."""
        total = {"Headers": 0}
        for request, size in self.everything.items():
            kind, url = self.kinds.get(request, ("Other", ""))
            if kind == "Image" and "/media/" in url:
                continue
            # The browser counts a body as it is sent only where it is told of each part; else all counts as body.
            body = self.bodies.get(request) or size
            total[kind] = total.get(kind, 0) + body
            total["Headers"] += max(0, size - body)
        for seen in (self.kinds, self.bodies, self.everything):
            seen.clear()
        return total


def test_a_first_visit_to_any_kind_of_page_is_light(atlas, visit):
    readers = [visit(390, 844) for _ in range(SIDE_BY_SIDE)]
    wires = {reader: Wire(reader) for reader in readers}
    problems = []
    for place, reader in arriving(readers, atlas.one_of_each):
        reader.page.wait_for_load_state("networkidle")
        problems += too_heavy(f"{place.name} ({place.address})", wires[reader].total())
    assert problems == []


def too_heavy(name, total):
    """Return what weighs too much of what ``total`` counts, as lines."""
    said = f"{name}: {total}"
    problems = [] if total.get("Document") else [f"{said}: no page"]
    for kind, most in (("Stylesheet", STYLES), ("Script", SCRIPTS)):
        if total.get(kind, 0) > most:
            problems.append(f"{said}: {kind} over {most}")
    # Headers are said, not counted: nginx speaks HTTP/2 with readers, which sends little of what is said twice.
    if sum(total.values()) - total["Headers"] > FIRST_VISIT:
        problems.append(f"{said}: over {FIRST_VISIT}")
    return problems


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_moves_while_a_page_arrives_over_a_slow_line(atlas, visit, width):
    readers, problems = [visit(width, 800) for _ in range(SIDE_BY_SIDE)], []
    for reader in readers:
        checks.note_shifts(reader.context)
        first_visits(reader, SLOW)
    for place, reader in arriving(readers, atlas.one_of_each):
        reader.page.wait_for_load_state("load")
        reader.page.evaluate("document.fonts.ready")
        problems += [f"{place.name} ({place.address}): {shift}" for shift in checks.shifts(reader.page)]
    assert problems == []


def test_words_are_there_soon_on_the_slowest_line(atlas, visit):
    places = [place for place in atlas.one_of_each if place.kind in {"HomePage", "StoryPage", "directory:list"}]
    readers, problems = [visit(390, 844) for _ in places], []
    assert len(readers) == 3
    for reader in readers:
        first_visits(reader, SLOWEST)
    for place, reader in arriving(readers, places):
        reader.page.wait_for_load_state("load")
        first = reader.page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
        if first > 5000:
            problems.append(f"{place.name}: the first words after {first:.0f} ms")
    assert problems == []


def test_nothing_is_kept_and_nobody_else_is_asked_without_javascript_either(atlas, visit):
    reader = visit(390, 844, java_script_enabled=False)
    reader.walk(atlas.all_kinds_and_states[: len(atlas.one_of_each)])
    reader.walk([place for place in atlas.states if not place.actions])
    assert [cookie["name"] for cookie in reader.context.cookies()] + reader.heard() == []
