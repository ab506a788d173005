"""The colours of the style sheet, theme by theme, and which of them stand on which: measured, never typed in."""

import re
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders

# Where each theme begins in tokens.css.
_STARTS = {
    "light": "  :root {\n    color-scheme: light;",
    "dark": ':root[data-theme="dark"]',
    "dark by system": ":root:not([data-theme]) {\n      color-scheme: dark;",
    "contrast": ':root[data-theme="contrast"]',
}
THEMES = ("light", "dark", "contrast")

_GROUNDS = ("paper", "surface", "tint", "sand", "footer")
# (front, ground, least ratio by WCAG 2.2: 7 for what is read at length, 4.5 for other words, 3 for edges)
WORDS = [
    *(("ink", ground, 7) for ground in _GROUNDS),
    *(("ink-2", ground, 4.5) for ground in _GROUNDS),
    *(("heading", ground, 7) for ground in _GROUNDS),
    *(("link", ground, 4.5) for ground in _GROUNDS),
    *(("link-hover", ground, 4.5) for ground in _GROUNDS),
    *(("visited", ground, 4.5) for ground in _GROUNDS),
    *(("error", ground, 4.5) for ground in ("paper", "surface", "tint")),
    ("success", "surface", 4.5),
    ("on-btn", "btn", 4.5),
    ("on-btn", "btn-hover", 4.5),
    ("on-deep", "deep", 4.5),
    ("on-deep-2", "deep", 4.5),
    ("on-help", "help", 7),
    ("on-help-2", "help", 7),
    ("help-open", "help", 4.5),
    ("on-exit", "exit", 7),
    ("on-note", "note", 7),
]
EDGES = [
    *(("border", ground, 3) for ground in ("paper", "surface", "tint", "sand")),
    *(("btn", ground, 3) for ground in ("paper", "surface", "tint", "sand")),
    *(("rule", ground, 3) for ground in ("paper", "surface", "tint")),
    *(("error", ground, 3) for ground in ("paper", "surface")),
    ("success", "paper", 3),
    ("exit", "paper", 3),
    ("link", "land", 3),
    ("link", "land-on-tint", 3),
]
# The ring is two colours, so that one of them shows on whatever lies beneath.
RINGED = (*_GROUNDS, "note", "help", "deep", "btn", "exit")


def _luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a, b):
    """Return the contrast of two colours (``#rrggbb``) by the formula of WCAG 2.2, from 1 to 21."""
    light, dark = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@cache
def _sheet():
    return Path(finders.find("css/tokens.css")).read_text(encoding="utf-8")


def themes():
    """Return ``{theme: {token: "#rrggbb"}}`` as tokens.css has it; dark twice, as chosen and as the system says."""

    def colours(start):
        text = _sheet()
        block = text[text.index(start) :]
        block = block[block.index("{") + 1 : block.index("}")]
        return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", block))

    return {name: colours(start) for name, start in _STARTS.items()}


def measured():
    """Return a row for each pair of front and ground: names, least ratio, and colours and ratio in each theme."""
    found = themes()
    return [
        {
            "front": front,
            "ground": ground,
            "least": least,
            "in_themes": [
                {
                    "theme": theme,
                    "front": found[theme][front],
                    "ground": found[theme][ground],
                    "ratio": contrast(found[theme][front], found[theme][ground]),
                }
                for theme in THEMES
            ],
        }
        for front, ground, least in [*WORDS, *EDGES]
    ]


def swatches():
    """Return each colour's name with its value in each theme, in the order of the style sheet."""
    found = themes()
    return [{"name": name, "values": [found[theme].get(name, "") for theme in THEMES]} for name in found["light"]]
