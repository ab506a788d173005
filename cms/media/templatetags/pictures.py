"""Pictures in the sizes of ``cms.media.sizes``."""

from django import template
from wagtail.images.templatetags.wagtailimages_tags import image

from ..sizes import USES

register = template.Library()


@register.tag
def sized_picture(parser, token):
    """Draw a picture for a use: ``{% sized_picture image "card" alt="" %}``, or ``… "poster" as name %}``.

    Attributes, ``as`` and what is drawn are those of Wagtail's ``picture`` or ``image``. Raises TemplateSyntaxError for a
    use that is not on the list.
    """
    name, picture, use, *rest = [*token.split_contents(), "", ""]
    use = use.strip("\"'")
    if use not in USES:
        raise template.TemplateSyntaxError(f"{name}: “{use}” is none of {', '.join(USES)}.")
    token.contents = " ".join([USES[use].tag, picture, USES[use].pattern, *filter(None, rest)])
    return image(parser, token)
