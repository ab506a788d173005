"""Every kind of page on paper: what somebody hands out or takes home says the same, and helps."""

from ..paper import words_of

# What can only be pressed, unless the page's own text speaks of it.
PRESSED = ["Exitthispage", "Needhelpnow", "Skiptomain", "Allhelplines"]
# A list of services is the longest.
MOST_SHEETS = 9


def squeezed(words):
    """Return ``words`` without any space, as ``words_of`` gives them."""
    return "".join(words.split())


def test_every_kind_of_page_prints_with_its_title_and_help_and_nothing_to_press(atlas, visit):
    reader = visit(java_script_enabled=False)
    problems = []
    for place in atlas.one_of_each:
        page = reader.go(place)
        title, text = squeezed(page.locator("main h1").inner_text()), squeezed(page.locator("main").text_content())
        sheets = words_of(page.pdf(prefer_css_page_size=True))
        said = "".join(sheets)
        faults = [f"has {word}" for word in PRESSED if word in said and word not in text]
        if title not in sheets[0]:
            faults.append(f"the first sheet does not say {title}")
        # Whoever fills in a form is not reading it on paper.
        if place.kind != "directory:add" and "000" not in said:
            faults.append("has no number for help")
        if len(sheets) > MOST_SHEETS:
            faults.append(f"takes {len(sheets)} sheets")
        problems += [f"{place.name} ({place.address}): {fault}" for fault in faults]
    assert problems == []


def test_a_confirmation_on_paper_has_its_reference_its_link_and_the_help_lines_each_once(atlas, visit):
    reader = visit(java_script_enabled=False)
    problems = []
    for name in ("contribution sent", "contribution sent, in danger", "story, sent", "story, sent, in danger"):
        page = reader.go(atlas.place(name, atlas.made[name]))
        said = "".join(words_of(page.pdf(prefer_css_page_size=True)))
        once = (squeezed(page.locator(".reference").inner_text()), "/contribute/take-back/", "1300659467")
        problems += [f"{name} says {words} {said.count(words)} times" for words in once if said.count(words) != 1]
    assert problems == []
