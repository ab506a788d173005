"""Registers the desk with Wagtail's admin; what it does stands in its own modules."""

from wagtail import hooks

from . import dashboard


# After every other: Wagtail's own panels, and those of apps, make room.
@hooks.register("construct_homepage_panels", order=1000)
def only_ours(request, panels):
    panels[:0] = dashboard.panels()
