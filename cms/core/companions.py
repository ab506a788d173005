"""Companions: the drawings of people sitting side by side that stand on the site.

Two forms lean in, and what they share is lit. ``compose`` decides what stands where from a seed (a slug),
``draw`` turns a composition into inline SVG. Both are pure: the same seed always gives the same drawing, and
editors choose nothing. The SVG carries classes and no colours, so every theme, print and forced colours apply.

The rules, each of which is a test: never one form alone (a second form or a dotted place is beside it); all share
one ground line, at which the viewport cuts them; they lean toward a neighbour by 12 to 22 % of their width;
neighbours differ in height by a quarter or more; neighbours overlap by 15 to 30 % of the smaller one's width;
exactly one overlap is wattle.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from itertools import pairwise

SINK = 0.24  # how far a form goes on below the ground, as a part of its height; the viewport hides it


@dataclass(frozen=True)
class Form:
    """One figure: centre ``cx``, width, height above ground and lean, in units of the drawing; ``fill`` is a class."""

    cx: float
    width: float
    height: float
    lean: float
    fill: str = "f1"

    @property
    def left(self):
        return self.cx - self.width / 2

    @property
    def right(self):
        return self.cx + self.width / 2


@dataclass(frozen=True)
class Composition:
    """A drawing: ``forms`` from left to right on the ``ground`` line, the wattle overlap's index, and kept places.

    ``lit`` is the index i of the pair (i, i + 1) whose overlap is wattle, or None where nothing may be lit.
    """

    width: float
    ground: float
    forms: tuple
    lit: int | None = 0
    places: tuple = ()
    fine: bool = False


class _Numbers:
    """An endless row of numbers in 0 to 1 that a text decides, alike on every machine and Python."""

    def __init__(self, text):
        self.text, self.count = text, 0

    def next(self):
        self.count += 1
        digest = sha256(f"{self.text}/{self.count}".encode()).digest()
        return int.from_bytes(digest[:7], "big") / 2**56

    def between(self, low, high):
        return low + (high - low) * self.next()

    def pick(self, choices):
        return choices[int(self.next() * len(choices))]


# Heights as parts of the tallest; neighbours differ by a quarter or more.
_PAIRS = ((1, 0.66), (0.7, 1), (1, 0.58), (0.62, 1), (1, 0.74), (0.76, 1))
_TRIPLES = (
    (0.62, 1, 0.72), (0.78, 0.48, 1), (0.5, 1, 0.66), (1, 0.52, 0.74), (0.7, 1, 0.5), (1, 0.6, 0.8), (0.56, 0.78, 1),
    (0.66, 1, 0.54),
)  # fmt: skip
_FILLS_2 = (("f1", "f2"), ("f1", "f3"), ("f2", "f1"), ("f3", "f4"), ("f4", "f3"), ("f3", "f1"), ("f1", "f2"))
_FILLS_3 = (
    ("f1", "f2", "f3"), ("f4", "f3", "f1"), ("f2", "f1", "f3"), ("f4", "f1", "f3"), ("f3", "f1", "f2"),
    ("f1", "f3", "f4"), ("f2", "f4", "f3"), ("f3", "f2", "f1"),
)  # fmt: skip
# On the deep panel a deep form would vanish.
_FILLS_DEEP = (("f4", "f3", "f2"), ("f2", "f3", "f4"), ("f3", "f4", "f2"))


@dataclass(frozen=True)
class _Stage:
    """Where a seeded composition stands: size, how much of the width the forms may take, and who may come."""

    width: float
    ground: float
    spread: tuple = (0.84, 0.98)
    tallest: tuple = (0.8, 0.95)
    counts: tuple = (2, 3, 3)
    fills: tuple = ()
    anchor: float = 1.0  # 1 stands at the right edge, 0.5 in the middle
    three: float = 1.0  # three in a small square may go further over its edges than two


_STAGES = {
    "head": _Stage(400, 230),
    "tile": _Stage(200, 200, spread=(1.04, 1.2), tallest=(0.66, 0.86), counts=(2, 2, 2, 3), anchor=0.5, three=1.22),
    "featured": _Stage(460, 240, spread=(0.96, 1.04), tallest=(0.86, 0.96), counts=(3,), fills=_FILLS_DEEP),
    "share": _Stage(600, 520, spread=(0.9, 1.0), tallest=(0.74, 0.88), counts=(2, 3, 3), anchor=0.5),
    "strip": _Stage(640, 150, spread=(0.8, 0.95), tallest=(0.84, 0.96), counts=(3,), anchor=0.5),
}

HERO = Composition(
    760,
    520,
    (
        Form(158, 264, 372, 48, "f1"),
        Form(336, 228, 226, -44, "f2"),
        Form(522, 286, 470, -56, "f3"),
        Form(690, 184, 262, -32, "f4"),
    ),
)
MARK = Composition(76, 58, (Form(27, 50, 54, 10, "f1"), Form(53, 44, 37, -9, "f4")))
# The mark with eucalypt as its second form opens pull quotes.
QUOTE_MARK = replace(MARK, forms=(MARK.forms[0], replace(MARK.forms[1], fill="f2")))
# What a study found about one question. Words always stand beside these.
FINDINGS = {
    "up": QUOTE_MARK,
    "same": Composition(76, 58, (Form(25, 42, 46, 7, "f4"), Form(51, 42, 46, -7, "f2")), lit=None),
    "mixed": Composition(76, 58, (Form(27, 48, 54, 9, "f3"), Form(53, 42, 36, -8, "f4")), lit=None),
    "unclear": Composition(76, 58, (Form(25, 44, 50, 8, "f4"),), lit=None, places=(Form(52, 40, 40, -7),)),
}


def compose(seed, variant="head", place=False):
    """Return the Composition of ``seed`` for ``variant`` (head, tile, featured, share or strip).

    ``place`` keeps a dotted place for the reader at the right, overlapping the last form a little.
    """
    stage = _STAGES[variant]
    numbers = _Numbers(f"{variant}:{seed}")
    count = numbers.pick(stage.counts)
    heights = numbers.pick(_PAIRS if count == 2 else _TRIPLES)
    fills = numbers.pick(stage.fills or (_FILLS_2 if count == 2 else _FILLS_3))
    ratios = [numbers.between(1.02, 1.5) if part > 0.85 else numbers.between(0.76, 1.12) for part in heights]
    shapes = [(part / ratio, part) for part, ratio in zip(heights, ratios, strict=True)]
    if place:
        shapes.append((0.42, 0.6))
    lit = int(numbers.next() * (count - 1))
    laps = [
        min(a[0], b[0]) * (numbers.between(0.23, 0.29) if index == lit else numbers.between(0.17, 0.25))
        for index, (a, b) in enumerate(pairwise(shapes))
    ]
    total = sum(width for width, _ in shapes) - sum(laps)
    scale = min(
        stage.width * numbers.between(*stage.spread) * (stage.three if count == 3 else 1) / total,
        stage.ground * numbers.between(*stage.tallest),
    )

    left = (stage.width - total * scale) * stage.anchor
    placed = []
    for index, (width, height) in enumerate(shapes):
        width, height = width * scale, height * scale
        if index == 0:
            side = 1
        elif index == len(shapes) - 1:
            side = -1
        else:
            # In the middle: toward the neighbour with whom something is shared.
            side = 1 if index == lit else -1
        lean = side * width * numbers.between(0.13, 0.21)
        placed.append(Form(left + width / 2, width, height, lean, fills[index] if index < count else "place"))
        left += width - (laps[index] * scale if index < len(laps) else 0)
    if stage.three != 1:
        # Where the edges may cut, what two share stays well in sight.
        middle = (placed[lit].right + placed[lit + 1].left) / 2
        shift = min(max(middle, 0.24 * stage.width), 0.76 * stage.width) - middle
        placed = [replace(form, cx=form.cx + shift) for form in placed]
    return Composition(stage.width, stage.ground, tuple(placed[:count]), lit, tuple(placed[count:]))


def progress(filled, total):
    """Return the Composition of ``filled`` forms of ``total``; those not yet reached are dotted places."""
    total = max(1, int(total))
    filled = min(max(0, int(filled)), total)
    forms = []
    left = 1.5
    for index in range(total):
        width, height = (36, 42) if index % 2 == 0 else (38, 33)
        lean = (0.16 if index == 0 else -0.16) * width
        forms.append(Form(left + width / 2, width, height, lean))
        left += width * 0.8
    width = forms[-1].right + 1.5
    return Composition(width, 44, tuple(forms[:filled]), 0 if filled > 1 else None, tuple(forms[filled:]), fine=True)


def step(number):
    """Return the Composition of step 1, 2 or 3: one form and a place, two and a place, three."""
    forms = (Form(40, 78, 97, 13, "f1"), Form(98, 74, 64, -13, "f2"), Form(147, 76, 87, -13, "f4"))
    number = min(max(1, int(number)), 3)
    place = (replace(forms[number], cx=forms[number].cx + 6, fill="place"),) if number < 3 else ()
    return Composition(200, 100, forms[:number], 0 if number > 1 else None, place)


def kept_place(seed=""):
    """Return two forms and a dotted place between their size: for what is missing, empty or still to come."""
    second = _Numbers(f"place:{seed}").pick(("f2", "f3", "f4"))
    return Composition(
        190, 120, (Form(50, 96, 104, 16, "f1"), Form(104, 78, 66, -13, second)), 0, (Form(152, 68, 88, -11, "place"),)
    )


def _number(value):
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def form_path(form, ground):
    """Return the SVG path of ``form`` standing on ``ground``; it goes on below, where the viewport cuts it."""
    cx, w, h, lean = form.cx, form.width, form.height, form.lean
    bottom = ground + h * SINK
    k = lean / w
    crown_x, crown_y = cx + lean, ground - h
    side_y = bottom - h * (1 + SINK) / 2
    up, down = side_y - crown_y, bottom - side_y
    to_right, to_left = w * (0.31 - 0.2 * k), w * (0.31 + 0.2 * k)
    right_up, left_up = up * (0.56 + 0.22 * k), up * (0.56 - 0.22 * k)
    points = (
        ("M", crown_x, crown_y),
        ("C", crown_x + to_right, crown_y, form.right, side_y - right_up, form.right, side_y),
        ("C", form.right, side_y + 0.6 * down, cx + 0.3 * w, bottom, cx, bottom),
        ("C", cx - 0.3 * w, bottom, form.left, side_y + 0.6 * down, form.left, side_y),
        ("C", form.left, side_y - left_up, crown_x - to_left, crown_y, crown_x, crown_y),
    )
    return "".join(f"{letter}{' '.join(_number(value) for value in values)}" for letter, *values in points) + "Z"


def outline(form, ground, steps=40):
    """Return the outline of ``form`` as points: the site's own curve, cut into straight pieces."""
    numbers = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", form_path(form, ground))]
    points = list(zip(numbers[::2], numbers[1::2], strict=True))
    found, start = [], points[0]
    for first, second, end in zip(points[1::3], points[2::3], points[3::3], strict=True):
        for step in range(steps):
            t = step / steps
            u = 1 - t
            found.append(
                tuple(
                    u**3 * start[i] + 3 * u * u * t * first[i] + 3 * u * t * t * second[i] + t**3 * end[i]
                    for i in (0, 1)
                )
            )
        start = end
    return found


def overlap_fills(composition):
    """Return the class of each neighbouring pair's overlap: wattle for the lit one, a cool one for the others."""
    return tuple(
        "fo" if index == composition.lit else "fx" if "f2" in (first.fill, second.fill) else "fy"
        for index, (first, second) in enumerate(pairwise(composition.forms))
    )


def draw(composition, uid):
    """Return ``composition`` as a decorative inline SVG; ``uid`` begins the ids of its clip paths."""
    ground = composition.ground
    paths = [form_path(form, ground) for form in composition.forms]
    fills = overlap_fills(composition)
    parts = [
        f'<svg class="companions" viewBox="0 0 {_number(composition.width)} {_number(ground)}"'
        f' width="{_number(composition.width)}" height="{_number(ground)}" aria-hidden="true">'
    ]
    if fills:
        clips = (f'<clipPath id="{uid}-{i}"><path d="{path}"/></clipPath>' for i, path in enumerate(paths[:-1]))
        parts.append(f"<defs>{''.join(clips)}</defs>")
    parts.extend(f'<path class="{form.fill}" d="{path}"/>' for form, path in zip(composition.forms, paths, strict=True))
    parts.extend(
        f'<path class="{fill}" d="{paths[i + 1]}" clip-path="url(#{uid}-{i})"/>' for i, fill in enumerate(fills)
    )
    place_class = "place place-fine" if composition.fine else "place"
    parts.extend(f'<path class="{place_class}" d="{form_path(form, ground)}"/>' for form in composition.places)
    parts.append("</svg>")
    return "".join(parts)


# What stands for the ids in a drawing that is kept; in no path or class.
UID = "{uid}"


def drawn(seed, variant, filled, total, place, uid):
    """Return what ``draw`` does for ``composition_for``; the last drawings are kept, since few are asked for often."""
    return _drawn(seed, variant, filled, total, place).replace(UID, uid)


@lru_cache(maxsize=1024)
def _drawn(*wanted):
    return draw(composition_for(*wanted), UID)


def composition_for(seed, variant, filled=0, total=0, place=False):
    """Return the Composition that a template asks for by ``variant``; see the ``companions`` tag."""
    fixed = {"hero": HERO, "mark": MARK, "quote": QUOTE_MARK}
    if variant in fixed:
        return fixed[variant]
    if variant == "progress":
        return progress(filled, total)
    if variant == "steps":
        return step(filled)
    if variant == "place":
        return kept_place(seed)
    if variant == "finding":
        return FINDINGS.get(str(seed), FINDINGS["unclear"])
    return compose(seed, variant, place=place)
