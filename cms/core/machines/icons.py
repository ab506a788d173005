"""The site's icons, made of its mark, and the file that tells a phone about them.

``manage.py make_icons`` draws them into ``static/img`` whenever the mark changes; what it made is committed.
"""

from functools import lru_cache
from io import BytesIO

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from PIL import Image

from .. import companions
from ..models.settings import SiteSettings
from .share import FILLS, PAPER, paste_companions

FOLDER = settings.BASE_DIR / "static" / "img"
SMALL = (16, 32, 48)
# The dark theme's colours (static/css/tokens.css), for a browser whose own frame is dark.
DARK = {"f1": "#1f7482", "f4": "#6aa5a8", "fo": "#e3a33c"}
# At the addresses that browsers and phones ask for unasked.
AT_THE_ROOT = {"favicon.ico": "image/x-icon", "apple-touch-icon.png": "image/png"}


def svg():
    """Return the mark as an icon that follows the colours of the browser's frame."""
    mark, side = companions.MARK, companions.MARK.width
    paths = [companions.form_path(form, mark.ground) for form in mark.forms]
    top = (side - mark.ground) / 2
    fills = [mark.forms[0].fill, mark.forms[1].fill, "fo"]
    shapes = [(fills[0], paths[0], ""), (fills[1], paths[1], ""), (fills[2], paths[1], ' clip-path="url(#m)"')]
    dark = "".join(f".{name}{{fill:{colour}}}" for name, colour in DARK.items())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 {-top:g} {side:g} {side:g}">'
        f"<style>@media (prefers-color-scheme:dark){{{dark}}}</style>"
        f'<defs><clipPath id="g"><path d="M0{-top:g}h{side:g}v{top + mark.ground:g}H0z"/></clipPath>'
        f'<clipPath id="m"><path d="{paths[0]}"/></clipPath></defs><g clip-path="url(#g)">'
        + "".join(f'<path class="{name}" fill="{FILLS[name]}" d="{path}"{clip}/>' for name, path, clip in shapes)
        + "</g></svg>\n"
    )


def square(side, part=1.0, ground=None):
    """Return the mark in a square of ``side`` pixels, ``part`` of its width; on ``ground``, or on nothing."""
    # Drawn many times larger, then made smaller, for smooth edges; a large one needs less of it.
    large, mark = side * (8 if side <= max(SMALL) else 2), companions.MARK
    image = Image.new("RGBA", (large, large), ground or (0, 0, 0, 0))
    scale = large * part / mark.width
    left, top = round((large - mark.width * scale) / 2), round((large - mark.ground * scale) / 2)
    paste_companions(image, mark, left, top, scale)
    return image.resize((side, side), Image.Resampling.BOX)


def files():
    """Return all icon files as bytes by name."""

    def written(image, kind, **options):
        out = BytesIO()
        image.save(out, kind, **options)
        return out.getvalue()

    small = [square(side) for side in reversed(SMALL)]
    ico = written(small[0], "ICO", sizes=[(side, side) for side in SMALL], append_images=small[1:])
    # A phone cuts a maskable icon to its own shape: what matters stays within the middle.
    wide = {f"icon-{side}.png": square(side, 0.58, PAPER) for side in (192, 512)}
    images = {"apple-touch-icon.png": square(180, 0.72, PAPER)} | wide
    pngs = {name: written(image.convert("RGB").quantize(64), "PNG", optimize=True) for name, image in images.items()}
    return {"icon.svg": svg().encode(), "favicon.ico": ico} | pngs


@lru_cache(maxsize=len(AT_THE_ROOT))
def _kept(name):
    return (FOLDER / name).read_bytes()


@require_safe
@cache_control(public=True, max_age=86400)
def icon(request, name):
    """Return the icon that is asked for at the root, whether a page names it or not."""
    if name not in AT_THE_ROOT:
        raise Http404
    return HttpResponse(_kept(name), content_type=AT_THE_ROOT[name])


@require_safe
@cache_control(public=True, max_age=86400)
def manifest(request):
    """Tell a phone how to name and draw the site on its first screen. It opens in the browser, with its address bar."""
    site = SiteSettings.load(request_or_site=request)
    icons = [
        {
            "src": static(f"img/icon-{side}.png"),
            "sizes": f"{side}x{side}",
            "type": "image/png",
            "purpose": "any maskable",
        }
        for side in (192, 512)
    ]
    return JsonResponse(
        {
            "name": site.site_name,
            "short_name": " ".join(site.site_name.split()[-2:]),
            "lang": "en-AU",
            "start_url": "/",
            "display": "browser",
            "background_color": PAPER,
            "theme_color": PAPER,
            "icons": icons,
        },
        content_type="application/manifest+json",
    )
