"""Themes that a device asks for, where only a browser can say how they come out."""


def test_in_forced_colours_a_marked_word_in_a_title_can_be_read(open_page):
    page = open_page(forced_colors="active", scheme="dark")
    page.goto("/search/?q=nothing-of-this-name")
    page.evaluate(
        """document.querySelector("main").insertAdjacentHTML(
          "beforeend", "<div class='found'><h3><a href='#x'>A <mark>word</mark></a></h3></div>")"""
    )
    mark = page.locator(".found h3 mark")
    assert mark.evaluate("e => getComputedStyle(e).color !== getComputedStyle(e).backgroundColor")
    assert mark.evaluate("e => getComputedStyle(e).backgroundColor") != "rgba(0, 0, 0, 0)"
