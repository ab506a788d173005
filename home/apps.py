from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"

    def ready(self):
        from cms.core import tools

        tools.register("home:get_help_now", "Get help now", "home:get_help_now")
        tools.register("home:reading_settings", "Reading settings", "home:reading_settings")
