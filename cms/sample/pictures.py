"""The sample's illustrations, drawn in the shapes of the site: forms that lean in on one ground line.

``draw(name)`` returns a picture; the command ``make_sample_pictures`` writes them. The outline of a form is the
site's own (``cms.core.companions``), and so are the rules: never one form alone, one wattle overlap, no faces.
"""

from dataclasses import dataclass, field
from itertools import pairwise

from PIL import Image, ImageChops, ImageDraw

from cms.core.companions import Form, outline

WIDTH, HEIGHT = 1200, 800
FINE = 3  # drawn this many times larger, then made smaller, for smooth edges
COLOURS = 48

PAPER, TINT, SAND, DEEP, NIGHT = "#faf7f2", "#e6f1f2", "#f3ebdd", "#0b5563", "#12313a"
INK = {"f1": "#0b5563", "f2": "#9cc7c6", "f3": "#ead9bd", "f4": "#3f8489"}
WATTLE, COOL, DARK = "#eda93b", "#6ca3a4", "#22656f"
FAR, FARTHER, LINE = "#b9d3d6", "#d9e9ea", "#dcd3c4"


@dataclass(frozen=True)
class Scene:
    """A picture: its sky and land, things drawn behind, groups of forms, places kept, and things in front.

    Each group is ``(forms, lit)``; ``lit`` is the index of the pair whose overlap is wattle, or None.
    ``behind`` and ``before`` are ``(shape, colour, numbers)`` with shape ``polygon`` or ``rounded``.
    """

    sky: str = TINT
    land: str = SAND
    ground: int = 690
    groups: tuple = ()
    behind: tuple = ()
    hills: tuple = ()
    places: tuple = ()
    before: tuple = field(default=())


SCENES = {
    "two-chairs": Scene(
        behind=(
            ("rounded", PAPER, (705, 110, 1045, 560, 28)),
            ("polygon", TINT, (865, 110, 885, 110, 885, 560, 865, 560)),
        ),
        groups=(((Form(400, 330, 430, 56), Form(632, 280, 300, -52, "f2")), 0),),
    ),
    "kitchen-light": Scene(
        sky=SAND,
        land=LINE,
        behind=(
            ("polygon", "#fff3d6", (600, 150, 960, 690, 240, 690)),
            ("polygon", DARK, (597, 0, 603, 0, 603, 90, 597, 90)),
            ("polygon", DEEP, (560, 90, 640, 90, 690, 160, 510, 160)),
        ),
        groups=(((Form(500, 290, 440, 50), Form(705, 270, 310, -50, "f4")), 0),),
    ),
    "long-road": Scene(
        ground=470,
        hills=((Form(250, 900, 90, 60), FARTHER), (Form(1000, 800, 60, -60), FARTHER)),
        groups=(((Form(640, 96, 128, 15), Form(708, 84, 86, -14, "f4")), 0),),
        before=(("polygon", PAPER, (612, 470, 648, 470, 830, 800, 210, 800)),),
    ),
    "night-ward": Scene(
        sky=NIGHT,
        land="#0d242b",
        behind=(
            ("rounded", "#24474f", (120, 120, 420, 400, 20)),
            ("rounded", "#f6ecd2", (820, 120, 1090, 400, 20)),
        ),
        groups=(((Form(390, 280, 330, 46, "f4"), Form(590, 260, 450, -48, "f2"), Form(790, 250, 290, -44, "f3")), 0),),
    ),
    "paddock-evening": Scene(
        sky=SAND,
        land="#ead9bd",
        hills=((Form(300, 1000, 210, 90), "#d9c9aa"), (Form(980, 900, 140, -90), "#cfe0dd")),
        groups=(
            (
                (
                    Form(300, 230, 330, 42),
                    Form(480, 215, 240, -38, "f2"),
                    Form(650, 240, 350, -44, "f4"),
                    Form(822, 200, 225, -36),
                ),
                0,
            ),
        ),
        before=(
            ("polygon", DARK, (0, 628, 1200, 628, 1200, 638, 0, 638)),
            *(("polygon", DARK, (x, 590, x + 14, 590, x + 14, 720, x, 720)) for x in (90, 390, 690, 990)),
        ),
    ),
    "small-and-large": Scene(
        groups=(((Form(460, 380, 500, 76), Form(698, 210, 190, -38, "f3"), Form(860, 230, 340, -46, "f4")), 0),),
    ),
    "shared-table": Scene(
        sky=PAPER,
        land=SAND,
        groups=(
            (
                (
                    Form(230, 230, 330, 42),
                    Form(405, 220, 450, 42, "f2"),
                    Form(590, 240, 310, -40, "f4"),
                    Form(775, 235, 420, -44, "f3"),
                    Form(960, 225, 300, -42),
                ),
                1,
            ),
        ),
        before=(
            ("rounded", DARK, (90, 560, 1110, 600, 18)),
            ("polygon", DARK, (150, 590, 180, 590, 180, 720, 150, 720)),
            ("polygon", DARK, (1020, 590, 1050, 590, 1050, 720, 1020, 720)),
        ),
    ),
    "open-door": Scene(
        sky="#cfe3e4",
        land=SAND,
        behind=(
            ("rounded", DEEP, (150, 150, 470, 760, 24)),
            ("polygon", "#fff3d6", (190, 190, 430, 190, 430, 690, 190, 690)),
        ),
        groups=(((Form(520, 270, 390, 44), Form(710, 235, 260, -44, "f2")), 0),),
        places=(Form(890, 220, 330, -38),),
        before=(("polygon", "#fff3d6", (190, 690, 430, 690, 560, 800, 130, 800)),),
    ),
    "leaning-in": Scene(
        sky=PAPER,
        land=TINT,
        ground=720,
        groups=(((Form(380, 380, 480, 70), Form(640, 330, 330, -62, "f2"), Form(902, 370, 560, -72, "f3")), 0),),
    ),
    "hills-and-places": Scene(
        ground=620,
        hills=((Form(200, 900, 260, 80), FAR), (Form(900, 1000, 340, -110), FARTHER)),
        groups=(
            ((Form(190, 110, 150, 18), Form(268, 98, 104, -17, "f3")), None),
            ((Form(560, 200, 270, 34), Form(712, 180, 190, -34, "f4")), 0),
            ((Form(990, 96, 86, 15, "f4"), Form(1066, 104, 128, -17, "f2")), None),
        ),
    ),
}


def draw(name):
    """Return the picture ``name`` as a Pillow image of ``WIDTH`` by ``HEIGHT`` pixels, with few colours."""
    scene = SCENES[name]
    image = Image.new("RGB", (WIDTH * FINE, HEIGHT * FINE), scene.sky)
    for form, colour in scene.hills:
        image.paste(colour, mask=_mask(form, scene.ground))
    for shape in scene.behind:
        _shape(image, *shape)
    for forms, lit in scene.groups:
        masks = [_mask(form, scene.ground) for form in forms]
        for form, mask in zip(forms, masks, strict=True):
            image.paste(INK[form.fill], mask=mask)
        for index, (one, other) in enumerate(pairwise(masks)):
            fills = {forms[index].fill, forms[index + 1].fill}
            colour = WATTLE if index == lit else COOL if "f2" in fills else DARK
            image.paste(colour, mask=ImageChops.multiply(one, other))
    ImageDraw.Draw(image).rectangle((0, scene.ground * FINE, WIDTH * FINE, HEIGHT * FINE), fill=scene.land)
    for form in scene.places:
        _dotted(image, form, scene.ground)
    for shape in scene.before:
        _shape(image, *shape)
    image = image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    return image.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)


def _mask(form, ground):
    mask = Image.new("L", (WIDTH * FINE, HEIGHT * FINE), 0)
    ImageDraw.Draw(mask).polygon([(x * FINE, y * FINE) for x, y in outline(form, ground)], fill=255)
    return mask


def _dotted(image, form, ground):
    """Dots along the outline, above the ground only: a place that is kept."""
    pen, radius, gap = ImageDraw.Draw(image), 4 * FINE, 20 * FINE
    points = [(x * FINE, y * FINE) for x, y in outline(form, ground, steps=400)]
    walked = gap
    for one, other in pairwise([*points, points[0]]):
        walked += ((one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2) ** 0.5
        if walked >= gap and other[1] < ground * FINE - radius:
            pen.ellipse((other[0] - radius, other[1] - radius, other[0] + radius, other[1] + radius), fill=DEEP)
            walked = 0


def _shape(image, kind, colour, numbers):
    pen = ImageDraw.Draw(image)
    if kind == "rounded":
        *box, radius = (number * FINE for number in numbers)
        pen.rounded_rectangle(box, radius, fill=colour)
    else:
        pen.polygon([number * FINE for number in numbers], fill=colour)
