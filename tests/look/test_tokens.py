"""The colours: measured with the WCAG formula from the style sheet itself, in each theme."""

import re

import pytest


def _luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a, b):
    light, dark = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture(scope="session")
def themes(static_root):
    text = (static_root / "css" / "tokens.css").read_text(encoding="utf-8")

    def tokens(after):
        block = text[text.index(after) :]
        block = block[block.index("{") + 1 : block.index("}")]
        return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", block))

    return {
        "light": tokens("  :root {\n    color-scheme: light;"),
        "dark": tokens(':root[data-theme="dark"]'),
        "dark by system": tokens(":root:not([data-theme]) {\n      color-scheme: dark;"),
        "contrast": tokens(':root[data-theme="contrast"]'),
    }


TEXT = [
    # (text, background, least ratio)
    ("ink", "paper", 7), ("ink", "surface", 7), ("ink", "tint", 7), ("ink", "sand", 7), ("ink", "footer", 7),
    ("ink-2", "paper", 4.5), ("ink-2", "surface", 4.5), ("ink-2", "tint", 4.5), ("ink-2", "sand", 4.5),
    ("ink-2", "footer", 4.5), ("heading", "paper", 7), ("heading", "tint", 7), ("heading", "sand", 7),
    ("heading", "footer", 7), ("heading", "surface", 7),
    ("link", "paper", 4.5), ("link", "surface", 4.5), ("link", "tint", 4.5), ("link", "sand", 4.5),
    ("link", "footer", 4.5), ("link-hover", "paper", 4.5), ("visited", "paper", 4.5), ("visited", "surface", 4.5),
    ("visited", "tint", 4.5), ("visited", "sand", 4.5),
    ("on-btn", "btn", 4.5), ("on-btn", "btn-hover", 4.5), ("on-deep", "deep", 4.5), ("on-deep-2", "deep", 4.5),
    ("on-help", "help", 7), ("on-help-2", "help", 7), ("help-open", "help", 4.5), ("on-exit", "exit", 7),
    ("on-note", "note", 7), ("error", "paper", 4.5), ("error", "surface", 4.5), ("success", "surface", 4.5),
]  # fmt: skip
SHAPES = [("border", "paper", 3), ("border", "surface", 3), ("rule", "paper", 3), ("success", "paper", 3)]


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
@pytest.mark.parametrize(("front", "back", "least"), TEXT + SHAPES)
def test_everything_that_is_read_has_its_contrast(themes, theme, front, back, least):
    colours = themes[theme]
    assert contrast(colours[front], colours[back]) >= least


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
    assert contrast(themes[theme][front], themes[theme]["paper"]) == pytest.approx(ratio, abs=0.15)


def test_in_high_contrast_all_text_reaches_seven_to_one(themes):
    colours = themes["contrast"]
    for front, back, _least in TEXT:
        assert contrast(colours[front], colours[back]) >= 7, (front, back)


def test_the_dark_theme_is_the_same_chosen_or_by_the_system(themes):
    assert themes["dark"] == themes["dark by system"]
    assert themes["dark"]


def test_every_theme_sets_the_same_colours(themes):
    light = set(themes["light"])
    assert set(themes["dark"]) | {"edge"} >= light
    assert set(themes["contrast"]) | {"edge", "form-edge"} >= light


def test_the_focus_ring_shows_on_every_background(themes):
    for name, colours in themes.items():
        for back in ("paper", "surface", "tint", "sand", "help", "deep", "note"):
            seen = max(contrast(colours["focus"], colours[back]), contrast(colours["focus-ring"], colours[back]))
            assert seen >= 3, (name, back)


def test_wattle_is_never_the_colour_of_words(css):
    for match in re.finditer(r"([\w-]+):[^;{}]*var\(--fo\)", css):
        assert match[1] in {"fill", "background"}, match[0]
