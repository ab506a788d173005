from django.apps import AppConfig


class CarefulConfig(AppConfig):
    """What lets editors look twice and go back: a bin, earlier versions, a calendar of what comes by itself, what links here."""

    name = "cms.careful"
    label = "careful"

    def ready(self):
        from cms.core import times_said

        from .bin import LIFE

        times_said.register("how long the bin keeps things", lambda: LIFE)
