"""Blocks of the home page and of the menus."""

from .links import LinkBlock, PageNumberBlock
from .navigation import FooterColumnBlock, MenuGroupBlock, MenuLinkBlock
from .sections import HomeSections, WaysIn

__all__ = [
    "FooterColumnBlock",
    "HomeSections",
    "LinkBlock",
    "MenuGroupBlock",
    "MenuLinkBlock",
    "PageNumberBlock",
    "WaysIn",
]
