"""What every page adds to the editors' interface. This module only registers."""

from wagtail import hooks

from . import setting_screens
from .schedule import name_actions

hooks.register("register_log_actions", name_actions)
hooks.register("register_log_actions", setting_screens.register_actions)
# Before Wagtail's own forms of settings, whose addresses these are.
hooks.register("register_admin_urls", setting_screens.addresses, order=-100)
