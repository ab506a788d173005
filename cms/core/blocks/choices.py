"""A choice among keys that are words."""

from wagtail import blocks


class KeyChoiceBlock(blocks.ChoiceBlock):
    """Wagtail's ChoiceBlock for keys that are strings, as they are stored.

    Wagtail's own looks through all choices whenever a value is read, to give back a number as a number. Some choices here
    are asked of a registry (the tools of the site, which look up their addresses): a page with thirty links would make
    that list thirty times. Forms still refuse what is no choice. Migrations hold the stock block.
    """

    def normalize_choice(self, value):
        return value
