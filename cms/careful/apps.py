from django.apps import AppConfig


class CarefulConfig(AppConfig):
    """What lets editors look twice and go back: a bin, earlier versions, a calendar of what comes by itself, what links here."""

    name = "cms.careful"
    label = "careful"
