"""The home page, the menus and the help lines."""

from .help_lines import HelpLine, HelpLineHours
from .home import HomePage
from .navigation import Navigation
from .notices import Notice
from .screen_words import ScreenWords

__all__ = ["HelpLine", "HelpLineHours", "HomePage", "Navigation", "Notice", "ScreenWords"]
