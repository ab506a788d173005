"""The colours: measured with the WCAG formula from the style sheet itself, in each theme."""

import re

import pytest

from cms.design import tokens


@pytest.fixture(scope="session")
def themes():
    return tokens.themes()


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
@pytest.mark.parametrize(("front", "back", "least"), tokens.WORDS + tokens.EDGES)
def test_everything_that_is_read_has_its_contrast(themes, theme, front, back, least):
    colours = themes[theme]
    assert tokens.contrast(colours[front], colours[back]) >= least


@pytest.mark.parametrize(
    ("theme", "front", "ratio"),
    [
        ("light", "ink", 13.6), ("light", "ink-2", 6.8), ("light", "heading", 11.4), ("light", "link", 7.9),
        ("light", "visited", 9.4), ("light", "error", 6.1), ("light", "success", 6.1), ("light", "border", 5.2),
        ("dark", "ink", 15), ("dark", "ink-2", 9.6), ("dark", "heading", 15.7), ("dark", "link", 10.6),
        ("dark", "error", 8.7), ("dark", "success", 10), ("dark", "border", 5.4),
    ],
)  # fmt: skip
def test_the_measured_ratios_are_those_of_the_design(themes, theme, front, ratio):
    assert tokens.contrast(themes[theme][front], themes[theme]["paper"]) == pytest.approx(ratio, abs=0.15)


def test_in_high_contrast_all_text_reaches_seven_to_one(themes):
    colours = themes["contrast"]
    for front, back, _least in tokens.WORDS:
        assert tokens.contrast(colours[front], colours[back]) >= 7, (front, back)


def test_the_dark_theme_is_the_same_chosen_or_by_the_system(themes):
    assert themes["dark"] == themes["dark by system"]
    assert themes["dark"]


def test_every_theme_sets_the_same_colours(themes):
    light = set(themes["light"])
    assert set(themes["dark"]) | {"edge"} >= light
    assert set(themes["contrast"]) | {"edge", "form-edge"} >= light


def test_the_focus_ring_shows_on_every_ground(themes):
    for name, colours in themes.items():
        for ground in tokens.RINGED:
            seen = max(tokens.contrast(colours[ring], colours[ground]) for ring in ("focus", "focus-ring"))
            assert seen >= 3, (name, ground)


def test_every_colour_of_words_is_measured_on_the_ground_it_has_in_the_style_sheets(css):
    """A rule that sets both colour and ground names a pair that is measured."""
    measured = {(front, ground) for front, ground, _least in [*tokens.WORDS, *tokens.EDGES]}
    pairs = set()
    for rule in re.findall(r"{([^{}]*)}", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)):
        front = re.search(r"(?<![\w-])color: var\(--([\w-]+)\)", rule)
        ground = re.search(r"(?<![\w-])background(?:-color)?: var\(--([\w-]+)\)", rule)
        if front and ground:
            pairs.add((front[1], ground[1]))
    assert len(pairs) > 8
    assert pairs <= measured


def test_no_sheet_makes_words_faint_by_opacity(css):
    """Contrast that is measured from tokens holds only where nothing is thinned."""
    assert not re.findall(r"(?<![\w-])opacity:\s*0?\.\d", css)
    assert "::placeholder" not in css or re.search(r"::placeholder[^{]*{[^}]*color: var\(--ink-2\)", css)


def test_wattle_is_never_the_colour_of_words(css):
    for match in re.finditer(r"([\w-]+):[^;{}]*var\(--fo\)", css):
        assert match[1] in {"fill", "background"}, match[0]
