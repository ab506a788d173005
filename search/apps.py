from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"

    def ready(self):
        from cms.core import tools

        tools.register("search:results", "Search", "search:results")
