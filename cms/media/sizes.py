"""In which sizes and formats readers get a picture: the one list that templates draw by and the task makes by.

A template says what the picture is for, ``{% sized_picture page.teaser_image "card" alt="" %}``, and not its sizes. What
shows pictures says for what by the same names: a model in ``picture_uses`` (field: names), a block in ``shown_as``.
"""

from dataclasses import dataclass
from functools import cache, cached_property

from PIL import features
from wagtail.images.models import Filter


@dataclass(frozen=True)
class Use:
    """What a picture is shown for. ``pattern``: what Wagtail's tag gets; ``tag``: which one.

    ``beforehand``: whether every picture gets these sizes when it comes in, since most are shown so before long.
    ``public``: whether readers' pages show it; the others are made when somebody looks.
    """

    pattern: str
    tag: str = "picture"
    beforehand: bool = False
    public: bool = True

    @cached_property
    def specs(self):
        """The filters of Wagtail that come of it: a list of texts, best format first."""
        parts = self.pattern.split()
        return Filter.expand_spec(parts) if self.tag == "picture" else ["|".join(parts)]


USES = {
    # In the text of a page, and the photo of a service.
    "article": Use("format-{avif,webp,jpeg} width-{480,960,1440}", beforehand=True),
    # Beside a story's title in lists.
    "card": Use("format-{avif,webp,jpeg} fill-{160x160,320x320}", beforehand=True),
    # Beside one idea of an Easy Read page.
    "idea": Use("format-{avif,webp,jpeg} width-{240,480}"),
    # A partner's logo, on its own page and in lists.
    "logo": Use("format-{avif,webp,png} max-480x240"),
    "mark": Use("format-{avif,webp,png} max-104x104"),
    # Before a film plays.
    "poster": Use("width-960", tag="image"),
    # On the page where the teller of a story looks at it before anybody else: it may still wait, and then never lies in public.
    "teller": Use("max-640x480", tag="image", public=False),
}
BEFOREHAND = frozenset(name for name, use in USES.items() if use.beforehand)


@cache
def can_write_avif():
    """Whether Pillow here has the codec; its wheels have it, a build from source may not."""
    return features.check("avif")


def without_what_cannot_be_written(filters):
    """Return ``filters`` (texts or Wagtail's Filter) without AVIF where this machine's Pillow cannot write it."""
    if can_write_avif():
        return list(filters)
    return [each for each in filters if "format-avif" not in getattr(each, "spec", each).split("|")]


def specs_for(names):
    """Return the filters that the uses called ``names`` ask for, each once, as texts."""
    specs = dict.fromkeys(spec for name in sorted(names) if USES[name].public for spec in USES[name].specs)
    return without_what_cannot_be_written(specs)
