"""Keep a part of a template that is the same on many pages."""

from django import template

from .. import kept

register = template.Library()


class KeptNode(template.Node):
    def __init__(self, nodelist, name, varying):
        self.nodelist, self.name, self.varying = nodelist, name, varying

    def render(self, context):
        name = ("drawn", self.name, *(expression.resolve(context) for expression in self.varying))
        return kept.get(name, lambda: self.nodelist.render(context))


@register.tag("kept")
def keep(parser, token):
    """Draw what stands inside once for readers, until the version of what is kept changes: ``{% kept "footer" marks %}…{% endkept %}``.

    The first word names it, on whatever page it stands. What follows are values, hashable and of few kinds, that what is
    drawn depends on besides settings, menus and the like; anything else that differs from one reader, page or moment to
    the next has no place inside. Previews, and all that is not for readers, draw it anew.
    """
    _tag, name, *varying = token.split_contents()
    nodelist = parser.parse(["endkept"])
    parser.delete_first_token()
    return KeptNode(nodelist, name.strip("\"'"), [parser.compile_filter(value) for value in varying])
