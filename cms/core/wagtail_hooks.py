"""What every page adds to the editors' interface. This module only registers."""

from wagtail import hooks

from .schedule import name_actions

hooks.register("register_log_actions", name_actions)
