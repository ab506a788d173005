"""What a visit costs and leaves behind: bytes over the wire, shifts while they arrive, nothing kept, nobody else asked."""

import pytest

from . import checks

KB = 1024
FIRST_VISIT, STYLES, SCRIPTS = 100 * KB, 20 * KB, 20 * KB
# A phone in the country: bytes a second, and milliseconds there and back.
SLOW = {"offline": False, "latency": 300, "downloadThroughput": 100_000, "uploadThroughput": 50_000}
# Pages on their way at once, each with a line of its own.
SIDE_BY_SIDE = 6
SLOWEST = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}


def side_by_side(places):
    """Yield ``places`` a few at a time: waiting for one after the other takes a minute."""
    for start in range(0, len(places), SIDE_BY_SIDE):
        yield places[start : start + SIDE_BY_SIDE]


class Wire:
    """Counts the bytes over the wire of a reader's first visit, by the browser's kind of resource; no photographs.

    They are the bodies as they are compressed; ``Headers`` is what came before them, all together.
    """

    def __init__(self, reader):
        self.kinds, self.bodies, self.everything = {}, {}, {}
        self.session = reader.context.new_cdp_session(reader.page)
        self.session.on("Network.responseReceived", self.see_response)
        self.session.on("Network.dataReceived", self.see_data)
        self.session.on("Network.loadingFinished", self.see_end)
        self.session.send("Network.enable")
        self.session.send("Network.setCacheDisabled", {"cacheDisabled": True})

    def see_response(self, seen):
        self.kinds[seen["requestId"]] = (seen["type"], seen["response"]["url"])

    def see_data(self, seen):
        self.bodies[seen["requestId"]] = self.bodies.get(seen["requestId"], 0) + seen["encodedDataLength"]

    def see_end(self, seen):
        self.everything[seen["requestId"]] = seen["encodedDataLength"]

    def total(self):
        """Return the bytes so far, by kind."""
        total = {"Headers": 0}
        for request, size in self.everything.items():
            kind, url = self.kinds.get(request, ("Other", ""))
            if kind == "Image" and "/media/" in url:
                continue
            # The browser counts a body as it is sent only where it is told of each part; else all counts as body.
            body = self.bodies.get(request) or size
            total[kind] = total.get(kind, 0) + body
            total["Headers"] += max(0, size - body)
        return total


def test_a_first_visit_to_any_kind_of_page_is_light(atlas, visit):
    problems = []
    for places in side_by_side(atlas.one_of_each):
        arriving = []
        for place in places:
            reader = visit(390, 844)
            arriving.append((place, reader, Wire(reader)))
            reader.page.goto(place.address, wait_until="commit")
        for place, reader, wire in arriving:
            reader.page.wait_for_load_state("networkidle")
            problems += too_heavy(f"{place.name} ({place.address})", wire.total())
            reader.context.close()
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
    problems = []
    for places in side_by_side(atlas.one_of_each):
        arriving = []
        for place in places:
            reader = visit(width, 800)
            checks.note_shifts(reader.context)
            wire = reader.context.new_cdp_session(reader.page)
            wire.send("Network.enable")
            wire.send("Network.emulateNetworkConditions", SLOW)
            reader.page.goto(place.address, wait_until="commit")
            arriving.append((place, reader))
        for place, reader in arriving:
            reader.page.wait_for_load_state("load")
            reader.page.evaluate("document.fonts.ready")
            problems += [f"{place.name} ({place.address}): {shift}" for shift in checks.shifts(reader.page)]
            reader.context.close()
    assert problems == []


def test_words_are_there_soon_on_the_slowest_line(atlas, visit):
    problems = []
    for place in atlas.one_of_each:
        if place.kind not in {"HomePage", "StoryPage", "directory:list"}:
            continue
        reader = visit(390, 844)
        wire = reader.context.new_cdp_session(reader.page)
        wire.send("Network.enable")
        wire.send("Network.emulateNetworkConditions", SLOWEST)
        reader.go(place)
        first = reader.page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
        if first > 5000:
            problems.append(f"{place.name}: the first words after {first:.0f} ms")
    assert problems == []


def test_nothing_is_kept_and_nobody_else_is_asked_without_javascript_either(atlas, visit):
    reader = visit(390, 844, java_script_enabled=False)
    reader.walk(atlas.all_kinds_and_states[: len(atlas.one_of_each)])
    reader.walk([place for place in atlas.states if not place.actions])
    assert [cookie["name"] for cookie in reader.context.cookies()] + reader.heard() == []
