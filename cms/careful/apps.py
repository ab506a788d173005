from django.apps import AppConfig


class CarefulConfig(AppConfig):
    """What lets editors look twice and go back: a bin, earlier versions, a calendar of what comes by itself, what links here."""

    name = "cms.careful"
    label = "careful"

    def ready(self):
        from wagtail.contrib.redirects.models import Redirect
        from wagtail.contrib.search_promotions.models import SearchPromotion
        from wagtail.contrib.settings.registry import registry as settings_registry

        from cms.core import times_said
        from cms.upkeep import links

        from . import links_here
        from .bin import LIFE

        links_here.index(*settings_registry, Redirect, SearchPromotion)
        links_here.register_typed(links.typed_to)

        times_said.register("how long the bin keeps things", lambda: LIFE)
